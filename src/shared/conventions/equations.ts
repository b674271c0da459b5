import { valueOf, type Program, type Statement } from '../rules/ast.ts'
import { withNumbers } from '../rules/resolve.ts'
import { programOf } from '../rules/rule-program.ts'
import { expressionOf, nameOf, namesOf, normalOf, numberOf, type Normal } from './normal.ts'
import type { Numbered, Shared, Side } from './parameters.ts'

/**
 * A step without its order: what every name that is kept comes to, from what stood before the step and
 * what others have come to. `g` is where the gradient is taken, if not at `w`.
 */
export type Equations = ReadonlyMap<string, Normal>

/** What a kept name has come to, as other equations read it. */
export const after = (name: string): string => `${name}_next`
const isAfter = (name: string): string | undefined => /^(.*)_next$/.exec(name)?.[1]

/** @returns the names that a rule keeps from step to step */
export function keptOf({ rule }: Numbered): Set<string> {
  return new Set(['w', ...rule.slots.map(({ key }) => key)])
}

/**
 * @param which of the two forms this one is
 * @returns a form's equations, with its hyper-parameters called as both call them; undefined where its
 *   lines depend on the tensor: those are no equations
 */
export function equationsOf(
  form: Numbered,
  shared: readonly Shared[],
  which: 'from' | 'to',
): Equations | undefined {
  const names = new Map<string, Normal>()
  const lines = new Map<number, string>()
  for (const { key, [which]: own, [which === 'from' ? 'to' : 'from']: other } of shared) {
    if (!('fixed' in own))
      names.set(own.key, isLeftOut(other) ? numberOf(other.default) : nameOf(key))
    else if (own.fixed === 'line') lines.set(own.default, key)
  }
  const program = withNumbers(programOf(form.rule, form.hyper), lines)
  return readProgram(program, keptOf(form), (name) => names.get(name))
}

const isLeftOut = (side: Side): boolean => 'fixed' in side && side.fixed === 'left out'

function readProgram(
  { gradientAt, statements, evaluateAt }: Program,
  kept: ReadonlySet<string>,
  rename: (name: string) => Normal | undefined,
): Equations | undefined {
  if (evaluateAt || statements.some(({ kind }) => kind === 'if')) return undefined
  const equations = new Map<string, Normal>()
  if (gradientAt) equations.set('g', normalOf(gradientAt, rename))
  const last = new Map<string, number>()
  statements.forEach((statement, at) => last.set(targetOf(statement), at))
  const values = new Map<string, Normal>()
  statements.forEach((statement, at) => {
    if (statement.kind !== 'assign') return
    const { target } = statement
    const value = normalOf(valueOf(statement), (name) => values.get(name) ?? rename(name))
    if (!kept.has(target)) values.set(target, value)
    else if (last.get(target) !== at) values.set(target, value)
    else {
      equations.set(target, value)
      values.set(target, nameOf(after(target)))
    }
  })
  return equations
}

const targetOf = (statement: Statement): string =>
  statement.kind === 'assign' ? statement.target : ''

/** @returns whether an equation reads what a kept name was, or has come to */
export function reads(equation: Normal, name: string): boolean {
  const names = namesOf(equation)
  return names.has(name) || names.has(after(name))
}

/** @returns what stands for a name of an equation in a formula: a slot before the step or after it */
export function symbolIn(
  name: string,
  kept: ReadonlySet<string>,
  symbols: (name: string) => string,
): string {
  const done = isAfter(name)
  const own = symbols(done ?? name)
  const indexed = own.includes('_') ? `{${own}}` : own
  if (done !== undefined) return `${indexed}_t`
  if (name === 'g') return 'g_t'
  return kept.has(name) ? `${indexed}_{t-1}` : own
}

/** @returns a program that takes the step; undefined where equations want one another first */
export function programOfEquations(equations: Equations): Program | undefined {
  const place = { line: 1, column: 1, length: 1 }
  const open = new Map([...equations].filter(([name]) => name !== 'g'))
  const statements: Statement[] = []
  const assign = (target: string, value: Statement & { kind: 'assign' }): void =>
    void statements.push({ ...value, target })
  while (open.size > 0) {
    const ready = [...open].find(([, value]) =>
      [...namesOf(value)].every((name) => !open.has(isAfter(name) ?? '')),
    )
    if (!ready) return undefined
    const [name, value] = ready
    open.delete(name)
    assign(after(name), {
      ...{ kind: 'assign', target: '', operator: '=', place },
      value: expressionOf(value),
    })
  }
  for (const name of equations.keys()) {
    if (name === 'g') continue
    const value = { kind: 'name', name: after(name), place } as const
    assign(name, { kind: 'assign', target: '', operator: '=', value, place })
  }
  const gradientAt = equations.get('g')
  return {
    source: '',
    ...(gradientAt && { gradientAt: expressionOf(gradientAt) }),
    statements,
  }
}
