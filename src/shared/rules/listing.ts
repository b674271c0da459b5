import type { Expression, Program, Statement } from './ast.ts'

/** How tightly each kind of expression binds, as in Python. */
function strength(expression: Expression): number {
  switch (expression.kind) {
    case 'choice':
      return 0
    case 'logic':
      return expression.operator === 'or' ? 1 : 2
    case 'not':
      return 3
    case 'comparison':
      return 4
    case 'arithmetic':
      if (expression.operator === '**') return 8
      return expression.operator === '+' || expression.operator === '-' ? 5 : 6
    case 'negative':
      return 7
    default:
      return 9
  }
}

/** @returns a program as lines of Python */
export function listing({ gradientAt, statements, evaluateAt }: Program): string {
  return [
    ...(gradientAt ? [`g = gradient(${expressionText(gradientAt)})`] : []),
    ...statements.flatMap((statement) => statementLines(statement)),
    ...(evaluateAt ? [`evaluate(${expressionText(evaluateAt)})`] : []),
  ].join('\n')
}

function statementLines(statement: Statement): string[] {
  if (statement.kind === 'assign') {
    const { target, operator, value } = statement
    return [`${target} ${operator} ${expressionText(value)}`]
  }
  const block = (statements: readonly Statement[]): string[] =>
    statements.length === 0
      ? ['    pass']
      : statements.flatMap(statementLines).map((line) => `    ${line}`)
  const { condition, yes, no } = statement
  return [
    `if ${expressionText(condition)}:`,
    ...block(yes),
    ...(no.length > 0 ? ['else:', ...block(no)] : []),
  ]
}

/** @returns an expression as Python, with the parentheses it needs and no others */
export function expressionText(expression: Expression): string {
  const own = strength(expression)
  const part = (each: Expression, least: number): string => {
    const text = expressionText(each)
    return strength(each) < least ? `(${text})` : text
  }
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'name':
      return expression.name
    case 'negative':
      return `-${part(expression.operand, own)}`
    case 'not':
      return `not ${part(expression.operand, own)}`
    case 'transpose':
      return `${part(expression.operand, 9)}.T`
    case 'arithmetic': {
      const { operator, left, right } = expression
      // A power binds its right side first, and a sign there needs no parentheses.
      if (operator === '**') return `${part(left, own + 1)}**${part(right, 7)}`
      return `${part(left, own)} ${operator} ${part(right, own + 1)}`
    }
    case 'comparison':
      return `${part(expression.left, own + 1)} ${expression.operator} ${part(expression.right, own + 1)}`
    case 'logic':
      return `${part(expression.left, own)} ${expression.operator} ${part(expression.right, own + 1)}`
    case 'choice':
      return `${part(expression.yes, 1)} if ${part(expression.condition, 1)} else ${part(expression.no, 0)}`
    case 'call':
      return `${expression.name}(${expression.arguments.map((each) => expressionText(each)).join(', ')})`
  }
}
