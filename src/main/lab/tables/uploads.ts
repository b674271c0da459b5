import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { maximumUploadBytes } from '#shared/contract/wire.ts'
import { makeFolder, removeLeft } from '../files.ts'

/** Files that a page on another machine brings: kept, since that machine's disk is not this one's. */
export interface Uploads {
  /**
   * Takes a file's bytes. Nothing is left of one that breaks off.
   *
   * @param name as the page says; made harmless
   * @returns where it is kept: `<folder>/<sha256>/<name>`
   * @throws LabError `file-too-large`, `file-not-taken`
   */
  receive(name: string, body: Readable): Promise<string>
  /**
   * Removes what nobody remembers any more, and what a program that died left half-way.
   *
   * @param remembered paths that stay
   */
  sweep(remembered: readonly string[]): Promise<void>
}

/** @param folder made when first needed; @param most bytes of one file */
export function createUploads(folder: string, most: number = maximumUploadBytes): Uploads {
  return {
    async receive(name, body) {
      const draft = join(folder, `half-${randomBytes(8).toString('hex')}`)
      try {
        await makeFolder(folder)
        const hash = createHash('sha256')
        let bytes = 0
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length
            hash.update(chunk)
            if (bytes > most) done(tooLarge(name, most))
            else done(null, chunk)
          },
        })
        await pipeline(body, counted, createWriteStream(draft, { flags: 'wx' }))
        const kept = join(folder, hash.digest('hex'), harmless(name))
        await makeFolder(dirname(kept))
        // The same bytes under the same name: whichever comes last is as good.
        await rename(draft, kept)
        return kept
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined)
        throw error instanceof LabError ? error : notTaken(name, error)
      }
    },
    async sweep(remembered) {
      const kept = new Set(remembered.map(dirname))
      await removeLeft(folder, (_, path) => !kept.has(path))
    },
  }
}

/** Names that Windows takes for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** The longest name that any file system takes, in bytes, with room for what it may add. */
const longestName = 200

/** @returns a name that is no path, hides nothing and fits any file system; its ending stays */
export function harmless(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const safe = devices.test(plain) ? `_${plain}` : plain || 'table'
  const dot = safe.lastIndexOf('.')
  const ending = dot > 0 && safe.length - dot <= 12 ? safe.slice(dot) : ''
  let stem = [...safe.slice(0, safe.length - ending.length)]
  while (Buffer.byteLength(stem.join('') + ending) > longestName) stem = stem.slice(0, -1)
  return stem.join('') + ending
}

export function tooLarge(name: string, most: number): LabError {
  const limit = `${Math.floor(most / 2 ** 20)} MiB`
  return new LabError(
    'file-too-large',
    `The file ${name} is larger than ${limit}, the most that the served page takes. Run the program on the machine that has the file, or make it smaller: Parquet often is.`,
    { parameters: { name, limit } },
  )
}

function notTaken(name: string, cause: unknown): LabError {
  const reason = reasonOf(cause)
  return new LabError(
    'file-not-taken',
    `The file ${name} could not be brought into the laboratory (${reason}). Make sure that there is room for it and that the connection holds, then try again.`,
    { parameters: { name, reason }, details: [reason], cause },
  )
}
