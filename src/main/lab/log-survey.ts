import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { logRecordSchema, runInfoSchema, type LogRecord } from '#shared/experiment/log.ts'
import { numberingOf, type Numbering } from '#shared/experiment/numbering.ts'
import { parseJson } from '#shared/json.ts'
import { checkpointHeads } from './checkpoint-files.ts'
import { rawLines, type RawLine } from './raw-lines.ts'
import { holdsSeal, isSealed, readSeal } from './seal.ts'

/** How much a log has. */
export interface LogCount {
  /** Lines that were written. */
  readonly lines: number
  /** Of them those that say what was changed by hand. */
  readonly hand: number
}

/** Lines of a log that are not what was written, or gone. */
export interface LostLines {
  readonly from: number
  readonly to: number
}

export type ResumeRecord = Extract<LogRecord, { kind: 'resume' }>

/** What a first look at a log's lines shows. */
export interface LogSurvey extends LogCount {
  /** Of the file, as it was looked at. */
  readonly bytes: number
  /** Whether the file ends with a whole line. */
  readonly ended: boolean
  /** Lines, as the file counts them, that are no records. */
  readonly skipped: ReadonlySet<number>
  /** Before this line, as the file counts them, no line has a checksum. */
  readonly sealedFrom: number
  readonly lost: readonly LostLines[]
  /** Changes by hand among what is lost, or that may be. */
  readonly lostHand: number
  /** The file ends inside a line: what wrote it was ended there. That is no damage. */
  readonly torn: boolean
  /** Where the run went on from checkpoints, in order. */
  readonly resumes: readonly ResumeRecord[]
  /** The last line from which on everything measured was recorded anew; 0 where it never was. */
  readonly renewed: number
  /** Of the runs, where it is not the race's. */
  readonly numbering?: Numbering | undefined
}

const dividedSchema = runInfoSchema.pick({ shards: true, added: true })

const nothing: LogCount = { lines: 0, hand: 0 }

const resumeMark = Buffer.from('{"kind":"resume"')

/**
 * Holds every line of a run's log against its checksum and its place, and the whole against what
 * `run.json` and the checkpoints know of it.
 *
 * @throws the system's error where there is no log
 */
export async function surveyLog(folder: string): Promise<LogSurvey> {
  const run = await readFile(join(folder, 'run.json'), 'utf8').then(parseJson, () => undefined)
  const { version, created, closed } = (run ?? {}) as {
    readonly version?: unknown
    readonly created?: unknown
    readonly closed?: Partial<LogCount>
  }
  const heads = await checkpointHeads(folder)
  const counts: Partial<LogCount>[] = heads.filter((head) => head.run === created)
  if (closed && isSealed(run)) counts.push(closed)
  const most = (key: keyof LogCount): number => Math.max(0, ...counts.map((each) => each[key] ?? 0))
  const survey = await surveyLines(join(folder, 'log.jsonl'), {
    sealed: typeof version === 'number' ? version > 2 : undefined,
    least: { lines: most('lines'), hand: most('hand') },
  })
  const divided = dividedSchema.safeParse(run).data
  return { ...survey, numbering: divided && numberingOf(divided) }
}

interface SurveyOptions {
  /** Whether every line has a checksum. @default whether the first has one */
  readonly sealed?: boolean | undefined
  /** What the log is known to have had. @default nothing */
  readonly least?: LogCount
}

/**
 * Holds the lines of any log that a `RunLog` wrote against their checksums and places.
 *
 * @throws the system's error where there is no such file
 */
export async function surveyLines(path: string, options: SurveyOptions = {}): Promise<LogSurvey> {
  const surveyor = new Surveyor(options.sealed, options.least ?? nothing)
  for await (const lines of rawLines(path)) for (const line of lines) surveyor.look(line)
  return surveyor.result()
}

class Surveyor {
  private readonly skipped = new Set<number>()
  private readonly lost: LostLines[] = []
  private readonly resumes: ResumeRecord[] = []
  private readonly count = { lines: 0, hand: 0 }
  private sealedFrom = Infinity
  private lostHand = 0
  private renewed = 0
  /** Lines that are no records, after the last that is one. */
  private waiting: RawLine[] = []
  private bytes = 0
  private ended = true

  constructor(
    private sealed: boolean | undefined,
    private readonly least: LogCount,
  ) {}

  look(line: RawLine): void {
    const { bytes, size, ended } = line
    this.bytes += size
    this.ended = ended
    if (isBlank(line)) return
    const seal = readSeal(bytes)
    this.sealed ??= seal !== undefined
    if (this.sealed) this.sealedFrom = Math.min(this.sealedFrom, line.number)
    if (seal) {
      this.sealed = true
      this.sealedFrom = Math.min(this.sealedFrom, line.number)
      if (seal.line <= this.count.lines) this.skipped.add(line.number)
      else this.take(line, seal.line, seal.hand)
    } else if (this.sealed || holdsSeal(bytes)) {
      this.skipped.add(line.number)
      this.waiting.push(line)
    } else {
      this.count.lines++
      if (byHand(bytes)) this.count.hand++
      this.findResume(bytes)
    }
  }

  result(): LogSurvey {
    const last = this.waiting.at(-1)
    // A program that was ended leaves the beginning of a line, and nothing that is none.
    const torn =
      last !== undefined && !last.ended && !last.bytes.includes(0) && !holdsSeal(last.bytes)
    const damaged = torn ? this.waiting.slice(0, -1) : this.waiting
    const known = Math.max(this.count.lines + damaged.length, this.least.lines)
    if (known > this.count.lines) this.lose(this.count.lines + 1, known)
    const perhaps = damaged.filter(({ bytes }) => byHand(bytes) || !isKnown(bytes)).length
    const hand = Math.max(this.count.hand + perhaps, this.least.hand)
    return {
      ...{ lines: known, hand, bytes: this.bytes, ended: this.ended },
      ...{ skipped: this.skipped, sealedFrom: this.sealedFrom, lost: this.lost },
      ...{ lostHand: this.lostHand + hand - this.count.hand, torn, resumes: this.resumes },
      renewed: this.renewed,
    }
  }

  private take(line: RawLine, number: number, hand: number): void {
    // What waits is what a program that was ended left of a line; the next one wrote it anew.
    this.waiting = []
    if (number > this.count.lines + 1) this.lose(this.count.lines + 1, number - 1)
    const own = byHand(line.bytes) ? 1 : 0
    this.lostHand += Math.max(0, hand - own - this.count.hand)
    this.count.lines = number
    this.count.hand = hand
    this.findResume(line.bytes)
  }

  private lose(from: number, to: number): void {
    this.lost.push({ from, to })
  }

  private findResume(bytes: Buffer): void {
    if (!bytes.subarray(0, resumeMark.length).equals(resumeMark)) return
    const parsed = logRecordSchema.safeParse(parseJson(bytes.toString('utf8')))
    if (!parsed.success || parsed.data.kind !== 'resume') return
    this.resumes.push(parsed.data)
    if (parsed.data.steps.every((step) => step === null)) this.renewed = this.count.lines
  }
}

/** Whether there is nothing in a line. */
export function isBlank({ bytes, size }: RawLine): boolean {
  return bytes.length === 0 && size <= 2
}

/** @returns what a line says it is, from its beginning */
export function kindOf(bytes: Buffer): string | undefined {
  return /^\{"kind":"(\w+)"/.exec(bytes.toString('latin1', 0, 40))?.[1]
}

/** Whether a line says what a person changed: it cannot be had again by racing anew. */
function byHand(bytes: Buffer): boolean {
  const kind = kindOf(bytes)
  return kind === 'rate' || kind === 'extend'
}

const kinds: readonly string[] = logRecordSchema.options.map(({ shape }) => shape.kind.value)

function isKnown(bytes: Buffer): boolean {
  const kind = kindOf(bytes)
  return kind !== undefined && kinds.includes(kind)
}
