import { LabError, type ErrorCode } from '#shared/contract/errors.ts'
import { exportRun } from './export.ts'
import { importRun } from './import.ts'
import { inspect } from './inspect.ts'
import { lesson } from './lesson.ts'
import { resume } from './resume.ts'
import { rules } from './rules.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'
import type { Shell, Terminal } from './shell.ts'
import { sweep } from './sweep.ts'
import { tournament } from './tournament.ts'
import { exits, Interrupted, UsageError } from './usage.ts'
import { verify } from './verify.ts'
import { work } from './work.ts'

const help = (version: string): string => `Descent Lab ${version}, the laboratory without a screen.

Usage: lab <command>

Commands:
  run <preset or spec.json>    train an experiment and print where every lane ended
  resume <run>                 go on with a run that was stopped or cut off
  runs                         list the runs that were kept
  import <file.descentrun>     take in a run bundle from another machine
  sweep <spec.json>            tune every optimizer with the same number of trials
  tournament <preset or spec>  let optimizers meet on several tasks, tuned with several budgets
  work <folder> --shard K      run one shard of a tournament or sweep that was cut up
  export <run> --format F      write a run as a report, a table, event files or scripts
  inspect <file>               say what a table's file holds, and what of it is refused
  lesson <name> --out FILE     save a lesson as one page that needs no network
  rules [check|import <file>]  list, check or take in update rules that you wrote
  verify <folder or file>      replay golden files and print how far off the numbers are

Options:
  --help                       print this; 'lab <command> --help' explains a command
  --version                    print the version
`

const commands: Readonly<
  Record<string, (words: readonly string[], shell: Shell) => Promise<number>>
> = {
  run,
  resume,
  runs,
  import: importRun,
  sweep,
  tournament,
  work,
  export: exportRun,
  inspect,
  lesson,
  rules,
  verify,
}

/**
 * Runs a command: results go to the shell's `print`, everything else to its `stderr`.
 *
 * @param words the command line after the program's name
 * @returns the exit code; never rejects
 */
export function runLab(words: readonly string[], shell: Shell): Promise<number> {
  return main(words, shell).catch((error: unknown) => tell(error, shell.stderr))
}

async function main([first, ...words]: readonly string[], shell: Shell): Promise<number> {
  switch (first) {
    case undefined:
      throw new UsageError(
        `Give a command: ${Object.keys(commands).join(', ')} ('lab --help' explains them).`,
      )
    case '--help':
    case '-h':
      shell.print(help(shell.version))
      return exits.done
    case '--version':
      shell.print(`${shell.version}\n`)
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
function tell(error: unknown, stderr: Terminal): number {
  if (error instanceof UsageError) {
    stderr.write(`${error.message}\n`)
    return exits.usage
  }
  if (error instanceof Interrupted) {
    stderr.write(`${error.message}\n`)
    return exits.interrupted
  }
  if (!(error instanceof LabError)) {
    stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
    return exits.failed
  }
  const details = error.code === 'bad-spec' ? error.details : []
  stderr.write([error.message, ...details.map((line) => `  ${line}`), ''].join('\n'))
  return senseless.includes(error.code) ? exits.usage : exits.failed
}
