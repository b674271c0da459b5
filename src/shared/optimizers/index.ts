import { adadelta } from './adadelta.ts'
import { adagrad } from './adagrad.ts'
import { adam } from './adam.ts'
import { momentum } from './momentum.ts'
import { nesterov } from './nesterov.ts'
import { rmsprop } from './rmsprop.ts'
import { sgd } from './sgd.ts'
import type { Convention, Optimizer, UpdateRule } from './types.ts'

export { numbersOf } from './numbers.ts'
export type { StepState } from './numbers.ts'
export { conventions } from './types.ts'
export type {
  Convention,
  FormulaPieces,
  HyperParameter,
  Optimizer,
  Slot,
  Term,
  UpdateRule,
} from './types.ts'

/** Every optimizer, in the order a reader meets them. */
export const optimizers: readonly Optimizer[] = [
  sgd,
  momentum,
  nesterov,
  adagrad,
  adadelta,
  rmsprop,
  adam,
]

/** @returns the optimizer of that id, or undefined */
export function findOptimizer(id: string): Optimizer | undefined {
  return optimizers.find((optimizer) => optimizer.id === id)
}

/** @returns the optimizer's arithmetic in that convention, or undefined */
export function findRule(id: string, convention: Convention): UpdateRule | undefined {
  return findOptimizer(id)?.rules[convention]
}

/** @returns every hyper-parameter of the rule at its default, by key */
export function defaultHyper(rule: UpdateRule): Record<string, number> {
  return Object.fromEntries(rule.hyper.map((parameter) => [parameter.key, parameter.default]))
}
