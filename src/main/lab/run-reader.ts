import { isAbsolute, join, resolve, win32 } from 'node:path'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { logVersion, runInfoSchema, type LogRecord, type RunInfo } from '#shared/experiment/log.ts'
import { migrateSpec } from '#shared/experiment/migrate.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { z } from '#shared/schema.ts'
import { isPartition } from '../trainer/partition.ts'
import { readText } from './files.ts'
import { infoAltered, specChecksum } from './run-files.ts'

/** How a run ended, as its log says. */
export type RunEnding = Extract<LogRecord, { kind: 'end' }>

/** What is known of a run from its start. */
export interface RunFolder {
  readonly spec: ExperimentSpec
  readonly info: RunInfo
  /** Those of the two files that are no longer what was written. */
  readonly altered: readonly string[]
}

/**
 * Reads what is known of a run from its start, written by this version of the program or an earlier one.
 *
 * @throws LabError `bad-file` when a part of the folder is missing or not what it should be, or when a
 *   newer version wrote it, `bad-spec`
 */
export async function readRunFolder(folder: string): Promise<RunFolder> {
  const path = join(folder, 'run.json')
  const json = await readJson(path)
  refuseNewer(path, json, logVersion)
  const specJson = await readSpecJson(folder)
  const parsed = runInfoSchema.safeParse(json)
  if (!parsed.success) throw badFile(path, parsed.error.issues[0]?.message)
  const info = parsed.data
  const altered = infoAltered(json) ? ['run.json'] : []
  // What run.json says of the spec is worth something only where it is whole.
  const known = altered.length === 0 && info.spec !== undefined
  if (known && info.spec !== specChecksum(specJson)) altered.push('spec.json')
  const spec = withAdded(knownSpec(folder, specJson, altered), info)
  if (!isPartition(info.shards, spec.lanes.length, spec.seeds.length)) {
    throw badFile(path, notDivided)
  }
  return { spec, info, altered }
}

function knownSpec(folder: string, json: unknown, altered: readonly string[]): ExperimentSpec {
  try {
    return specOf(folder, json)
  } catch (error) {
    if (!altered.includes('spec.json')) throw error
    throw badFile(join(folder, 'spec.json'), 'it is not what was written')
  }
}

/** Why a `run.json` whose processes had not each run exactly once is refused. */
export const notDivided = 'its shards do not divide the runs of its experiment among them'

/** The experiment alone. Rejects as `readRunFolder` does. */
export async function readRunSpec(folder: string): Promise<ExperimentSpec> {
  const spec = specOf(folder, await readSpecJson(folder))
  const info = await readJson(join(folder, 'run.json')).catch(() => undefined)
  return withAdded(spec, addedSchema.safeParse(info).data)
}

const addedSchema = runInfoSchema.pick({ added: true })

/**
 * @param spec of the seeds that a run was begun with
 * @returns that of all it has by now
 * @throws LabError `bad-spec`
 */
export function withAdded(
  spec: ExperimentSpec,
  { added = [] }: Pick<RunInfo, 'added'> = {},
): ExperimentSpec {
  if (added.length === 0) return spec
  return parseSpec({ ...spec, seeds: [...spec.seeds, ...added.flatMap(({ seeds }) => seeds)] })
}

async function readSpecJson(folder: string): Promise<unknown> {
  const path = join(folder, 'spec.json')
  const json = await readJson(path)
  refuseNewer(path, json, 1)
  return json
}

function specOf(folder: string, json: unknown): ExperimentSpec {
  return placed(folder, parseSpec(migrateSpec(json)))
}

/** A table that the run brings along is named as it lies in its folder. */
function placed(folder: string, spec: ExperimentSpec): ExperimentSpec {
  const { dataset } = spec
  if (!('file' in dataset) || isAbsolute(dataset.file) || win32.isAbsolute(dataset.file))
    return spec
  return { ...spec, dataset: { ...dataset, file: resolve(folder, dataset.file) } }
}

/** @throws LabError `bad-file` where a newer version than this one's forms wrote it */
export function refuseNewer(path: string, value: unknown, known: number): void {
  const version = z.object({ version: z.number() }).safeParse(value).data?.version
  if (version === undefined || version <= known) return
  const reason = `a newer version of Descent Lab wrote it, in form ${version}`
  throw new LabError(
    'bad-file',
    `${path} cannot be read: ${reason}, and this one knows forms up to ${known}. Update Descent Lab, then open it again.`,
    { parameters: { path, reason, newer: version } },
  )
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readText(path))
  } catch (error) {
    throw badFile(path, error)
  }
}

/** @returns the error for a part of a run that cannot be read */
export function badFile(path: string, cause: unknown): LabError {
  const reason = reasonOf(cause)
  return new LabError(
    'bad-file',
    `${path} cannot be read as part of a run (${reason}). Choose the folder of a whole run.`,
    { parameters: { path, reason }, cause },
  )
}

/** @returns the error for a log that has lost its first line */
export function noStart(folder: string): LabError {
  return new LabError('bad-file', `The log in ${folder} does not begin as a log does. Race anew.`, {
    parameters: { path: folder },
  })
}
