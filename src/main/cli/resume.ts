import { join } from 'node:path'
import type { More } from '#shared/contract/work.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { inspectRun } from '../lab/run-damage.ts'
import { damageText } from './damage.ts'
import { findRun } from './find-run.ts'
import { race } from './race.ts'
import type { Shell } from './shell.ts'
import { exits, readWords, UsageError, wholeNumber } from './usage.ts'

const resumeHelp = `Goes on with a run that was stopped, failed or cut off, from its last checkpoint up to its budget, and
prints what 'lab run' prints. Its numbers are those of a run that was never interrupted.

A run that is over can be given more. With --seeds, only the runs of the added seeds are trained, as far
as the run has come, to the numbers of one that was begun with all of them. With --epochs, it goes on
beyond its budget.

Usage: lab resume <run> [options]

A run is named by its folder, or by its id or the beginning of either where it lies in the data folder.
It goes on in that very folder, also where that is a copy or has another name.

Damage is told on standard error. Where a checkpoint is damaged, or the log has lost something measured,
the run begins anew, to the same numbers.

Options:
  --seeds N           add so many seeds, the next whole numbers behind those that it has
  --epochs N          add so many epochs to its budget
  --json              print the results as JSON
  --help              print this

Ctrl-C stops it again; what it recorded stays. Exit codes: 0 finished, 1 failed,
2 the command makes no sense, or there is no such run, 130 stopped.
`

/** @returns the exit code */
export async function resume(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'resume',
    resumeHelp,
    words,
    { json: { type: 'boolean' }, seeds: { type: 'string' }, epochs: { type: 'string' } },
    'Give one run',
  )
  if (!read) return exits.done
  const { values, named } = read
  const more = moreOf(values)
  const { id, folder, runsFolder } = await findRun(named[0]!, join(dataFolder(), 'runs'))
  const damage = await inspectRun(folder)
  if (damage) shell.stderr.write(damageText(id, damage))
  const wishes = { shell, processes: undefined, json: values.json ?? false, title: id, runsFolder }
  return race(wishes, (races) => races.resumeFolder(folder, null, more))
}

/** @throws UsageError */
function moreOf({
  seeds,
  epochs,
}: {
  readonly seeds?: string | undefined
  readonly epochs?: string | undefined
}): More | undefined {
  if (seeds !== undefined && epochs !== undefined) {
    throw new UsageError('Give --seeds or --epochs, one after the other.')
  }
  if (seeds !== undefined) return { seeds: wholeNumber('--seeds', seeds, 1, 1000) }
  if (epochs !== undefined) return { epochs: wholeNumber('--epochs', epochs, 1, 100_000) }
  return undefined
}
