import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts'
import { z } from '../../../shared/schema.ts'
import { digestLog, digestSchema, type Digest } from './digest.ts'
import { knownSchema, readKnown, type Known } from './known.ts'
import type { FileKey, Look } from './look.ts'

/** The file in a run's folder that keeps what was read out of the others. It may be thrown away at any time. */
export const cacheName = 'summary.json'

/** Raised when what is kept is made differently. */
const cacheVersion = 1

const keySchema = z.object({ bytes: z.number(), mtimeMs: z.number() })

const cacheSchema = z.object({
  version: z.literal(cacheVersion),
  /** Of what the rest was read out of. */
  keys: z.object({ spec: keySchema, info: keySchema, log: keySchema }),
  known: knownSchema,
  digest: digestSchema,
})

type Kept = Partial<Omit<z.output<typeof cacheSchema>, 'version' | 'keys'>> & {
  readonly keys: { readonly [K in 'spec' | 'info' | 'log']: FileKey | undefined }
}

/** What is known of a run; what could not be read of it is missing. */
export interface Facts {
  readonly known?: Known
  readonly digest?: Digest
  readonly problem?: ErrorData
}

/** What is known of runs, each read again only once its files have changed. */
export class FactsCache {
  private readonly kept = new Map<string, Kept>()

  /** @param growing whether somebody is writing it: then nothing is put into its folder */
  async of(folder: string, { files }: Look, growing: boolean): Promise<Facts> {
    const keys = {
      spec: files.get('spec.json'),
      info: files.get('run.json'),
      log: files.get('log.jsonl'),
    }
    const before =
      this.kept.get(folder) ?? (files.has(cacheName) ? await readCache(folder) : undefined)
    const old = before?.keys
    if (!keys.spec && !keys.info && !keys.log) return { problem: noRecord(folder).toData() }
    const known =
      before?.known && same(old?.spec, keys.spec) && same(old?.info, keys.info)
        ? { value: before.known }
        : await attempt(() => readKnown(folder))
    const digest =
      before?.digest && same(old?.log, keys.log)
        ? { value: before.digest }
        : await attempt(() => digestLog(folder))
    const kept = { keys, known: known.value, digest: digest.value }
    this.kept.set(folder, kept)
    const isNew = known.value !== before?.known || digest.value !== before?.digest
    if (isNew && !growing && known.value && digest.value) await writeCache(folder, kept)
    return { known: known.value, digest: digest.value, problem: known.problem ?? digest.problem }
  }

  /** Forgets the folders that are no longer there. @param there those that are */
  keepOnly(there: readonly string[]): void {
    const folders = new Set(there)
    for (const folder of this.kept.keys()) if (!folders.has(folder)) this.kept.delete(folder)
  }
}

/** What is left where a run's folder was moved away while a program wrote into it. */
function noRecord(folder: string): LabError {
  return new LabError(
    'bad-file',
    `The folder ${folder} holds no record of a run: it was cut off before it began, or moved away while it was written. Delete it.`,
    { parameters: { path: folder } },
  )
}

function same(a: FileKey | undefined, b: FileKey | undefined): boolean {
  return a !== undefined && b !== undefined && a.bytes === b.bytes && a.mtimeMs === b.mtimeMs
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value?: T; problem?: ErrorData }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { problem: toErrorData(error) }
  }
}

async function readCache(folder: string): Promise<Kept | undefined> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(join(folder, cacheName), 'utf8')))
  } catch {
    return undefined
  }
}

/** A disk that is full, or a folder that may not be written, only costs another reading. */
async function writeCache(folder: string, kept: Kept): Promise<void> {
  const path = join(folder, cacheName)
  const draft = `${path}.${randomBytes(4).toString('hex')}.draft`
  try {
    await writeFile(draft, JSON.stringify({ version: cacheVersion, ...kept }), { flag: 'wx' })
    await rename(draft, path)
  } catch {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}
