import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isHoldFile } from '../run-lock.ts'

/** What the file system says of a file. While it says the same, the bytes are taken to be the same. */
export interface FileKey {
  readonly bytes: number
  readonly mtimeMs: number
}

/** What is in a run's folder, at a glance. */
export interface Look {
  /** Of files by name. */
  readonly files: ReadonlyMap<string, FileKey>
  /** Of everything in it. */
  readonly bytes: number
  /** Whether somebody says that he is writing it; he may be gone. */
  readonly marked: boolean
}

/** @param folder one that is gone is empty */
export async function lookInto(folder: string): Promise<Look> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = new Map<string, FileKey>()
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return bytesOf(path)
      const found = await lstat(path).catch(() => undefined)
      if (!found) return 0
      files.set(entry.name, { bytes: found.size, mtimeMs: found.mtimeMs })
      return found.size
    }),
  )
  return {
    files,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    marked: entries.some(({ name }) => isHoldFile(name)),
  }
}

/** @returns how many bytes a folder's files have, those of folders in it too; what is gone has none */
export async function bytesOf(folder: string): Promise<number> {
  return (await lookInto(folder)).bytes
}
