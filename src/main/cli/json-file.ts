import { reasonOf } from '#shared/contract/errors.ts'
import { readText } from '../lab/files.ts'
import { UsageError } from './usage.ts'

/**
 * Reads a JSON file that was named on the command line.
 *
 * @param missing what to say where there is no such file
 * @returns what it holds, unchecked
 * @throws UsageError
 */
export async function readJsonFile(path: string, missing: string): Promise<unknown> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT' ? missing : `'${path}' cannot be read (${error.message}).`,
    )
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = reasonOf(error)
    throw new UsageError(`'${path}' is not JSON (${reason}).`)
  }
}
