import { resolve } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { openWork, runShard, type ShardedWork } from '../lab/shards/index.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { createStatusLine } from './progress.ts'
import type { Shell } from './shell.ts'
import { exits, processesOf, readWords, UsageError, wholeNumber } from './usage.ts'

export const workHelp = `Runs one shard of work that was cut up, as a scheduler's task does.

Usage: lab work FOLDER --shard K [options]
       lab work FOLDER --shards

A work folder is made by 'lab tournament' or 'lab sweep'. Nothing beside it is needed: copy it, or
mount it, wherever the shard is to run. A shard that is done is not run again, and one that two
machines ran counts once.

Options:
  --shard K           run the shard K, counted from 0
  --shards            print how many shards there are, and nothing else
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
      shards: { type: 'boolean', default: false },
      processes: { type: 'string' },
    },
    'Give one work folder',
  )
  if (!read) return exits.done
  const { values, named } = read
  const opened = await openWork(resolve(named[0]!))
  if (values.shards) {
    shell.print(`${opened.shards.length}\n`)
    return exits.done
  }
  if (values.shard === undefined) throw new UsageError("Give --shard; see 'lab work --help'.")
  const shard = wholeNumber('--shard', values.shard, 0, opened.shards.length - 1)
  return runOne(opened, shard, processesOf(values.processes), shell)
}

async function runOne(
  opened: ShardedWork,
  shard: number,
  processes: number | undefined,
  shell: Shell,
): Promise<number> {
  const { what } = opened.shards[shard]!
  const pool = shell.createPool(processes)
  const reader = shell.createReader()
  const line = createStatusLine(shell.stderr)
  const controller = new AbortController()
  const release = shell.onInterrupt(() => {
    controller.abort()
    reader.dispose()
  })
  try {
    const done = await runShard(opened, shard, {
      pool,
      readTable: createTableSources({ reader }).read,
      signal: controller.signal,
      onProgress: (share) => line.show(`${what}: ${Math.floor(share * 100)} %`),
    })
    line.clear()
    shell.print(
      `shard ${shard} done: ${what}, ${done.ran.seconds.toFixed(1)} s on ${done.ran.host}\n`,
    )
    return exits.done
  } catch (error) {
    if (!controller.signal.aborted) throw error
    if (error instanceof LabError) shell.stderr.write(`${error.message}\n`)
    return exits.interrupted
  } finally {
    release()
    line.clear()
    reader.dispose()
    await pool.dispose()
  }
}
