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
    ...(program.shapes && { shapes: program.shapes }),
    ...(gradientAt && { gradientAt: resolveExpression(gradientAt, settings) }),
    statements: resolveStatements(statements, settings),
    ...(evaluateAt && { evaluateAt: resolveExpression(evaluateAt, settings) }),
  }
}

/** @returns the statements that hold for matrices, or for vectors; without any condition */
export function statementsFor(statements: readonly Statement[], matrix: boolean): Statement[] {
  return resolveStatements(statements, { matrix })
}

/** @returns the expression for matrices, or for vectors; without any choice */
export function expressionFor(expression: Expression, matrix: boolean): Expression {
  return resolveExpression(expression, { matrix })
}

function resolveStatements(statements: readonly Statement[], settings: Settings): Statement[] {
  return statements.flatMap((statement): readonly Statement[] => {
    if (statement.kind === 'assign') {
      return [{ ...statement, value: resolveExpression(statement.value, settings) }]
    }
    const condition = settle(statement.condition, settings)
    if (typeof condition !== 'object') {
      return resolveStatements(condition ? statement.yes : statement.no, settings)
    }
    // After it every line knows for which tensors it stands.
    const matrix = condition.kind === 'name'
    const yes = resolveStatements(statement.yes, { ...settings, matrix })
    const no = resolveStatements(statement.no, { ...settings, matrix: !matrix })
    return [{ ...statement, condition, yes, no }]
  })
}

/** @returns what a condition comes to; where it depends on the tensor, `matrix` or `not matrix` */
function settle(condition: Expression, settings: Settings): number | boolean | Expression {
  const rest = decide(condition, settings)
  if (typeof rest !== 'object') return rest
  const { place } = rest
  const matrix: Expression = { kind: 'name', name: 'matrix', place }
  const yes = evaluateStatic(rest, { matrix: true })
  if (Boolean(yes) === Boolean(evaluateStatic(rest, { matrix: false }))) return yes
  return yes ? matrix : { kind: 'not', operand: matrix, place }
}

/** @returns the program with numbers in the place of names that stand for them */
export function withConstants(
  program: Program,
  constants: Readonly<Record<string, number>>,
): Program {
  const put = (expression: Expression): Expression =>
    replaceIn(expression, (part) => {
      if (part.kind === 'choice') return { ...part, condition: put(part.condition) }
      if (part.kind !== 'name' || !Object.hasOwn(constants, part.name)) return part
      const value = constants[part.name]!
      return { kind: 'number', value, text: numberText(value), place: part.place }
    })
  return mapProgram(program, put)
}

/** @returns the program with names or other numbers in the place of some of those that it writes out */
export function withNumbers(
  program: Program,
  given: ReadonlyMap<number, string | number>,
): Program {
  return mapProgram(program, (expression) =>
    replaceIn(expression, (part) => {
      const other = part.kind === 'number' ? given.get(part.value) : undefined
      if (other === undefined) return part
      return typeof other === 'string'
        ? { kind: 'name', name: other, place: part.place }
        : { kind: 'number', value: other, text: numberText(other), place: part.place }
    }),
  )
}

function mapProgram(program: Program, put: (expression: Expression) => Expression): Program {
  const putAll = (statements: readonly Statement[]): Statement[] =>
    statements.map((statement) => {
      if (statement.kind === 'assign') return { ...statement, value: put(statement.value) }
      const { condition, yes, no } = statement
      return { ...statement, condition: put(condition), yes: putAll(yes), no: putAll(no) }
    })
  const { gradientAt, statements, evaluateAt } = program
  return {
    ...program,
    ...(gradientAt && { gradientAt: put(gradientAt) }),
    statements: putAll(statements),
    ...(evaluateAt && { evaluateAt: put(evaluateAt) }),
  }
}

/** A number as one writes it: `0.001`, but `1e-6`. */
export function numberText(value: number): string {
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-4 || size >= 1e15) ? value.toExponential() : String(value)
}

/** @returns the expression with one name put in the place of another */
export function renameIn(expression: Expression, name: string, other: string): Expression {
  return replaceIn(expression, (part) =>
    part.kind === 'name' && part.name === name ? { ...part, name: other } : part,
  )
}

function resolveExpression(expression: Expression, settings: Settings): Expression {
  return replaceIn(expression, (part) => {
    if (part.kind !== 'choice') return part
    const condition = settle(part.condition, settings)
    if (typeof condition === 'object') return { ...part, condition }
    return condition ? part.yes : part.no
  })
}

/** @returns the expression with each part replaced by what `replace` makes of it, the innermost first */
function replaceIn(expression: Expression, replace: (part: Expression) => Expression): Expression {
  const inside = (part: Expression): Expression => replaceIn(part, replace)
  switch (expression.kind) {
    case 'number':
    case 'name':
      return replace(expression)
    case 'negative':
    case 'not':
    case 'transpose':
      return replace({ ...expression, operand: inside(expression.operand) })
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return replace({
        ...expression,
        left: inside(expression.left),
        right: inside(expression.right),
      })
    case 'call':
      return replace({ ...expression, arguments: expression.arguments.map(inside) })
    case 'choice': {
      const { condition, yes, no } = expression
      return replace({ ...expression, condition, yes: inside(yes), no: inside(no) })
    }
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
    if (typeof left === 'object' && typeof right === 'object') {
      return { ...condition, left, right }
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
    case '%':
      return remainder(left, right)
    case '**':
      return power(left, right)
    default:
      throw new Error(`no operator ${operator}`)
  }
}

/** As Python has it: of the divisor's sign. */
export function remainder(left: number, right: number): number {
  const rest = left % right
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest
}

/** Squares and cubes are products: exact, fast, and alike in every engine. */
export function power(base: number, exponent: number): number {
  if (exponent === 2) return base * base
  if (exponent === 3) return base * base * base
  return base ** exponent
}
