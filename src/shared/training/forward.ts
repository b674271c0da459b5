import type { Activation, Layout } from '../models.ts'

/** A network that rows are put through, one at a time, in float64. */
export interface Forward {
  /** Each layer's values of the row last put through, after its activation. */
  readonly values: readonly Float64Array[]
  /** The last layer's: scores of classes, or the scaled prediction of a regression. */
  readonly scores: Float64Array
  /**
   * @param parameters one run's, flat, as the layout lays them out
   * @param features `[rows × inputs]`, row-major, scaled as in training
   */
  run(parameters: Float64Array, features: Float64Array, row: number): void
}

export function createForward({ layers }: Layout, activation: Activation): Forward {
  const values = layers.map((layer) => new Float64Array(layer.outputs))
  const last = layers.length - 1
  return {
    values,
    scores: values[last]!,
    run(parameters, features, row) {
      for (let index = 0; index <= last; index++) {
        const { inputs, outputs, weights, biases } = layers[index]!
        const from = index === 0 ? features : values[index - 1]!
        const offset = index === 0 ? row * inputs : 0
        const to = values[index]!
        for (let o = 0; o < outputs; o++) to[o] = parameters[biases + o]!
        for (let i = 0; i < inputs; i++) {
          const value = from[offset + i]!
          const start = weights + i * outputs
          for (let o = 0; o < outputs; o++) to[o]! += value * parameters[start + o]!
        }
        if (index < last) activate(activation, to)
      }
    },
  }
}

function activate(activation: Activation, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (activation === 'sigmoid') values[i] = 1 / (1 + Math.exp(-value))
    else if (activation === 'tanh') values[i] = Math.tanh(value)
    else values[i] = Math.max(0, value)
  }
}

/** log Σ exp(score), without overflow. */
export function logSumExp(scores: Float64Array): number {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  let sum = 0
  for (const score of scores) sum += Math.exp(score - most)
  return most + Math.log(sum)
}

/** @returns the index of the highest score, the first of equal ones */
export function firstHighest(scores: Float64Array): number {
  let best = 0
  for (let o = 1; o < scores.length; o++) if (scores[o]! > scores[best]!) best = o
  return best
}
