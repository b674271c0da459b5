import type { MetricColumns, RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { judgedMetric } from '#shared/experiment/judged.ts'
import {
  answerOf,
  higherIsBetter,
  standingsOf,
  type Clause,
  type Judged,
  type RunCurve,
  type Standings,
} from '#shared/statistics/index.ts'

/** A race's standings by the metric that counts. */
export interface RaceStandings extends Standings {
  readonly metric: Judged
  /** What a person can act on. */
  readonly answer: readonly Clause[]
  /** At which the spec ends runs, if it is of this metric. */
  readonly target: number | undefined
}

/** @returns undefined where nothing that was recorded says how good a run is */
export function raceStandings(
  spec: ExperimentSpec,
  columns: MetricColumns,
  events: readonly RunEvent[],
): RaceStandings | undefined {
  const { target } = spec.stop
  const recorded = Object.keys(columns.metrics) as Metric[]
  const metric = judgedMetric(spec, recorded)
  if (!metric) return undefined
  const value = metric === target?.metric ? target.value : undefined
  const standings = standingsOf(curvesOf(spec, columns, events, metric), {
    higherIsBetter: higherIsBetter(metric),
    target: value,
  })
  const answer = answerOf({
    standings,
    metric,
    curvesOf: (each) => curvesOf(spec, columns, events, each),
    tuned: spec.tuned === true,
  })
  return { ...standings, metric, answer, target: value }
}

/** @returns lanes × seeds, from rows in whatever order the processes recorded them */
function curvesOf(
  spec: ExperimentSpec,
  columns: MetricColumns,
  events: readonly RunEvent[],
  metric: Metric,
): RunCurve[][] {
  const seeds = spec.seeds.length
  const rows: number[][] = Array.from({ length: spec.lanes.length * seeds }, () => [])
  columns.run.forEach((run, row) => rows[run]?.push(row))
  const curves = rows.map((own, run): RunCurve => {
    own.sort((a, b) => columns.step[a]! - columns.step[b]!)
    const measured = columns.metrics[metric] ? own : []
    const pick = (from: ArrayLike<number> | undefined): Float64Array =>
      Float64Array.from(measured, (row) => from?.[row] ?? NaN)
    const mine = events.filter((event) => event.run === run)
    return {
      steps: pick(columns.step),
      samples: pick(columns.samples),
      seconds: pick(columns.seconds),
      values: pick(columns.metrics[metric]),
      endedAt: mine.find(({ ends }) => ends)?.step,
      divergedAt: mine.find(({ kind }) => kind === 'diverged')?.step,
    }
  })
  return spec.lanes.map((_, lane) => curves.slice(lane * seeds, (lane + 1) * seeds))
}
