import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LabError } from '../../shared/contract/errors.ts'
import {
  logRecordSchema,
  runInfoSchema,
  type LogRecord,
  type RunInfo,
} from '../../shared/experiment/log.ts'
import { parseSpec, type ExperimentSpec } from '../../shared/experiment/spec.ts'

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
 * rest of the record stands.
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
      else read(record.record)
    }
  } catch (error) {
    throw badFile(path, error)
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

/** @throws LabError `bad-file` when a part of the folder is missing or not what it should be */
export async function readRunFolder(
  folder: string,
): Promise<{ spec: ExperimentSpec; info: RunInfo }> {
  const spec = parseSpec(await readJson(join(folder, 'spec.json')))
  const infoPath = join(folder, 'run.json')
  const info = runInfoSchema.safeParse(await readJson(infoPath))
  if (!info.success) throw badFile(infoPath, info.error.issues[0]?.message)
  return { spec, info: info.data }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
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
