import type { ExperimentInput, ExperimentSpec, LaneSpec, Metric } from '#shared/experiment/spec.ts'
import { isJudged, metricsFor, type Judged } from '#shared/metrics/index.ts'
import { laneSchema } from '#shared/experiment/lane.ts'
import type { ExperimentData } from '../stores/experiment-data.ts'
import { toSpecPart } from '../stores/experiment-data.ts'
import { createLane } from './lanes.ts'

/** What a racing stage's form holds beside the data: always valid, whatever was typed. */
export interface RaceForm {
  readonly model: ExperimentSpec['model']
  readonly batchSize: number | 'full'
  /** `count` seeds from `first` on. */
  readonly seeds: { readonly first: number; readonly count: number }
  readonly budget: ExperimentSpec['budget']
  /** How far recorded points lie apart. */
  readonly every: ExperimentSpec['record']['every']
  readonly stop: ExperimentSpec['stop']
  /** The metric that counts, where a person chose it. */
  readonly judged?: Judged | undefined
  /** Whether a sweep chose every lane's hyper-parameters. */
  readonly tuned?: boolean | undefined
  /** Whether gradients, slots, rates and steps are recorded over time. @default true */
  readonly strips?: boolean | undefined
  readonly lanes: readonly LaneSpec[]
  /** Ids of lanes that sit the race out. @default none */
  readonly off?: readonly string[]
}

/** The first race: relatives that behave differently at one and the same start. */
export const firstForm = (): RaceForm => ({
  model: { hidden: [16], activation: 'relu', initial: { kind: 'he' } },
  batchSize: 32,
  seeds: { first: 1, count: 10 },
  budget: { epochs: 40 },
  every: { epochs: 1 },
  stop: { diverged: true },
  lanes: [
    createLane('sgd', 'tutorial', { lr: 0.05 }),
    createLane('nesterov', 'tutorial', { lr: 0.02 }),
    createLane('adagrad', 'tutorial', { lr: 0.05 }),
    createLane('rmsprop', 'tutorial', { lr: 0.005 }),
    createLane('adam', 'tutorial', { lr: 0.01 }),
  ],
})

/** @returns every metric that tells something of such an experiment */
export function recordedMetrics({ task, split }: ExperimentData): Metric[] {
  return [...metricsFor(task, split.folds !== undefined || split.validation > 0)]
}

/** The metrics a run can be judged by, of those that are recorded. */
export function judgedMetrics(data: ExperimentData): Judged[] {
  return recordedMetrics(data).filter(isJudged)
}

/** The largest race whose parameters are written down at every point, in numbers. */
const mostPathNumbers = 5_000_000

/** What is known of a race before it is described: enough to see whether its paths can be kept. */
export interface Size {
  /** Of one run; undefined where it is not known yet. */
  readonly parameters: number | undefined
  readonly points: number
}

/**
 * @param size decides whether paths are recorded: where the race is too large for it, or its size
 *   is not known, they are not
 * @returns the experiment the form describes
 */
export function specOf(form: RaceForm, data: ExperimentData, size?: Size): ExperimentInput {
  const { first, count } = form.seeds
  const judged = judgedMetrics(data).find((metric) => metric === form.judged)
  const numbers = (size?.parameters ?? Infinity) * (size?.points ?? 0) * form.lanes.length
  return {
    title: data.name,
    ...toSpecPart(data),
    model: { ...form.model, hidden: [...form.model.hidden] },
    lanes: form.lanes.map((lane) => ({ ...lane })),
    seeds: Array.from({ length: count }, (_, index) => first + index),
    batchSize: form.batchSize,
    budget: form.budget,
    record: {
      metrics: recordedMetrics(data),
      every: form.every,
      paths: numbers <= mostPathNumbers,
      ...((form.strips ?? true) ? { strips: true } : {}),
    },
    ...(judged ? { judged } : {}),
    ...(form.tuned ? { tuned: true } : {}),
    stop: fittingStop(form.stop, judgedMetrics(data)),
  }
}

/** A rule about a metric that this experiment does not have says nothing. */
function fittingStop(
  stop: ExperimentSpec['stop'],
  known: readonly Metric[],
): ExperimentSpec['stop'] {
  const { target, patience, diverged } = stop
  return {
    diverged,
    ...(target && known.includes(target.metric) ? { target } : {}),
    ...(patience && known.includes(patience.metric) ? { patience } : {}),
  }
}

/** @returns the form that describes the experiment; undefined where the form cannot say it */
export function formOf(spec: ExperimentSpec): RaceForm | undefined {
  const [first = 1] = spec.seeds
  if (spec.start || spec.seeds.some((seed, index) => seed !== first + index)) return undefined
  return {
    model: spec.model,
    batchSize: spec.batchSize,
    seeds: { first, count: spec.seeds.length },
    budget: spec.budget,
    every: spec.record.every,
    stop: spec.stop,
    ...(spec.judged ? { judged: spec.judged } : {}),
    ...(spec.tuned ? { tuned: true } : {}),
    ...(spec.record.strips ? {} : { strips: false }),
    lanes: spec.lanes,
  }
}

/** What decides a lane's numbers: everything but its name within the race. */
export function laneKey(lane: LaneSpec): string {
  return stable({ ...lane, id: '' })
}

/** What decides every lane's numbers alike: where two races agree in it, their lanes can be compared. */
export function startLineKey(spec: ExperimentSpec): string {
  return stable({ ...spec, lanes: [], title: '', judged: '', tuned: '', record: spec.record.every })
}

/** JSON with its keys in order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** @returns the lane with part of it changed, or as it was where the change is not allowed */
export function changedLane(lane: LaneSpec, part: Partial<LaneSpec>): LaneSpec {
  const result = laneSchema.safeParse({ ...lane, ...part })
  return result.success ? result.data : lane
}
