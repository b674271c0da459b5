import type { LogRecord } from '../../shared/experiment/log.ts'
import type { ResumeRecord } from './log-survey.ts'

/** The step from which a share went on, −1 for its beginning, and at which of the log's resumes. */
interface Limit {
  readonly index: number
  readonly step: number
}

/**
 * What had been recorded behind a step from which a share went on is recorded once more.
 *
 * @param resumes of a log, in order
 * @returns whether a record stands; it is to be asked of every record of the log, in order
 */
export function validityOf(resumes: readonly ResumeRecord[]): (record: LogRecord) => boolean {
  const limits = limitsOf(resumes)
  let passed = 0
  return (record) => {
    if (record.kind === 'resume') {
      passed++
      return true
    }
    const place = whereOf(record)
    const own = place && limits.get(place.shard)
    if (!own) return true
    while (own.at < own.limits.length && own.limits[own.at]!.index < passed) own.at++
    return place.step <= (own.limits[own.at]?.step ?? Infinity)
  }
}

/**
 * Of each share the limits that count, in order, and which of them is the next: of several to come the
 * earliest step decides, so that one is dropped where a later is no further.
 */
function limitsOf(
  resumes: readonly ResumeRecord[],
): ReadonlyMap<number, { at: number; readonly limits: Limit[] }> {
  const found = new Map<number, { at: number; readonly limits: Limit[] }>()
  resumes.forEach(({ steps }, index) => {
    steps.forEach((at, shard) => {
      const step = at ?? -1
      const own = found.get(shard) ?? { at: 0, limits: [] }
      while (own.limits.length > 0 && own.limits.at(-1)!.step >= step) own.limits.pop()
      own.limits.push({ index, step })
      found.set(shard, own)
    })
  })
  return found
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
