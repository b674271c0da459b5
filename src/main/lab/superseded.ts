import { createReadStream } from 'node:fs'
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
  const resumes = await findResumes(path)
  // Where there are several, the earliest step of those to come decides.
  const limits = resumes.map((_, index) => earliest(resumes.slice(index)))
  let passed = 0
  return (record) => {
    if (record.kind === 'resume') {
      passed++
      return true
    }
    const limit = limits[passed]
    const at = limit && whereOf(record)
    return !at || at.step <= (limit.get(at.shard) ?? Infinity)
  }
}

/** The step behind which each share's records are superseded; −1 for all of them. */
function earliest(resumes: readonly Resume[]): ReadonlyMap<number, number> {
  const limits = new Map<number, number>()
  for (const { steps } of resumes) {
    steps.forEach((step, shard) => {
      limits.set(shard, Math.min(limits.get(shard) ?? Infinity, step ?? -1))
    })
  }
  return limits
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

/** Reads no more than it must: most logs have none. */
async function findResumes(path: string): Promise<Resume[]> {
  const found: Resume[] = []
  let rest: Buffer = Buffer.alloc(0)
  const look = (line: Buffer): void => {
    if (line.compare(mark, 0, mark.length, 0, mark.length) !== 0) return
    const parsed = logRecordSchema.safeParse(parse(line.toString('utf8')))
    if (parsed.success && parsed.data.kind === 'resume') found.push(parsed.data)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    const text: Buffer =
      rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
    let from = 0
    for (let to = text.indexOf(newline); to >= 0; to = text.indexOf(newline, from)) {
      if (to - from >= mark.length) look(text.subarray(from, to))
      from = to + 1
    }
    rest = text.subarray(from)
  }
  if (rest.length >= mark.length) look(rest)
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
