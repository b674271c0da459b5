import type { LogRecord } from '#shared/experiment/log.ts'
import type { ResumeRecord } from './log-survey.ts'

/**
 * What had been recorded after a step from which a share went on is recorded once more.
 *
 * @param resumes of a log, in order
 * @returns whether a record stands; it is to be asked of every record of the log, in order
 */
export function validityOf(resumes: readonly ResumeRecord[]): (record: LogRecord) => boolean {
  const limits = new ResumeLimits()
  for (const { steps } of resumes) limits.add(steps)
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
 * The step after which a share's records are superseded: where several resumptions are still to come,
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
  add(steps: Readonly<ResumeRecord['steps']>): void {
    steps.forEach((given, shard) => {
      if (given === 'rests') return
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

  /** @returns the step after which a share's records do not stand now */
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
    case 'strip':
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
