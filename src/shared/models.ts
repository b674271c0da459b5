import type { TensorLayout } from './rules/interpret.ts'
import type { LocalizedText } from './text.ts'

export const activations = ['sigmoid', 'tanh', 'relu'] as const
export type Activation = (typeof activations)[number]

export const losses = ['crossEntropy', 'meanSquaredError'] as const
export type Loss = (typeof losses)[number]

export const tasks = ['classification', 'regression'] as const
export type Task = (typeof tasks)[number]

/** @returns what is predicted by a model that is trained to lower that loss */
export function taskOf(loss: Loss): Task {
  return loss === 'meanSquaredError' ? 'regression' : 'classification'
}

/**
 * A feed-forward network. With no hidden layer it is softmax regression (cross-entropy) or linear
 * regression (mean squared error).
 */
export interface Model {
  /** Units of each hidden layer, from the inputs on. */
  readonly hidden: readonly number[]
  /** What every hidden layer applies; the last layer is linear, and its softmax is part of the loss. */
  readonly activation: Activation
}

/** One dense layer's place in a run's flat parameter vector. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** Where its weights begin: `[inputs × outputs]`, row-major. */
  readonly weights: number
  /** Where its biases begin: `[outputs]`, right after the weights. */
  readonly biases: number
}

/** How one run's parameters lie in a flat vector: layer by layer, weights before biases. */
export interface Layout {
  readonly layers: readonly Layer[]
  /** Parameters of one run. */
  readonly size: number
}

/** @returns where each layer's weights and biases lie for `inputs` features and `outputs` scores */
export function layoutOf(model: Model, inputs: number, outputs: number): Layout {
  const layers: Layer[] = []
  let offset = 0
  let from = inputs
  for (const to of [...model.hidden, outputs]) {
    layers.push({ inputs: from, outputs: to, weights: offset, biases: offset + from * to })
    offset += from * to + to
    from = to
  }
  return { layers, size: offset }
}

/** @returns a run's tensors in order: each layer's weight matrix, then its bias vector */
export function tensorsOf({ layers }: Layout): TensorLayout[] {
  return layers.flatMap(({ inputs, outputs, weights, biases }) => [
    { offset: weights, rows: inputs, columns: outputs, matrix: true },
    { offset: biases, rows: 1, columns: outputs, matrix: false },
  ])
}

export const activationNames: Readonly<Record<Activation, LocalizedText>> = {
  sigmoid: { en: 'sigmoid', 'zh-CN': 'sigmoid' },
  tanh: { en: 'tanh', 'zh-CN': 'tanh' },
  relu: { en: 'ReLU', 'zh-CN': 'ReLU' },
}
