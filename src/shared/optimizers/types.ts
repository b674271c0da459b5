import type { UpdateRule } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'

export {
  defineRule,
  type HyperFlag,
  type HyperParameter,
  type HyperValues,
  type Slot,
} from '../rules/rule.ts'

/**
 * Whose arithmetic a rule follows. The same optimizer name hides different formulas:
 * where epsilon stands, what is bias-corrected, what an accumulator starts from. `paper` is for
 * rules that none of the others has, as their authors write them; `own` for those that a person wrote.
 */
export const conventions = ['tutorial', 'pytorch', 'keras', 'optax', 'paper', 'own'] as const

export type Convention = (typeof conventions)[number]

/** Families of optimizers, in the order menus show them. */
export const optimizerGroups = [
  'firstOrder',
  'momentum',
  'adaptive',
  'sign',
  'layerWise',
  'parameterFree',
  'matrix',
] as const

/** The ids of optimizers that a person wrote begin so: none of them is one of the program's. */
export const ownPrefix = 'own:'

/** `own` holds what a person wrote. */
export type OptimizerGroup = (typeof optimizerGroups)[number] | 'own'

/** Everything the program knows of an optimizer. Nothing above this folder knows one by name. */
export interface Optimizer {
  readonly id: string
  /** Its name in the field, the same in every language. */
  readonly name: string
  /** What sets it apart; menus are grouped by it. */
  readonly group: OptimizerGroup
  /** Of its line, where a person chose one: `#rrggbb`. */
  readonly colour?: string
  /** Where it comes from. */
  readonly paper: { readonly citation: string; readonly url?: string }
  /** In two sentences: why it moves as it does. */
  readonly why: LocalizedText
  readonly rules: Readonly<Partial<Record<Convention, UpdateRule>>>
  /** The optimizer that it is another form of: they are held against one another. */
  readonly formOf?: string
}
