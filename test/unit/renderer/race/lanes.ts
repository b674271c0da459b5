import type { MetricColumns, RunEvent } from '#shared/contract/stream.ts'
import type { RaceShape } from '#shared/contract/calls.ts'
import {
  parseSpec,
  type ExperimentInput,
  type ExperimentSpec,
  type Metric,
} from '#shared/experiment/spec.ts'
import { Recording } from '#renderer/stores/recording.ts'
import type { RacedLane } from '#renderer/race/raced.ts'

/** One run's values, a point every five steps. */
export type RunValues = readonly number[]

/** Lanes as the stage hands them to its panels, out of a real recording. */
export function racedLanes(
  spec: ExperimentSpec,
  metric: Metric,
  values: readonly (readonly RunValues[])[],
  events: readonly (readonly RunEvent[])[] = [],
): { lanes: RacedLane[]; add: (lane: number, seed: number, more: RunValues) => void } {
  const seeds = spec.seeds.length
  const recording = new Recording(spec.lanes.length * seeds)
  const counts = new Map<number, number>()
  const add = (lane: number, seed: number, more: RunValues): void => {
    const run = lane * seeds + seed
    const from = counts.get(run) ?? 0
    counts.set(run, from + more.length)
    recording.take({
      columns: columnsOf(run, from, metric, more),
      snapshots: [],
      paths: [],
      events: [],
      rates: [],
    })
  }
  values.forEach((runs, lane) => runs.forEach((run, seed) => add(lane, seed, run)))
  const lanes = spec.lanes.map((lane, index): RacedLane => ({
    id: lane.id,
    spec: lane,
    name: lane.id,
    look: { colour: '#332288', dash: [] },
    tracks: recording.tracks.slice(index * seeds, (index + 1) * seeds),
    events: events[index] ?? [],
    rates: [],
  }))
  return { lanes, add }
}

function columnsOf(run: number, from: number, metric: Metric, values: RunValues): MetricColumns {
  const points = values.map((_, at) => from + at + 1)
  return {
    run: new Uint32Array(values.length).fill(run),
    step: Uint32Array.from(points, (point) => 5 * point),
    samples: Float64Array.from(points, (point) => 50 * point),
    seconds: Float64Array.from(points, (point) => point / 10),
    metrics: { [metric]: Float64Array.from(values) },
  }
}

export function specOf(seeds: number, more: Partial<ExperimentInput> = {}): ExperimentSpec {
  return parseSpec({
    dataset: { builtin: 'iris' },
    lanes: [
      { id: 'slow', optimizer: 'sgd' },
      { id: 'fast', optimizer: 'adam' },
    ],
    seeds: Array.from({ length: seeds }, (_, seed) => seed + 1),
    budget: { steps: 15 },
    record: { metrics: ['validationLoss'], every: { steps: 5 }, paths: true },
    ...more,
  })
}

export const shape: RaceShape = {
  lanes: 2,
  seeds: 8,
  featureNames: ['a', 'b', 'c', 'd'],
  classNames: ['x', 'y', 'z'],
  trainRows: 120,
  validationRows: 30,
  droppedRows: 0,
  stepsPerEpoch: 5,
  steps: 15,
  parameters: 15,
  shards: 1,
}
