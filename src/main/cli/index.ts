import { join } from 'node:path'
import { version } from '../../../package.json'
import { LabError, type ErrorCode } from '../../shared/contract/errors.ts'
import { createForkLauncher } from '../process/fork.ts'
import { createTableReader } from '../tables/reader.ts'
import { createTrainerPool } from '../trainer/pool.ts'
import { exportRun } from './export.ts'
import { importRun } from './import.ts'
import { inspect } from './inspect.ts'
import { resume } from './resume.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'
import type { Shell } from './shell.ts'
import { sweep } from './sweep.ts'
import { exits, Interrupted, UsageError } from './usage.ts'
import { verify } from './verify.ts'

/*
 * The laboratory without a screen. Results go to standard output, everything else to standard error.
 */

const help = `Descent Lab ${version}, the laboratory without a screen.

Usage: lab <command>

Commands:
  run <preset or spec.json>    train an experiment and print where every lane ended
  resume <run>                 go on with a run that was stopped or cut off
  runs                         list the runs that were kept
  import <file.descentrun>     take in a run bundle from another machine
  sweep <spec.json>            tune every optimizer with the same number of trials
  export <run> --format F      write a run as a report, a table, event files or scripts
  inspect <file>               say what a table's file holds, and what of it is refused
  verify <folder or file>      replay golden files and print how far off the numbers are

Options:
  --help                       print this; 'lab <command> --help' explains a command
  --version                    print the version
`

const commands: Readonly<
  Record<string, (words: readonly string[], shell: Shell) => Promise<number>>
> = { run, resume, runs, import: importRun, sweep, export: exportRun, inspect, verify }

const shell: Shell = {
  version,
  stderr: process.stderr,
  print: (text) => void process.stdout.write(text),
  createPool: (processes) =>
    createTrainerPool({
      processes,
      launcher: createForkLauncher({ entry: join(import.meta.dirname, 'trainer.js') }),
    }),
  createReader: () =>
    createTableReader({
      launcher: createForkLauncher({ entry: join(import.meta.dirname, 'tables.js') }),
    }),
  onInterrupt(stop) {
    const stopOnce = (): void => {
      release()
      stop()
    }
    const release = (): void => {
      if (interrupted === stopOnce) interrupted = endNow
    }
    interrupted = stopOnce
    return release
  },
}

/** What a signal does where no command has something to stop first. */
function endNow(): void {
  process.stderr.write('Stopped.\n')
  process.exit(exits.interrupted)
}

let interrupted = endNow
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted())
}

async function main([first, ...words]: readonly string[]): Promise<number> {
  switch (first) {
    case undefined:
      throw new UsageError(
        `Give a command: ${Object.keys(commands).join(', ')} ('lab --help' explains them).`,
      )
    case '--help':
    case '-h':
      shell.print(help)
      return exits.done
    case '--version':
      shell.print(`${version}\n`)
      return exits.done
  }
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined
  if (!command) throw new UsageError(`There is no command '${first}'; see 'lab --help'.`)
  return command(words, shell)
}

/** What another command, experiment or file would mend. */
const senseless: readonly ErrorCode[] = [
  'bad-spec',
  'race-too-large',
  'bad-bundle',
  'not-found',
  'bad-table',
  'table-changed',
  'table-missing',
  'table-foreign',
]

/** @returns the exit code for what went wrong, having said it */
function tell(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`)
    return exits.usage
  }
  if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`)
    return exits.interrupted
  }
  if (!(error instanceof LabError)) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
    return exits.failed
  }
  const details = error.code === 'bad-spec' ? error.details : []
  process.stderr.write([error.message, ...details.map((line) => `  ${line}`), ''].join('\n'))
  return senseless.includes(error.code) ? exits.usage : exits.failed
}

// Whoever read the results may have seen enough, and a terminal may be closed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

process.exitCode = await main(process.argv.slice(2)).catch(tell)
