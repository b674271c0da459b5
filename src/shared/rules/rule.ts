import type { LocalizedText } from '../text.ts'
import type { Side } from './ast.ts'

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

/** An optimizer's state, carried from step to step: one number per parameter, or as `square` says. */
export interface Slot<Key extends string = string> {
  readonly key: Key
  /** KaTeX source of its symbol, without the time index. */
  readonly symbol: string
  readonly meaning: LocalizedText
  /**
   * What it starts from, or the hyper-parameter that says so, or `w` for the parameters; a square
   * matrix from so many times the identity.
   *
   * @default 0
   */
  readonly initial?: number | string
  /** For each tensor a square matrix, with as many rows as the tensor has on this side; a bias vector has one row. */
  readonly square?: Side
}

/** Frameworks that scripts are written for. */
export type Framework = 'pytorch' | 'keras'

/** A framework's own optimizer that takes a rule's steps. */
interface FrameworkClass {
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

/** What an optimizer declares of its arithmetic in one convention. */
interface RuleParts<H extends string, S extends string, F extends string> {
  readonly hyper: readonly HyperParameter<H>[]
  readonly flags?: readonly HyperFlag<F>[]
  readonly slots: readonly Slot<S>[]
  /** Names that stand for a number: the formula shows the number. */
  readonly constants?: Readonly<Record<string, number>>
  /**
   * The update as a few lines of array code, a subset of Python, in `w` (the parameters), `g` (their
   * gradient), `t` (the step, from 1), the slots, hyper-parameters and flags by their keys.
   *
   * @see ./parse.ts
   */
  readonly program: string
  /** KaTeX source for names that the program gives to values on the way, where the usual one does not do. */
  readonly symbols?: Readonly<Record<string, string>>
  /** Frameworks whose own optimizer takes these very steps: exported scripts use it. */
  readonly frameworks?: Readonly<Partial<Record<Framework, FrameworkClass>>>
  /**
   * The learning rate above which it diverges on a quadratic whose largest curvature is L, where
   * theory knows one.
   */
  readonly rateLimit?: (curvature: number, hyper: Readonly<Record<H, number>>) => number
}

/** An optimizer's arithmetic in one convention. */
export interface UpdateRule extends Omit<RuleParts<string, string, string>, 'rateLimit'> {
  readonly rateLimit?: (curvature: number, hyper: HyperValues) => number
}

/** Checks a rule's keys while it is written, then forgets them. */
export function defineRule<
  const H extends string,
  const S extends string = never,
  const F extends string = never,
>(rule: RuleParts<H, S, F>): UpdateRule {
  return rule as unknown as UpdateRule
}
