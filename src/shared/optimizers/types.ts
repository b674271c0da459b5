import type { LocalizedText } from '../text.ts'

/**
 * Whose arithmetic a rule follows. The same optimizer name hides different formulas:
 * where epsilon stands, what is bias-corrected, what an accumulator starts from. `paper` is for
 * rules that none of the three has, as their authors write them.
 */
export const conventions = ['tutorial', 'pytorch', 'keras', 'paper'] as const

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

/** A yes or no that shapes an update rule. */
export interface HyperFlag<Key extends string = string> {
  readonly key: Key
  readonly label: LocalizedText
  readonly default: boolean
}

/** Every hyper-parameter and flag of a rule, by key. */
export type HyperValues = Readonly<Record<string, number | boolean>>

/** An optimizer's state: one number per parameter, carried from step to step. */
export interface Slot<Key extends string = string> {
  readonly key: Key
  /** KaTeX source of its symbol, without the time index. */
  readonly symbol: string
  readonly meaning: LocalizedText
  /** What it starts from, or the hyper-parameter that says so. @default 0 */
  readonly initial?: number | string
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
export type Step<H extends string, S extends string, F extends string = never> = (
  parameters: Float64Array,
  gradients: Float64Array,
  slots: Readonly<Record<S, Float64Array>>,
  hyper: Readonly<Record<H, number> & Record<F, boolean>>,
  t: number,
) => void

/**
 * Where a rule wants its gradient taken, if not where the parameters are.
 *
 * @param parameters where they are; never changed
 * @param into where the gradient is to be taken, same length, overwritten
 */
export type Ahead = (
  parameters: Float64Array,
  slots: Readonly<Record<string, Float64Array>>,
  hyper: HyperValues,
  into: Float64Array,
) => void

/** Frameworks that scripts are written for. */
export type Framework = 'pytorch' | 'keras'

/** A framework's own optimizer that takes a rule's steps. */
export interface FrameworkClass {
  /** As `torch.optim` or `keras.optimizers` names it. */
  readonly name: string
  /**
   * Its keyword arguments: the key of a hyper-parameter or flag, several keys where it wants a tuple,
   * or a fixed value.
   */
  readonly arguments: Readonly<Record<string, string | readonly string[] | boolean>>
  /** The hyper-parameters under which it does; left out, under all. */
  readonly when?: (hyper: HyperValues) => boolean
  /** It does only while the learning rate never changes. */
  readonly constantRate?: true
}

/** What an update rule declares besides its step. */
interface RuleParts<H extends string, S extends string, F extends string> {
  readonly hyper: readonly HyperParameter<H>[]
  readonly flags?: readonly HyperFlag<F>[]
  readonly slots: readonly Slot<S>[]
  /** Quantities the formula names besides hyper-parameters and slots, in the order they are computed. */
  readonly terms?: readonly Term[]
  /** The rule as KaTeX lines, from symbols or from numbers; `hyper` decides which terms it has. */
  readonly formula: (pieces: FormulaPieces, hyper: HyperValues) => readonly string[]
  /**
   * The rule as a few lines of array code, as a textbook would print them; by its hyper-parameters
   * where they decide which lines it has.
   *
   * It is Python but for the names' capitals, in `w` (the parameters), `g` (their gradient), `t`, the
   * slots, hyper-parameters and flags by their keys, and the functions sqrt, abs, max, sign, clip and
   * where: exported scripts run it.
   */
  readonly code: string | ((hyper: HyperValues) => string)
  /** Frameworks whose own optimizer takes these very steps: exported scripts use it. */
  readonly frameworks?: Readonly<Partial<Record<Framework, FrameworkClass>>>
  /**
   * The learning rate above which it diverges on a quadratic whose largest curvature is L, where
   * theory knows one.
   */
  readonly rateLimit?: (curvature: number, hyper: Readonly<Record<H, number>>) => number
  /** Left out by every rule whose gradient is taken where the parameters are. */
  readonly ahead?: (
    parameters: Float64Array,
    slots: Readonly<Record<S, Float64Array>>,
    hyper: Readonly<Record<H, number> & Record<F, boolean>>,
    into: Float64Array,
  ) => void
  /** What `ahead` says, as an expression in the names that `code` has. */
  readonly aheadCode?: string
}

/** An optimizer's arithmetic in one convention. */
export interface UpdateRule extends Omit<RuleParts<string, string, string>, 'rateLimit' | 'ahead'> {
  readonly ahead?: Ahead
  readonly rateLimit?: (curvature: number, hyper: HyperValues) => number
  readonly step: (
    parameters: Float64Array,
    gradients: Float64Array,
    slots: Readonly<Record<string, Float64Array>>,
    hyper: HyperValues,
    t: number,
  ) => void
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
export function defineRule<
  const H extends string,
  const S extends string = never,
  const F extends string = never,
>(rule: RuleParts<H, S, F> & { readonly step: Step<H, S, F> }): UpdateRule {
  return rule as unknown as UpdateRule
}
