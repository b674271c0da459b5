import { partsOf, type Expression, type Program, type Statement } from '../rules/ast.ts'
import { programOf } from '../rules/rule-program.ts'
import type { HyperParameter, HyperValues, UpdateRule } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'

/** A rule and its numbers. */
export interface Numbered {
  readonly rule: UpdateRule
  readonly hyper: HyperValues
}

/** What one of two forms has of a hyper-parameter. */
export type Side =
  | { readonly key: string; readonly symbol: string; readonly default: number }
  /** It cannot be chosen there: it is written in a line, what a slot starts from, or left out as 1 and 0 can be. */
  | { readonly fixed: 'line' | 'left out'; readonly default: number }
  | { readonly fixed: 'start'; readonly slot: string; readonly default: number }

/** A hyper-parameter of two forms, whatever each calls it. */
export interface Shared {
  /** What both are called where they are held against one another. */
  readonly key: string
  readonly label: LocalizedText
  readonly from: Side
  readonly to: Side
}

/** The hyper-parameters of two forms. */
export interface Parameters {
  readonly shared: readonly Shared[]
  /** Those that only one of them has. */
  readonly only: {
    readonly from: readonly HyperParameter[]
    readonly to: readonly HyperParameter[]
  }
}

export const sideOf = ({ key, symbol, default: usual }: HyperParameter): Side => ({
  ...{ key, symbol, default: usual },
})

/**
 * Pairs hyper-parameters of one key, or of one meaning; and with what is left, numbers that the other
 * form writes out.
 */
export function parametersOf(from: Numbered, to: Numbered): Parameters {
  const shared: Shared[] = []
  const open = { from: [...from.rule.hyper], to: [...to.rule.hyper] }
  const pair = (alike: (one: HyperParameter, other: HyperParameter) => boolean): void => {
    open.from = open.from.filter((one) => {
      const other = open.to.find((each) => alike(one, each))
      if (!other) return true
      open.to = open.to.filter((each) => each !== other)
      shared.push({ key: one.key, label: one.label, from: sideOf(one), to: sideOf(other) })
      return false
    })
  }
  pair((one, other) => one.key === other.key)
  pair((one, other) => one.label.en === other.label.en)
  for (const { parameter, side } of writtenIn(from, to, open.to)) {
    const { key, label } = parameter
    shared.push({ key, label, from: side, to: sideOf(parameter) })
  }
  for (const { parameter, side } of writtenIn(to, from, open.from)) {
    const { key, label } = parameter
    shared.push({ key, label, from: sideOf(parameter), to: side })
  }
  const isOpen = ({ key }: HyperParameter): boolean => shared.every((each) => each.key !== key)
  return { shared, only: { from: open.from.filter(isOpen), to: open.to.filter(isOpen) } }
}

interface Written {
  readonly parameter: HyperParameter
  readonly side: Side
}

/** @returns the numbers that a form has in the place of parameters that only the other one declares */
function writtenIn(form: Numbered, other: Numbered, open: readonly HyperParameter[]): Written[] {
  const theirs = partsIn(programOf(other.rule, other.hyper))
  const known = new Set(theirs.flatMap((part) => (part.kind === 'number' ? [part.value] : [])))
  const numbers = partsIn(programOf(form.rule, form.hyper)).flatMap((part) =>
    part.kind === 'number' && !known.has(part.value) ? [part.value] : [],
  )
  const started: Written[] = []
  const candidates = open.flatMap((parameter) => {
    const { key, default: usual } = parameter
    const slot = other.rule.slots.find(({ initial }) => initial === key)
    const own = form.rule.slots.find((each) => each.key === slot?.key)
    const { initial = 0 } = own ?? {}
    if (own && typeof initial === 'number') {
      started.push({ parameter, side: { fixed: 'start', slot: own.key, default: initial } })
    }
    if (!theirs.some((part) => part.kind === 'name' && part.name === key)) return []
    return [...new Set(numbers)].map((value) => {
      return { parameter, value, far: Math.abs(Math.log10(value / usual)) }
    })
  })
  // Each number stands for one parameter: for the one that it is nearest to in size.
  const lines: Written[] = []
  const taken = new Set<unknown>()
  for (const { parameter, value, far } of candidates.sort((a, b) => a.far - b.far)) {
    if (!(far <= farthest) || taken.has(parameter) || taken.has(value)) continue
    taken.add(parameter).add(value)
    lines.push({ parameter, side: { fixed: 'line', default: value } })
  }
  return [...started, ...lines]
}

/** Decades between a parameter's default and a number that is written in its place, at most. */
const farthest = 5

/** @returns every expression of a program, and the parts of each */
function partsIn({ statements }: Program): Expression[] {
  const within = (part: Expression): Expression[] => [part, ...partsOf(part).flatMap(within)]
  const visit = (statement: Statement): Expression[] =>
    statement.kind === 'assign'
      ? within(statement.value)
      : [...statement.yes, ...statement.no].flatMap(visit)
  return statements.flatMap(visit)
}
