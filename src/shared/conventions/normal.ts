import type { Expression, Place } from '../rules/ast.ts'
import { numberText } from '../rules/resolve.ts'

/**
 * An expression without what is mere spelling: sums and products are lists, differences and quotients
 * are among them, and neither order nor brackets count.
 */
export type Normal = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sum'; readonly terms: readonly Normal[] }
  | { readonly kind: 'product'; readonly factors: readonly Factor[] }
  | {
      readonly kind: 'other'
      /** The expression whose parts these are. */
      readonly shape: Expression
      readonly parts: readonly Normal[]
    }
) & {
  /** The same for expressions that are alike. */
  readonly key: string
}

interface Factor {
  readonly base: Normal
  /** Whether it divides. */
  readonly divides: boolean
}

const place: Place = { line: 1, column: 1, length: 1 }

export function numberOf(value: number): Normal {
  return { kind: 'number', value, key: numberText(value) }
}

export function nameOf(name: string): Normal {
  return { kind: 'name', name, key: name }
}

/** @param named what stands for a name; left out, the name itself does */
export function normalOf(
  expression: Expression,
  named: (name: string) => Normal | undefined = () => undefined,
): Normal {
  const read = (part: Expression): Normal => normalOf(part, named)
  switch (expression.kind) {
    case 'number':
      return numberOf(expression.value)
    case 'name':
      return named(expression.name) ?? nameOf(expression.name)
    case 'negative':
      return productOf([{ base: numberOf(-1) }, { base: read(expression.operand) }])
    case 'arithmetic': {
      const [left, right] = [read(expression.left), read(expression.right)]
      switch (expression.operator) {
        case '+':
          return sumOf([left, right])
        case '-':
          return sumOf([left, productOf([{ base: numberOf(-1) }, { base: right }])])
        case '*':
          return productOf([{ base: left }, { base: right }])
        case '/':
          return productOf([{ base: left }, { base: right, divides: true }])
        default:
          return otherOf(expression, [left, right])
      }
    }
    case 'comparison':
    case 'logic':
      return otherOf(expression, [read(expression.left), read(expression.right)])
    case 'not':
    case 'transpose':
      return otherOf(expression, [read(expression.operand)])
    case 'choice':
      return otherOf(expression, [expression.condition, expression.yes, expression.no].map(read))
    case 'call':
      return otherOf(expression, expression.arguments.map(read))
  }
}

export function sumOf(given: readonly Normal[]): Normal {
  const terms = given
    .flatMap((term) => (term.kind === 'sum' ? term.terms : [term]))
    .filter(({ key }) => key !== '0')
  if (terms.length === 0) return numberOf(0)
  if (terms.length === 1) return terms[0]!
  return { kind: 'sum', terms, key: `(${keysOf(terms.map(({ key }) => key)).join(' + ')})` }
}

export function productOf(
  given: readonly { readonly base: Normal; readonly divides?: boolean }[],
): Normal {
  let number = 1
  const factors: Factor[] = []
  for (const { base, divides = false } of given) {
    const inner = base.kind === 'product' ? base.factors : [{ base, divides: false }]
    for (const each of inner) {
      const turned = each.divides !== divides
      if (each.base.kind !== 'number') factors.push({ base: each.base, divides: turned })
      else number = turned ? number / each.base.value : number * each.base.value
    }
  }
  if (number === 0) return numberOf(0)
  if (number !== 1) factors.unshift({ base: numberOf(number), divides: false })
  const [first] = factors
  if (!first) return numberOf(1)
  if (factors.length === 1 && !first.divides) return first.base
  return { kind: 'product', factors, key: `(${keysOf(factors.map(factorKey)).join(' ')})` }
}

export const factorKey = ({ base, divides }: Factor): string => (divides ? '/' : '*') + base.key

/** @param shape what these are the parts of */
function otherOf(shape: Expression, parts: readonly Normal[]): Normal {
  const [first, second] = parts
  const operator = 'operator' in shape ? shape.operator : ''
  if (operator === '**' && second?.key === '1') return first!
  const head = shape.kind === 'call' ? shape.name : shape.kind + operator
  return { kind: 'other', shape, parts, key: `${head}(${parts.map(({ key }) => key).join(', ')})` }
}

const keysOf = (keys: readonly string[]): string[] => [...keys].sort()

/** @returns the names in it */
export function namesOf(normal: Normal): Set<string> {
  switch (normal.kind) {
    case 'number':
      return new Set()
    case 'name':
      return new Set([normal.name])
    case 'sum':
      return new Set(normal.terms.flatMap((term) => [...namesOf(term)]))
    case 'product':
      return new Set(normal.factors.flatMap(({ base }) => [...namesOf(base)]))
    case 'other':
      return new Set(normal.parts.flatMap((part) => [...namesOf(part)]))
  }
}

/** @returns an expression that computes it */
export function expressionOf(normal: Normal): Expression {
  switch (normal.kind) {
    case 'number':
      return literal(normal.value)
    case 'name':
      return { kind: 'name', name: normal.name, place }
    case 'sum':
      return normal.terms.slice(1).reduce((left, term) => {
        const opposite = negated(term)
        const right = expressionOf(opposite ?? term)
        return { kind: 'arithmetic', operator: opposite ? '-' : '+', left, right, place }
      }, expressionOf(normal.terms[0]!))
    case 'product': {
      const opposite = negated(normal)
      if (opposite) return { kind: 'negative', operand: expressionOf(opposite), place }
      const chain = (factors: readonly Factor[]): Expression | undefined =>
        factors
          .map(({ base }) => expressionOf(base))
          .reduce<Expression | undefined>(
            (left, right) =>
              left ? { kind: 'arithmetic', operator: '*', left, right, place } : right,
            undefined,
          )
      const above = chain(normal.factors.filter(({ divides }) => !divides)) ?? literal(1)
      const below = chain(normal.factors.filter(({ divides }) => divides))
      return below ? { kind: 'arithmetic', operator: '/', left: above, right: below, place } : above
    }
    case 'other':
      return withParts(normal.shape, normal.parts.map(expressionOf))
  }
}

/** @returns it without its minus sign; undefined where it has none */
function negated(normal: Normal): Normal | undefined {
  if (normal.kind === 'number') return normal.value < 0 ? numberOf(-normal.value) : undefined
  if (normal.kind !== 'product') return undefined
  const [first] = normal.factors
  if (first?.base.kind !== 'number' || first.base.value >= 0) return undefined
  return productOf([{ base: numberOf(-1) }, { base: normal }])
}

function literal(value: number): Expression {
  if (value < 0) return { kind: 'negative', operand: literal(-value), place }
  return { kind: 'number', value, text: numberText(value), place }
}

function withParts(shape: Expression, parts: readonly Expression[]): Expression {
  const [first, second, third] = parts
  switch (shape.kind) {
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return { ...shape, left: first!, right: second! }
    case 'not':
    case 'transpose':
      return { ...shape, operand: first! }
    case 'choice':
      return { ...shape, condition: first!, yes: second!, no: third! }
    case 'call':
      return { ...shape, arguments: parts }
    default:
      return shape
  }
}
