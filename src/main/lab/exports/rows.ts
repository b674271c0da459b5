import { metrics, type Metric } from '#shared/experiment/spec.ts'
import { recordsOf } from '../log-reader.ts'
import type { ExportedRun } from './types.ts'

/** What all runs of one process recorded at one point. */
export interface Point {
  readonly step: number
  readonly epoch: number
  readonly samples: number
  readonly seconds: number
  /** Indices into lanes × seeds. */
  readonly runs: readonly number[]
  /** An entry per run. */
  readonly metrics: readonly { readonly metric: Metric; readonly values: Float64Array }[]
}

/**
 * A run's recorded points in the order of the log. A point that stands there twice, as where a race
 * went on from a checkpoint before its last point, comes once.
 *
 * @throws LabError `bad-file`
 */
export async function* pointsOf({ folder, spec, shape }: ExportedRun): AsyncGenerator<Point> {
  const last = new Float64Array(spec.lanes.length * spec.seeds.length).fill(-1)
  for await (const record of recordsOf(folder, ['metrics'])) {
    const { step, samples, seconds } = record
    const fresh = record.runs.flatMap((run, at) => (step > (last[run] ?? step) ? [at] : []))
    if (fresh.length === 0) continue
    const runs = fresh.map((at) => record.runs[at]!)
    for (const run of runs) last[run] = step
    yield {
      step,
      epoch: step / shape.stepsPerEpoch,
      samples,
      seconds,
      runs,
      metrics: metrics.flatMap((metric) => {
        const all = record[metric]
        return all ? [{ metric, values: Float64Array.from(fresh, (at) => all[at]!) }] : []
      }),
    }
  }
}
