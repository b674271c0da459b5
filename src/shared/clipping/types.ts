import type { LocalizedText } from '../text.ts'

/** A way to bound a gradient before the update. */
export interface Clipping {
  readonly kind: string
  readonly name: LocalizedText
  /** KaTeX source, in g (the gradient) and c (the limit). */
  readonly formula: string
  /**
   * What `clip` does to one tensor `g` of the gradient, as an expression of array code; in limit, total
   * (the norm of all tensors together), and the functions norm, min and clip. Exported scripts run it.
   */
  readonly code: string
  /** The same for all of a model's `parameters`, as a statement that PyTorch has for it. */
  readonly pytorch: string
  /**
   * Bounds one run's gradient in place.
   *
   * @param gradient flat, all of the run's parameters
   * @param tensors where each tensor ends, ascending: its half-open range begins where the last ended
   * @param limit above 0
   */
  readonly clip: (gradient: Float64Array, tensors: readonly number[], limit: number) => void
}
