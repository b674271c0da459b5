import { declarationsOf, type UpdateRule } from '#shared/optimizers/index.ts'
import { undeclaredNames, type UndeclaredName } from '#shared/own/open.ts'
import { checkRule, ownOptimizer, type OwnFault, type OwnRule } from '#shared/own/rule.ts'
import { usualHyper, usualSymbol } from '#shared/own/usual.ts'
import { z } from '#shared/schema.ts'

/** A rule that is being written: it may be faulty, and is kept until it is saved or thrown away. */
export interface Draft {
  readonly id: number
  readonly rule: OwnRule
  /** The file that it changes. */
  readonly was?: string | undefined
}

const text = z.string().max(20_000)
const bounded = z.object({
  minimum: z.number(),
  maximum: z.number(),
  exclusive: z.enum(['minimum', 'maximum', 'both']).optional(),
})
const common = { key: text, symbol: text, label: text }

const ownRuleSchema = z.object({
  name: text,
  note: text,
  colour: text.optional(),
  hyper: z.array(z.object({ ...common, default: z.number(), range: bounded })),
  flags: z.array(z.object({ key: text, label: text, default: z.boolean() })),
  slots: z.array(
    z.object({
      ...common,
      initial: z.union([z.number(), text]).optional(),
      square: z.enum(['rows', 'columns']).optional(),
    }),
  ),
  constants: z.array(z.object({ key: text, value: z.number() })),
  symbols: z.record(z.string(), text),
  program: text,
})

/** What is kept of the stage between starts of the program. */
export const keptSchema = z.object({
  selected: z.string().optional(),
  surface: z.string().optional(),
  drafts: z
    .array(z.object({ id: z.int(), rule: ownRuleSchema, was: z.string().optional() }))
    .max(50)
    .default([]),
})

export function emptyRule(name: string): OwnRule {
  const program = 'w -= lr * g'
  const hyper = [usualHyper('lr')]
  return { name, note: '', hyper, flags: [], slots: [], constants: [], symbols: {}, program }
}

/** What is known of a draft as it stands. */
export interface Checked {
  /** Names that nobody declares, and what each can be. */
  readonly offers: readonly UndeclaredName[]
  /** The rule with every name declared as it is offered. */
  readonly rule: OwnRule
  /** What is wrong with that. */
  readonly faults: readonly OwnFault[]
  /** Undefined while something is wrong. */
  readonly update: UpdateRule | undefined
}

export function checkDraft(rule: OwnRule): Checked {
  const update = ownOptimizer(rule).rules.own!
  const offers = undeclaredNames(rule.program, declarationsOf(update))
  const whole = offers.reduce((sum, { name, as }) => declare(sum, name, as), rule)
  const faults = checkRule(whole)
  return {
    offers,
    rule: whole,
    faults,
    update: faults.length === 0 ? ownOptimizer(whole).rules.own : undefined,
  }
}

/** Declares a name, as everybody means it. */
export function declare(rule: OwnRule, key: string, as: UndeclaredName['as']): OwnRule {
  return as === 'hyper'
    ? { ...rule, hyper: [...rule.hyper, usualHyper(key)] }
    : { ...rule, slots: [...rule.slots, { key, symbol: usualSymbol(key), label: '' }] }
}

/** @returns a name that none of these has: `Adam 2` */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name} ${number}`)) number++
  return `${name} ${number}`
}
