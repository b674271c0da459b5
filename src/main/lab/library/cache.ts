import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '../../../shared/schema.ts'
import { stampOf } from '../tables/stamp.ts'
import { digestLog, digestSchema, type Digest } from './digest.ts'

/** The file in a run's folder that keeps what its log comes to. It may be thrown away at any time. */
export const digestName = 'summary.json'

/** Raised when a digest is made differently. */
const digestVersion = 1

const keySchema = z.object({ bytes: z.number(), mtimeMs: z.number() })

const cacheSchema = z.object({
  version: z.literal(digestVersion),
  /** Of the log that it was made of. */
  log: keySchema,
  digest: digestSchema,
})

type Kept = Omit<z.output<typeof cacheSchema>, 'version'>

/** What runs' logs come to, each read again only once it has changed. */
export class Digests {
  private readonly kept = new Map<string, Kept>()

  /**
   * @param growing whether somebody is writing it: then nothing is put into its folder
   * @throws LabError `bad-file` where there is no log to read
   */
  async of(folder: string, growing: boolean): Promise<Digest> {
    const log = await this.keyOf(folder)
    const known = this.kept.get(folder) ?? (await readCache(folder))
    if (known && log && sameKey(known.log, log)) {
      this.kept.set(folder, known)
      return known.digest
    }
    const digest = await digestLog(folder)
    if (!log) return digest
    const fresh = { log, digest }
    this.kept.set(folder, fresh)
    if (!growing) await writeCache(folder, fresh)
    return digest
  }

  /** Forgets the folders that are no longer there. @param there those that are */
  keepOnly(there: readonly string[]): void {
    const folders = new Set(there)
    for (const folder of this.kept.keys()) if (!folders.has(folder)) this.kept.delete(folder)
  }

  private async keyOf(folder: string): Promise<Kept['log'] | undefined> {
    const stamp = await stampOf(join(folder, 'log.jsonl'))
    return stamp && { bytes: stamp.bytes, mtimeMs: stamp.mtimeMs }
  }
}

function sameKey(a: Kept['log'], b: Kept['log']): boolean {
  return a.bytes === b.bytes && a.mtimeMs === b.mtimeMs
}

async function readCache(folder: string): Promise<Kept | undefined> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(join(folder, digestName), 'utf8')))
  } catch {
    return undefined
  }
}

/** A disk that is full, or a folder that may not be written, only costs another reading. */
async function writeCache(folder: string, kept: Kept): Promise<void> {
  const path = join(folder, digestName)
  const draft = `${path}.${randomBytes(4).toString('hex')}.draft`
  try {
    await writeFile(draft, JSON.stringify({ version: digestVersion, ...kept }), { flag: 'wx' })
    await rename(draft, path)
  } catch {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}
