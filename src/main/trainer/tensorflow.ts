import { determinations } from '#shared/training/determination.ts'
import { layoutOf, type Activation, type Layer } from '#shared/models.ts'
import type {
  Detail,
  EngineOptions,
  Evaluation,
  GradientEngine,
  Part,
} from '#shared/training/engine.ts'
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
 *
 * A run's numbers do not depend on its neighbours: one alone is multiplied beside another, of zeros, and
 * rows are filled up by zeros so that no run has the last few values of a tensor, of which TensorFlow
 * takes the exponential in another way.
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
  // TensorFlow multiplies a matrix alone in another way than several, with other last bits.
  const spare = runs === 1 ? 1 : 0
  const staging = createStaging(layout, runs, spare, model.activation, arena)
  const whole = wholeRows(exponentialWidths(options, layers))
  const parts = createParts(native, options, widest(layers), whole)
  const head = createHead(native, loss, runs, outputs)

  const uploadWeights = (parameters: Float64Array): Tensor[] =>
    layers.map((layer, index) => {
      const values = staging.fill(index, parameters)
      return native.floats([lanes + spare, seeds, layer.inputs + 1, staging.width(index)], values)
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
        const filled = whole(count)
        const order = fillUp(batch, seeds, count, filled)
        const inputs = parts.upload(order, filled)
        const values = forward(inputs, weights)
        const scores = head.read(values[last]!)
        if (losses) {
          losses.fill(0)
          scores.addLosses(rows, order, filled, losses)
          for (let run = 0; run < runs; run++) losses[run]! /= count
        }
        const deltas = scores.deltas(rows, order, filled)
        const byScores = native.floats([lanes + spare, seeds, filled, outputs], deltas)
        backward(inputs, weights, values, byScores, head.factor(count), gradients)
      })
    },
    evaluate,
    tensorCount: () => native.count(),
    dispose: () => parts.dispose(),
  }
}

/** Values that TensorFlow takes the exponential of at once; those that are left over it takes one by one. */
const together = 8

/** Widths of the tensors whose values it takes exponentials of: of sigmoids. */
function exponentialWidths({ model }: EngineOptions, layers: readonly Layer[]): number[] {
  return model.activation === 'sigmoid' ? layers.slice(0, -1).map(({ outputs }) => outputs + 1) : []
}

/** @returns what a number of rows is filled up to, so that no tensor of these widths has values left over */
function wholeRows(widths: readonly number[]): (count: number) => number {
  return (count) => {
    let filled = count
    while (widths.some((width) => (filled * width) % together !== 0)) filled++
    return filled
  }
}

/** @returns a batch with −1 after each seed's rows, `[seeds × filled]` */
function fillUp(batch: Int32Array, seeds: number, count: number, filled: number): Int32Array {
  if (filled === count) return batch
  const order = new Int32Array(seeds * filled).fill(-1)
  for (let seed = 0; seed < seeds; seed++) {
    order.set(batch.subarray(seed * count, (seed + 1) * count), seed * filled)
  }
  return order
}

/** The most values one row yields in one layer. */
function widest(layers: readonly Layer[]): number {
  return layers.reduce((most, { inputs, outputs }) => Math.max(most, inputs, outputs), 0) + 1
}
