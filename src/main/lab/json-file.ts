import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { z } from '#shared/schema.ts'
import { makeFolder, readText, replaceFile } from './files.ts'

/** A JSON file that several programs may share; each change is of the file as a whole. */
export interface JsonFile<T> {
  read(): Promise<T>
  /** Changes come one after the other. @returns what the file has then. @throws LabError `bad-file`; the old file stays */
  change(edit: (value: T) => T): Promise<T>
}

/**
 * @param what it keeps, as a sentence begins: `The settings`
 * @param path its folder is made when first written
 */
export function openJsonFile<T>(
  what: string,
  path: string,
  schema: z.ZodType<T>,
  empty: T,
): JsonFile<T> {
  let queue: Promise<unknown> = Promise.resolve()
  const read = (): Promise<T> => readJson(path, schema, empty)
  return {
    read: () => queue.then(read),
    change(edit) {
      const changed = queue.then(async () => {
        const value = edit(await read())
        try {
          await makeFolder(dirname(path))
          await writeJson(path, value)
        } catch (cause) {
          const reason = reasonOf(cause)
          throw new LabError(
            'bad-file',
            `${what} cannot be kept in ${path} (${reason}). Make room or make the folder writable.`,
            { parameters: { path, reason }, cause },
          )
        }
        return value
      })
      queue = changed.catch(() => undefined)
      return changed
    },
  }
}

/**
 * @param empty what there is where there is no file
 * @returns what it holds; one that cannot be understood is set aside as `<path>.damaged`, and is empty
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>, empty: T): Promise<T> {
  const text = await readText(path).catch(() => undefined)
  if (text === undefined) return empty
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    await rename(path, `${path}.damaged`).catch(() => undefined)
    return empty
  }
}

/** Replaces a file as a whole, in a folder that must be there. @throws the system's error */
export function writeJson(path: string, value: unknown): Promise<void> {
  return replaceFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

/**
 * @param thrown while a file was read as something
 * @returns why it is not that, in one line: of a schema's many complaints the first
 * @throws LabError what says already what to do: that a newer version wrote it
 */
export function faultOf(thrown: unknown): string {
  if (thrown instanceof LabError && 'newer' in thrown.parameters) throw thrown
  if (!(thrown instanceof z.ZodError)) return reasonOf(thrown).split('\n')[0] ?? ''
  const [{ path, message } = { path: [], message: '' }] = thrown.issues
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`
}
