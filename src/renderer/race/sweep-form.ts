import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { SweepInput, SweepSpec } from '#shared/experiment/sweep/index.ts'
import { byRank, metricOf, metricsFor, type Metric } from '#shared/metrics/index.ts'
import { taskOf } from '#shared/models.ts'
import type { HyperParameter } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'

/** How the sweep's form tunes; what it tunes is the Race stage's experiment. */
export interface SweepForm {
  readonly trials: number
  readonly kind: SweepSpec['search']['kind']
  readonly from: number
  readonly to: number
  /** Tuning seeds, from 1 on. */
  readonly seeds: number
  /** One that the experiment does not have says nothing: the first that it has is taken. */
  readonly metric: SweepSpec['objective']['metric']
  readonly at: SweepSpec['objective']['at']
  /** Keys of other hyper-parameters; a grid has none. */
  readonly others: readonly string[]
  /** Lanes that are not tuned, by id. */
  readonly left: readonly string[]
}

export const firstForm: SweepForm = {
  trials: 16,
  kind: 'grid',
  from: 1e-4,
  to: 10,
  seeds: 5,
  metric: 'validationLoss',
  at: 'final',
  others: [],
  left: [],
}

type Objective = SweepSpec['objective']['metric']

/** @returns what an experiment can be judged by, the most telling first */
export function objectives({ loss, split }: ExperimentSpec): Objective[] {
  const known = metricsFor(taskOf(loss), split.folds !== undefined || split.validation > 0)
  return byRank.filter((metric) => metricOf(metric).part && known.includes(metric))
}

/** @returns the metric that counts for this experiment */
export function objectiveOf(form: SweepForm, experiment: ExperimentSpec): Objective {
  const known = objectives(experiment)
  return known.find((metric) => metric === form.metric) ?? known[0] ?? 'trainLoss'
}

/** A hyper-parameter that can be searched besides the rate, and who has it. */
export interface Other {
  readonly key: string
  /** Of the first contestant that declares it. */
  readonly parameter: HyperParameter
}

/** @returns what the contestants declare beside learning rates, each key once */
export function otherKeys(lanes: readonly ExperimentSpec['lanes'][number][]): Other[] {
  const found = new Map<string, Other>()
  for (const lane of lanes) {
    for (const parameter of ruleOf(lane)?.hyper ?? []) {
      const { key } = parameter
      if (key !== 'lr' && !found.has(key)) found.set(key, { key, parameter })
    }
  }
  return [...found.values()]
}

/** @returns the lanes that are tuned */
export function contestantsOf(form: SweepForm, { lanes }: ExperimentSpec): ExperimentSpec['lanes'] {
  return lanes.filter(({ id }) => !form.left.includes(id))
}

/** @returns the sweep that the form describes */
export function sweepOf(form: SweepForm, experiment: ExperimentSpec): SweepInput {
  const lanes = contestantsOf(form, experiment)
  const known = otherKeys(lanes)
  const others = form.kind === 'grid' ? [] : known.filter(({ key }) => form.others.includes(key))
  return {
    ...(experiment.title === undefined ? {} : { title: experiment.title }),
    experiment: {
      ...experiment,
      lanes,
      seeds: Array.from({ length: form.seeds }, (_, index) => index + 1),
    },
    trials: form.trials,
    search: {
      kind: form.kind,
      rate: { from: form.from, to: form.to },
      others: others.map(({ key }) => ({ key })),
    },
    objective: { metric: objectiveOf(form, experiment), at: form.at },
  }
}

/** Whether less of it can be drawn over decades. */
export const isLoss = (metric: Metric): boolean => metricOf(metric).unit === 'loss'
