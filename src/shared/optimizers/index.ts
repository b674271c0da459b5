import { adadelta } from './adadelta.ts'
import { adagrad } from './adagrad.ts'
import { adam } from './adam.ts'
import { adamax } from './adamax.ts'
import { adamw } from './adamw.ts'
import { adan } from './adan.ts'
import { asgd } from './asgd.ts'
import { ftrl } from './ftrl.ts'
import { lion } from './lion.ts'
import { momentum } from './momentum.ts'
import { nadam } from './nadam.ts'
import { nesterovAhead } from './nesterov-ahead.ts'
import { nesterov } from './nesterov.ts'
import { radam } from './radam.ts'
import { rmsprop } from './rmsprop.ts'
import { rprop } from './rprop.ts'
import { sgd } from './sgd.ts'
import type { Convention, Optimizer, UpdateRule } from './types.ts'

export {
  codeOf,
  formulaOf,
  looksAhead,
  numbersAt,
  programOf,
  symbolsOf,
  textOf,
} from './program.ts'
export { createRuleState, slotStart } from './state.ts'
export type { RuleState } from './state.ts'
export { conventions } from './types.ts'
export type {
  Convention,
  Framework,
  FrameworkClass,
  HyperFlag,
  HyperParameter,
  HyperValues,
  Optimizer,
  Slot,
  UpdateRule,
} from './types.ts'

/** Every optimizer, in the order a reader meets them. */
export const optimizers: readonly Optimizer[] = [
  sgd,
  momentum,
  nesterov,
  nesterovAhead,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamw,
  adamax,
  nadam,
  radam,
  adan,
  lion,
  rprop,
  asgd,
  ftrl,
]

/** @returns the optimizer of that id, or undefined */
export function findOptimizer(id: string): Optimizer | undefined {
  return optimizers.find((optimizer) => optimizer.id === id)
}

/** @returns the optimizer's arithmetic in that convention, or undefined */
export function findRule(id: string, convention: Convention): UpdateRule | undefined {
  return findOptimizer(id)?.rules[convention]
}

/** @returns every hyper-parameter and flag of the rule at its default, by key */
export function defaultHyper(rule: UpdateRule): Record<string, number | boolean> {
  return Object.fromEntries(
    [...rule.hyper, ...(rule.flags ?? [])].map((parameter) => [parameter.key, parameter.default]),
  )
}
