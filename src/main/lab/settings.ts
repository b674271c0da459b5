import { randomBytes } from 'node:crypto'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { settingsSchema, type Settings } from '../../shared/contract/calls.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { makeFolder } from './make-folder.ts'
import { readText } from './read-text.ts'

/** A person's settings, in a JSON file of their own. */
export interface SettingsStore {
  read(): Promise<Settings>
  /** Resolves with what is now stored. @throws LabError `bad-file`; the old file stays */
  write(settings: Settings): Promise<Settings>
}

/**
 * @param path of the file; its folder is made when first written. A file that cannot be understood
 *   is set aside as `<path>.damaged`, and defaults take its place.
 */
export function createSettingsStore(path: string): SettingsStore {
  let current: Promise<Settings> | undefined
  let queue: Promise<unknown> = Promise.resolve()
  return {
    read: () => (current ??= load(path)),
    write(settings) {
      const written = queue.then(async () => {
        await writeAtomically(path, `${JSON.stringify(settings, null, 2)}\n`).catch(refuse(path))
        current = Promise.resolve(settings)
        return settings
      })
      queue = written.catch(() => undefined)
      return written
    },
  }
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LabError(
      'bad-file',
      `The settings cannot be kept in ${path} (${reason}). Make room or make the folder writable.`,
      { parameters: { path, reason }, cause },
    )
  }
}

async function load(path: string): Promise<Settings> {
  const text = await readText(path).catch(() => undefined)
  if (text === undefined) return settingsSchema.parse({})
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch {
    await rename(path, `${path}.damaged`).catch(() => undefined)
    return settingsSchema.parse({})
  }
}

/** What a file is called until it takes its place: of a program that is ended meanwhile it stays. */
const draftName = /\.[0-9a-f]{8}\.draft$/

/** A draft that is older than this is nobody's. In ms. */
const day = 24 * 3600 * 1000

/**
 * Removes the drafts that programs left which were ended while they wrote.
 *
 * @param depth of folders in the folder that are looked into. @default 4
 */
export async function sweepDrafts(folder: string, depth = 4, now = Date.now()): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth > 0) await sweepDrafts(path, depth - 1, now)
    if (!entry.isFile() || !draftName.test(entry.name)) continue
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (mtimeMs <= now - day) await rm(path, { force: true }).catch(() => undefined)
  }
}

/** Replaces a file as a whole: a reader finds the old content or the new, never a part. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path))
  await replaceFile(path, content)
}

/**
 * As `writeAtomically`, in a folder that must be there: one that was moved away is not made anew.
 *
 * @param content whole or in pieces
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | Uint8Array[],
): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.draft`
  try {
    const handle = await open(draft, 'wx')
    try {
      for (const piece of Array.isArray(content) ? content : [content]) {
        await handle.writeFile(piece)
      }
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
