import { partsOf, type Expression, type Program, type Statement } from './ast.ts'

/** The value of every hyper-parameter and flag, by key. */
export type Settings = Readonly<Record<string, number | boolean>>

/**
 * Keeps of a program the lines that hold under these settings. The only conditions left are those on
 * `matrix`, which every tensor answers for itself.
 */
export function resolveProgram(program: Program, settings: Settings): Program {
  const { gradientAt, statements, evaluateAt } = program
  return {
    source: program.source,
    ...(gradientAt && { gradientAt: resolveExpression(gradientAt, settings) }),
    statements: resolveStatements(statements, settings),
    ...(evaluateAt && { evaluateAt: resolveExpression(evaluateAt, settings) }),
  }
}

/** @returns the statements that hold for matrices, or for vectors; without any condition */
export function statementsFor(statements: readonly Statement[], matrix: boolean): Statement[] {
  return resolveStatements(statements, { matrix })
}

function resolveStatements(statements: readonly Statement[], settings: Settings): Statement[] {
  return statements.flatMap((statement): readonly Statement[] => {
    if (statement.kind === 'assign') {
      return [{ ...statement, value: resolveExpression(statement.value, settings) }]
    }
    const condition = decide(statement.condition, settings)
    const yes = resolveStatements(statement.yes, settings)
    const no = resolveStatements(statement.no, settings)
    if (typeof condition === 'object') return [{ ...statement, condition, yes, no }]
    return condition ? yes : no
  })
}

function resolveExpression(expression: Expression, settings: Settings): Expression {
  const resolve = (part: Expression): Expression => resolveExpression(part, settings)
  switch (expression.kind) {
    case 'choice': {
      const condition = decide(expression.condition, settings)
      const [yes, no] = [resolve(expression.yes), resolve(expression.no)]
      if (typeof condition === 'object') return { ...expression, condition, yes, no }
      return condition ? yes : no
    }
    case 'negative':
    case 'not':
    case 'transpose':
      return { ...expression, operand: resolve(expression.operand) }
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return { ...expression, left: resolve(expression.left), right: resolve(expression.right) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(resolve) }
    case 'number':
    case 'name':
      return expression
  }
}

/** @returns what a condition comes to; the condition itself where it depends on `matrix` */
function decide(condition: Expression, settings: Settings): number | boolean | Expression {
  const known = (part: Expression): boolean =>
    part.kind === 'name' ? part.name in settings : partsOf(part).every(known)
  if (known(condition)) return evaluateStatic(condition, settings)
  if (condition.kind === 'logic') {
    const left = decide(condition.left, settings)
    const right = decide(condition.right, settings)
    const neutral = condition.operator === 'and'
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (typeof one === 'object') continue
      if (Boolean(one) === neutral) return other
      return !neutral
    }
  }
  if (condition.kind === 'not') {
    const operand = decide(condition.operand, settings)
    return typeof operand === 'object' ? { ...condition, operand } : !operand
  }
  return condition
}

/** The value of an expression of settings alone. */
function evaluateStatic(expression: Expression, settings: Settings): number | boolean {
  const value = (part: Expression): number | boolean => evaluateStatic(part, settings)
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'name':
      return settings[expression.name]!
    case 'negative':
      return -Number(value(expression.operand))
    case 'not':
      return !value(expression.operand)
    case 'logic':
      return expression.operator === 'and'
        ? Boolean(value(expression.left)) && Boolean(value(expression.right))
        : Boolean(value(expression.left)) || Boolean(value(expression.right))
    case 'comparison': {
      const [left, right] = [Number(value(expression.left)), Number(value(expression.right))]
      return compare(expression.operator, left, right)
    }
    case 'arithmetic': {
      const [left, right] = [Number(value(expression.left)), Number(value(expression.right))]
      return calculate(expression.operator, left, right)
    }
    default:
      throw new Error(`a condition cannot hold ${expression.kind}`)
  }
}

export function compare(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '==':
      return left === right
    case '!=':
      return left !== right
    default:
      throw new Error(`no comparison ${operator}`)
  }
}

export function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '**':
      return power(left, right)
    default:
      throw new Error(`no operator ${operator}`)
  }
}

/** Squares and cubes are products: exact, fast, and alike in every engine. */
export function power(base: number, exponent: number): number {
  if (exponent === 2) return base * base
  if (exponent === 3) return base * base * base
  return base ** exponent
}
