import { reasonOf } from '#shared/contract/errors.ts'
import { join } from 'node:path'
import { logRecordSchema, type LogRecord } from '#shared/experiment/log.ts'
import { renumbered, type Numbering } from '#shared/experiment/numbering.ts'
import { PartJoiner } from './log-parts.ts'
import { isBlank, kindOf, surveyLog, type LogSurvey, type LostLines } from './log-survey.ts'
import { rawLines, type RawLine } from './raw-lines.ts'
import { badFile } from './run-reader.ts'
import { validityOf } from './superseded.ts'

/*
 * The one way to read a run's log: the list, the page, exports and `resume` see the same records and the
 * same damage. First every line is held against its checksum and place, then what is wanted is parsed.
 */

export type RecordKind = LogRecord['kind']

export const recordKinds: readonly RecordKind[] = logRecordSchema.options.map(
  ({ shape }) => shape.kind.value,
)

type OfKind<K extends RecordKind> = Extract<LogRecord, { kind: K }>

/** What of a log is not as it was written. */
export interface LogDamage {
  /** Lines that are damaged or gone, ascending; the rest of the record stands. */
  readonly lost: readonly LostLines[]
  /** Whether with them something may be gone that was measured, and not once more since. */
  readonly holed: boolean
  /** Changes by hand that are, or may be, among them. */
  readonly lostHand: number
  /** It ends inside a line: the program that wrote it was ended there. That is no damage. */
  readonly torn: boolean
}

/**
 * Reads a log from its first line to its last. A line that is not what was written is reported and skipped;
 * the rest of the record stands. What a resumed run recorded twice is read once: the second time.
 *
 * @param folder the run's
 * @param read called with each record, in order
 * @param kinds the others are held against their checksums only. @default all
 * @throws LabError `bad-file` when there is no log to read
 */
export async function readLog(
  folder: string,
  read: (record: LogRecord) => void,
  kinds?: readonly RecordKind[],
): Promise<LogDamage> {
  const survey = await look(folder)
  const faults: RawLine[] = []
  for await (const records of batches(folder, survey, kinds, faults)) records.forEach(read)
  return damageOf(survey, faults)
}

/**
 * Reads the records of some kinds, some at a time, as whoever takes them wants the next.
 *
 * @throws LabError `bad-file` when there is no log to read
 */
export async function* recordsOf<const K extends RecordKind>(
  folder: string,
  kinds: readonly K[],
): AsyncGenerator<OfKind<K>> {
  const isWanted = (record: LogRecord): record is OfKind<K> =>
    kinds.some((kind) => kind === record.kind)
  for await (const records of batches(folder, await look(folder), kinds)) {
    for (const record of records) if (isWanted(record)) yield record
  }
}

/**
 * Reads a log's lines as they stand there, without those that are no records.
 *
 * @throws LabError `bad-file` when there is no log to read
 */
export async function* soundLines(folder: string): AsyncGenerator<string> {
  const survey = await look(folder)
  for await (const lines of linesOf(folder, survey)) {
    for (const line of lines) {
      const text = line.bytes.toString('utf8')
      if (line.number >= survey.sealedFrom || 'record' in parseLine(text)) yield text
    }
  }
}

/** @returns the record that a line of a log holds, or why it holds none */
function parseLine(text: string): { record: LogRecord } | { reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { reason: reasonOf(error) }
  }
  const result = logRecordSchema.safeParse(value)
  if (result.success) return { record: result.data }
  const issue = result.error.issues[0]
  return { reason: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}` }
}

/** @param faults if given, takes the lines without a checksum that are no records */
async function* batches(
  folder: string,
  survey: LogSurvey,
  kinds: readonly RecordKind[] | undefined,
  faults?: RawLine[],
): AsyncGenerator<LogRecord[]> {
  const isWanted = (kind: string | undefined): boolean =>
    kind === undefined || !kinds || kinds.some((each) => each === kind)
  const stands = validityOf(survey.resumes)
  const joiner = new PartJoiner()
  for await (const lines of linesOf(folder, survey)) {
    const records: LogRecord[] = []
    for (const line of lines) {
      const kind = kindOf(line.bytes)
      const wanted = isWanted(kind)
      // States of large models are most of a log: they are not even parsed where nobody wants them.
      const judged = faults && line.number < survey.sealedFrom
      if (!wanted && !judged && kind !== 'resume') continue
      const parsed = parseLine(line.bytes.toString('utf8'))
      if ('reason' in parsed) faults?.push(line)
      else {
        const record = joiner.add(parsed.record)
        if (record && stands(record) && isWanted(record.kind)) {
          records.push(survey.numbering ? ofRace(record, survey.numbering) : record)
        }
      }
    }
    if (records.length > 0) yield records
  }
}

/** @returns a record as the race that has grown since would have it */
function ofRace(record: LogRecord, { seeds, shards, toRace }: Numbering): LogRecord {
  if (record.kind === 'start') return { ...record, shape: { ...record.shape, seeds, shards } }
  return renumbered(record, toRace)
}

/** The lines that the survey let stand, some at a time. */
async function* linesOf(folder: string, survey: LogSurvey): AsyncGenerator<RawLine[]> {
  const path = join(folder, 'log.jsonl')
  try {
    for await (const lines of rawLines(path, survey.bytes)) {
      yield lines.filter((line) => !isBlank(line) && !survey.skipped.has(line.number))
    }
  } catch (error) {
    throw badFile(path, error)
  }
}

async function look(folder: string): Promise<LogSurvey> {
  return surveyLog(folder).catch((error: unknown) => {
    throw badFile(join(folder, 'log.jsonl'), error)
  })
}

/** @param faults lines that are no records, of a log or a part of one that has no checksums */
function damageOf(survey: LogSurvey, faults: readonly RawLine[]): LogDamage {
  const last = faults.at(-1)
  const torn = survey.torn || (last !== undefined && !last.ended)
  const damaged = torn && last && !last.ended ? faults.slice(0, -1) : faults
  const lines = damaged.map(({ number }) => ({ from: number, to: number }))
  const lost = [...lines, ...survey.lost].sort((a, b) => a.from - b.from)
  const holed = survey.lost.some(({ to }) => to > survey.renewed)
  return { lost, holed, lostHand: survey.lostHand, torn }
}
