import type { Declarations, Program } from './ast.ts'
import { formulaLines, type Label, type Variable } from './formula.ts'
import { interpretStep, type RunNumbers, type TensorLayout } from './interpret.ts'
import { expressionText, listing } from './listing.ts'
import { parseProgram } from './parse.ts'
import { resolveProgram, statementsFor } from './resolve.ts'
import type { HyperValues, UpdateRule } from './rule.ts'

const parsed = new WeakMap<UpdateRule, Program>()

/** A rule's whole program. Rules are read when they are first needed. */
function wholeProgram(rule: UpdateRule): Program {
  let program = parsed.get(rule)
  if (!program) {
    const result = parseProgram(dedent(rule.program), declarationsOf(rule))
    if (result.fault) {
      const { place, message } = result.fault
      throw new Error(`line ${place.line}, column ${place.column}: ${message.en}\n${rule.program}`)
    }
    program = result.program
    parsed.set(rule, program)
  }
  return program
}

/** @returns the names that a rule's program may use */
export function declarationsOf(rule: Omit<UpdateRule, 'program' | 'rateLimit'>): Declarations {
  const { hyper, flags = [], slots, constants } = rule
  return {
    hyper: hyper.map(({ key }) => key),
    flags: flags.map(({ key }) => key),
    slots: slots.map(({ key }) => key),
    squares: Object.fromEntries(
      slots.flatMap(({ key, square }) => (square ? [[key, square]] : [])),
    ),
    ...(constants && { constants }),
  }
}

/** @returns the lines of a rule's program that hold under these hyper-parameters */
export function programOf(rule: UpdateRule, hyper: HyperValues): Program {
  return resolveProgram(wholeProgram(rule), hyper)
}

/** @returns whether a rule takes its gradient elsewhere than at the parameters */
export function looksAhead(rule: UpdateRule): boolean {
  return wholeProgram(rule).gradientAt !== undefined
}

/** @returns the rule as array code under these hyper-parameters */
export function codeOf(rule: UpdateRule, hyper: HyperValues): string {
  return listing(programOf(rule, hyper))
}

/** A rule's text under some hyper-parameters, in Python. */
export interface RuleText {
  /** The lines that take the step. */
  readonly step: string
  /** Where the gradient is taken, if not at `w`. */
  readonly gradientAt?: string
  /** Where the loss is evaluated, if not at `w`. */
  readonly evaluateAt?: string
}

/** @returns the parts of the rule's array code under these hyper-parameters */
export function textOf(rule: UpdateRule, hyper: HyperValues): RuleText {
  const { gradientAt, evaluateAt, ...program } = programOf(rule, hyper)
  return {
    step: listing(program),
    ...(gradientAt && { gradientAt: expressionText(gradientAt) }),
    ...(evaluateAt && { evaluateAt: expressionText(evaluateAt) }),
  }
}

/** How a rule's formula is written. */
export interface FormulaOptions {
  /** What stands for a variable of one parameter. @default its symbol */
  readonly label?: Label
  /** What stands for a variable where a whole tensor's enter together. @default its symbol */
  readonly whole?: Label
  /** The kind of tensor whose lines are wanted. @default both kinds, with a note where they differ */
  readonly matrix?: boolean
  /** The text of a term, as the rule's listing has it, that is marked: `sqrt(s + 1e-6)`. */
  readonly mark?: string
}

/** @returns the rule as KaTeX lines under these hyper-parameters */
export function formulaOf(
  rule: UpdateRule,
  hyper: HyperValues,
  { label, whole, matrix, mark }: FormulaOptions = {},
): string[] {
  const kept = new Set(['w', ...rule.slots.map(({ key }) => key)])
  const symbols = symbolsOf(rule)
  const program = programOf(rule, hyper)
  const statements =
    matrix === undefined ? program.statements : statementsFor(program.statements, matrix)
  const resolved = { ...program, statements }
  return formulaLines(resolved, kept, label ?? symbols, whole ?? symbols, mark)
}

/** @returns the symbols of a rule's variables: after the step at time t, before it at t−1 */
function symbolsOf(rule: UpdateRule): Label {
  const hyper = new Map(rule.hyper.map(({ key, symbol }) => [key, symbol]))
  const slots = new Map(rule.slots.map(({ key, symbol }) => [key, symbol]))
  return ({ name, version, last }) => {
    const kept = name === 'w' ? 'w' : slots.get(name)
    if (kept !== undefined) {
      // What no line changes is the same at every time.
      if (version === 0 && last) return kept
      const indexed = kept.includes('_') ? `{${kept}}` : kept
      if (version === 0) return `${indexed}_{t-1}`
      return last ? `${indexed}_t` : marked(kept, version)
    }
    if (name === 'g') return version === 0 ? 'g_t' : marked('g', version)
    if (name === 't') return 't'
    const own = hyper.get(name) ?? rule.symbols?.[name] ?? usualSymbol(name)
    return version > 1 ? marked(`{${own}}`, version - 1) : own
  }
}

/** How a value on the way is written unless its rule says otherwise. */
function usualSymbol(name: string): string {
  if (name === 'rate') return '\\eta_t'
  if (/^[a-zA-Z]$/.test(name)) return `${name}_t`
  if (/^[a-zA-Z]Hat$/.test(name)) return `\\hat ${name[0]!}`
  if (greek.has(name)) return `\\${name}_t`
  return `\\mathrm{${name.replaceAll('_', '\\_')}}`
}

const greek = new Set(
  'alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega'.split(
    ' ',
  ),
)

/** A symbol after some assignments on the way: with as many primes, or with their number. */
const marked = (symbol: string, count: number): string =>
  count <= 3 ? symbol + "'".repeat(count) : `{${symbol}^{(${count})}}`

/**
 * The numbers of every variable of a step for one parameter, by `name` and version.
 *
 * @param run what stood before the step, and the gradient; not changed
 * @param index of the parameter
 * @param t the step, from 1
 */
export function numbersAt(
  rule: UpdateRule,
  hyper: HyperValues,
  tensors: readonly TensorLayout[],
  run: RunNumbers,
  index: number,
  t: number,
): (variable: Pick<Variable, 'name' | 'version'>) => number {
  const own = tensors.findIndex(
    ({ offset, rows, columns }) => index >= offset && index < offset + rows * columns,
  )
  const at = index - tensors[own]!.offset
  const values = new Map<string, number[]>()
  for (const [name, value] of Object.entries({ ...hyper, t })) values.set(name, [Number(value)])
  values.set('w', [run.parameters[index]!]).set('g', [run.gradients[index]!])
  for (const [key, slot] of Object.entries(run.slots)) values.set(key, [slot[index]!])
  const copy = {
    parameters: run.parameters.slice(),
    gradients: run.gradients,
    slots: Object.fromEntries(Object.entries(run.slots).map(([key, slot]) => [key, slot.slice()])),
  }
  interpretStep(
    programOf(rule, hyper),
    tensors,
    copy,
    { ...hyper, t },
    {
      observe({ target: name }, tensor, value) {
        if (tensor !== own) return
        const number = typeof value === 'object' ? value[at]! : Number(value)
        // Names on the way have no value before their first assignment.
        const versions = values.get(name) ?? [NaN]
        versions.push(number)
        values.set(name, versions)
      },
    },
  )
  return ({ name, version }) => values.get(name)?.[version] ?? NaN
}

/** A line of a rule's program, counted from 1. */
export interface RuleLine {
  readonly number: number
  readonly text: string
}

/** @returns a line of a rule's program as it is written */
export function lineOf(rule: UpdateRule, number: number): RuleLine {
  return { number, text: (dedent(rule.program).split('\n')[number - 1] ?? '').trim() }
}

/** Takes away the indentation that a program has in its file. */
export function dedent(source: string): string {
  const lines = source.replace(/^\n/, '').trimEnd().split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const least = Math.min(...indents)
  return lines.map((line) => line.slice(least)).join('\n')
}
