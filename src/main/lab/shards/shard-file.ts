import { randomBytes } from 'node:crypto'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { trialResultSchema } from '#shared/contract/sweeps.ts'
import { parseJson } from '#shared/json.ts'
import { z } from '#shared/schema.ts'
import { cellResultSchema, type CellResult } from '#shared/tournament/index.ts'
import type { TrialResult } from '#shared/experiment/sweep/index.ts'
import { isFile, makeFolder, readText, replaceFile } from '../files.ts'
import { logFailed } from '../run-log.ts'
import { isSealed, sealed } from '../seal.ts'
import { workName, type ShardedWork } from './work.ts'

const base = {
  version: z.literal(1),
  /** The checksum of the `work.json` that it is of. */
  work: z.string(),
  shard: z.int().min(0),
  /** How it came about; no number depends on it. */
  ran: z.object({ at: z.iso.datetime(), seconds: z.number().min(0), host: z.string() }),
}

const fileSchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('tournament'), result: cellResultSchema }),
  z.object({ ...base, kind: z.literal('sweep'), result: z.array(trialResultSchema) }),
])

/** What a shard came to: one cell of a tournament, or some trials of a sweep. */
export type ShardResult =
  | { readonly kind: 'tournament'; readonly result: CellResult }
  | { readonly kind: 'sweep'; readonly result: readonly TrialResult[] }

/** A shard that is done. */
export type DoneShard = ShardResult & {
  readonly shard: number
  readonly ran: { readonly at: string; readonly seconds: number; readonly host: string }
}

function shardPath({ folder }: ShardedWork, shard: number): string {
  return join(folder, 'shards', `${shard}.json`)
}

/**
 * Looks whether a shard could be written down, before hours are spent on it. The folder of shards is made
 * where it is not there, as in a copy without empty folders, but never one for work that is gone.
 *
 * @throws LabError `log-failed`
 */
export async function demandWritable(work: ShardedWork, shard: number): Promise<void> {
  const path = shardPath(work, shard)
  const trial = `${path}.${randomBytes(4).toString('hex')}.draft`
  try {
    if (await isFile(join(work.folder, workName))) await makeFolder(dirname(path))
    await writeFile(trial, ' ', { flag: 'wx' })
  } catch (error) {
    throw logFailed(path, error)
  } finally {
    await rm(trial, { force: true }).catch(() => undefined)
  }
}

/** Writes down what a shard came to. Two that do so at once leave the one or the other, which are the same. */
export async function writeShard(work: ShardedWork, done: DoneShard): Promise<void> {
  const path = shardPath(work, done.shard)
  const { kind, shard, ran, result } = done
  const content = sealed({ version: 1, work: work.check, kind, shard, ran, result })
  try {
    await replaceFile(path, `${JSON.stringify(content)}\n`)
  } catch (error) {
    throw logFailed(path, error)
  }
}

/** @returns undefined where it is not there, is not what was written, or is of other work */
export async function readShard(work: ShardedWork, shard: number): Promise<DoneShard | undefined> {
  const text = await readText(shardPath(work, shard)).catch(() => undefined)
  const json = text === undefined ? undefined : parseJson(text)
  const read = fileSchema.safeParse(json).data
  if (!read || read.work !== work.check || read.shard !== shard || !isSealed(json)) return undefined
  if (read.kind !== work.kind) return undefined
  return read
}

/** A folder's shards as they were last looked at. */
export interface ShardCache {
  readonly known: Map<number, { readonly stamp: string; readonly done: DoneShard | undefined }>
}

/**
 * Reads every shard that is done. What was read before is read again only where its file has changed.
 *
 * @param cache of this very folder
 */
export async function readShards(
  work: ShardedWork,
  cache: ShardCache = { known: new Map() },
): Promise<ReadonlyMap<number, DoneShard>> {
  const names = new Set(await readdir(join(work.folder, 'shards')).catch(() => []))
  const found = new Map<number, DoneShard>()
  for (const shard of work.shards.keys()) {
    if (!names.has(`${shard}.json`)) continue
    const at = await stat(shardPath(work, shard)).catch(() => undefined)
    const stamp = at ? `${at.mtimeMs} ${at.size} ${at.ino}` : ''
    let entry = cache.known.get(shard)
    if (entry?.stamp !== stamp) {
      entry = { stamp, done: await readShard(work, shard) }
      cache.known.set(shard, entry)
    }
    if (entry.done) found.set(shard, entry.done)
  }
  return found
}
