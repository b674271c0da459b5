import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { isAbsolute, join, win32 } from 'node:path'
import { runNotesSchema } from '#shared/contract/runs.ts'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { logVersion, runInfoSchema, type RunInfo } from '#shared/experiment/log.ts'
import { migrateSpec } from '#shared/experiment/migrate.ts'
import { specSchema, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { z } from '#shared/schema.ts'
import { changedInfo } from '#main/lab/run-files.ts'
import { makeFolder, readText, removeLeft } from '#main/lab/files.ts'
import { folderName, newRunId } from '#main/lab/run-folder.ts'
import { logFailed } from '#main/lab/run-log.ts'
import { isPartition } from '#main/trainer/partition.ts'
import { notDivided, readRunFolder, withAdded } from '#main/lab/run-reader.ts'
import { findPlace, idOfName } from '../folders.ts'
import { notesName } from '../notes.ts'
import { checkLog } from './check-log.ts'
import { badBundle, BundleFault } from './errors.ts'
import { bundleLimits, type BundleLimits } from './limits.ts'
import { wholeLines } from './lines.ts'
import { badForm, parseJson, type BundleManifest } from './manifest.ts'
import { unpack } from './unpack.ts'

/** Bundles are unpacked beside the runs, where nobody takes them for runs. */
const half = '.half-'

/** What was unpacked and held against itself. */
interface Checked {
  readonly spec: ExperimentSpec
  readonly info: RunInfo
  /** SHA-256 of the log. */
  readonly log: string
}

/**
 * Takes a run bundle in. What is there already is not doubled; a run of the same id that is another gets
 * a new one, and so does this.
 *
 * @param path of the bundle
 * @param runsFolder made where it is not there
 * @returns the run's id
 * @throws LabError `bad-bundle`, `log-failed`; nothing is left then
 */
export async function importBundle(
  path: string,
  runsFolder: string,
  limits: BundleLimits = bundleLimits,
): Promise<string> {
  const draft = join(runsFolder, `${half}${randomBytes(8).toString('hex')}`)
  try {
    if (!(await stat(path)).isFile()) throw new BundleFault('not-a-zip', 'it is no file')
    await makeFolder(runsFolder)
    await mkdir(draft)
    const manifest = await unpack(path, draft, limits)
    const checked = await check(draft, manifest, limits)
    return await settle(draft, runsFolder, checked)
  } catch (error) {
    throw told(path, runsFolder, error)
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Removes what a program that was ended left half-way. */
export async function sweepHalves(runsFolder: string, now = Date.now()): Promise<void> {
  await removeLeft(runsFolder, (name) => name.startsWith(half), now)
}

function told(path: string, runsFolder: string, error: unknown): unknown {
  if (error instanceof BundleFault) return badBundle(path, error)
  if (error instanceof LabError) return error
  const { path: at } = error as NodeJS.ErrnoException
  // The bundle itself is not to be had.
  if (at === path) {
    const reason = reasonOf(error)
    return badBundle(path, new BundleFault('not-a-zip', `it cannot be read (${reason})`, error))
  }
  return logFailed(runsFolder, error)
}

async function check(
  folder: string,
  manifest: BundleManifest,
  limits: BundleLimits,
): Promise<Checked> {
  const info = await readInfo(folder)
  const spec = withAdded(await readSpec(folder, manifest), info)
  if (manifest.run !== info.id) {
    throw new BundleFault('contradiction', 'its run.json is of another run')
  }
  if (!isPartition(info.shards, spec.lanes.length, spec.seeds.length)) {
    throw new BundleFault('contradiction', notDivided)
  }
  const notes = manifest.entries.find(({ name }) => name === notesName)
  if (notes) await readChecked(folder, notesName, runNotesSchema)
  const chunks = createReadStream(join(folder, 'log.jsonl'))
  await checkLog(chunks, spec, info, limits)
  const log = manifest.entries.find(({ name }) => name === 'log.jsonl')
  return { spec, info, log: log?.sha256 ?? '' }
}

async function readInfo(folder: string): Promise<RunInfo> {
  return readChecked(folder, 'run.json', runInfoSchema, logVersion)
}

/** The table that the bundle brings along is named as it lies in the run's folder; another's path stays. */
async function readSpec(
  folder: string,
  { data, entries }: BundleManifest,
): Promise<ExperimentSpec> {
  const text = await readText(join(folder, 'spec.json'))
  const json = migrateSpec(parseJson('spec.json', text))
  const spec = parseChecked('spec.json', json, specSchema, 1)
  const { dataset } = spec
  const tables = entries.filter(({ name }) => name.startsWith('data/'))
  const included = data.kind === 'included' ? `data/${data.name}` : undefined
  const [table] = tables
  const wrong = new BundleFault('contradiction', 'its table is not that of its experiment')
  if (tables.length !== (included === undefined ? 0 : 1) || table?.name !== included) throw wrong
  if ('file' in dataset !== (data.kind !== 'own')) throw wrong
  if (!('file' in dataset)) return spec
  if (data.kind === 'included') {
    if (dataset.sha256 !== data.sha256 || table?.sha256 !== data.sha256) throw wrong
    const file = `data/${data.name}`
    // As it was written: its checksum is of every key that it had, and of no other.
    const written = json as { readonly dataset: object }
    const placed = { ...written, dataset: { ...written.dataset, file } }
    await writeFile(join(folder, 'spec.json'), `${JSON.stringify(placed, null, 2)}\n`)
    return { ...spec, dataset: { ...dataset, file } }
  }
  const { file } = dataset
  if (!isAbsolute(file) && !win32.isAbsolute(file) && !/^data\/[^/\\]+$/.test(file)) {
    throw new BundleFault('entry', 'its table would lie elsewhere')
  }
  return spec
}

async function readChecked<T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  version?: number,
): Promise<T> {
  const text = await readText(join(folder, name))
  return parseChecked(name, parseJson(name, text), schema, version)
}

/** @param version the newest that is known */
function parseChecked<T>(name: string, value: unknown, schema: z.ZodType<T>, version?: number): T {
  const given = z.object({ version: z.number() }).safeParse(value).data?.version
  if (version !== undefined && given !== undefined && given > version) {
    throw new BundleFault('newer', 'a newer version of Descent Lab recorded its run')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw badForm(name, parsed.error.issues[0])
}

/** Gives the unpacked run its place among the others. */
async function settle(draft: string, runsFolder: string, checked: Checked): Promise<string> {
  const { spec, info } = checked
  for (const id of [info.id, ownId(checked), newRunId()]) {
    if (!usable(id)) continue
    const there = await findPlace(runsFolder, id)
    if (there) {
      if (await isSame(there.folder, checked)) return id
      continue
    }
    if (id !== info.id) {
      const path = join(draft, 'run.json')
      await writeFile(path, changedInfo(await readText(path), { id }))
    }
    const name = folderName(info.created, spec, id)
    if (idOfName(name) !== id) throw new BundleFault('form', 'its run began on no date')
    try {
      await rename(draft, join(runsFolder, name))
      return id
    } catch (error) {
      // Another program was faster: what it brought is looked at now.
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
      return settle(draft, runsFolder, checked)
    }
  }
  throw new Error('unreachable: a new id is free')
}

/** An id ends a folder's name: what is more than letters and digits would be read out of it otherwise. */
function usable(id: string): boolean {
  return /^[0-9a-z]{1,40}$/.test(id)
}

/** @returns the id of a run whose own is taken: the same for the same run, so that it is not doubled */
function ownId({ spec, info, log }: Checked): string {
  const text = JSON.stringify([log, info, plain(spec)])
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Whether a run that is there is the very same: its record, not what somebody noted on it. */
async function isSame(folder: string, { spec, info, log }: Checked): Promise<boolean> {
  try {
    const there = await readRunFolder(folder)
    const facts = (of: { spec: ExperimentSpec; info: RunInfo }): string =>
      JSON.stringify([{ ...of.info, id: '' }, plain(of.spec)])
    return facts(there) === facts({ spec, info }) && (await logDigest(folder)) === log
  } catch {
    return false
  }
}

/** An experiment without the place where its table lies on one machine or the other. */
function plain(spec: ExperimentSpec): ExperimentSpec {
  const { dataset } = spec
  return 'file' in dataset ? { ...spec, dataset: { ...dataset, file: 'table' } } : spec
}

/** @returns the SHA-256 of a log's whole lines */
async function logDigest(folder: string): Promise<string> {
  const file = await open(join(folder, 'log.jsonl'), 'r')
  try {
    const bytes = await wholeLines(file)
    const hash = createHash('sha256')
    if (bytes > 0) {
      const chunks: AsyncIterable<Buffer> = file.createReadStream({
        start: 0,
        end: bytes - 1,
        autoClose: false,
      })
      for await (const chunk of chunks) hash.update(chunk)
    }
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}
