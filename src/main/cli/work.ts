import { resolve } from 'node:path'
import { gather, missingShards, openWork, runShard, type ShardedWork } from '../lab/shards/index.ts'
import { beginTry, settleWork } from '../lab/slurm/index.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { createStatusLine } from './progress.ts'
import type { Shell } from './shell.ts'
import { exits, processesOf, readWords, UsageError, wholeNumber } from './usage.ts'

export const workHelp = `Does a part of a sweep or a tournament that was cut into shards.

Usage: lab work FOLDER --shard K [--tries N] [--processes N]
       lab work FOLDER --missing
       lab work FOLDER --gather

The folder must be one that every machine sees; 'lab sweep SPEC --on folder' makes one. A shard needs
nothing else, and its numbers are the same wherever, whenever and however often it runs: any scheduler
can run the shards, in any order. One that is done is not run again.

Options:
  --shard K           run this shard, counted from 0
  --tries N           but not if it was begun N times already
  --missing           print the shards that are still to be run, a line each
  --gather            look at what the shards came to; those that a Slurm cluster lost are submitted
                      again
  --processes N       trainer processes at most (else as many as cores)
  --help              print this

Exit codes: 0 done, 1 failed, 2 the command makes no sense, 130 stopped.
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
      missing: { type: 'boolean', default: false },
      gather: { type: 'boolean', default: false },
      processes: { type: 'string' },
    },
    'Give one folder of work',
  )
  if (!read) return exits.done
  const { shard, tries, missing, gather: gathers, processes } = read.values
  if ([shard !== undefined, missing, gathers].filter(Boolean).length !== 1) {
    throw new UsageError("Give one of --shard, --missing and --gather; see 'lab work --help'.")
  }
  const opened = await openWork(resolve(read.named[0]!))
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
  const calledOff = new AbortController()
  const pool = shell.createPool(processes)
  const reader = shell.createReader()
  const line = createStatusLine(shell.stderr)
  const release = shell.onInterrupt(() => {
    calledOff.abort()
    reader.dispose()
  })
  try {
    const { ran } = await runShard(opened, shard, {
      ...{ pool, processes, signal: calledOff.signal },
      readTable: createTableSources({ reader }).read,
      onProgress: (share) => line.show(`Shard ${shard} (${what}): ${Math.floor(share * 100)} %`),
    })
    line.clear()
    shell.print(`shard ${shard} (${what}) is done, in ${ran.seconds} s on ${ran.host}\n`)
    return exits.done
  } catch (error) {
    if (!calledOff.signal.aborted) throw error
    line.clear()
    shell.stderr.write(`Stopped; nothing of shard ${shard} is kept.\n`)
    return exits.interrupted
  } finally {
    release()
    reader.dispose()
    await pool.dispose()
  }
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
