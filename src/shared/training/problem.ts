import type { Scale } from '../data/scale.ts'

/** Encoded rows: features scaled, targets as the loss wants them. */
export interface Rows {
  readonly count: number
  /** `[count × inputs]`, row-major. */
  readonly features: Float64Array
  /** `[count × outputs]`, row-major: one-hot classes, or the scaled target in regression. */
  readonly targets: Float64Array
}

/** What one seed learns from: an encoded split of a table. */
export interface Problem {
  readonly inputs: number
  readonly outputs: number
  readonly train: Rows
  readonly validation: Rows
  /** Names of the input columns after encoding. */
  readonly featureNames: readonly string[]
  /** Of each input column: features are `(value − offset) / width`. */
  readonly featureScales: readonly Scale[]
  /** Names of the classes; empty in regression. */
  readonly classNames: readonly string[]
  /** In regression: targets are `(value − offset) / width`. */
  readonly targetScale?: Scale
}
