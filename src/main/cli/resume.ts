import { join } from 'node:path'
import { dataFolder } from '../lab/data-folder.ts'
import { inspectRun } from '../lab/run-damage.ts'
import { damageText } from './damage.ts'
import { findRun } from './find-run.ts'
import { race } from './race.ts'
import type { Shell } from './shell.ts'
import { exits, readWords } from './usage.ts'

const resumeHelp = `Goes on with a run that was stopped, failed or cut off, from its last checkpoint up to its budget, and
prints what 'lab run' prints. Its numbers are those of a run that was never interrupted.

Usage: lab resume <run> [options]

A run is named by its folder, or by its id or the beginning of either where it lies in the data folder.
It goes on in that very folder, also where that is a copy or has another name.

Damage is told on standard error. Where a checkpoint is damaged, or the log has lost something measured,
the run begins anew, to the same numbers.

Options:
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
    { json: { type: 'boolean' } },
    'Give one run',
  )
  if (!read) return exits.done
  const { values, named } = read
  const { id, folder, runsFolder } = await findRun(named[0]!, join(dataFolder(), 'runs'))
  const damage = await inspectRun(folder)
  if (damage) shell.stderr.write(damageText(id, damage))
  const wishes = { shell, processes: undefined, json: values.json ?? false, title: id, runsFolder }
  return race(wishes, (races) => races.resumeFolder(folder))
}
