import { defaultHyper } from '../optimizers/index.ts'
import { expressionFormula } from '../rules/formula.ts'
import { listing } from '../rules/listing.ts'
import { withNumbers } from '../rules/resolve.ts'
import { programOf } from '../rules/rule-program.ts'
import type { HyperValues, UpdateRule } from '../rules/rule.ts'
import { formulaChanges, type FormulaChange } from './formulas.ts'
import { withLeftOut } from './left-out.ts'
import { expressionOf, numberOf } from './normal.ts'
import { parametersOf, type Numbered, type Shared, type Side } from './parameters.ts'

/* One form of an optimizer held against another, a change at a time. */

export type { Numbered } from './parameters.ts'

/** Whether every form has the numbers of the first, or its own defaults. */
export type Values = 'equal' | 'defaults'

/** A number that is otherwise. */
interface ValueChange extends Numbered {
  /** It belongs to the formula where the second form leaves no choice. */
  readonly kind: 'default' | 'formula'
  readonly parameter: Shared
  readonly before: number
  readonly after: number
}

/** Another symbol for the same, in KaTeX. */
interface Spelling {
  readonly kind: 'spelling'
  readonly parameter: Shared
  readonly before: string
  readonly after: string
}

/** One thing that is otherwise, and the rule in which it and all before it are. */
export type Change = FormulaChange | ValueChange | Spelling

export interface Comparison {
  readonly from: Numbered
  /** The second form with its numbers. */
  readonly to: Numbered
  /** On the way from one to the other: formulas first, then numbers, then what is mere spelling. */
  readonly changes: readonly Change[]
}

/**
 * @param from with its hyper-parameters
 * @param values of the second form
 */
export function compareForms(from: Numbered, to: UpdateRule, values: Values): Comparison {
  const usual: Numbered = { rule: to, hyper: { ...defaultHyper(to), ...flagsOf(from, to) } }
  const parameters = withLeftOut(parametersOf(from, usual), from, usual)
  const { shared } = parameters
  const numbers = new Map(shared.map((each) => [each.key, numberIn(each.from, from.hyper)]))
  const second = (): Numbered => secondForm(usual, shared, numbers)
  const changes: Change[] = []
  const change = (parameter: Shared, kind: ValueChange['kind'], made: () => Numbered): void => {
    const [before, after] = [numbers.get(parameter.key)!, parameter.to.default]
    if (before === after) return
    numbers.set(parameter.key, after)
    changes.push({ kind, parameter, before, after, ...made() })
  }

  // What the second form leaves no choice of comes first: with it the formulas can be compared.
  let first = from
  for (const parameter of shared) {
    const { from: own, to: other } = parameter
    if (!('fixed' in other) || other.fixed !== 'left out' || 'fixed' in own) continue
    change(parameter, 'formula', () => {
      first = { ...first, hyper: { ...first.hyper, [own.key]: other.default } }
      return first
    })
  }
  changes.push(...formulaChanges({ from: first, to: usual, end: second(), parameters, numbers }))

  // The rate is tuned more often than not: it comes last.
  const late = [...shared].sort(
    ({ key: one }, { key: other }) => Number(one === 'lr') - Number(other === 'lr'),
  )
  if (values === 'defaults') for (const parameter of late) change(parameter, 'default', second)
  const told = new Set(changes.flatMap((each) => ('parameter' in each ? [each.parameter] : [])))
  for (const parameter of shared) {
    const [before, after] = [symbolOf(parameter.from), symbolOf(parameter.to)]
    const numbered = 'fixed' in parameter.from || 'fixed' in parameter.to
    if (before !== after && !(numbered && told.has(parameter))) {
      changes.push({ kind: 'spelling', parameter, before, after })
    }
  }
  return { from, to: second(), changes }
}

const symbolOf = (side: Side): string =>
  'symbol' in side ? side.symbol : expressionFormula(expressionOf(numberOf(side.default)), String)

const numberIn = (side: Side, hyper: HyperValues): number =>
  'key' in side ? Number(hyper[side.key]) : side.default

/** The flags that both have are as the first form has them. */
function flagsOf(from: Numbered, to: UpdateRule): HyperValues {
  const flags = (to.flags ?? []).filter(({ key }) => key in from.hyper)
  return Object.fromEntries(flags.map(({ key }) => [key, from.hyper[key]!]))
}

/** @returns the second form with these numbers, also those that it writes out */
function secondForm(
  { rule, hyper }: Numbered,
  shared: readonly Shared[],
  numbers: ReadonlyMap<string, number>,
): Numbered {
  const own: Record<string, number | boolean> = { ...hyper }
  const lines = new Map<number, number>()
  let { slots } = rule
  for (const { key, to } of shared) {
    const value = numbers.get(key)!
    if ('key' in to) own[to.key] = value
    else if (value === to.default) continue
    else if (to.fixed === 'line') lines.set(to.default, value)
    else if (to.fixed === 'start') {
      const { slot } = to
      slots = slots.map((each) => (each.key === slot ? { ...each, initial: value } : each))
    }
  }
  if (lines.size === 0 && slots === rule.slots) return { rule, hyper: own }
  const program = listing(withNumbers(programOf(rule, own), lines))
  return { rule: { ...rule, slots, program }, hyper: own }
}
