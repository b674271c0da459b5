import type { Activation, Layout } from '../../shared/models/index.ts'

/** What a unit's sum must be for its value to be 1, in float32. */
const sumForOne: Readonly<Record<Activation, number>> = { sigmoid: 30, tanh: 15, relu: 1 }

/**
 * Carries parameters from the trainer's flat float64 vectors into the float32 matrices that
 * TensorFlow sees, and gradients back. A hidden layer's matrix has one column more, for the unit
 * that always yields 1.
 */
export interface Staging {
  /** Columns of a layer's matrix. */
  width(layer: number): number
  /**
   * One layer's weights and biases of every run. The same array is filled each time: the tensor
   * made from it must be gone by then.
   *
   * @param parameters `[runs × size]`
   * @returns `[runs × (inputs + 1) × width]`
   */
  fill(layer: number, parameters: Float64Array): Float32Array
  /**
   * Puts a layer's gradients in their place, times a factor.
   *
   * @param values `[runs × (inputs + 1) × width]`
   * @param gradients `[runs × size]`
   */
  take(layer: number, values: ArrayLike<number>, factor: number, gradients: Float64Array): void
}

export function createStaging(layout: Layout, runs: number, activation: Activation): Staging {
  const { layers, size } = layout
  const widths = layers.map(({ outputs }, index) => outputs + (index < layers.length - 1 ? 1 : 0))
  const matrices = layers.map(({ inputs, outputs }, index) => {
    const width = widths[index]!
    const matrix = new Float32Array(runs * (inputs + 1) * width)
    if (width > outputs) {
      const block = (inputs + 1) * width
      for (let end = block; end <= matrix.length; end += block) {
        matrix[end - 1] = sumForOne[activation]
      }
    }
    return matrix
  })

  return {
    width: (layer) => widths[layer]!,
    fill(layer, parameters) {
      const { inputs, outputs, weights } = layers[layer]!
      const matrix = matrices[layer]!
      const gap = widths[layer]! - outputs
      let to = 0
      for (let run = 0; run < runs; run++) {
        let from = run * size + weights
        for (let row = 0; row <= inputs; row++) {
          for (const end = from + outputs; from < end; from++) matrix[to++] = parameters[from]!
          to += gap
        }
      }
      return matrix
    },
    take(layer, values, factor, gradients) {
      const { inputs, outputs, weights } = layers[layer]!
      const gap = widths[layer]! - outputs
      let from = 0
      for (let run = 0; run < runs; run++) {
        let to = run * size + weights
        for (let row = 0; row <= inputs; row++) {
          for (const end = to + outputs; to < end; to++) gradients[to] = values[from++]! * factor
          from += gap
        }
      }
    },
  }
}
