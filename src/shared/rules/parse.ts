import { parser } from '@lezer/python'
import type { SyntaxNode, Tree } from '@lezer/common'
import type {
  Arithmetic,
  Assignment,
  Comparison,
  Declarations,
  Expression,
  Place,
  Program,
  Statement,
} from './ast.ts'
import { checkProgram } from './check.ts'
import { fail, FaultError, type Fault } from './faults.ts'
import { withConstants } from './resolve.ts'

/** Characters of a program, at most. */
const longest = 8000

/** Nesting of expressions and blocks, at most. */
export const deepest = 100

export type Parsed =
  | { readonly program: Program; readonly fault?: undefined }
  | { readonly program?: undefined; readonly fault: Fault }

/**
 * Reads and checks a rule's program, a subset of Python.
 *
 * @returns the program, or the first thing that is wrong with it; never throws
 */
export function parseProgram(source: string, declarations: Declarations): Parsed {
  try {
    if (source.length > longest) {
      fail({ line: 1, column: 1, length: 1 }, 'tooLong', String(longest))
    }
    const program = readProgram(source)
    const shapes = checkProgram(program, declarations)
    const whole = shapes ? { ...program, shapes } : program
    const { constants } = declarations
    return { program: constants ? withConstants(whole, constants) : whole }
  } catch (error) {
    if (error instanceof FaultError) return { fault: error.fault }
    throw error
  }
}

/** Turns the syntax tree of a text into that of the language. */
function readProgram(source: string): Program {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1))
    starts.push(at + 1)
  const placeOf = ({ from, to }: { from: number; to: number }): Place => {
    let line = starts.length
    while (starts[line - 1]! > from) line--
    return { line, column: from - starts[line - 1]! + 1, length: Math.max(1, to - from) }
  }
  const textOf = ({ from, to }: { from: number; to: number }): string => source.slice(from, to)
  const nameIn = (node: SyntaxNode): string => {
    const name = textOf(node)
    return /^\w+$/.test(name) ? name : fail(placeOf(node), 'nameLetters', name)
  }
  const refuse = (node: SyntaxNode): never => {
    const text = textOf(node).split('\n')[0]!.trim().slice(0, 40)
    return fail(placeOf(node), node.type.isError ? 'syntax' : 'notAllowed', text)
  }

  const tree = syntaxOf(source) ?? fail({ line: 1, column: 1, length: 1 }, 'tooDeep')
  let depth = 0
  tree.iterate({
    enter({ node, type }) {
      // What the parser was too deep in to read, it calls an error as well.
      if (++depth > 3 * deepest) fail(placeOf(node), 'tooDeep')
      if (type.isError) refuse(node)
    },
    leave: () => void depth--,
  })

  const expression = (node: SyntaxNode, depth: number): Expression => {
    const place = placeOf(node)
    if (depth > deepest) fail(place, 'tooDeep')
    const parts = childrenOf(node)
    const read = (part: SyntaxNode | undefined): Expression =>
      part ? expression(part, depth + 1) : fail(place, 'syntax', '')
    switch (node.name) {
      case 'Number':
        return numberOf(textOf(node), place) ?? refuse(node)
      case 'VariableName':
        return { kind: 'name', name: nameIn(node), place }
      case 'ParenthesizedExpression':
        return parts.length === 3 ? read(parts[1]) : refuse(node)
      case 'UnaryExpression': {
        const [sign, operand] = parts
        if (sign && textOf(sign) === '-') return { kind: 'negative', operand: read(operand), place }
        if (sign && textOf(sign) === '+') return read(operand)
        return sign && textOf(sign) === 'not' ? logic(node, depth) : refuse(node)
      }
      case 'BinaryExpression': {
        const [left, sign, right] = parts
        if (!sign || parts.length !== 3) return refuse(node)
        const operator = textOf(sign)
        if (isArithmetic(operator)) {
          return { kind: 'arithmetic', operator, left: read(left), right: read(right), place }
        }
        if (isComparison(operator)) {
          // Python chains comparisons; here each stands by itself.
          if (left?.name === 'BinaryExpression' && isComparison(textOf(childrenOf(left)[1]!))) {
            return refuse(sign)
          }
          return { kind: 'comparison', operator, left: read(left), right: read(right), place }
        }
        return operator === 'and' || operator === 'or' ? logic(node, depth) : refuse(sign)
      }
      case 'CallExpression': {
        const [callee, list] = parts
        if (callee?.name !== 'VariableName' || !list) return refuse(node)
        if (textOf(callee) === 'gradient') fail(place, 'gradientFirst')
        if (textOf(callee) === 'evaluate') fail(place, 'evaluateLast')
        const args = childrenOf(list).slice(1, -1)
        const values: Expression[] = []
        args.forEach((arg, index) => {
          if (index % 2 === 0) values.push(read(arg))
          else if (textOf(arg) !== ',') refuse(arg)
        })
        return { kind: 'call', name: textOf(callee), arguments: values, place }
      }
      case 'MemberExpression': {
        const [object, , property] = parts
        if (!property || parts.length !== 3 || textOf(property) !== 'T') return refuse(node)
        return { kind: 'transpose', operand: read(object), place }
      }
      case 'ConditionalExpression': {
        const [yes, , condition, , no] = parts
        return { kind: 'choice', condition: read(condition), yes: read(yes), no: read(no), place }
      }
      default:
        return refuse(node)
    }
  }

  /** The parser lets `not` reach over `and` and `or`; Python binds it more tightly than both. */
  const logic = (node: SyntaxNode, depth: number): Expression => {
    const parts: SyntaxNode[] = []
    const flatten = (each: SyntaxNode): void => {
      const inside = childrenOf(each)
      const binary = each.name === 'BinaryExpression' && inside.length === 3
      const unary = each.name === 'UnaryExpression' && inside.length === 2
      const word = binary ? inside[1] : unary ? inside[0] : undefined
      if (word && ['not', 'and', 'or'].includes(word.name)) inside.forEach(flatten)
      else parts.push(each)
    }
    flatten(node)
    if (parts.length > 2 * deepest) fail(placeOf(node), 'tooDeep')
    let at = 0
    const placeFrom = (first: number): Place =>
      placeOf({ from: parts[first]!.from, to: parts[at - 1]!.to })
    const negation = (): Expression => {
      const first = at++
      if (parts[first]!.name !== 'not') return expression(parts[first]!, depth + 1)
      const operand = negation()
      return { kind: 'not', operand, place: placeFrom(first) }
    }
    const chain = (operator: 'and' | 'or', part: () => Expression): Expression => {
      const first = at
      let left = part()
      while (parts[at]?.name === operator) {
        at++
        const right = part()
        left = { kind: 'logic', operator, left, right, place: placeFrom(first) }
      }
      return left
    }
    const whole = chain('or', () => chain('and', negation))
    return at === parts.length ? whole : refuse(parts[at]!)
  }

  const block = (nodes: readonly SyntaxNode[], depth: number): Statement[] => {
    const statements: Statement[] = []
    for (const node of ungrouped(nodes)) {
      const statement = statementOf(node, depth)
      if (statement) statements.push(statement)
    }
    return statements
  }
  const bodyOf = (node: SyntaxNode | undefined, depth: number): Statement[] =>
    node ? block(childrenOf(node).slice(1), depth + 1) : []

  const statementOf = (node: SyntaxNode, depth: number): Statement | undefined => {
    const place = placeOf(node)
    if (depth > deepest) fail(place, 'tooDeep')
    const parts = childrenOf(node)
    switch (node.name) {
      case 'PassStatement':
        return undefined
      case 'AssignStatement':
      case 'UpdateStatement': {
        const [target, sign, value] = parts
        if (parts.length !== 3 || target?.name !== 'VariableName' || !value) return refuse(node)
        const operator = textOf(sign!) as Assignment['operator']
        if (!['=', '+=', '-=', '*=', '/='].includes(operator)) return refuse(sign!)
        const name = nameIn(target)
        return { kind: 'assign', target: name, operator, value: expression(value, 0), place }
      }
      case 'IfStatement': {
        const conditional = (rest: readonly SyntaxNode[], depth: number): Statement[] => {
          const [word, condition, body] = rest
          if (word?.name === 'else') return bodyOf(condition, depth)
          if (!condition || !body) return []
          if (depth > deepest) fail(placeOf(word!), 'tooDeep')
          return [
            {
              kind: 'if',
              condition: expression(condition, 0),
              yes: bodyOf(body, depth),
              no: conditional(rest.slice(3), depth + 1),
              place: placeOf(word!),
            },
          ]
        }
        return conditional(parts, depth)[0]
      }
      case 'ExpressionStatement':
        if (callIn(node, 'ExpressionStatement', 'evaluate', textOf)) fail(place, 'evaluateLast')
        return refuse(node)
      default:
        return refuse(node)
    }
  }

  const nodes = ungrouped(childrenOf(tree.topNode))
  const first = nodes[0]
  const last = nodes.at(-1)
  const gradient = first && callIn(first, 'AssignStatement', 'gradient', textOf)
  const evaluate = last && callIn(last, 'ExpressionStatement', 'evaluate', textOf)
  const argumentOf = (call: SyntaxNode | undefined): Expression | undefined => {
    if (!call) return undefined
    const [callee, list] = childrenOf(call)
    const [, argument, end, ...more] = childrenOf(list!)
    const one = argument && end && (more.length === 0 || (textOf(end) === ',' && more.length === 1))
    if (!one) return fail(placeOf(call), 'arity', textOf(callee!), '1')
    return expression(argument, 0)
  }
  const gradientAt = argumentOf(gradient)
  const evaluateAt = argumentOf(evaluate)
  const rest = nodes.slice(gradientAt ? 1 : 0, evaluateAt ? -1 : undefined)
  return {
    source,
    ...(gradientAt && { gradientAt }),
    statements: block(rest, 0),
    ...(evaluateAt && { evaluateAt }),
  }
}

/** The call of `name` that a statement of that kind consists of: `g = gradient(…)` or `evaluate(…)`. */
function callIn(
  node: SyntaxNode,
  kind: string,
  name: string,
  textOf: (node: SyntaxNode) => string,
): SyntaxNode | undefined {
  const parts = childrenOf(node)
  const call = parts.at(-1)
  if (node.name !== kind || call?.name !== 'CallExpression') return undefined
  if (kind === 'AssignStatement' && (parts.length !== 3 || textOf(parts[0]!) !== 'g')) {
    return undefined
  }
  return textOf(childrenOf(call)[0]!) === name ? call : undefined
}

/** A node's children that mean something. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment' && child.name !== ';') children.push(child)
  }
  return children
}

/** Statements that share a line by semicolons, one by one. */
function ungrouped(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  return nodes.flatMap((node) => (node.name === 'StatementGroup' ? childrenOf(node) : [node]))
}

/** @returns a text's syntax tree; undefined where it is nested too deeply for the parser to build one */
export function syntaxOf(source: string): Tree | undefined {
  try {
    return parser.parse(source)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Decimal numbers only: no hexadecimal, imaginary or grouped ones, and none that Python refuses. */
export function numberOf(text: string, place: Place): Expression | undefined {
  const value = Number(text)
  if (!/^[\d.]+(e[-+]?\d+)?$/i.test(text) || !Number.isFinite(value)) return undefined
  if (/^0\d+$/.test(text)) return undefined
  return { kind: 'number', value, text, place }
}

function isArithmetic(operator: string): operator is Arithmetic {
  return ['+', '-', '*', '/', '%', '**', '@'].includes(operator)
}

function isComparison(operator: string): operator is Comparison {
  return ['<', '<=', '>', '>=', '==', '!='].includes(operator)
}
