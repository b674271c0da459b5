import type { Activation, Layout } from '#shared/models.ts'
import type { Arena } from '#shared/rules/stepper.ts'

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
   * @returns `[(runs + spare) × (inputs + 1) × width]`
   */
  fill(layer: number, parameters: Float64Array): Float32Array
  /**
   * Puts a layer's gradients in their place, times a factor.
   *
   * @param values `[(runs + spare) × (inputs + 1) × width]`
   * @param gradients `[runs × size]`
   */
  take(layer: number, values: Float32Array, factor: number, gradients: Float64Array): void
}

/** @param spare runs more that the matrices hold; their weights are 0, and their gradients are left alone */
export function createStaging(
  layout: Layout,
  runs: number,
  spare: number,
  activation: Activation,
  arena?: Arena,
): Staging {
  const { layers, size } = layout
  const widths = layers.map(({ outputs }, index) => outputs + (index < layers.length - 1 ? 1 : 0))
  const matrices = layers.map(({ inputs, outputs }, index) => {
    const width = widths[index]!
    const length = (runs + spare) * (inputs + 1) * width
    const matrix = arena?.singles(length) ?? new Float32Array(length)
    if (width > outputs) {
      const block = (inputs + 1) * width
      for (let end = block; end <= matrix.length; end += block) {
        matrix[end - 1] = sumForOne[activation]
      }
    }
    return matrix
  })

  const vectors = arena?.vectors
  /** Room for a layer's gradient, so that the pass over it reaches it. */
  const received = vectors && arena.singles(Math.max(...matrices.map(({ length }) => length)))
  const reached = (values: Float64Array): boolean => values.buffer === arena?.memory?.buffer

  return {
    width: (layer) => widths[layer]!,
    fill(layer, parameters) {
      const { inputs, outputs, weights } = layers[layer]!
      const matrix = matrices[layer]!
      const width = widths[layer]!
      if (vectors && reached(parameters)) {
        const from = parameters.byteOffset + weights * 8
        const to = matrix.byteOffset
        vectors.narrow(from, size * 8, to, width, runs, inputs + 1, outputs)
        return matrix
      }
      let to = 0
      for (let run = 0; run < runs; run++) {
        let from = run * size + weights
        for (let row = 0; row <= inputs; row++, from += outputs, to += width) {
          narrow(parameters, from, matrix, to, outputs)
        }
      }
      return matrix
    },
    take(layer, values, factor, gradients) {
      const { inputs, outputs, weights } = layers[layer]!
      const width = widths[layer]!
      if (vectors && received && reached(gradients)) {
        received.set(values)
        const from = received.byteOffset
        const to = gradients.byteOffset + weights * 8
        vectors.widen(from, width, to, size * 8, runs, inputs + 1, outputs, factor)
        return
      }
      let from = 0
      for (let run = 0; run < runs; run++) {
        let to = run * size + weights
        for (let row = 0; row <= inputs; row++, from += width, to += outputs) {
          widen(values, from, gradients, to, outputs, factor)
        }
      }
    },
  }
}

/*
 * Rows are copied four numbers a turn, which takes little more than half the time of one: every
 * parameter of every run comes through here twice a step. A function for each way: one for both would
 * have to ask each array what it is.
 */

function narrow(
  from: Float64Array,
  at: number,
  into: Float32Array,
  to: number,
  count: number,
): void {
  let i = 0
  for (; i + 3 < count; i += 4) {
    into[to + i] = from[at + i]!
    into[to + i + 1] = from[at + i + 1]!
    into[to + i + 2] = from[at + i + 2]!
    into[to + i + 3] = from[at + i + 3]!
  }
  for (; i < count; i++) into[to + i] = from[at + i]!
}

function widen(
  from: Float32Array,
  at: number,
  into: Float64Array,
  to: number,
  count: number,
  factor: number,
): void {
  let i = 0
  for (; i + 3 < count; i += 4) {
    into[to + i] = from[at + i]! * factor
    into[to + i + 1] = from[at + i + 1]! * factor
    into[to + i + 2] = from[at + i + 2]! * factor
    into[to + i + 3] = from[at + i + 3]! * factor
  }
  for (; i < count; i++) into[to + i] = from[at + i]! * factor
}
