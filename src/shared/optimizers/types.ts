import type { LocalizedText } from '../text.ts'

/**
 * Whose arithmetic a rule follows. The same optimizer name hides different formulas:
 * where epsilon stands, what is bias-corrected, what an accumulator starts from.
 */
export const conventions = ['tutorial', 'pytorch', 'keras'] as const

export type Convention = (typeof conventions)[number]

/** A number that shapes an update rule. */
export interface HyperParameter<Key extends string = string> {
  readonly key: Key
  /** KaTeX source of its symbol. */
  readonly symbol: string
  readonly label: LocalizedText
  readonly default: number
  /** Allowed values: `minimum ≤ value ≤ maximum`, with the bound itself left out where `exclusive` says so. */
  readonly range: {
    readonly minimum: number
    readonly maximum: number
    readonly exclusive?: 'minimum' | 'maximum' | 'both'
  }
}

/** An optimizer's state: one number per parameter, carried from step to step. */
export interface Slot<Key extends string = string> {
  readonly key: Key
  /** KaTeX source of its symbol, without the time index. */
  readonly symbol: string
  readonly meaning: LocalizedText
  /** What it starts from. @default 0 */
  readonly initial?: number
}

/** A quantity a rule computes on the way, shown with its live value beside the formula. */
export interface Term {
  readonly key: string
  /** KaTeX source of its symbol. */
  readonly symbol: string
  readonly value: (scope: Readonly<Record<string, number>>) => number
}

/**
 * The pieces of a formula, by name: `p` and `pNext` (the parameter before and after the step), `g`
 * (its gradient), `t` (the step, from 1), every hyper-parameter and every term by its key, every
 * slot by its key (before the step) and as `<key>Next` (after it).
 *
 * Filled with symbols it gives the rule, filled with numbers the rule at work. A number with a sign
 * or a power of ten comes in brackets: a formula may square it.
 */
export type FormulaPieces = Readonly<Record<string, string>>

/**
 * One update over flat arrays, in place.
 *
 * @param parameters any number of independent parameters, changed to their values after the step
 * @param gradients the loss's gradient, same length; never changed
 * @param slots the optimizer's state, same length each, changed to their values after the step
 * @param hyper every hyper-parameter the rule declares
 * @param t the step, from 1
 */
export type Step<H extends string, S extends string> = (
  parameters: Float64Array,
  gradients: Float64Array,
  slots: Readonly<Record<S, Float64Array>>,
  hyper: Readonly<Record<H, number>>,
  t: number,
) => void

/** An optimizer's arithmetic in one convention. */
export interface UpdateRule<H extends string = string, S extends string = string> {
  readonly hyper: readonly HyperParameter<H>[]
  readonly slots: readonly Slot<S>[]
  /** Quantities the formula names besides hyper-parameters and slots, in the order they are computed. */
  readonly terms?: readonly Term[]
  /** The rule as KaTeX lines, from symbols or from numbers. */
  readonly formula: (pieces: FormulaPieces) => readonly string[]
  /** The rule as a few lines of array code, as a textbook would print them. */
  readonly code: string
  readonly step: Step<H, S>
}

/** Everything the program knows of an optimizer. Nothing above this folder knows one by name. */
export interface Optimizer {
  readonly id: string
  /** Its name in the field, the same in every language. */
  readonly name: string
  /** Where it comes from. */
  readonly paper: { readonly citation: string; readonly url?: string }
  /** In two sentences: why it moves as it does. */
  readonly why: LocalizedText
  readonly rules: Readonly<Partial<Record<Convention, UpdateRule>>>
}

/** Checks a rule's keys against its step while it is written, then forgets them. */
export function defineRule<const H extends string, const S extends string = never>(
  rule: UpdateRule<H, S>,
): UpdateRule {
  return rule as unknown as UpdateRule
}
