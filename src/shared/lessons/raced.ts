import type { MetricColumns } from '../contract/stream.ts'
import { parseSpec, type ExperimentInput, type Metric } from '../experiment/spec.ts'
import type { PlotLine, Raced, RacedRun } from './types.ts'

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

/** @returns a metric of a lane's run over the training rows it has seen */
export function racedLine(
  { lanes }: Raced,
  lane: number,
  metric: Metric,
  line: Omit<PlotLine, 'x' | 'y'>,
  seed = 0,
): PlotLine {
  const run = lanes[lane]![seed]!
  return { ...line, x: run.samples, y: run.values[metric] ?? [] }
}

/** @returns the last value of a metric of a lane's run; NaN where there is none */
export function endOf({ lanes }: Raced, lane: number, metric: Metric, seed = 0): number {
  return lanes[lane]?.[seed]?.values[metric]?.at(-1) ?? NaN
}

/** Races by their key, as a page of its own brings them along. */
export type Recordings = Readonly<Record<string, Raced>>

/** @returns what distinguishes races: with the same whole spec comes the same record */
export const raceKey = (input: ExperimentInput): string => JSON.stringify(parseSpec(input))
