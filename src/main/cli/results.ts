import type { Race } from '#shared/contract/calls.ts'
import type { MetricColumns, RunEvent } from '#shared/contract/stream.ts'
import { toJsonNumber, type JsonNumber } from '#shared/experiment/log.ts'
import {
  metrics,
  type ExperimentSpec,
  type LaneSpec,
  type Metric,
} from '#shared/experiment/spec.ts'
import { metricTitle } from '#shared/metrics/index.ts'
import { defaultHyper } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { isConstant } from '#shared/schedules/index.ts'
import type { RaceStandings } from '../lab/race-standings.ts'
import { standingsJson } from './standings.ts'
import { textTable } from './table.ts'

/** A lane as the spec has it, and what its runs came to at their last recorded points. */
export interface LaneResult extends LaneSpec {
  readonly runs: readonly RunResult[]
}

interface RunResult {
  readonly seed: number
  /** The last recorded step; 0 when nothing was recorded. */
  readonly step: number
  readonly samples: number
  readonly metrics: Readonly<Partial<Record<Metric, number>>>
  /** What happened to it: whether it diverged, or ended early. */
  readonly events: readonly RunEvent[]
}

/** @returns each lane's last recorded numbers, in the spec's order */
export function resultsOf(
  spec: ExperimentSpec,
  columns: MetricColumns,
  events: readonly RunEvent[],
): LaneResult[] {
  // A later row of a run replaces an earlier one.
  const last = new Map<number, number>()
  columns.run.forEach((run, row) => {
    const before = last.get(run)
    if (before === undefined || columns.step[row]! >= columns.step[before]!) last.set(run, row)
  })
  return spec.lanes.map((lane, laneIndex) => ({
    ...lane,
    runs: spec.seeds.map((seed, seedIndex): RunResult => {
      const index = laneIndex * spec.seeds.length + seedIndex
      const row = last.get(index)
      const own = events.filter(({ run }) => run === index).sort((a, b) => a.step - b.step)
      if (row === undefined) return { seed, step: 0, samples: 0, metrics: {}, events: own }
      const values = recorded(columns).map((metric) => [metric, columns.metrics[metric]?.[row]])
      return {
        seed,
        step: columns.step[row] ?? 0,
        samples: columns.samples[row] ?? 0,
        metrics: Object.fromEntries(values) as RunResult['metrics'],
        events: own,
      }
    }),
  }))
}

function recorded(columns: MetricColumns): Metric[] {
  return metrics.filter((metric) => columns.metrics[metric])
}

/** @returns a table: a row per lane, the mean over seeds and, of several, its standard deviation */
export function resultLines(results: readonly LaneResult[]): string[] {
  const present = metrics.filter((metric) =>
    results.some(({ runs }) => runs.some((run) => run.metrics[metric] !== undefined)),
  )
  const several = results.some(({ runs }) => runs.length > 1)
  return textTable(
    [
      { title: 'lane' },
      { title: 'settings' },
      ...present.map((metric) => ({
        title: several ? `${metricTitle(metric)} (mean ± sd)` : metricTitle(metric),
        align: 'right' as const,
      })),
    ],
    results.map((lane) => [
      lane.id === lane.optimizer ? lane.id : `${lane.id} (${lane.optimizer})`,
      settingsText(lane),
      ...present.map((metric) =>
        meanText(lane.runs.map((run) => run.metrics[metric] ?? Number.NaN)),
      ),
    ]),
  )
}

/**
 * `pytorch, lr 0.1, cosine (end 0.001) after 5 steps of warm-up, clipped by norm 1, decoupled decay 0.01`:
 * the rate, and of the rest what is not as the rule has it by itself.
 */
function settingsText(lane: LaneResult): string {
  const { convention, hyper, schedule, clipping, weightDecay } = lane
  const valuesText = (values: object): string[] =>
    Object.entries(values).map(([key, value]) => `${key} ${value}`)
  const rule = ruleOf(lane)
  const usual = rule ? defaultHyper(rule) : {}
  const telling = Object.entries(hyper).filter(
    ([key, value]) => key === 'lr' || value !== usual[key],
  )
  const parts = convention === 'tutorial' ? [] : [convention as string]
  parts.push(...valuesText(Object.fromEntries(telling)))
  const shape = valuesText(schedule.parameters)
  const scheduled = `${schedule.kind}${shape.length > 0 ? ` (${shape.join(', ')})` : ''}`
  const warm = schedule.warmup > 0 ? ` after ${schedule.warmup} steps of warm-up` : ''
  if (!isConstant(schedule)) parts.push(scheduled + warm)
  if (clipping) parts.push(`clipped by ${clipping.kind} ${clipping.limit}`)
  if (weightDecay) parts.push(`${weightDecay.kind} decay ${weightDecay.rate}`)
  return parts.length > 0 ? parts.join(', ') : 'defaults'
}

/** The sample's mean, and its standard deviation (n − 1) where there is more than one value. */
function meanText(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return mean.toFixed(4)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return `${mean.toFixed(4)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(4)}`
}

/** What `run --json` prints: numbers that JSON has no form for by their names, as in the log. */
export function resultJson(
  race: Race,
  results: readonly LaneResult[],
  spec: ExperimentSpec,
  standings: RaceStandings | undefined,
): unknown {
  const named = (values: RunResult['metrics']): Record<string, JsonNumber> =>
    Object.fromEntries(
      Object.entries(values).map(([metric, value]) => [metric, toJsonNumber(value)]),
    )
  return {
    id: race.id,
    folder: race.folder,
    status: race.status,
    shape: race.shape,
    lanes: results.map((lane) => ({
      ...lane,
      runs: lane.runs.map((run) => ({ ...run, metrics: named(run.metrics) })),
    })),
    standings: standings ? standingsJson(spec, standings) : null,
  }
}
