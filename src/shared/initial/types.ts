import type { Random } from '../math/random.ts'
import type { HyperParameter } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'

/** The layer whose weights are drawn. */
interface Fan {
  readonly inputs: number
  readonly outputs: number
}

/** A way to draw a network's start weights. Biases start at 0 in every one. */
export interface Initial<Kind extends string = string, Key extends string = string> {
  readonly kind: Kind
  readonly name: LocalizedText
  readonly parameters: readonly HyperParameter<Key>[]
  /** KaTeX source, in the symbols of its parameters, n (a layer's inputs) and m (its outputs). */
  readonly formula: string
  /**
   * Fills one layer's weights. Layers are drawn from the inputs on, all from one stream.
   *
   * @param weights `[inputs × outputs]`, row-major, all 0
   */
  readonly draw: (
    weights: Float64Array,
    random: Random,
    layer: Fan,
    parameters: Readonly<Record<Key, number>>,
  ) => void
}

/** Checks a kind's keys against what it draws, and remembers both for the spec's schema. */
export function defineInitial<const Kind extends string, const Key extends string = never>(
  initial: Initial<Kind, Key>,
): Initial<Kind, Key> {
  return initial
}
