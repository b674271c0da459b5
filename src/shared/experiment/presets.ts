import type { LocalizedText } from '../text.ts'
import type { ExperimentInput } from './spec.ts'

/** A named experiment to start from. */
export interface Preset {
  readonly id: string
  readonly title: LocalizedText
  readonly spec: ExperimentInput
}

/**
 * The tutorial's experiment: softmax regression on the normalised Iris table, the loss over all
 * training flowers noted every 48 samples. It draws 120 flowers to train on; its validation set is
 * the other 30 here, where the tutorial draws anew and lets the two overlap.
 */
const iris: Preset = {
  id: 'iris',
  title: { en: 'Iris experiment', 'zh-CN': '鸢尾花实验' },
  spec: {
    title: 'Iris experiment',
    dataset: { builtin: 'iris' },
    scaling: { kind: 'minmax', fit: 'all' },
    split: { validation: 0.2, stratified: false, seed: 'run' },
    model: { hidden: [], initial: { kind: 'normal', deviation: 0.01 } },
    loss: 'crossEntropy',
    lanes: [
      { id: 'adagrad', optimizer: 'adagrad', hyper: { lr: 0.02 } },
      { id: 'adadelta', optimizer: 'adadelta', hyper: { rho: 0.9 } },
      { id: 'rmsprop', optimizer: 'rmsprop', hyper: { lr: 0.02, gamma: 0.9 } },
      { id: 'sgd', optimizer: 'sgd', hyper: { lr: 0.02 } },
      { id: 'momentum', optimizer: 'momentum', hyper: { lr: 0.02, momentum: 0.9 } },
      { id: 'adam', optimizer: 'adam', hyper: { lr: 0.02, beta1: 0.9, beta2: 0.999 } },
    ],
    seeds: [1],
    batchSize: 24,
    budget: { epochs: 4 },
    record: {
      metrics: ['trainLoss', 'trainAccuracy', 'validationLoss', 'validationAccuracy', 'batchLoss'],
      every: { samples: 48 },
      state: true,
      strips: true,
    },
    judged: 'trainLoss',
  },
}

/** Every preset, in the order a reader meets them. */
export const presets: readonly Preset[] = [iris]

/** @returns the preset of that id, or undefined */
export function findPreset(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id)
}
