import { layoutOf, type Activation, type Layout, type Loss } from '../models.ts'
import { determinations } from './determination.ts'
import type { Detail, EngineOptions, Evaluation, GradientEngine, Part } from './engine.ts'
import { createForward, firstHighest, logSumExp } from './forward.ts'
import type { Rows } from './problem.ts'

/**
 * The oracle: losses and gradients in float64, row by row, written to be read. It is also what
 * runs where there is no TensorFlow.
 */
export function createReferenceEngine(options: EngineOptions): GradientEngine {
  const { model, loss, lanes, problems } = options
  const [first] = problems
  if (!first) throw new Error('an engine needs at least one problem')
  const layout = layoutOf(model, first.inputs, first.outputs)
  const network = createNetwork(layout, model.activation, loss)
  const seeds = problems.length
  const runs = lanes * seeds

  return {
    name: 'reference',
    gradients(parameters, batch, count, gradients, losses) {
      gradients.fill(0)
      for (let run = 0; run < runs; run++) {
        const seed = run % seeds
        const own = parameters.subarray(run * layout.size, (run + 1) * layout.size)
        const gradient = gradients.subarray(run * layout.size, (run + 1) * layout.size)
        const { train } = problems[seed]!
        let total = 0
        for (let index = 0; index < count; index++) {
          const row = batch[seed * count + index]!
          network.forward(own, train, row)
          if (losses) total += network.loss(train, row)
          network.backward(own, train, row, gradient)
        }
        for (let i = 0; i < layout.size; i++) gradient[i]! /= count
        if (losses) losses[run] = total / count
      }
    },
    evaluate(parameters, part, detail) {
      return evaluate(network, layout, options, parameters, part, detail)
    },
    tensorCount: () => 0,
    dispose: () => undefined,
  }
}

interface Network {
  /** The last layer's scores of the row last put through. */
  readonly scores: Float64Array
  forward(parameters: Float64Array, rows: Rows, row: number): void
  /** The loss of the row last put through. */
  loss(rows: Rows, row: number): number
  /** Adds the gradient of the row last put through. */
  backward(parameters: Float64Array, rows: Rows, row: number, gradient: Float64Array): void
}

function createNetwork(layout: Layout, activation: Activation, loss: Loss): Network {
  const { layers } = layout
  const forward = createForward(layout, activation)
  const { values, scores } = forward
  /** The loss's derivative by each layer's value before its activation. */
  const deltas = layers.map((layer) => new Float64Array(layer.outputs))
  const last = layers.length - 1
  const outputs = scores.length

  return {
    scores,
    forward: (parameters, rows, row) => forward.run(parameters, rows.features, row),
    loss(rows, row) {
      const { targets } = rows
      const at = row * outputs
      if (loss === 'meanSquaredError') {
        let squares = 0
        for (let o = 0; o < outputs; o++) squares += (scores[o]! - targets[at + o]!) ** 2
        return squares / outputs
      }
      const logSum = logSumExp(scores)
      let entropy = 0
      for (let o = 0; o < outputs; o++) {
        if (targets[at + o] !== 0) entropy += targets[at + o]! * (logSum - scores[o]!)
      }
      return entropy
    },
    backward(parameters, rows, row, gradient) {
      const delta = deltas[last]!
      const logSum = loss === 'crossEntropy' ? logSumExp(scores) : 0
      for (let o = 0; o < outputs; o++) {
        const target = rows.targets[row * outputs + o]!
        delta[o] =
          loss === 'crossEntropy'
            ? Math.exp(scores[o]! - logSum) - target
            : (2 * (scores[o]! - target)) / outputs
      }
      for (let index = last; index >= 0; index--) {
        const { inputs, outputs, weights, biases } = layers[index]!
        const from = index === 0 ? rows.features : values[index - 1]!
        const offset = index === 0 ? row * inputs : 0
        const here = deltas[index]!
        for (let o = 0; o < outputs; o++) gradient[biases + o]! += here[o]!
        for (let i = 0; i < inputs; i++) {
          const value = from[offset + i]!
          const start = weights + i * outputs
          let back = 0
          for (let o = 0; o < outputs; o++) {
            gradient[start + o]! += value * here[o]!
            back += parameters[start + o]! * here[o]!
          }
          if (index > 0) deltas[index - 1]![i] = back * slope(activation, value)
        }
      }
    },
  }
}

/** The activation's derivative, from its value. */
function slope(activation: Activation, value: number): number {
  if (activation === 'sigmoid') return value * (1 - value)
  if (activation === 'tanh') return 1 - value * value
  return value > 0 ? 1 : 0
}

function evaluate(
  network: Network,
  layout: Layout,
  { problems, lanes, loss }: EngineOptions,
  parameters: Float64Array,
  part: Part,
  detail: Detail,
): Evaluation {
  const seeds = problems.length
  const runs = lanes * seeds
  const classes = detail === 'classes' ? problems[0]!.classNames.length : 0
  const losses = new Float64Array(runs)
  const accuracies = new Float64Array(runs).fill(NaN)
  const confusion = new Uint32Array(runs * classes * classes)
  for (let run = 0; run < runs; run++) {
    const rows = problems[run % seeds]![part]
    const weights = parameters.subarray(run * layout.size, (run + 1) * layout.size)
    let total = 0
    let right = 0
    for (let row = 0; row < rows.count; row++) {
      network.forward(weights, rows, row)
      const own = network.loss(rows, row)
      total += own
      if (classes === 0 || Number.isNaN(own)) continue
      const truth = rows.targets.subarray(row * classes, (row + 1) * classes).indexOf(1)
      const guess = firstHighest(network.scores)
      if (guess === truth) right++
      confusion[(run * classes + truth) * classes + guess]!++
    }
    losses[run] = total / rows.count
    if (classes > 0) accuracies[run] = right / rows.count
  }
  const regression = loss === 'meanSquaredError'
  return {
    losses,
    accuracies,
    determinations: regression
      ? determinations(losses, problems, part)
      : new Float64Array(runs).fill(NaN),
    confusion,
  }
}
