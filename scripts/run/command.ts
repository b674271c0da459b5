import { SetupError } from '../setup/errors.ts'

/**
 * The frame of every command here: its exit code becomes ours, and a fault that a person can
 * mend is printed as its sentence alone.
 */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
