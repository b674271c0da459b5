import { resolve } from 'node:path'
import { gather, missingShards, openWork, runShard, type ShardedWork } from '../lab/shards/index.ts'
import { beginTry, settleWork } from '../lab/slurm/index.ts'
import type { Shell } from './shell.ts'
import { withTrainer } from './trainer.ts'
import { exits, processesOf, readWords, UsageError, wholeNumber } from './usage.ts'

const workHelp = `Runs one shard of work that was cut up, as a scheduler's task does.

Usage: lab work FOLDER --shard K [--tries N] [--processes N]
       lab work FOLDER --shards | --missing | --gather

'lab tournament' and 'lab sweep' make a work folder by --on folder. Nothing beside it is needed: mount
it wherever shards are to run, by any scheduler and in any order. A shard that is done is not run again,
and one that two machines ran counts once.

Options:
  --shard K           run the shard K, counted from 0
  --tries N           but not if it was begun N times already
  --shards            print how many shards there are, and nothing else
  --missing           print the shards that are still to be run, a line each
  --gather            look at what the shards came to; those that a Slurm cluster lost are submitted
                      again
  --processes N       trainer processes at most (else as many as cores); no number depends on it
  --help              print this

Exit codes: 0 done, 1 failed, 2 the command or the work makes no sense, 130 stopped.
`

/** @returns the exit code */
export async function work(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'work',
    workHelp,
    words,
    {
      shard: { type: 'string' },
      tries: { type: 'string' },
      shards: { type: 'boolean', default: false },
      missing: { type: 'boolean', default: false },
      gather: { type: 'boolean', default: false },
      processes: { type: 'string' },
    },
    'Give one work folder',
  )
  if (!read) return exits.done
  const { shard, tries, shards, missing, gather: gathers, processes } = read.values
  if ([shard !== undefined, shards, missing, gathers].filter(Boolean).length !== 1) {
    throw new UsageError(
      "Give one of --shard, --shards, --missing and --gather; see 'lab work --help'.",
    )
  }
  const opened = await openWork(resolve(read.named[0]!))
  if (shards) {
    shell.print(`${opened.shards.length}\n`)
    return exits.done
  }
  if (missing) {
    shell.print((await missingShards(opened)).map((each) => `${each}\n`).join(''))
    return exits.done
  }
  if (gathers) return gatherAll(opened, shell)
  const place = wholeNumber('--shard', shard!, 0, opened.shards.length - 1)
  const most = tries === undefined ? undefined : wholeNumber('--tries', tries, 1, 1000)
  return runOne(opened, place, { most, processes: processesOf(processes) }, shell)
}

async function runOne(
  opened: ShardedWork,
  shard: number,
  {
    most,
    processes,
  }: { readonly most: number | undefined; readonly processes: number | undefined },
  shell: Shell,
): Promise<number> {
  const { what } = opened.shards[shard]!
  if (most !== undefined && (await missingShards(opened)).includes(shard)) {
    await beginTry(opened.folder, shard, most)
  }
  return withTrainer(shell, processes, async ({ pool, readTable, stopReading, line, signal }) => {
    signal.addEventListener('abort', stopReading)
    try {
      const { ran } = await runShard(opened, shard, {
        ...{ pool, processes, signal, readTable },
        onProgress: (share) => line.show(`${what}: ${Math.floor(share * 100)} %`),
      })
      line.clear()
      shell.print(`shard ${shard} done: ${what}, ${ran.seconds.toFixed(1)} s on ${ran.host}\n`)
      return exits.done
    } catch (error) {
      if (!signal.aborted) throw error
      line.clear()
      shell.stderr.write(`Stopped; nothing of shard ${shard} is kept.\n`)
      return exits.interrupted
    }
  })
}

async function gatherAll(opened: ShardedWork, shell: Shell): Promise<number> {
  const { again, left } = await settleWork(opened)
  const { missing } = await gather(opened)
  const done = opened.shards.length - missing.length
  shell.print(`${done} of ${opened.shards.length} shards are done\n`)
  if (again.length > 0) shell.print(`submitted again: ${again.join(', ')}\n`)
  if (left.length > 0) shell.print(`left as they are: ${left.join(', ')}\n`)
  return left.length > 0 ? exits.failed : exits.done
}
