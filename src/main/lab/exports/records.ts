import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LogRecord } from '../../../shared/experiment/log.ts'
import { badFile, parseLine } from '../run-reader.ts'
import { readValidity } from '../superseded.ts'

type Kind = LogRecord['kind']

/**
 * Reads the records of some kinds out of a run's log, one at a time, as whoever takes them wants the
 * next. Lines that cannot be read are skipped, and so is what a resumed run has recorded once more.
 *
 * @throws LabError `bad-file` when there is no log to read
 */
export async function* recordsOf<const K extends Kind>(
  folder: string,
  kinds: readonly K[],
): AsyncGenerator<Extract<LogRecord, { kind: K }>> {
  const path = join(folder, 'log.jsonl')
  const stands = await readValidity(path).catch((error: unknown) => {
    throw badFile(path, error)
  })
  for await (const line of linesOf(folder)) {
    // States of large models are most of a log: they are not even parsed where nobody wants them.
    const kind = /^\{"kind":"(\w+)"/.exec(line)?.[1]
    if (kind !== undefined && kind !== 'resume' && !kinds.some((each) => each === kind)) continue
    const parsed = parseLine(line)
    if ('record' in parsed && stands(parsed.record) && isOf(parsed.record, kinds)) {
      yield parsed.record
    }
  }
}

function isOf<K extends Kind>(
  record: LogRecord,
  kinds: readonly K[],
): record is Extract<LogRecord, { kind: K }> {
  return kinds.some((kind) => kind === record.kind)
}

/** @returns the log's lines that are not empty, as they stand there */
export async function* linesOf(folder: string): AsyncGenerator<string> {
  const path = join(folder, 'log.jsonl')
  const stream = createReadStream(path, 'utf8')
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (line !== '') yield line
    }
  } catch (error) {
    throw badFile(path, error)
  } finally {
    stream.destroy()
  }
}
