import { createReadStream } from 'node:fs'
import { isAbsolute, join, resolve, win32 } from 'node:path'
import { createInterface } from 'node:readline'
import { LabError } from '../../shared/contract/errors.ts'
import {
  logRecordSchema,
  logVersion,
  runInfoSchema,
  type LogRecord,
  type RunInfo,
} from '../../shared/experiment/log.ts'
import { migrateSpec } from '../../shared/experiment/migrate.ts'
import { parseSpec, type ExperimentSpec } from '../../shared/experiment/spec.ts'
import { z } from '../../shared/schema.ts'
import { isPartition } from '../trainer/partition.ts'
import { readText } from './read-text.ts'
import { readValidity } from './superseded.ts'

/** A line that is no record. */
export interface DamagedLine {
  /** From 1. */
  readonly line: number
  readonly reason: string
  /** The file ends inside it: what wrote it was ended in the middle. */
  readonly torn: boolean
}

/**
 * Reads a log from its first line to its last. A line that cannot be read is told and skipped; the
 * rest of the record stands. What a resumed run recorded twice is read once: the second time.
 *
 * @param folder the run's
 * @param read called with each record, in order
 * @returns the damaged lines
 * @throws LabError `bad-file` when there is no log to read
 */
export async function readLog(
  folder: string,
  read: (record: LogRecord) => void,
): Promise<DamagedLine[]> {
  const path = join(folder, 'log.jsonl')
  const stands = await readValidity(path).catch((error: unknown) => {
    throw badFile(path, error)
  })
  const damaged: { line: number; reason: string }[] = []
  const stream = createReadStream(path, 'utf8')
  let ending = '\n'
  stream.on('data', (chunk) => (ending = chunk.slice(-1) as string))
  let line = 0
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      line++
      if (text === '') continue
      const record = parseLine(text)
      if ('reason' in record) damaged.push({ line, reason: record.reason })
      else if (stands(record.record)) read(record.record)
    }
  } catch (error) {
    throw error instanceof LabError ? error : badFile(path, error)
  }
  return damaged.map((each) => ({ ...each, torn: each.line === line && ending !== '\n' }))
}

/** @returns the record that a line of a log holds, or why it holds none */
export function parseLine(text: string): { record: LogRecord } | { reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
  const result = logRecordSchema.safeParse(value)
  if (result.success) return { record: result.data }
  const issue = result.error.issues[0]
  return { reason: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}` }
}

/** How a run ended, as its log says. */
export type RunEnding = Extract<LogRecord, { kind: 'end' }>

/**
 * Reads what is known of a run from its start, written by this version of the program or an earlier one.
 *
 * @throws LabError `bad-file` when a part of the folder is missing or not what it should be, or when a
 *   newer version wrote it, `bad-spec`
 */
export async function readRunFolder(
  folder: string,
): Promise<{ spec: ExperimentSpec; info: RunInfo }> {
  const path = join(folder, 'run.json')
  const info = await readJson(path)
  refuseNewer(path, info, logVersion)
  const spec = await readRunSpec(folder)
  const parsed = runInfoSchema.safeParse(info)
  if (!parsed.success) throw badFile(path, parsed.error.issues[0]?.message)
  if (!isPartition(parsed.data.shards, spec.lanes.length, spec.seeds.length)) {
    throw badFile(path, notDivided)
  }
  return { spec, info: parsed.data }
}

/** Why a `run.json` whose processes had not each run exactly once is refused. */
export const notDivided = 'its shards do not divide the runs of its experiment among them'

/** The experiment alone. Rejects as `readRunFolder` does. */
export async function readRunSpec(folder: string): Promise<ExperimentSpec> {
  const path = join(folder, 'spec.json')
  const spec = await readJson(path)
  refuseNewer(path, spec, 1)
  return placed(folder, parseSpec(migrateSpec(spec)))
}

/** A table that the run brings along is named as it lies in its folder. */
function placed(folder: string, spec: ExperimentSpec): ExperimentSpec {
  const { dataset } = spec
  if (!('file' in dataset) || isAbsolute(dataset.file) || win32.isAbsolute(dataset.file))
    return spec
  return { ...spec, dataset: { ...dataset, file: resolve(folder, dataset.file) } }
}

function refuseNewer(path: string, value: unknown, known: number): void {
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
  const reason = cause instanceof Error ? cause.message : String(cause)
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
