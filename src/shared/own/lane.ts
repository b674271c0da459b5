import {
  findOptimizer,
  ownPrefix,
  type Convention,
  type Optimizer,
  type UpdateRule,
} from '../optimizers/index.ts'
import { readRule, writeRule } from './file.ts'
import { ownOptimizer, type OwnRule } from './rule.ts'

/** Which rule a lane or a contestant takes its steps by. */
export interface RuleChoice {
  readonly optimizer: string
  readonly convention: Convention
  /** Of a rule that a person wrote: the content of its file. */
  readonly rule?: string | undefined
}

/** Files that were read; a race has few, and each is asked for many times. */
const known = new Map<string, Optimizer | undefined>()

/** @returns the optimizer of a choice, built-in or own; undefined where there is none, or it is faulty */
export function optimizerOf({
  optimizer,
  rule,
}: Pick<RuleChoice, 'optimizer' | 'rule'>): Optimizer | undefined {
  if (rule === undefined) return findOptimizer(optimizer)
  if (!known.has(rule)) {
    const read = readRule(rule)
    if (known.size >= 256) known.clear()
    known.set(rule, read.rule && ownOptimizer(read.rule))
  }
  return known.get(rule)
}

/** @returns the arithmetic of a choice, or undefined */
export function ruleOf(choice: RuleChoice): UpdateRule | undefined {
  return optimizerOf(choice)?.rules[choice.convention]
}

/** @returns what a lane holds of an own rule */
export function choiceOf(rule: OwnRule): RuleChoice & { readonly rule: string } {
  return { optimizer: ownPrefix + rule.name, convention: 'own', rule: writeRule(rule) }
}
