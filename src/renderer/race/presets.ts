import { allRenamed, createLane } from './lanes.ts'
import {
  parseSpec,
  type ExperimentInput,
  type ExperimentSpec,
  type LaneSpec,
} from '#shared/experiment/spec.ts'

/** A race that shows one thing; what to look for is in the locales under its id. */
export interface Preset {
  readonly id: 'relatives' | 'conventions' | 'sparse' | 'schedules' | 'clipping' | 'condition'
  /** What the data is called. */
  readonly name: string
  readonly spec: Omit<ExperimentInput, 'lanes' | 'record'>
  readonly every: { epochs: number } | { steps: number }
  readonly lanes: readonly LaneSpec[]
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const rate = (kind: string, parameters: Record<string, number> = {}, warmup = 0) => ({
  schedule: { kind, parameters, warmup },
})

/** What most of them train alike: hidden layers of ReLU, ten seeds. */
const network = (builtin: 'digits' | 'wine', hidden: number[], epochs: number): Preset['spec'] => ({
  dataset: { builtin },
  model: { hidden, activation: 'relu', initial: { kind: 'he' } },
  seeds: seeds(10),
  batchSize: 32,
  budget: { epochs },
})

/** In the order a reader meets the ideas. */
export const presets: readonly Preset[] = [
  {
    id: 'relatives',
    name: 'Digits',
    spec: network('digits', [32], 8),
    every: { steps: 10 },
    lanes: [
      createLane('adam', 'pytorch', { lr: 0.003 }),
      createLane('adamw', 'pytorch', { lr: 0.003, weightDecay: 0.05 }),
      createLane('adamax', 'pytorch', { lr: 0.003 }),
      createLane('nadam', 'pytorch', { lr: 0.003 }),
      createLane('radam', 'pytorch', { lr: 0.003 }),
    ],
  },
  {
    id: 'conventions',
    name: 'Wine',
    spec: network('wine', [16], 40),
    every: { epochs: 1 },
    lanes: [
      createLane('rmsprop', 'tutorial', { lr: 0.005 }),
      createLane('rmsprop', 'pytorch', { lr: 0.005 }),
      createLane('adagrad', 'tutorial', { lr: 0.05 }),
      createLane('adagrad', 'pytorch', { lr: 0.05 }),
      createLane('adadelta', 'tutorial'),
      createLane('adadelta', 'pytorch'),
    ],
  },
  {
    id: 'sparse',
    name: 'Sparse features',
    spec: {
      dataset: { generator: 'sparse', settings: {} },
      model: { hidden: [], activation: 'relu', initial: { kind: 'zeros' } },
      scaling: { kind: 'none', fit: 'train' },
      seeds: seeds(10),
      batchSize: 32,
      budget: { epochs: 10 },
    },
    every: { steps: 10 },
    lanes: [
      createLane('sgd', 'tutorial', { lr: 0.5 }),
      createLane('momentum', 'tutorial', { lr: 0.05 }),
      createLane('adagrad', 'tutorial', { lr: 0.5 }),
      createLane('adam', 'tutorial', { lr: 0.05 }),
    ],
  },
  {
    id: 'schedules',
    name: 'Digits',
    spec: network('digits', [32], 10),
    every: { steps: 15 },
    lanes: [
      createLane('momentum', 'pytorch', { lr: 0.1 }),
      createLane('momentum', 'pytorch', { lr: 0.1 }, rate('step', { gamma: 0.3, every: 150 })),
      createLane('momentum', 'pytorch', { lr: 0.1 }, rate('cosine')),
      createLane('momentum', 'pytorch', { lr: 0.1 }, rate('oneCycle')),
      createLane('momentum', 'pytorch', { lr: 0.1 }, rate('cosine', {}, 40)),
    ],
  },
  {
    id: 'clipping',
    name: 'Diabetes',
    spec: {
      dataset: { builtin: 'diabetes' },
      loss: 'meanSquaredError',
      model: { hidden: [32, 16], activation: 'relu', initial: { kind: 'normal', deviation: 0.5 } },
      seeds: seeds(10),
      batchSize: 16,
      budget: { epochs: 20 },
    },
    every: { steps: 5 },
    lanes: [
      createLane('sgd', 'tutorial', { lr: 0.1 }),
      createLane('sgd', 'tutorial', { lr: 0.1 }, { clipping: { kind: 'globalNorm', limit: 1 } }),
      createLane('sgd', 'tutorial', { lr: 0.1 }, { clipping: { kind: 'value', limit: 0.1 } }),
    ],
  },
  {
    id: 'condition',
    name: 'Ill-conditioned quadratic',
    spec: {
      dataset: { generator: 'quadratic', settings: {} },
      loss: 'meanSquaredError',
      model: { hidden: [], activation: 'relu', initial: { kind: 'zeros' } },
      scaling: { kind: 'none', fit: 'train' },
      seeds: seeds(10),
      batchSize: 'full',
      budget: { steps: 500 },
    },
    every: { steps: 5 },
    lanes: [
      createLane('sgd', 'tutorial', { lr: 0.5 }),
      createLane('momentum', 'tutorial', { lr: 0.1 }),
      createLane('nesterov', 'tutorial', { lr: 0.1 }),
      createLane('adagrad', 'tutorial', { lr: 0.5 }),
      createLane('adam', 'tutorial', { lr: 0.05 }),
    ],
  },
]

/** @returns the experiment the preset describes */
export function presetSpec({ spec, every, lanes }: Preset): ExperimentSpec {
  return parseSpec({ ...spec, lanes: allRenamed(lanes), record: { every } })
}
