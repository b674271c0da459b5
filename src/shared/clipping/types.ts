import type { LocalizedText } from '../text.ts'

/** A way to bound a gradient before the update. */
export interface Clipping {
  readonly kind: string
  readonly name: LocalizedText
  /** KaTeX source, in g (the gradient) and c (the limit). */
  readonly formula: string
  /**
   * The clipped gradient `g` as an expression of the rule language, in `limit`, above 0. What is no
   * number stays that; an infinite norm leaves zeros, and no number where the gradient was infinite.
   */
  readonly code: string
  /** The same for all of a model's `parameters`, as a statement that PyTorch has for it. */
  readonly pytorch: string
}
