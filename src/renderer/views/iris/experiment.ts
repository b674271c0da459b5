import { findPreset } from '../../../shared/experiment/presets.ts'
import type { ExperimentInput, ExperimentSpec } from '../../../shared/experiment/spec.ts'
import {
  defaultHyper,
  findRule,
  optimizers,
  type HyperValues,
} from '../../../shared/optimizers/index.ts'

/** The two models of the tutorial. */
export const models = ['softmax', 'network'] as const
export type IrisModel = (typeof models)[number]

export const batchSizes = [1, 24, 120] as const
export type IrisBatch = (typeof batchSizes)[number]

/** One optimizer's line in the form; its lane's id is the optimizer's. */
export interface LaneForm {
  readonly optimizer: string
  on: boolean
  /** By key; what was typed and is not a number is NaN. */
  hyper: Record<string, number>
}

/** What a person can change of the experiment. */
export interface IrisForm {
  model: IrisModel
  batch: IrisBatch
  epochs: number
  seed: number
  lanes: LaneForm[]
}

const preset = findPreset('iris')?.spec
const tutorialLanes = preset?.lanes ?? []

/** Where the tutorial's network differs from its softmax regression. */
const network = {
  model: { hidden: [6], activation: 'sigmoid', initial: { kind: 'normal', deviation: 0.5 } },
  lanes: new Map([['sgd', { lr: 0.2 }]]),
} as const

/** Training rows of the experiment: 150 flowers less the 30 held out. */
export const trainRows = 120
export const validationRows = 30

/** @returns the tutorial's lanes for that model, then every other optimizer, not ticked */
export function tutorialForms(model: IrisModel): LaneForm[] {
  const listed = tutorialLanes.map(({ optimizer }) => optimizer)
  const others = optimizers.map(({ id }) => id).filter((id) => !listed.includes(id))
  return [...listed, ...others]
    .filter((id) => findRule(id, 'tutorial'))
    .map((id) => ({
      optimizer: id,
      on: model === 'network' ? network.lanes.has(id as 'sgd') : listed.includes(id),
      hyper: tutorialHyper(id, model),
    }))
}

/** @returns the hyper-parameters the tutorial gives that optimizer, else its own defaults */
export function tutorialHyper(optimizer: string, model: IrisModel): Record<string, number> {
  const rule = findRule(optimizer, 'tutorial')
  return numbersIn({
    ...(rule && defaultHyper(rule)),
    ...tutorialLanes.find((lane) => lane.optimizer === optimizer)?.hyper,
    ...(model === 'network' ? network.lanes.get(optimizer as 'sgd') : undefined),
  })
}

/** The tutorial's rules have numbers only, no flags. */
function numbersIn(hyper: HyperValues): Record<string, number> {
  const numbers: Record<string, number> = {}
  for (const [key, value] of Object.entries(hyper)) {
    if (typeof value === 'number') numbers[key] = value
  }
  return numbers
}

export function tutorialForm(): IrisForm {
  return { model: 'softmax', batch: 24, epochs: 4, seed: 1, lanes: tutorialForms('softmax') }
}

/** @returns the experiment the form describes; the form must be without fault */
export function experimentOf(form: IrisForm): ExperimentInput {
  if (!preset) throw new Error("The preset 'iris' is gone.")
  return {
    ...preset,
    model:
      form.model === 'network'
        ? { ...network.model, hidden: [...network.model.hidden] }
        : preset.model,
    lanes: form.lanes
      .filter((lane) => lane.on)
      .map(({ optimizer, hyper }) => ({ id: optimizer, optimizer, hyper: { ...hyper } })),
    seeds: [form.seed],
    batchSize: form.batch,
    budget: { epochs: form.epochs },
  }
}

/** @returns the form that would make this race again; undefined for a race of another kind */
export function formOf(spec: ExperimentSpec): IrisForm | undefined {
  const [seed] = spec.seeds
  const batch = batchSizes.find((size) => size === spec.batchSize)
  const softmax = spec.model.hidden.length === 0
  const iris = 'builtin' in spec.dataset && spec.dataset.builtin === 'iris'
  if (!iris || spec.seeds.length !== 1 || seed === undefined) return undefined
  if (batch === undefined || !('epochs' in spec.budget) || !spec.record.state) return undefined
  if (!softmax && spec.model.hidden.join() !== network.model.hidden.join()) return undefined
  const model = softmax ? 'softmax' : 'network'
  return {
    model,
    batch,
    epochs: spec.budget.epochs,
    seed,
    lanes: tutorialForms(model).map((lane) => {
      const raced = spec.lanes.find(({ optimizer }) => optimizer === lane.optimizer)
      return raced ? { ...lane, on: true, hyper: numbersIn(raced.hyper) } : { ...lane, on: false }
    }),
  }
}

/** @returns steps of the whole budget */
export function stepsOf(batch: number, epochs: number): number {
  return Math.ceil(trainRows / batch) * epochs
}
