import type { Layout, Loss, Model } from '../models.ts'
import type { Arena } from '../rules/stepper.ts'
import type { Problem } from './problem.ts'

/** Which part of a problem to evaluate. */
export type Part = 'train' | 'validation'

/** How much to say of a part: classes cost an extra pass over the scores. */
export type Detail = 'loss' | 'classes'

/** What an engine computes for: a rectangle of runs, lane-major (`run = lane × seeds + seed`). */
export interface EngineOptions {
  readonly model: Model
  readonly loss: Loss
  /** Lanes that share each seed's batches. */
  readonly lanes: number
  /**
   * One problem per seed, the same object where seeds share a split. All have as many inputs,
   * outputs and training rows; of validation rows one may have fewer than another.
   */
  readonly problems: readonly Problem[]
  /** Where parameters and gradients lie, and where there is room for `engineBytes`. */
  readonly arena?: Arena
}

/** Bytes that an engine may take from the arena, at most: each layer's weights, and a gradient by them, in float32. */
export function engineBytes({ layers }: Layout, runs: number): number {
  const sizes = layers.map(({ inputs, outputs }) => runs * (inputs + 1) * (outputs + 1) * 4 + 16)
  return sizes.reduce((sum, size) => sum + size, 0) + Math.max(...sizes)
}

/** What a whole part of the data says of every run. */
export interface Evaluation {
  /** Mean loss, `[runs]`. */
  readonly losses: Float64Array
  /** Share of rows whose highest score is the right class, `[runs]`; NaN in regression or if not asked for. */
  readonly accuracies: Float64Array
  /** Coefficient of determination, `[runs]`; NaN in classification and where the part's targets are all alike. */
  readonly determinations: Float64Array
  /**
   * Rows by true class and predicted class, `[runs × classes × classes]`; empty in regression or if
   * not asked for. A row whose loss is not a number has no predicted class and is left out.
   */
  readonly confusion: Uint32Array
}

/**
 * Losses and gradients for a stack of runs. Two kinds of engine share this interface: native
 * TensorFlow in float32, and the float64 reference, which is its oracle.
 */
export interface GradientEngine {
  readonly name: 'native' | 'reference'

  /**
   * The mean loss of each run's batch and its gradient.
   *
   * @param parameters `[runs × size]`, row-major, as `layoutOf` lays out each run
   * @param batch `[seeds × count]`, positions into each seed's training rows
   * @param count rows in the batch
   * @param gradients `[runs × size]`, overwritten
   * @param losses `[runs]`, overwritten; before the step. Left out where nobody asks
   */
  gradients(
    parameters: Float64Array,
    batch: Int32Array,
    count: number,
    gradients: Float64Array,
    losses?: Float64Array,
  ): void

  /** @param parameters `[runs × size]`, row-major */
  evaluate(parameters: Float64Array, part: Part, detail: Detail): Evaluation

  /** Tensors now alive, to find leaks; 0 where there are none by nature. */
  tensorCount(): number

  dispose(): void
}

export type CreateEngine = (options: EngineOptions) => GradientEngine
