import type { MetricColumns, RunEvent } from '../../../../shared/contract/stream.ts'
import type { ExperimentSpec, Metric } from '../../../../shared/experiment/spec.ts'
import { quantileOfSorted } from '../../../../shared/math/quantiles.ts'
import { higherIsBetter, isJudged } from '../../../../shared/metrics/index.ts'

/** A lane's seeds at each step that all of them have which are not over. */
export interface LaneBand {
  /** Epochs. */
  readonly x: Float64Array
  /** 5th percentile, median and 95th percentile over the seeds. */
  readonly low: Float64Array
  readonly median: Float64Array
  readonly high: Float64Array
}

/**
 * A metric's median and band over each lane's seeds, as the Race stage draws them: a run that is over
 * before its budget keeps its last loss, accuracy and R²; one that diverged counts as the worst there is.
 */
export function laneBands(
  spec: ExperimentSpec,
  columns: MetricColumns,
  events: readonly RunEvent[],
  metric: Metric,
  stepsPerEpoch: number,
): LaneBand[] {
  const values = columns.metrics[metric] ?? new Float64Array(0)
  const worst = higherIsBetter(metric) ? -Infinity : Infinity
  const kept = isJudged(metric) && metric !== 'batchLoss'
  const seeds = spec.seeds.length
  const runs = Array.from({ length: spec.lanes.length * seeds }, () => new Map<number, number>())
  columns.run.forEach((run, row) => {
    const value = values[row] ?? NaN
    // A rule without a rate has none; whatever else is no number is the worst there is.
    runs[run]?.set(columns.step[row]!, Number.isNaN(value) && metric !== 'rate' ? worst : value)
  })
  const ends = new Map(events.filter(({ ends }) => ends).map((event) => [event.run, event]))
  return spec.lanes.map((_, lane) => {
    const own = runs.slice(lane * seeds, (lane + 1) * seeds)
    const steps = [...new Set(own.flatMap((run) => [...run.keys()]))].sort((a, b) => a - b)
    const last = own.map(() => NaN)
    const points = steps.flatMap((step) => {
      const here: number[] = []
      for (const [seed, run] of own.entries()) {
        const end = ends.get(lane * seeds + seed)
        const value = run.get(step)
        if (value !== undefined) here.push((last[seed] = value))
        // Of one that goes on the point is missing: it was thinned away, or is yet to come.
        else if (end === undefined || end.step > step) return []
        else if (kept) here.push(end.kind === 'diverged' ? worst : last[seed]!)
      }
      return here.length > 0 ? [{ step, values: Float64Array.from(here).sort() }] : []
    })
    const share = (at: number): Float64Array =>
      Float64Array.from(points, (point) => quantileOfSorted(point.values, at))
    return {
      x: Float64Array.from(points, ({ step }) => step / stepsPerEpoch),
      low: share(0.05),
      median: share(0.5),
      high: share(0.95),
    }
  })
}
