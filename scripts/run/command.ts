import { constants } from 'node:os'
import { SetupError } from '../setup/errors.ts'

/** Before there is a program to hand a signal to, it ends the command, and what it runs with it. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  process.stderr.write('Stopped.\n')
  process.exit(128 + (constants.signals[signal] ?? 0))
}

/**
 * The frame of every command here: its exit code becomes ours, and a fault that a person can
 * mend is printed as its sentence alone.
 */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endBySignal)
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
