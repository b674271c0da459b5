import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { logRecordSchema, type LogRecord } from '../../shared/experiment/log.ts'

type Resume = Extract<LogRecord, { kind: 'resume' }>

/** How every line begins that says that the run went on from a checkpoint. */
const mark = Buffer.from('{"kind":"resume"')

const newline = 0x0a

/**
 * Looks through a log for where the run went on from a checkpoint: what had been recorded behind it is
 * recorded once more.
 *
 * @returns whether a record stands; it is to be asked of every record of the log, in order
 */
export async function readValidity(path: string): Promise<(record: LogRecord) => boolean> {
  const limits = new ResumeLimits()
  await findResumes(path, ({ steps }) => limits.add(steps))
  return (record) => {
    if (record.kind === 'resume') {
      limits.pass()
      return true
    }
    const at = limits.ahead && whereOf(record)
    return !at || at.step <= limits.of(at.shard)
  }
}

/**
 * The step behind which a share's records are superseded: where several resumptions are still to come,
 * the earliest of their steps. Built and asked in time proportional to the numbers that are added.
 */
export class ResumeLimits {
  /** By share: steps in ascending order, each with the last resumption for which it is the earliest. */
  private readonly limits = new Map<number, { readonly last: number; readonly step: number }[]>()
  /** By share: the first of its limits that is not passed. */
  private readonly first = new Map<number, number>()
  private added = 0
  private passed = 0

  /** @param steps of the next resumption by share; null from the beginning */
  add(steps: readonly (number | null)[]): void {
    steps.forEach((given, shard) => {
      const step = given ?? -1
      const limits = this.limits.get(shard) ?? []
      while (limits.length > 0 && limits.at(-1)!.step >= step) limits.pop()
      limits.push({ last: this.added, step })
      this.limits.set(shard, limits)
    })
    this.added++
  }

  /** Whether any resumption is still to come. */
  get ahead(): boolean {
    return this.passed < this.added
  }

  /** The next resumption is no longer to come. */
  pass(): void {
    this.passed++
  }

  /** @returns the step behind which a share's records do not stand now */
  of(shard: number): number {
    const limits = this.limits.get(shard) ?? []
    let at = this.first.get(shard) ?? 0
    while (at < limits.length && limits[at]!.last < this.passed) at++
    this.first.set(shard, at)
    return limits[at]?.step ?? Infinity
  }
}

/** Where a measured record belongs. What a person did stands: it is not done again. */
function whereOf(record: LogRecord): { shard: number; step: number } | undefined {
  switch (record.kind) {
    case 'metrics':
    case 'snapshot':
    case 'path':
      return record
    case 'event':
      return { shard: record.shard, step: record.event.step }
    case 'final':
      // A share that goes on ends once more, its runs that had ended before with it.
      return record.shard === undefined ? undefined : { shard: record.shard, step: Infinity }
    default:
      return undefined
  }
}

/** Reads no more than it must: most logs have none. A line that does not begin so is not kept. */
async function findResumes(path: string, found: (resume: Resume) => void): Promise<void> {
  let line: Buffer[] = []
  let length = 0
  let skips = false
  const take = (part: Buffer): void => {
    if (skips) return
    line.push(part)
    length += part.length
    if (length < mark.length) return
    if (line.length > 1 && length - part.length < mark.length) line = [Buffer.concat(line)]
    skips = line[0]!.compare(mark, 0, mark.length, 0, mark.length) !== 0
    if (skips) line = []
  }
  const endLine = (): void => {
    if (!skips && length >= mark.length) {
      const parsed = logRecordSchema.safeParse(parse(Buffer.concat(line).toString('utf8')))
      if (parsed.success && parsed.data.kind === 'resume') found(parsed.data)
    }
    line = []
    length = 0
    skips = false
  }
  // What is no plain file may never end, or wait for ever.
  if (!(await stat(path)).isFile()) throw new Error('it is no plain file')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    const text = chunk as Buffer
    let from = 0
    for (let to = text.indexOf(newline); to >= 0; to = text.indexOf(newline, from)) {
      take(text.subarray(from, to))
      endLine()
      from = to + 1
    }
    take(text.subarray(from))
  }
  endLine()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
