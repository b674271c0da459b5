import type { Framework, UpdateRule } from '#shared/optimizers/index.ts'
import {
  namesIn,
  partsOf,
  valueOf,
  type Assignment,
  type Expression,
  type Program,
  type Statement,
} from '#shared/rules/ast.ts'
import { findFunction } from '#shared/rules/functions.ts'
import { expressionText } from '#shared/rules/listing.ts'
import { indent, snake } from './literals.ts'

/** A rule's program in a framework's Python. */
export interface PythonProgram {
  /** The lines that take the step. */
  readonly step: string
  readonly gradientAt?: string
  readonly evaluateAt?: string
  /** By the program's name of a hyper-parameter, flag or slot, its name in Python. */
  readonly names: ReadonlyMap<string, string>
  /** What of those the lines and points read or write. */
  readonly used: ReadonlySet<string>
  /** Whether a line needs all tensors of the model. */
  readonly together: boolean
  /** Whether it takes a matrix for what it is, rows and columns. */
  readonly matrices: boolean
}

/** Names that the classes and functions of a script have, and words of Python that the language has not. */
const reserved = new Set(
  `self hyper params parameters abs math torch ops keras np super sqrt sign exp log float32 minimum
  maximum clip where both either negate norm_of sum_of mean_of all_norm all_sum all_mean rows columns
  row_mean column_mean outer inverse_root transpose full tensor False None True lambda as`.split(
    /\s+/,
  ),
)

const renamed: Readonly<Record<string, string>> = {
  min: 'minimum',
  max: 'maximum',
  norm: 'norm_of',
  sum: 'sum_of',
  mean: 'mean_of',
}

/**
 * Writes a rule's program for a framework. What Python does otherwise than the language is written
 * out: a tensor that is set to one number is filled with it, a number that Python would not divide or raise
 * to a power is a tensor, nothing is changed in place that another
 * name still holds, conditions of tensors are combined by functions, and a sum over all tensors is
 * yielded for.
 *
 * @param program resolved
 */
export function pythonProgram(
  rule: UpdateRule,
  program: Program,
  framework: Framework,
): PythonProgram {
  const declared = [...rule.hyper, ...(rule.flags ?? []), ...rule.slots].map(({ key }) => key)
  const { nameOf, names } = createNames(declared)
  const slots = new Set(rule.slots.map(({ key }) => key))
  const held = heldNames(program.statements)
  const numbers = numberNames(program.statements, new Set(['w', 'g', ...slots]))
  const used = new Set<string>()
  let together = false
  let matrices = false

  const called = (name: string, ...args: Expression[]): Expression => ({
    kind: 'call',
    name,
    arguments: args,
    place: program.statements[0]!.place,
  })
  const rewrite = (expression: Expression): Expression => {
    switch (expression.kind) {
      case 'number':
        return expression
      case 'name':
        used.add(expression.name)
        return { ...expression, name: nameOf(expression.name) }
      case 'negative':
        return { ...expression, operand: rewrite(expression.operand) }
      case 'not':
        return called('negate', rewrite(expression.operand))
      case 'logic': {
        const both = [rewrite(expression.left), rewrite(expression.right)]
        return called(expression.operator === 'and' ? 'both' : 'either', ...both)
      }
      case 'transpose': {
        matrices = true
        const operand = rewrite(expression.operand)
        return framework === 'keras' ? called('transpose', operand) : { ...expression, operand }
      }
      case 'arithmetic': {
        if (expression.operator === '@') matrices = true
        const left = rewrite(expression.left)
        const right = rewrite(expression.right)
        return {
          ...expression,
          left: mayFail(expression, numbers) ? called('tensor', left) : left,
          right,
        }
      }
      case 'comparison':
        return { ...expression, left: rewrite(expression.left), right: rewrite(expression.right) }
      case 'choice':
        // Its condition is one on the kind of tensor, which is a plain one.
        return { ...expression, yes: rewrite(expression.yes), no: rewrite(expression.no) }
      case 'call': {
        const { name } = expression
        const args = expression.arguments.map(rewrite)
        const { kind, scope } = findFunction(name)!
        if (kind === 'matrix') matrices = true
        const [condition, yes, no] = args
        // Python computes what it hands over, and this takes time.
        if (name === 'where' && expression.arguments.slice(1).some(takesRoot)) {
          const { place } = expression
          return { kind: 'choice', condition: condition!, yes: yes!, no: no!, place }
        }
        if (scope !== 'run') return called(renamed[name] ?? name, ...args)
        together = true
        return called('', called(`yield ${name.replace('global', 'all')}`, ...args))
      }
    }
  }
  const text = (expression: Expression): string => expressionText(rewrite(expression))

  const assignment = (statement: Assignment, tensors: Set<string>): string => {
    const { target, operator, value } = statement
    used.add(target)
    const stored = target === 'w' || target === 'g' || slots.has(target)
    const inPlace = operator !== '=' && tensors.has(target) && !held.has(target)
    const whole = valueOf(statement)
    const isTensor = isWhole(whole, tensors)
    if (isTensor || stored) tensors.add(target)
    else tensors.delete(target)
    const name = nameOf(target)
    if (stored && !isTensor) {
      return `${name} = full(${program.shapes?.[target] ? name : 'w'}, ${text(whole)})`
    }
    return inPlace ? `${name} ${operator} ${text(value)}` : `${name} = ${text(whole)}`
  }
  const lines = (statements: readonly Statement[], tensors: Set<string>): string[] =>
    statements.flatMap((statement) => {
      if (statement.kind === 'assign') return [assignment(statement, tensors)]
      const ways = [new Set(tensors), new Set(tensors)] as const
      const block = (inside: readonly Statement[], way: Set<string>): string[] => {
        const text = lines(inside, way)
        return text.length > 0 ? [indent(text.join('\n'))] : [indent('pass')]
      }
      const yes = block(statement.yes, ways[0])
      const no = statement.no.length > 0 ? ['else:', ...block(statement.no, ways[1])] : []
      for (const name of [...tensors, ...ways[0]]) {
        if (ways.every((way) => way.has(name))) tensors.add(name)
        else tensors.delete(name)
      }
      return [`if ${expressionText(statement.condition)}:`, ...yes, ...no]
    })

  const step = lines(program.statements, new Set(['w', 'g', ...slots])).join('\n')
  const { gradientAt, evaluateAt } = program
  return {
    step,
    ...(gradientAt && { gradientAt: text(gradientAt) }),
    ...(evaluateAt && { evaluateAt: text(evaluateAt) }),
    names: new Map(declared.map((key) => [key, names.get(key)!])),
    used,
    together,
    matrices,
  }
}

/** Hands out names as Python writes them, each one's own: those that are declared first. */
function createNames(declared: readonly string[]): {
  nameOf(name: string): string
  readonly names: ReadonlyMap<string, string>
} {
  const fixed = ['w', 'g', 't', 'matrix']
  const names = new Map(fixed.map((name) => [name, name]))
  const taken = new Set([...reserved, ...fixed])
  const nameOf = (name: string): string => {
    let own = names.get(name)
    if (own === undefined) {
      own = snake(name)
      while (taken.has(own)) own += '_'
      taken.add(own)
      names.set(name, own)
    }
    return own
  }
  declared.forEach(nameOf)
  return { nameOf, names }
}

/** Whether a value surely has a number for each element, by the names that do. */
function isWhole(expression: Expression, tensors: ReadonlySet<string>): boolean {
  const whole = (part: Expression): boolean => isWhole(part, tensors)
  switch (expression.kind) {
    case 'name':
      return tensors.has(expression.name)
    case 'choice':
      return whole(expression.yes) && whole(expression.no)
    case 'call': {
      const { name, arguments: args } = expression
      if (name === 'where') return whole(args[0]!) || (whole(args[1]!) && whole(args[2]!))
      if (findFunction(name)?.kind === 'reduction' || name === 'rows' || name === 'columns') {
        return false
      }
      return args.some(whole)
    }
    default:
      return partsOf(expression).some(whole)
  }
}

/** Whether a value may be a number of Python's own, by the names that may be. */
function isNumber(expression: Expression, numbers: ReadonlySet<string>): boolean {
  const number = (part: Expression): boolean => isNumber(part, numbers)
  switch (expression.kind) {
    case 'number':
      return true
    case 'name':
      return numbers.has(expression.name)
    case 'choice':
      return number(expression.yes) || number(expression.no)
    case 'call':
      if (expression.name === 'rows' || expression.name === 'columns') return true
      return expression.name === 'abs' && expression.arguments.every(number)
    default:
      return partsOf(expression).every(number)
  }
}

/** The names of a program that are set to such a number somewhere; what is stored is always a tensor. */
function numberNames(
  statements: readonly Statement[],
  stored: ReadonlySet<string>,
): ReadonlySet<string> {
  const numbers = new Set<string>()
  const visit = (statement: Statement): void => {
    if (statement.kind === 'if') {
      statement.yes.forEach(visit)
      statement.no.forEach(visit)
    } else if (!stored.has(statement.target) && isNumber(valueOf(statement), numbers)) {
      numbers.add(statement.target)
    }
  }
  statements.forEach(visit)
  return numbers
}

/**
 * Whether Python's own arithmetic may raise an error, or become complex, where the language has an
 * infinity or NaN.
 */
function mayFail(
  { operator, left, right }: Extract<Expression, { kind: 'arithmetic' }>,
  numbers: ReadonlySet<string>,
): boolean {
  if (operator !== '/' && operator !== '**' && operator !== '%') return false
  if (!isNumber(left, numbers) || !isNumber(right, numbers)) return false
  if (right.kind === 'number' && right.value !== 0 && operator !== '**') return false
  const isSmall = left.kind === 'number' && left.value > 0 && left.value <= 10
  return !(isSmall && right.kind === 'number' && right.value <= 10)
}

/** Whether a value is made by the one function that takes long. */
function takesRoot(expression: Expression): boolean {
  const own = expression.kind === 'call' && expression.name === 'inverse_root'
  return own || partsOf(expression).some(takesRoot)
}

/** Names that share their numbers with another: what is done to one in place would be done to both. */
function heldNames(statements: readonly Statement[]): ReadonlySet<string> {
  const held = new Set<string>()
  const passed = (value: Expression): string[] => {
    switch (value.kind) {
      case 'name':
        return [value.name]
      case 'transpose':
        return passed(value.operand)
      case 'choice':
        return [...passed(value.yes), ...passed(value.no)]
      case 'call':
        return value.name === 'float32' ? [...namesIn(value)] : []
      default:
        return []
    }
  }
  const visit = (statement: Statement): void => {
    if (statement.kind === 'if') {
      statement.yes.forEach(visit)
      statement.no.forEach(visit)
    } else if (statement.operator === '=') {
      const names = passed(statement.value)
      if (names.length > 0) for (const name of [statement.target, ...names]) held.add(name)
    }
  }
  statements.forEach(visit)
  return held
}
