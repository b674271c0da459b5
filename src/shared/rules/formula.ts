import {
  namesIn,
  valueOf,
  type Assignment,
  type Expression,
  type Program,
  type Statement,
} from './ast.ts'
import { findFunction } from './functions.ts'
import { expressionText } from './listing.ts'

/**
 * A value that a name has on the way through a program: `version` counts its assignments, from 0 for
 * what it starts the step with; `last` marks the one it ends with.
 */
export interface Variable {
  readonly name: string
  readonly version: number
  readonly last: boolean
}

/** The KaTeX source that stands for a variable: its symbol, or its number. */
export type Label = (variable: Variable) => string

/** What a marked term is wrapped in: a class that the page colours. */
const markedTex = (tex: string): string => `\\htmlClass{differs}{${tex}}`

/** The tensors for which a line holds, where it does not hold for all. */
const kinds = { matrix: 'W \\in \\mathbb{R}^{m \\times n}', vector: 'w \\in \\mathbb{R}^{n}' }

/**
 * @param program resolved
 * @param kept names that stay between steps, `w` among them: each has a line of its own
 * @param whole what stands for a variable where all elements of a tensor enter together, as in its norm
 * @param mark the text of a term that is marked wherever it stands, as `listing.ts` writes it
 * @returns the program as lines of KaTeX
 */
export function formulaLines(
  program: Program,
  kept: ReadonlySet<string>,
  label: Label,
  whole: Label = label,
  mark?: string,
): string[] {
  // Assignments are counted along the way that a tensor takes; matrices and vectors may take two.
  const totals = { matrix: new Map<string, number>(), vector: new Map<string, number>() }
  const count = (statements: readonly Statement[], ways: readonly Way[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'if') {
        const [yes, no] = waysOf(statement.condition)
        if (ways.includes(yes)) count(statement.yes, [yes])
        if (ways.includes(no)) count(statement.no, [no])
      } else for (const way of ways) increment(totals[way], statement.target)
    }
  }
  count(program.statements, ['matrix', 'vector'])
  const versions = { matrix: new Map<string, number>(), vector: new Map<string, number>() }
  /** The way whose assignments the current line counts. */
  let way: Way = 'matrix'
  const named =
    (label: Label) =>
    (name: string): string => {
      const version = versions[way].get(name) ?? 0
      return label({ name, version, last: version === (totals[way].get(name) ?? 0) })
    }
  const plain = named(label)
  const entire = whole === label ? plain : named(whole)
  // A matrix of another shape has no number for a parameter.
  const own =
    whole === label ? plain : (name: string) => (program.shapes?.[name] ? entire : plain)(name)
  const labels = { own, whole: entire, ...(mark !== undefined && { mark }) }
  // What does not change from element to element is drawn before a fraction.
  const changing = new Set([...kept, 'g'])
  const tex = (expression: Expression): string => expressionTex(expression, labels, changing)
  const lines: string[] = []
  let joined = 0

  const assign = (statement: Assignment, ways: readonly Way[], suffix: string): void => {
    const { target, value } = statement
    way = ways[0]!
    const right = tex(valueOf(statement))
    const wholly = { own: labels.whole, whole: labels.whole }
    const width = expressionTex(valueOf(statement), wholly, changing).length
    if ([...namesIn(value)].some((name) => changing.has(name))) changing.add(target)
    for (const each of ways) increment(versions[each], target)
    const line = `${own(target)} = ${right}${suffix}`
    // Two short quantities on the way share a line; by their symbols, so that numbers stand alike.
    const short = !kept.has(target) && target !== 'g' && suffix === '' && width < 90
    if (short && joined === 1) {
      lines[lines.length - 1] += ` \\qquad ${line}`
      joined = 0
    } else {
      lines.push(line)
      joined = short ? 1 : 0
    }
  }
  const visit = (statement: Statement, ways: readonly Way[], suffix: string): void => {
    if (statement.kind === 'assign') {
      assign(statement, ways, suffix)
      return
    }
    const [yes, no] = waysOf(statement.condition)
    for (const each of statement.yes) visit(each, [yes], noteOf(yes))
    for (const each of statement.no) visit(each, [no], noteOf(no))
  }
  if (program.gradientAt) {
    lines.push(`${own('g')} = \\nabla f\\left(${tex(program.gradientAt)}\\right)`)
  }
  for (const statement of program.statements) visit(statement, ['matrix', 'vector'], '')
  way = 'matrix'
  if (program.evaluateAt) lines.push(`f\\left(${tex(program.evaluateAt)}\\right)`)
  return lines
}

/** The tensors for which the two sides of a resolved condition hold. */
type Way = keyof typeof kinds

function waysOf(condition: Expression): readonly [yes: Way, no: Way] {
  return condition.kind === 'name' ? ['matrix', 'vector'] : ['vector', 'matrix']
}

/** Says of which tensors alone a line holds; the braces keep it from being broken. */
function noteOf(way: Way): string {
  return ` \\quad {(${kinds[way]})}`
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** What stands for a name: of one element, and of the whole tensor. */
interface Labels {
  readonly own: (name: string) => string
  readonly whole: (name: string) => string
  /** The text of the term that is marked. */
  readonly mark?: string
}

/** @returns an expression as KaTeX, with what `label` has for its names */
export function expressionFormula(expression: Expression, label: (name: string) => string): string {
  return expressionTex(expression, { own: label, whole: label }, new Set())
}

const signs: Readonly<Record<string, string>> = {
  '<': '<',
  '<=': '\\le',
  '>': '>',
  '>=': '\\ge',
  '==': '=',
  '!=': '\\ne',
  and: '\\wedge',
  or: '\\vee',
}

function strength(expression: Expression): number {
  switch (expression.kind) {
    case 'logic':
      return 1
    case 'not':
      return 2
    case 'comparison':
      return 3
    case 'arithmetic':
      if (expression.operator === '+' || expression.operator === '-') return 4
      if (expression.operator === '**') return 7
      // A fraction bar is a pair of parentheses.
      return expression.operator === '/' ? 6 : 5
    case 'negative':
      return 4
    case 'number': {
      // A power of ten, and a product with one.
      const [digits, exponent] = expression.text.toLowerCase().split('e')
      if (exponent === undefined) return 8
      return digits === '1' ? 7 : 6
    }
    case 'call':
      // A sum reaches over the product behind it.
      if (expression.name === 'outer') return 5
      if (expression.name === 'inverse_root') return 7
      return expression.name.endsWith('sum') ? 4.5 : 8
    default:
      return 8
  }
}

function expressionTex(
  expression: Expression,
  labels: Labels,
  changing: ReadonlySet<string>,
): string {
  const tex = unmarkedTex(expression, labels, changing)
  return labels.mark !== undefined && expressionText(expression) === labels.mark
    ? markedTex(tex)
    : tex
}

function unmarkedTex(
  expression: Expression,
  labels: Labels,
  changing: ReadonlySet<string>,
): string {
  const tex = (each: Expression): string => expressionTex(each, labels, changing)
  const wholly = { own: labels.whole, whole: labels.whole }
  const part = (each: Expression, least: number): string =>
    strength(each) < least ? bracketed(tex(each)) : tex(each)
  switch (expression.kind) {
    case 'number':
      return numberTex(expression.text)
    case 'name':
      return labels.own(expression.name)
    case 'negative':
      return `-${part(expression.operand, 5)}`
    case 'not':
      return `\\neg ${part(expression.operand, 8)}`
    case 'transpose':
      if (labels.own !== labels.whole) return expressionTex(expression, wholly, changing)
      return `${part(expression.operand, 8)}^{\\top}`
    case 'arithmetic': {
      const { operator, left, right } = expression
      switch (operator) {
        case '/': {
          const { front, rest } = splitProduct(left, changing)
          const fraction = `\\frac{${rest ? tex(rest) : '1'}}{${tex(right)}}`
          return front ? `${part(front, 5)} \\cdot ${fraction}` : fraction
        }
        case '*':
          return `${part(left, 5)} \\cdot ${part(right, 6)}`
        case '@':
          if (labels.own !== labels.whole) return expressionTex(expression, wholly, changing)
          return `${part(left, 5)} \\, ${part(right, 6)}`
        case '%':
          return `${part(left, 5)} \\bmod ${part(right, 6)}`
        case '**':
          return `${part(left, 8)}^{${tex(right)}}`
        default:
          // A sum within a sum needs no brackets.
          return `${part(left, 4)} ${operator} ${part(right, operator === '+' && right.kind === 'arithmetic' ? 4 : 5)}`
      }
    }
    case 'comparison':
    case 'logic': {
      const own = strength(expression)
      const { operator, left, right } = expression
      return `${part(left, own)} ${signs[operator]!} ${part(right, own + 1)}`
    }
    case 'choice': {
      const [yes, no] = waysOf(expression.condition)
      return casesTex([
        [tex(expression.yes), kinds[yes]],
        [tex(expression.no), kinds[no]],
      ])
    }
    case 'call': {
      const { name, arguments: args } = expression
      const whole = findFunction(name)?.kind !== 'elementwise'
      return callTex(
        name,
        args,
        whole ? (each): string => expressionTex(each, wholly, changing) : tex,
      )
    }
  }
}

function casesTex(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([value, condition]) => `${value} & ${condition}`)
  return `\\begin{cases} ${lines.join(' \\\\ ')} \\end{cases}`
}

function callTex(
  name: string,
  args: readonly Expression[],
  tex: (expression: Expression) => string,
): string {
  if (name === 'where') {
    // A choice within a choice is one more row.
    const rows: [string, string][] = []
    let rest = args
    for (;;) {
      rows.push([tex(rest[1]!), tex(rest[0]!)])
      const last = rest[2]!
      if (last.kind !== 'call' || last.name !== 'where') {
        return casesTex([...rows, [tex(last), '\\text{else}']])
      }
      rest = last.arguments
    }
  }
  const [first, second] = args
  const texts = args.map(tex)
  const factor = (each: Expression, least: number): string =>
    strength(each) < least ? bracketed(tex(each)) : tex(each)
  const list = bracketed(texts.join(',\\; '))
  switch (name) {
    case 'sqrt':
      return `\\sqrt{${texts[0]!}}`
    case 'abs':
      return `\\left|${texts[0]!}\\right|`
    case 'min':
    case 'max':
    case 'exp':
    case 'log':
      return `\\${name}${list}`
    case 'norm':
      return `\\left\\lVert ${texts[0]!} \\right\\rVert`
    case 'global_norm':
      return `\\left\\lVert ${texts[0]!} \\right\\rVert_{\\mathrm{all}}`
    case 'sum':
      return `\\sum ${first && strength(first) < 5 ? bracketed(texts[0]!) : texts[0]!}`
    case 'global_sum':
      return `\\sum_{\\mathrm{all}} ${first && strength(first) < 5 ? bracketed(texts[0]!) : texts[0]!}`
    case 'outer':
      return `${factor(first!, 5)} \\, ${factor(second!, 8)}^{\\top}`
    case 'inverse_root':
      return `${factor(first!, 8)}^{-1/${factor(second!, 8)}}`
    default:
      return `\\operatorname{${name.replaceAll('_', '\\_')}}${list}`
  }
}

/** Splits the factors that are the same for every element off the beginning of a product. */
function splitProduct(
  expression: Expression,
  changing: ReadonlySet<string>,
): { front?: Expression; rest?: Expression } {
  if (expression.kind !== 'arithmetic' || expression.operator !== '*') return { rest: expression }
  const steady = (each: Expression): boolean =>
    ![...namesIn(each)].some((name) => changing.has(name))
  const { left, right } = expression
  if (steady(expression)) return { rest: expression }
  if (steady(left)) return { front: left, rest: right }
  const { front, rest } = splitProduct(left, changing)
  if (!front || !rest) return { rest: expression }
  return { front, rest: { ...expression, left: rest } }
}

function bracketed(tex: string): string {
  return /\\(frac|begin|sum|left)/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`
}

function numberTex(text: string): string {
  const [digits = '', exponent] = text.toLowerCase().split('e')
  if (exponent === undefined) return text
  const power = `10^{${Number(exponent)}}`
  return digits === '1' ? power : `${digits} \\times ${power}`
}
