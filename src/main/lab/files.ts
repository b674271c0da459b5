import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/* What is done to files all over the laboratory, and Node's own functions do not do as safely. */

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}

/**
 * Makes a folder and those above it, where they are not there. Node's own way tries for ever in a
 * folder that is there but takes none, as `/proc` does.
 *
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path)
  } catch (error) {
    const parent = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error
    if (!(await isFolder(parent))) await makeFolder(parent)
    await makeOne(path)
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    // Some systems refuse a folder that is there for another reason.
    if (!(await isFolder(path))) throw error
  }
}

/**
 * Reads a text that a person may have edited. Editors mark its encoding by its first bytes; without a
 * mark it is UTF-8.
 *
 * @param most bytes that it may have
 * @throws the system's error, also where it is no plain file: a pipe or a device may never end
 */
export async function readText(path: string, most = Infinity): Promise<string> {
  const found = await stat(path)
  if (!found.isFile()) throw new Error('it is no plain file')
  if (found.size > most) throw new Error(`it is larger than ${most} bytes`)
  return decodeText(await readFile(path))
}

/** @returns the text without the mark of its encoding */
export function decodeText(bytes: Uint8Array): string {
  const mark = bytes.length < 2 ? 0 : bytes[0]! * 256 + bytes[1]!
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** What a file is called until it takes its place: of a program that is ended meanwhile it stays. */
const draftName = /\.[0-9a-f]{8}\.draft$/

/**
 * Replaces a file as a whole: a reader finds the old content or the new, never a part. Its folder must be
 * there: one that was moved away is not made anew.
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

/** What is younger may still be in use. In ms. */
const day = 24 * 3600 * 1000

/**
 * Removes what programs that were ended left in a folder.
 *
 * @param isLeft whether a path of that name, a day old, is such a thing. @default anything is
 */
export async function removeLeft(
  folder: string,
  isLeft: (name: string, path: string) => boolean = () => true,
  now = Date.now(),
): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    if (!isLeft(name, path)) continue
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (mtimeMs > now - day) continue
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/**
 * Removes the drafts that programs left which were ended while they wrote.
 *
 * @param depth of folders in the folder that are looked into. @default 4
 */
export async function sweepDrafts(folder: string, depth = 4, now = Date.now()): Promise<void> {
  await removeLeft(folder, (name) => draftName.test(name), now)
  if (depth === 0) return
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await sweepDrafts(join(folder, entry.name), depth - 1, now)
  }
}
