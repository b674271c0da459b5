import type { MetricColumns } from '../contract/stream.ts'
import type { Metric } from '../experiment/spec.ts'
import type { Raced, RacedRun } from './types.ts'

/**
 * @param columns rows of a whole race, in any order
 * @returns the same as curves, lane by lane, seed by seed
 */
export function racedOf(
  columns: MetricColumns,
  { lanes, seeds }: { readonly lanes: number; readonly seeds: number },
): Raced {
  const order = Array.from(columns.run, (_, row) => row).sort(
    (a, b) => columns.step[a]! - columns.step[b]!,
  )
  const runOf = (run: number): RacedRun => {
    const rows = order.filter((row) => columns.run[row] === run)
    const values = Object.entries(columns.metrics).map(([metric, column]) => [
      metric,
      rows.map((row) => column[row]!),
    ])
    return {
      step: rows.map((row) => columns.step[row]!),
      samples: rows.map((row) => columns.samples[row]!),
      values: Object.fromEntries(values) as Partial<Record<Metric, number[]>>,
    }
  }
  return {
    lanes: Array.from({ length: lanes }, (_, lane) =>
      Array.from({ length: seeds }, (_, seed) => runOf(lane * seeds + seed)),
    ),
  }
}
