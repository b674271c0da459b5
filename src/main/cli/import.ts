import { resolve } from 'node:path'
import { bundleEnding } from '#shared/exports.ts'
import { openLibrary } from './runs.ts'
import type { Shell } from './shell.ts'
import { exits, printJson, readWords } from './usage.ts'

const importHelp = `Takes in a run bundle, a file that holds a run from another machine.

Usage: lab import <file${bundleEnding}> [options]

A run that is here already is not doubled.

Options:
  --in DIR            keep the run in DIR (else in the data folder's runs)
  --json              print the run's summary as JSON
  --help              print this

Exit codes: 0 it is here now, 1 it cannot be kept, 2 it is no bundle, or the command makes no sense.
`

/** @returns the exit code */
export async function importRun(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'import',
    importHelp,
    words,
    { in: { type: 'string' }, json: { type: 'boolean' } },
    'Give one run bundle',
  )
  if (!read) return exits.done
  const { values, named } = read
  const library = openLibrary(values.in)
  try {
    const run = await library.import(resolve(named[0]!))
    if (values.json) printJson(shell, run)
    else shell.print(`${run.name}: ${run.step} of ${run.steps} steps, here as run ${run.id}\n`)
    return exits.done
  } finally {
    await library.dispose()
  }
}
