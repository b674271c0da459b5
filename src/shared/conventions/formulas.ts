import { expressionFormula } from '../rules/formula.ts'
import { listing } from '../rules/listing.ts'
import { parseProgram } from '../rules/parse.ts'
import { declarationsOf, programOf } from '../rules/rule-program.ts'
import type { HyperValues, Slot, UpdateRule } from '../rules/rule.ts'
import {
  after as afterStep,
  equationsOf,
  keptOf,
  programOfEquations,
  reads,
  symbolIn,
  type Equations,
} from './equations.ts'
import { differing } from './fragments.ts'
import { unlikeTargets } from './left-out.ts'
import { expressionOf, nameOf, namesOf, type Normal } from './normal.ts'
import type { Numbered, Parameters } from './parameters.ts'

/** What of a line is otherwise, in KaTeX; empty where there is no such line. */
interface Fragment {
  /** What the line yields. */
  readonly target: string
  readonly before: string
  readonly after: string
}

/** Lines that compute something else. Where there are several, one alone would make no sense. */
export interface FormulaChange extends Numbered {
  readonly kind: 'formula'
  /** None where the formulas cannot be taken apart. */
  readonly fragments: readonly Fragment[]
}

interface Forms {
  readonly from: Numbered
  readonly to: Numbered
  /** The second form with the numbers of the first. */
  readonly end: Numbered
  readonly parameters: Parameters
  /** By what both call it, the number of each shared parameter. */
  readonly numbers: ReadonlyMap<string, number>
}

/** @returns what the formulas differ in, a change at a time, and the rule after each */
export function formulaChanges(forms: Forms): FormulaChange[] {
  const { from, to, end, parameters } = forms
  const before = equationsOf(from, parameters.shared, 'from')
  const after = equationsOf(to, parameters.shared, 'to')
  if (!before || !after) {
    return listing(programOf(from.rule, from.hyper)) === listing(programOf(to.rule, to.hyper))
      ? []
      : [{ kind: 'formula', fragments: [], ...end }]
  }
  const groups = groupsOf(before, after, parameters)
  const between = groups.slice(0, -1).map((_, at) => {
    const changed = new Set(groups.slice(0, at + 1).flat())
    return mixed(forms, before, after, changed)
  })
  const fragment = (target: string): Fragment => fragmentOf(target, before, after, forms)
  if (between.some((rule) => !rule)) {
    const fragments = groups.flat().map(fragment)
    return [{ kind: 'formula', fragments, ...end }]
  }
  return groups.map((group, at) => ({
    ...{ kind: 'formula', fragments: group.map(fragment) },
    ...(between[at] ?? end),
  }))
}

/** Lines that differ, those together that depend on one another. */
function groupsOf(before: Equations, after: Equations, { only }: Parameters): string[][] {
  const own = new Set([...only.from, ...only.to].map(({ key }) => key))
  const sides = (target: string): Normal[] =>
    [before.get(target), after.get(target)].filter((each) => each !== undefined)
  const tied = (one: string, other: string): boolean => {
    // Where the gradient is taken is of a piece with what the rule makes of it.
    if (one === 'g') return true
    // What a slot holds, with what is made of it.
    if (one !== 'w' && sides(other).some((side) => reads(side, one))) return true
    const names = new Set(sides(one).flatMap((side) => [...namesOf(side)]))
    const others = sides(other).flatMap((side) => [...namesOf(side)])
    return others.some((name) => own.has(name) && names.has(name))
  }
  const groups: string[][] = []
  for (const target of unlikeTargets(before, after)) {
    const kin = groups.filter((group) =>
      group.some((each) => tied(each, target) || tied(target, each)),
    )
    for (const group of kin) groups.splice(groups.indexOf(group), 1)
    groups.push([...kin.flat(), target])
  }
  return groups
}

/** @returns the first form with some of its lines as the second one has them */
function mixed(
  { from, to, parameters, numbers }: Forms,
  before: Equations,
  after: Equations,
  changed: ReadonlySet<string>,
): Numbered | undefined {
  const equations = new Map<string, Normal>()
  for (const target of new Set([...before.keys(), ...after.keys()])) {
    const value = (changed.has(target) ? after : before).get(target)
    if (value) equations.set(target, value)
  }
  const program = programOfEquations(equations)
  if (!program) return undefined
  const { shared, only } = parameters
  const declared = [...only.from, ...only.to]
  const hyper: HyperValues = {
    ...Object.fromEntries(declared.map(({ key }) => [key, from.hyper[key] ?? to.hyper[key]!])),
    ...Object.fromEntries(numbers),
  }
  const rule: UpdateRule = {
    hyper: [
      ...declared,
      ...shared.map(({ key, label }) => ({
        ...{ key, label, symbol: key, default: numbers.get(key)! },
        range: { minimum: -1e12, maximum: 1e12 },
      })),
    ],
    slots: slotsOf(from, to, hyper, parameters),
    program: listing(program),
  }
  const { fault } = parseProgram(rule.program, declarationsOf(rule))
  return fault ? undefined : { rule, hyper }
}

/** The slots of both, with what they start from as numbers. */
function slotsOf(from: Numbered, to: Numbered, hyper: HyperValues, { shared }: Parameters): Slot[] {
  const slots = new Map([...to.rule.slots, ...from.rule.slots].map((slot) => [slot.key, slot]))
  return [...slots.values()].map((slot) => {
    const { initial } = slot
    if (typeof initial !== 'string' || initial === 'w') return slot
    const parameter = shared.find(({ from: one, to: other }) =>
      [one, other].some((side) => 'key' in side && side.key === initial),
    )
    return { ...slot, initial: Number(hyper[parameter?.key ?? initial]) }
  })
}

function fragmentOf(target: string, before: Equations, after: Equations, forms: Forms): Fragment {
  const kept = new Set([...keptOf(forms.from), ...keptOf(forms.to)])
  const symbols = new Map<string, string>()
  for (const { rule } of [forms.to, forms.from]) {
    for (const { key, symbol } of [...rule.slots, ...rule.hyper]) symbols.set(key, symbol)
  }
  for (const { key, from, to } of forms.parameters.shared) {
    const named = 'symbol' in from ? from : to
    if ('symbol' in named) symbols.set(key, named.symbol)
  }
  const label = (name: string): string => symbolIn(name, kept, (key) => symbols.get(key) ?? key)
  const tex = (normal: Normal): string => expressionFormula(expressionOf(normal), label)
  const [one, other] = [before.get(target), after.get(target)]
  const parts = one && other ? differing(one, other) : ([one, other] as const)
  // Where no place is said the gradient is taken at the parameters.
  const none = target === 'g' ? tex(nameOf('w')) : ''
  return {
    target: target === 'g' ? '\\nabla f' : label(afterStep(target)),
    before: parts[0] ? tex(parts[0]) : none,
    after: parts[1] ? tex(parts[1]) : none,
  }
}
