import { layoutOf, type Activation, type Layer } from '../../shared/models/index.ts'
import type {
  Detail,
  EngineOptions,
  Evaluation,
  GradientEngine,
  Part,
} from '../../shared/training/engine.ts'
import type { ActivationOp, NativeOps, Tensor } from './native.ts'
import { createParts } from './parts.ts'
import { createStaging } from './staging.ts'

const ops32: Readonly<Record<Activation, ActivationOp>> = {
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
 * tens of microseconds however small, and a step of one hidden layer takes ten.
 */
export function createNativeEngine(native: NativeOps, options: EngineOptions): GradientEngine {
  const { model, loss, lanes, problems } = options
  const first = problems[0]!
  const seeds = problems.length
  const runs = lanes * seeds
  const layout = layoutOf(model, first.inputs, first.outputs)
  const { layers } = layout
  const last = layers.length - 1
  const { outputs } = layers[last]!
  const activation = ops32[model.activation]
  const staging = createStaging(layout, runs, model.activation)
  const parts = createParts(native, options, widest(layers))
  /** Constant tensors by how many rows a batch has: its scores as a matrix, and back. */
  const shapes = new Map<number, { flat: Tensor; stacked: Tensor }>()

  const shapesFor = (rows: number): { flat: Tensor; stacked: Tensor } => {
    let found = shapes.get(rows)
    if (!found) {
      found = {
        flat: native.keepIntegers([2], Int32Array.of(runs * rows, outputs)),
        stacked: native.keepIntegers([4], Int32Array.of(lanes, seeds, rows, outputs)),
      }
      shapes.set(rows, found)
    }
    return found
  }

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
      const byWeights = native.matmul(from, delta, true, false)
      staging.take(index, native.read(byWeights), factor, gradients)
      if (index === 0) break
      const byValues = native.matmul(delta, weights[index]!, false, true)
      delta = native.activateGradient(activation, from, byValues)
    }
  }

  const evaluate = (parameters: Float64Array, part: Part, detail: Detail): Evaluation => {
    const classes = detail === 'classes' ? first.classNames.length : 0
    const tally = parts.tally(part, classes)
    native.scope(() => {
      const weights = uploadWeights(parameters)
      for (const chunk of parts.chunks(part)) {
        native.scope(() => {
          const scores = forward(chunk.features, weights)[last]!
          if (loss === 'meanSquaredError') {
            tally.squares(native.read(native.subtract(scores, chunk.targets)), chunk)
            return
          }
          const flat = native.reshape(scores, shapesFor(chunk.rows).flat)
          const [losses] = native.softmaxCrossEntropy(flat, chunk.targets)
          const guesses = classes > 0 ? native.argMax(flat, parts.lastAxis) : undefined
          tally.entropies(native.read(losses), guesses && native.read(guesses), chunk)
        })
      }
    })
    return tally.result()
  }

  return {
    name: 'native',
    gradients(parameters, batch, count, gradients, losses) {
      native.scope(() => {
        const weights = uploadWeights(parameters)
        const { features, targets } = parts.upload(batch, count)
        const values = forward(features, weights)
        const scores = values[last]!
        if (loss === 'meanSquaredError') {
          const differences = native.subtract(scores, targets)
          meanSquares(native.read(differences), losses)
          const factor = 2 / (count * outputs)
          backward(features, weights, values, differences, factor, gradients)
          return
        }
        const { flat, stacked } = shapesFor(count)
        const [entropies, byFlat] = native.softmaxCrossEntropy(
          native.reshape(scores, flat),
          targets,
        )
        means(native.read(entropies), losses)
        const byScores = native.reshape(byFlat, stacked)
        backward(features, weights, values, byScores, 1 / count, gradients)
      })
    },
    evaluate,
    tensorCount: () => native.count(),
    dispose() {
      for (const { flat, stacked } of shapes.values()) {
        native.free(flat)
        native.free(stacked)
      }
      shapes.clear()
      parts.dispose()
    },
  }
}

/** The most values one row yields in one layer. */
function widest(layers: readonly Layer[]): number {
  return layers.reduce((most, { inputs, outputs }) => Math.max(most, inputs, outputs), 0) + 1
}

/** Each run's mean of equally many values. */
function means(values: ArrayLike<number>, into: Float64Array): void {
  const each = values.length / into.length
  for (let run = 0, at = 0; run < into.length; run++) {
    let sum = 0
    for (const end = at + each; at < end; at++) sum += values[at]!
    into[run] = sum / each
  }
}

function meanSquares(values: ArrayLike<number>, into: Float64Array): void {
  const each = values.length / into.length
  for (let run = 0, at = 0; run < into.length; run++) {
    let sum = 0
    for (const end = at + each; at < end; at++) sum += values[at]! * values[at]!
    into[run] = sum / each
  }
}
