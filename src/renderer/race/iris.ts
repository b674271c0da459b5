import { findPreset } from '#shared/experiment/presets.ts'
import {
  parseSpec,
  type ExperimentInput,
  type ExperimentSpec,
  type LaneSpec,
  type Metric,
} from '#shared/experiment/spec.ts'
import { findRule, optimizers, type HyperValues } from '#shared/optimizers/index.ts'
import { slowest, swiftest } from '../ui/pace.ts'
import type { RaceForm } from './form.ts'
import type { RuleChoice } from '#shared/own/lane.ts'
import { createLane, laneOf } from './lanes.ts'

/** The two models of the tutorial. */
export const models = ['softmax', 'network'] as const
type IrisModel = (typeof models)[number]

export const batchSizes = [1, 24, 120] as const

/** What the chart can show, in the order of its list. */
export const irisMetrics = [
  'trainLoss',
  'validationLoss',
  'trainAccuracy',
  'validationAccuracy',
  'batchLoss',
] as const satisfies readonly Metric[]

const preset = parseSpec(findPreset('iris')?.spec)

/** Where the tutorial's network differs from its softmax regression. */
const network: ExperimentSpec['model'] = {
  hidden: [6],
  activation: 'sigmoid',
  initial: { kind: 'normal', deviation: 0.5 },
}
const networkHyper: Readonly<Record<string, HyperValues>> = { sgd: { lr: 0.2 } }

/** The vertical axis of the tutorial's own picture: losses over 4 epochs. */
export const tutorialWindow = { min: 0.9, max: 1.1 } as const
export const windowedMetrics: readonly Metric[] = ['trainLoss', 'validationLoss', 'batchLoss']

/** Training rows of the experiment: 150 flowers less the 30 held out. */
export const trainRows = 120
export const validationRows = 30

/** Seconds the whole run takes unless the speed was touched. */
const watchable = 4

/** @returns which of the tutorial's models a spec or a form has */
export function modelName({ hidden }: ExperimentSpec['model']): IrisModel {
  return hidden.length === 0 ? 'softmax' : 'network'
}

/** @returns the tutorial's model and lanes: those that it trains, then every other optimizer, off */
export function tutorialPart(model: IrisModel): Pick<RaceForm, 'model' | 'lanes' | 'off'> {
  const listed = preset.lanes.map(({ optimizer }) => optimizer)
  const others = optimizers.map(({ id }) => id).filter((id) => !listed.includes(id))
  const ids = [...listed, ...others].filter((id) => findRule(id, 'tutorial'))
  return {
    model: model === 'network' ? network : preset.model,
    lanes: ids.map((id) => tutorialLane(id, model)),
    off: ids.filter((id) => !(model === 'network' ? id in networkHyper : listed.includes(id))),
  }
}

/**
 * Brings the rows of own rules to what a person has: after the tutorial's own, a new one sits out, and
 * one whose rule is gone stays as long as it takes part.
 *
 * @returns undefined where nothing is to be changed
 */
export function withOwn(
  { lanes, off = [] }: RaceForm,
  choices: readonly RuleChoice[],
): Pick<RaceForm, 'lanes' | 'off'> | undefined {
  const before = lanes.filter(({ rule }) => rule !== undefined)
  const builtIn = lanes.filter(({ rule }) => rule === undefined)
  const kept = before.filter(
    ({ id }) => !off.includes(id) && !choices.some(({ optimizer }) => optimizer === id),
  )
  const own = choices.map((choice) => {
    const same = before.find(({ id, rule }) => id === choice.optimizer && rule === choice.rule)
    return same ?? laneOf(choice)
  })
  const now = [...kept, ...own]
  if (now.length === before.length && now.every((lane) => before.includes(lane))) return undefined
  const at = preset.lanes.length
  const fresh = now.filter((lane) => !before.some(({ id }) => id === lane.id))
  return {
    lanes: [...builtIn.slice(0, at), ...now, ...builtIn.slice(at)],
    off: [
      ...off.filter((id) => lanes.some((lane) => lane.id === id)),
      ...fresh.map(({ id }) => id),
    ],
  }
}

/** @returns the lane with the hyper-parameters that the tutorial gives it, else the rule's own */
export function tutorialLane(optimizer: string, model: IrisModel): LaneSpec {
  return createLane(optimizer, 'tutorial', {
    ...preset.lanes.find((lane) => lane.optimizer === optimizer)?.hyper,
    ...(model === 'network' ? networkHyper[optimizer] : undefined),
  })
}

export function tutorialForm(): RaceForm {
  return {
    ...tutorialPart('softmax'),
    batchSize: preset.batchSize,
    seeds: { first: 1, count: 1 },
    budget: preset.budget,
    every: preset.record.every,
    stop: preset.stop,
  }
}

/** @returns the experiment that the form describes; without lanes it is none that can be run */
export function experimentOf({
  model,
  lanes,
  off = [],
  seeds,
  batchSize,
  budget,
}: RaceForm): ExperimentInput {
  return {
    ...preset,
    model: { ...model, hidden: [...model.hidden] },
    lanes: lanes.filter(({ id }) => !off.includes(id)),
    seeds: [seeds.first],
    batchSize,
    budget,
  }
}

/** @returns the form that would make this race again; undefined for a race of another kind */
export function formOf(spec: ExperimentSpec): RaceForm | undefined {
  const [seed] = spec.seeds
  const { model, batchSize, budget } = spec
  const iris = 'builtin' in spec.dataset && spec.dataset.builtin === 'iris'
  if (!iris || spec.seeds.length !== 1 || seed === undefined) return undefined
  if (!batchSizes.some((size) => size === batchSize)) return undefined
  if (!('epochs' in budget) || !spec.record.state) return undefined
  if (model.hidden.length > 0 && model.hidden.join() !== network.hidden.join()) return undefined
  const part = tutorialPart(modelName(model))
  const raced = new Map(spec.lanes.toReversed().map(({ optimizer, hyper }) => [optimizer, hyper]))
  const own = spec.lanes.filter(({ rule }) => rule !== undefined)
  return {
    ...tutorialForm(),
    ...part,
    lanes: [
      ...part.lanes.map((lane) => ({ ...lane, hyper: raced.get(lane.optimizer) ?? lane.hyper })),
      ...own,
    ],
    off: part.lanes.flatMap(({ id }) => (raced.has(id) ? [] : [id])),
    seeds: { first: seed, count: 1 },
    batchSize,
    budget,
  }
}

/** @returns steps of the whole budget */
export function stepsOf(batch: number, epochs: number): number {
  return Math.ceil(trainRows / batch) * epochs
}

/** @returns epochs of the form's budget */
export function epochsOf({ budget }: RaceForm): number {
  return 'epochs' in budget ? budget.epochs : 1
}

/** @returns steps a second at which the whole run can be watched */
export function watchablePace(form: RaceForm): number {
  const steps = stepsOf(Number(form.batchSize), epochsOf(form))
  return Math.min(swiftest, Math.max(slowest, steps / watchable))
}
