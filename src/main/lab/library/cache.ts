import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { LabError, toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { RunDamage } from '#shared/contract/runs.ts'
import { z } from '#shared/schema.ts'
import { replaceFile } from '../files.ts'
import { isCheckpointFile } from '../checkpoint-files.ts'
import { alteredTable, damagedCheckpoints, damageOf, foreignLog } from '../run-damage.ts'
import { readRunFolder } from '../run-reader.ts'
import { isSealed, sealed } from '../seal.ts'
import { digestLog, digestSchema, type Digest } from './digest.ts'
import { knownSchema, readKnown, type Known } from './known.ts'
import type { FileKey, Look } from './look.ts'

/** The file in a run's folder that keeps what was read out of the others. It may be thrown away at any time. */
export const cacheName = 'summary.json'

/** Raised when what is kept is made differently. */
const cacheVersion = 5

const keySchema = z.object({ bytes: z.number(), mtimeMs: z.number() })

const cacheSchema = z.object({
  version: z.literal(cacheVersion),
  /** Of what the rest was read out of. */
  keys: z.object({
    spec: keySchema,
    info: keySchema,
    log: keySchema,
    checkpoints: z.record(z.string(), keySchema),
  }),
  known: knownSchema,
  digest: digestSchema,
  /** The checkpoints that are not what was written. */
  damaged: z.array(z.string()),
})

type Kept = Partial<Omit<z.output<typeof cacheSchema>, 'version' | 'keys'>> & {
  readonly keys: { readonly [K in 'spec' | 'info' | 'log']: FileKey | undefined } & {
    readonly checkpoints: Readonly<Record<string, FileKey>>
  }
}

/** What is known of a run; what could not be read of it is missing. */
export interface Facts {
  readonly known?: Known
  readonly digest?: Digest
  /** Of everything in its folder that has a checksum. */
  readonly damage?: RunDamage
  readonly problem?: ErrorData
}

/** What is known of runs, each read again only once its files have changed. */
export class FactsCache {
  private readonly kept = new Map<string, Kept>()

  /**
   * @param growing whether somebody is writing it: then nothing is put into its folder
   * @param fresh whether to look at everything, whatever is kept. @default false
   */
  async of(folder: string, { files }: Look, growing: boolean, fresh = false): Promise<Facts> {
    const keys = {
      spec: files.get('spec.json'),
      info: files.get('run.json'),
      log: files.get('log.jsonl'),
      checkpoints: Object.fromEntries(
        [...files].filter(([name]) => isCheckpointFile(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    }
    const before = fresh
      ? undefined
      : (this.kept.get(folder) ?? (files.has(cacheName) ? await readCache(folder) : undefined))
    const old = before?.keys
    if (!keys.spec && !keys.info && !keys.log) return { problem: noRecord(folder).toData() }
    const sameStart = same(old?.spec, keys.spec) && same(old?.info, keys.info)
    const known =
      before?.known && sameStart ? { value: before.known } : await attempt(() => readKnown(folder))
    const digest =
      before?.digest && sameStart && same(old?.log, keys.log)
        ? { value: before.digest }
        : await attempt(() => digestLog(folder))
    const sameCheckpoints = isDeepStrictEqual(old?.checkpoints, keys.checkpoints)
    const damaged =
      before?.damaged && sameStart && sameCheckpoints
        ? before.damaged
        : await checkpointsOf(folder, growing)
    const kept = { keys, known: known.value, digest: digest.value, damaged }
    this.kept.set(folder, kept)
    const isNew =
      known.value !== before?.known ||
      digest.value !== before?.digest ||
      damaged !== before?.damaged
    if (isNew && !growing && known.value && digest.value) await writeCache(folder, kept)
    // A table may be large: only who wants everything looked at waits for it.
    const table = fresh ? await tableOf(folder) : []
    const damage = damageIn(kept, table)
    const problem = known.problem ?? digest.problem
    return { known: known.value, digest: digest.value, damage, problem }
  }

  /** Forgets the folders that are no longer there. @param there those that are */
  keepOnly(there: readonly string[]): void {
    const folders = new Set(there)
    for (const folder of this.kept.keys()) if (!folders.has(folder)) this.kept.delete(folder)
  }
}

/** Those of a run under way come and go. */
async function checkpointsOf(folder: string, growing: boolean): Promise<string[] | undefined> {
  if (growing) return undefined
  const read = readRunFolder(folder).then(({ info }) => damagedCheckpoints(folder, info))
  return read.catch(() => [])
}

async function tableOf(folder: string): Promise<string[]> {
  const read = readRunFolder(folder).then(({ spec }) => alteredTable(folder, spec))
  return read.catch(() => [])
}

function damageIn(
  { known, digest, damaged = [] }: Omit<Kept, 'keys'>,
  table: readonly string[],
): RunDamage | undefined {
  const foreign = known ? foreignLog(known, digest?.began) : []
  const loss = digest?.loss ?? { lines: 0, ranges: [], steps: [] }
  return damageOf([...(known?.altered ?? []), ...foreign, ...damaged, ...table], loss)
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
    const kept: unknown = JSON.parse(await readFile(join(folder, cacheName), 'utf8'))
    return isSealed(kept) ? cacheSchema.parse(kept) : undefined
  } catch {
    return undefined
  }
}

/** A disk that is full, or a folder that may not be written, only costs another reading. */
async function writeCache(folder: string, kept: Kept): Promise<void> {
  const text = JSON.stringify(sealed({ version: cacheVersion, ...kept }))
  await replaceFile(join(folder, cacheName), text).catch(() => undefined)
}
