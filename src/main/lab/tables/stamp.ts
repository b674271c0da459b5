import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { z } from '#shared/schema.ts'

export const stampSchema = z.object({
  bytes: z.number(),
  mtimeMs: z.number(),
  ctimeMs: z.number(),
  inode: z.number(),
})

/** What the file system says of a file. While it says the same, the bytes are taken to be the same. */
export type Stamp = z.output<typeof stampSchema>

/** @returns undefined where there is nothing, or it is not to be had */
export async function stampOf(path: string): Promise<Stamp | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return undefined
  const { size, mtimeMs, ctimeMs, ino } = found
  return { bytes: size, mtimeMs, ctimeMs, inode: ino }
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return (
    a.bytes === b.bytes && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode
  )
}

/** @returns the SHA-256 of a file's bytes in lower-case hex, or undefined where it cannot be read */
export async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
