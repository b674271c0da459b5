/** Where something stands in a program's text. Lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly length: number
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '**' | '@'
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='

/** An expression of array code. `transpose` is Python's `x.T`, `choice` its `a if condition else b`. */
export type Expression = (
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negative'; readonly operand: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'transpose'; readonly operand: Expression }
  | {
      readonly kind: 'arithmetic'
      readonly operator: Arithmetic
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'comparison'
      readonly operator: Comparison
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'logic'
      readonly operator: 'and' | 'or'
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'choice'
      readonly condition: Expression
      readonly yes: Expression
      readonly no: Expression
    }
) & { readonly place: Place }

/** `target operator value`; `-=` and the like stand for `target = target - value`. */
export interface Assignment {
  readonly kind: 'assign'
  readonly target: string
  readonly operator: '=' | '+=' | '-=' | '*=' | '/='
  readonly value: Expression
  readonly place: Place
}

/** Lines that hold only under a condition of hyper-parameters, flags and `matrix`. */
interface Conditional {
  readonly kind: 'if'
  readonly condition: Expression
  readonly yes: readonly Statement[]
  readonly no: readonly Statement[]
  readonly place: Place
}

export type Statement = Assignment | Conditional

/** A side of a tensor; a bias vector has one row. */
export type Side = 'rows' | 'columns'

/** The shape of a matrix, in sides of the tensor that it belongs to. */
export type Shape = readonly [Side, Side]

/** An update rule as a few lines of array code, checked. */
export interface Program {
  readonly source: string
  /** The names that hold a matrix of another shape than `w`: slots, and values on the way. */
  readonly shapes?: Readonly<Record<string, Shape>>
  /** Where the gradient is taken, if not at `w`: the argument of a first line `g = gradient(…)`. */
  readonly gradientAt?: Expression
  readonly statements: readonly Statement[]
  /** Where the loss is evaluated, if not at `w`: the argument of a last line `evaluate(…)`. */
  readonly evaluateAt?: Expression
}

/** The names that a program may use besides its own, `w`, `g`, `t` and `matrix`. */
export interface Declarations {
  readonly hyper: readonly string[]
  readonly flags: readonly string[]
  readonly slots: readonly string[]
  /** Of the slots that hold a square matrix for each tensor, not a number for each parameter: its side. */
  readonly squares?: Readonly<Record<string, Side>>
  /** Names that stand for a number, which the program then has in their place. */
  readonly constants?: Readonly<Record<string, number>>
}

/** @returns the assignment's value written out: `w - u` for `w -= u` */
export function valueOf(statement: Assignment): Expression {
  const { operator, target, value, place } = statement
  if (operator === '=') return value
  return {
    kind: 'arithmetic',
    operator: operator[0] as '+' | '-' | '*' | '/',
    left: { kind: 'name', name: target, place },
    right: value,
    place,
  }
}

/** @returns the direct parts of an expression, in reading order */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return []
    case 'negative':
    case 'not':
    case 'transpose':
      return [expression.operand]
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return [expression.left, expression.right]
    case 'call':
      return expression.arguments
    case 'choice':
      return [expression.condition, expression.yes, expression.no]
  }
}

/** @returns the names that an expression reads */
export function namesIn(expression: Expression): Set<string> {
  const names = new Set<string>()
  const visit = (each: Expression): void => {
    if (each.kind === 'name') names.add(each.name)
    partsOf(each).forEach(visit)
  }
  visit(expression)
  return names
}
