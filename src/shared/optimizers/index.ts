import { adabelief } from './adabelief.ts'
import { adabound } from './adabound.ts'
import { adadelta } from './adadelta.ts'
import { adafactor } from './adafactor.ts'
import { adagrad } from './adagrad.ts'
import { adam } from './adam.ts'
import { adamax } from './adamax.ts'
import { adamw } from './adamw.ts'
import { adan } from './adan.ts'
import { ademamix } from './ademamix.ts'
import { adopt } from './adopt.ts'
import { asgd } from './asgd.ts'
import { cautiousAdamw } from './cautious-adamw.ts'
import { dog } from './dog.ts'
import { fromage } from './fromage.ts'
import { ftrl } from './ftrl.ts'
import { lamb } from './lamb.ts'
import { lars } from './lars.ts'
import { lion } from './lion.ts'
import { madgrad } from './madgrad.ts'
import { momentum } from './momentum.ts'
import { muon } from './muon.ts'
import { nadam } from './nadam.ts'
import { nesterovAhead } from './nesterov-ahead.ts'
import { nesterov } from './nesterov.ts'
import { novograd } from './novograd.ts'
import { optimisticGradientDescent } from './optimistic-gradient-descent.ts'
import { prodigy } from './prodigy.ts'
import { qhadam } from './qhadam.ts'
import { radam } from './radam.ts'
import { rmsprop } from './rmsprop.ts'
import { rprop } from './rprop.ts'
import { scheduleFreeSgd } from './schedule-free-sgd.ts'
import { sgd } from './sgd.ts'
import { shampoo } from './shampoo.ts'
import { signSgd } from './sign-sgd.ts'
import { yogi } from './yogi.ts'
import type { UpdateRule } from '../rules/rule.ts'
import { ownPrefix, type Convention, type Optimizer, type OptimizerGroup } from './types.ts'

export * from '../rules/rule-program.ts'
export * from '../rules/rule-state.ts'
export * from '../rules/rule-walk.ts'
export type * from '../rules/rule.ts'
export { conventions, optimizerGroups, ownPrefix } from './types.ts'
export type { Convention, Optimizer, OptimizerGroup } from './types.ts'

/** Every optimizer, in the order a reader meets them. */
export const optimizers: readonly Optimizer[] = [
  sgd,
  asgd,
  optimisticGradientDescent,
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
  ftrl,
  adabelief,
  yogi,
  adopt,
  madgrad,
  ademamix,
  qhadam,
  adabound,
  cautiousAdamw,
  lion,
  signSgd,
  rprop,
  novograd,
  fromage,
  lars,
  lamb,
  dog,
  prodigy,
  scheduleFreeSgd,
  muon,
  adafactor,
  shampoo,
]

/** @returns the optimizer of that id, or undefined */
export function findOptimizer(id: string): Optimizer | undefined {
  return optimizers.find((optimizer) => optimizer.id === id)
}

/** @returns the group an optimizer stands in, also one that a person wrote; undefined for one that is not known */
export function optimizerGroup(id: string): OptimizerGroup | undefined {
  return findOptimizer(id)?.group ?? (id.startsWith(ownPrefix) ? 'own' : undefined)
}

/** @returns what the optimizer of that id is called, also one that a person wrote or that is not known */
export function optimizerName(id: string): string {
  return findOptimizer(id)?.name ?? (id.startsWith(ownPrefix) ? id.slice(ownPrefix.length) : id)
}

/** @returns the optimizer's arithmetic in that convention, or undefined */
export function findRule(id: string, convention: Convention): UpdateRule | undefined {
  return findOptimizer(id)?.rules[convention]
}

/** @returns the conventions an optimizer is defined in */
export function conventionsOf(id: string): readonly Convention[] {
  return Object.keys(findOptimizer(id)?.rules ?? {}) as Convention[]
}

/** @returns every hyper-parameter and flag of the rule at its default, by key */
export function defaultHyper(rule: UpdateRule): Record<string, number | boolean> {
  return Object.fromEntries(
    [...rule.hyper, ...(rule.flags ?? [])].map((parameter) => [parameter.key, parameter.default]),
  )
}
