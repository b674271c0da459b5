import { namesIn, type Assignment, type Expression, type Program, type Statement } from './ast.ts'

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

/** The tensors for which a line holds, where it does not hold for all; braces keep each on one line. */
const kinds = { matrix: '{W \\in \\mathbb{R}^{m \\times n}}', vector: '{w \\in \\mathbb{R}^{n}}' }

/**
 * @param program resolved
 * @param kept names that stay between steps, `w` among them: each has a line of its own
 * @returns the program as lines of KaTeX
 */
export function formulaLines(program: Program, kept: ReadonlySet<string>, label: Label): string[] {
  const counts = new Map<string, number>()
  const count = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'if') count([...statement.yes, ...statement.no])
      else counts.set(statement.target, (counts.get(statement.target) ?? 0) + 1)
    }
  }
  count(program.statements)
  const versions = new Map<string, number>()
  const labelOf = (name: string): string => {
    const version = versions.get(name) ?? 0
    return label({ name, version, last: version === (counts.get(name) ?? 0) })
  }
  // What does not change from element to element is drawn before a fraction.
  const changing = new Set([...kept, 'g'])
  const tex = (expression: Expression): string => expressionTex(expression, labelOf, changing)
  const lines: string[] = []
  let joined = 0

  const assign = (statement: Assignment, suffix: string): void => {
    const { target, operator, value } = statement
    const right =
      operator === '='
        ? tex(value)
        : tex({
            kind: 'arithmetic',
            operator: operator[0] as '+',
            left: { kind: 'name', name: target, place: statement.place },
            right: value,
            place: statement.place,
          })
    if ([...namesIn(value)].some((name) => changing.has(name))) changing.add(target)
    versions.set(target, (versions.get(target) ?? 0) + 1)
    const line = `${labelOf(target)} = ${right}${suffix}`
    // Two short quantities on the way share a line.
    const short = !kept.has(target) && target !== 'g' && suffix === '' && right.length < 90
    if (short && joined === 1) {
      lines[lines.length - 1] += ` \\qquad ${line}`
      joined = 0
    } else {
      lines.push(line)
      joined = short ? 1 : 0
    }
  }
  const visit = (statement: Statement, suffix: string): void => {
    if (statement.kind === 'assign') {
      assign(statement, suffix)
      return
    }
    const matrix = statement.condition.kind === 'name'
    const only = (first: boolean): string =>
      ` \\quad (${first === matrix ? kinds.matrix : kinds.vector})`
    for (const each of statement.yes) visit(each, only(true))
    for (const each of statement.no) visit(each, only(false))
  }
  if (program.gradientAt) {
    lines.push(`${labelOf('g')} = \\nabla f\\left(${tex(program.gradientAt)}\\right)`)
  }
  for (const statement of program.statements) visit(statement, '')
  if (program.evaluateAt) lines.push(`f\\left(${tex(program.evaluateAt)}\\right)`)
  return lines
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
    default:
      return 8
  }
}

function expressionTex(
  expression: Expression,
  label: (name: string) => string,
  changing: ReadonlySet<string>,
): string {
  const tex = (each: Expression): string => expressionTex(each, label, changing)
  const part = (each: Expression, least: number): string =>
    strength(each) < least ? bracketed(tex(each)) : tex(each)
  switch (expression.kind) {
    case 'number':
      return numberTex(expression.text)
    case 'name':
      return label(expression.name)
    case 'negative':
      return `-${part(expression.operand, 5)}`
    case 'not':
      return `\\neg ${part(expression.operand, 3)}`
    case 'transpose':
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
          return `${part(left, 5)} \\, ${part(right, 6)}`
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
    case 'choice':
      return casesTex(
        [
          [tex(expression.yes), kinds.matrix],
          [tex(expression.no), kinds.vector],
        ],
        expression.condition.kind !== 'name',
      )
    case 'call':
      return callTex(expression.name, expression.arguments, tex)
  }
}

function casesTex(rows: readonly (readonly [string, string])[], reversed = false): string {
  const conditions = rows.map(([, condition]) => condition)
  if (reversed) conditions.reverse()
  const lines = rows.map(([value], index) => `${value} & ${conditions[index]!}`)
  return `\\begin{cases} ${lines.join(' \\\\ ')} \\end{cases}`
}

function callTex(
  name: string,
  args: readonly Expression[],
  tex: (expression: Expression) => string,
): string {
  const [first] = args
  const texts = args.map(tex)
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
    case 'where': {
      // A choice within a choice is one more row.
      const rows: [string, string][] = []
      let rest: readonly Expression[] = args
      for (;;) {
        rows.push([tex(rest[1]!), tex(rest[0]!)])
        const last = rest[2]!
        if (last.kind !== 'call' || last.name !== 'where') {
          rows.push([tex(last), '\\text{else}'])
          return casesTex(rows)
        }
        rest = last.arguments
      }
    }
    default:
      return `\\operatorname{${name.replace('_', '\\_')}}${list}`
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
