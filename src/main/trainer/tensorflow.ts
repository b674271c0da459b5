import { determinations } from '../../shared/training/determination.ts'
import { layoutOf, type Activation, type Layer } from '../../shared/models/index.ts'
import type {
  Detail,
  EngineOptions,
  Evaluation,
  GradientEngine,
  Part,
} from '../../shared/training/engine.ts'
import { createHead } from './heads.ts'
import type { ActivationOp, NativeOps, Tensor } from './native.ts'
import { createParts } from './parts.ts'
import { createStaging } from './staging.ts'

const activationOps: Readonly<Record<Activation, ActivationOp>> = {
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
}

/**
 * Losses and gradients by native TensorFlow in float32, for all runs of the rectangle at once.
 *
 * Tensors are `[lanes, seeds, rows, units]`. A batch has one lane, which broadcasts: lanes share
 * it. Biases are the last row of each weight matrix, and every layer but the last has one unit more
 * that always yields 1, so that a layer is one matmul and its whole gradient another: an op costs
 * microseconds however small, and a step of one hidden layer takes eight.
 */
export function createNativeEngine(native: NativeOps, options: EngineOptions): GradientEngine {
  const { model, loss, lanes, problems, arena } = options
  const first = problems[0]!
  const seeds = problems.length
  const runs = lanes * seeds
  const layout = layoutOf(model, first.inputs, first.outputs)
  const { layers } = layout
  const last = layers.length - 1
  const { outputs } = layers[last]!
  const activation = activationOps[model.activation]
  const staging = createStaging(layout, runs, model.activation, arena)
  const parts = createParts(native, options, widest(layers))
  const head = createHead(native, loss, runs, outputs)

  const uploadWeights = (parameters: Float64Array): Tensor[] =>
    layers.map((layer, index) => {
      const values = staging.fill(index, parameters)
      return native.floats([lanes, seeds, layer.inputs + 1, staging.width(index)], values)
    })

  /** @returns each layer's values, after its activation */
  const forward = (inputs: Tensor, weights: readonly Tensor[]): Tensor[] => {
    const values: Tensor[] = []
    weights.forEach((weight, index) => {
      const sums = native.matmul(values[index - 1] ?? inputs, weight)
      values.push(index < last ? native.activate(activation, sums) : sums)
    })
    return values
  }

  /** Writes the gradients by every layer's weights, from the one by the scores. */
  const backward = (
    inputs: Tensor,
    weights: readonly Tensor[],
    values: readonly Tensor[],
    byScores: Tensor,
    factor: number,
    gradients: Float64Array,
  ): void => {
    let delta = byScores
    for (let index = last; index >= 0; index--) {
      const from = values[index - 1] ?? inputs
      const byWeights = native.matmulTransposed(from, delta)
      staging.take(index, native.readFloats(byWeights), factor, gradients)
      if (index === 0) break
      const byValues = native.matmulByTransposed(delta, weights[index]!)
      delta = native.activateGradient(activation, from, byValues)
    }
  }

  const evaluate = (parameters: Float64Array, part: Part, detail: Detail): Evaluation => {
    const classes = detail === 'classes' ? first.classNames.length : 0
    const count = (run: number): number => problems[run % seeds]![part].count
    const rows = parts.rows(part)
    const sums = new Float64Array(runs)
    const confusion = new Uint32Array(runs * classes * classes)
    native.scope(() => {
      const weights = uploadWeights(parameters)
      for (const chunk of parts.chunks(part)) {
        native.scope(() => {
          const scores = head.read(forward(chunk.features, weights)[last]!)
          scores.addLosses(rows, chunk.order, chunk.count, sums)
          if (classes > 0) scores.addClasses(rows, chunk.order, chunk.count, confusion)
        })
      }
    })
    const losses = sums.map((sum, run) => sum / count(run))
    const accuracies = losses.map((_, run) => {
      if (classes === 0) return NaN
      let right = 0
      for (let label = 0; label < classes; label++) {
        right += confusion[(run * classes + label) * classes + label]!
      }
      return right / count(run)
    })
    return {
      losses,
      accuracies,
      determinations:
        loss === 'meanSquaredError'
          ? determinations(losses, problems, part)
          : new Float64Array(runs).fill(NaN),
      confusion,
    }
  }

  return {
    name: 'native',
    gradients(parameters, batch, count, gradients, losses) {
      native.scope(() => {
        const rows = parts.rows('train')
        const weights = uploadWeights(parameters)
        const inputs = parts.upload(batch, count)
        const values = forward(inputs, weights)
        const scores = head.read(values[last]!)
        if (losses) {
          losses.fill(0)
          scores.addLosses(rows, batch, count, losses)
          for (let run = 0; run < runs; run++) losses[run]! /= count
        }
        const deltas = scores.deltas(rows, batch, count)
        const byScores = native.floats([lanes, seeds, count, outputs], deltas)
        backward(inputs, weights, values, byScores, head.factor(count), gradients)
      })
    },
    evaluate,
    tensorCount: () => native.count(),
    dispose: () => parts.dispose(),
  }
}

/** The most values one row yields in one layer. */
function widest(layers: readonly Layer[]): number {
  return layers.reduce((most, { inputs, outputs }) => Math.max(most, inputs, outputs), 0) + 1
}
