import { randomBytes } from 'node:crypto'
import {
  link,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  unlink,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder, removeLeft } from '../files.ts'
import type { Destination } from '../saving.ts'
import { notSaved } from './refusal.ts'

/** What a file holds, in one piece or one after the other. */
export type Content = string | Uint8Array | AsyncIterable<string | Uint8Array>

/** A file of an export. */
export interface ExportFile {
  /** Its place among the export's others, with `/` between folders. */
  readonly name: string
  readonly content: Content
}

/** The files of an export, each to be read before the next is asked for. */
export type ExportFiles = Iterable<ExportFile> | AsyncIterable<ExportFile>

/** Opens a file that must not be there yet, to write. */
export type OpenDraft = (path: string) => Promise<FileHandle>

export interface WriteOptions {
  /** @default the system's own */
  readonly openDraft?: OpenDraft
}

const openNew: OpenDraft = (path) => open(path, 'wx')

/**
 * Writes a file whole or not at all: to a draft beside it, which takes its place when every byte is on
 * the disk. What is there stays, unless it may be replaced.
 *
 * @throws LabError `not-saved`; whatever its content throws
 */
export async function writeFileWhole(
  destination: Destination,
  content: Content,
  options: WriteOptions = {},
): Promise<void> {
  const { path, replaces } = destination
  // Another name of a file stays one: the file it points to is what is replaced.
  const target = replaces ? await realpath(path).catch(() => path) : path
  const draft = await draftBeside(target)
  try {
    await writeDraft(draft, path, content, options.openDraft ?? openNew)
    await (replaces ? rename(draft, target) : claim(draft, target)).catch(refuse(path))
    await syncFolder(dirname(target))
  } finally {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

/**
 * Writes files into a folder, all of them or none: into a draft beside it, which takes its place. A
 * folder that is there must be empty; where it may be replaced, its files of the same names are, each
 * as a whole, and its others stay.
 *
 * @throws LabError `not-saved`; whatever the files throw
 */
export async function writeFolderWhole(
  destination: Destination,
  files: ExportFiles,
  options: WriteOptions = {},
): Promise<void> {
  const { path, replaces } = destination
  const draft = await draftBeside(path)
  try {
    await mkdir(draft).catch(refuse(path))
    const names: string[] = []
    for await (const { name, content } of files) {
      names.push(name)
      const file = join(draft, ...name.split('/'))
      await makeFolder(dirname(file)).catch(refuse(path))
      await writeDraft(file, path, content, options.openDraft ?? openNew)
    }
    // The system puts a folder in the place of an empty one, and of nothing else.
    const there = replaces ? await readdir(path).catch(() => undefined) : undefined
    if (there?.length) await mergeInto(path, draft, names)
    else await rename(draft, path).catch(refuse(path))
    await syncFolder(dirname(path))
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
  }
}

const draftName = /^\.descent-lab-[0-9a-f]{16}\.draft$/

/**
 * Removes what programs that were ended left where this one writes now.
 *
 * @returns a hidden name that nothing else has, on the same disk
 */
async function draftBeside(path: string): Promise<string> {
  const folder = dirname(path)
  await removeLeft(folder, (name) => draftName.test(name))
  return join(folder, `.descent-lab-${randomBytes(8).toString('hex')}.draft`)
}

/** @param path named in an error: what the draft is for */
async function writeDraft(
  draft: string,
  path: string,
  content: Content,
  openDraft: OpenDraft,
): Promise<void> {
  const file = await openDraft(draft).catch(refuse(path))
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) {
      await file.writeFile(content).catch(refuse(path))
    } else {
      for await (const part of content) await file.writeFile(part).catch(refuse(path))
    }
    await file.sync().catch(refuse(path))
  } finally {
    await file.close().catch(refuse(path))
  }
}

/** Gives a draft a name that nothing has, in one stroke: whoever has it first keeps it. */
async function claim(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    // Not every file system gives a file a second name: then an empty one holds the place.
    await (await open(path, 'wx')).close()
    await rename(draft, path).catch(async (failure: unknown) => {
      await unlink(path).catch(() => undefined)
      throw failure
    })
  }
}

async function mergeInto(path: string, draft: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const parts = name.split('/')
    const target = join(path, ...parts)
    await makeFolder(dirname(target)).catch(refuse(path))
    await rename(join(draft, ...parts), target).catch(refuse(path))
  }
}

/** So that the new name, too, outlives a power cut, where the system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close().catch(() => undefined)
}

function refuse(path: string): (error: unknown) => never {
  return (error) => {
    throw notSaved(path, error)
  }
}
