import type { SyntaxNode } from '@lezer/common'
import type { Expression, Place } from '../rules/ast.ts'
import { childrenOf, deepest, numberOf } from '../rules/parse.ts'
import { FaultError } from '../rules/faults.ts'
import { ownFault, type OwnFaultCode } from './faults.ts'

/** Where an expression stands, and what its names mean. */
export interface Reader {
  textOf(node: SyntaxNode): string
  placeOf(node: SyntaxNode): Place
  /** @returns what a name stands for; undefined where it is a module */
  nameOf(name: string, node: SyntaxNode): Expression | undefined
  /** @returns what `holder['key']` stands for; undefined where it is nothing known */
  entryOf(holder: string, key: string, place: Place): Expression | undefined
}

/** @throws FaultError */
export function refuse(
  reader: Pick<Reader, 'textOf' | 'placeOf'>,
  node: SyntaxNode,
  code: OwnFaultCode = 'untranslated',
): never {
  const text = reader.textOf(node).split('\n')[0]!.trim()
  throw new FaultError(ownFault(reader.placeOf(node), code, text))
}

/** Attributes that are the thing itself. */
const same = new Set(['data', 'value', 'real'])

/** Methods and functions that yield what they are given. */
const plain = new Set(
  `detach clone item copy numpy cpu contiguous float double asnumpy asscalar identity array
  as_in_context stop_gradient convert_to_tensor cast tensor constant Variable to asarray
  as_tensor read_value type astype`.split(/\s+/),
)

/** What frameworks call the functions of the language. */
const functionNames: Readonly<Record<string, string>> = {
  sqrt: 'sqrt',
  abs: 'abs',
  absolute: 'abs',
  fabs: 'abs',
  sign: 'sign',
  exp: 'exp',
  log: 'log',
  where: 'where',
  maximum: 'max',
  minimum: 'min',
  max: 'max',
  min: 'min',
  fmax: 'max',
  fmin: 'min',
  norm: 'norm',
  sum: 'sum',
  reduce_sum: 'sum',
  mean: 'mean',
  reduce_mean: 'mean',
}

const arithmetic: Readonly<Record<string, '+' | '-' | '*' | '/' | '**' | '@'>> = {
  add: '+',
  sub: '-',
  subtract: '-',
  mul: '*',
  multiply: '*',
  div: '/',
  divide: '/',
  true_divide: '/',
  truediv: '/',
  pow: '**',
  power: '**',
  matmul: '@',
  mm: '@',
  dot: '@',
}

/** @throws FaultError at what cannot be translated */
export function translate(node: SyntaxNode, reader: Reader, depth = 0): Expression {
  const place = reader.placeOf(node)
  if (depth > deepest) return refuse(reader, node)
  const parts = childrenOf(node)
  const read = (part: SyntaxNode | undefined): Expression =>
    part ? translate(part, reader, depth + 1) : refuse(reader, node)
  switch (node.name) {
    case 'Number':
      return numberOf(reader.textOf(node), place) ?? refuse(reader, node)
    case 'VariableName':
      return reader.nameOf(reader.textOf(node), node) ?? refuse(reader, node)
    case 'ParenthesizedExpression':
      return parts.length === 3 ? read(parts[1]) : refuse(reader, node)
    case 'UnaryExpression': {
      const [sign, operand] = parts
      const text = sign && reader.textOf(sign)
      if (text === '+') return read(operand)
      if (text === '-') return { kind: 'negative', operand: read(operand), place }
      if (text === 'not' && operand?.name !== 'BinaryExpression') {
        return { kind: 'not', operand: read(operand), place }
      }
      return refuse(reader, node)
    }
    case 'BinaryExpression': {
      const [first, sign, last] = parts
      if (!first || !sign || !last || parts.length !== 3) return refuse(reader, node)
      const operator = reader.textOf(sign)
      const [left, right] = [read(first), read(last)]
      switch (operator) {
        case '+':
        case '-':
        case '*':
        case '/':
        case '%':
        case '**':
        case '@':
          return squared({ kind: 'arithmetic', operator, left, right, place })
        case '<':
        case '<=':
        case '>':
        case '>=':
        case '==':
        case '!=':
          return { kind: 'comparison', operator, left, right, place }
        case 'and':
        case 'or':
          return { kind: 'logic', operator, left, right, place }
        default:
          return refuse(reader, node)
      }
    }
    case 'ConditionalExpression': {
      const [yes, , condition, , no] = parts
      return { kind: 'choice', condition: read(condition), yes: read(yes), no: read(no), place }
    }
    case 'MemberExpression':
      return member(node, reader, depth)
    case 'CallExpression':
      return call(node, reader, depth)
    default:
      return refuse(reader, node)
  }
}

/** `x * x` is a square, also after other factors: products of two are rounded alike everywhere. */
function squared(expression: Expression): Expression {
  if (expression.kind !== 'arithmetic' || expression.operator !== '*') return expression
  const { left, right, place } = expression
  if (right.kind !== 'name') return expression
  const square: Expression = power(right, 2, place)
  if (left.kind === 'name' && left.name === right.name) return square
  if (left.kind !== 'arithmetic' || left.operator !== '*') return expression
  const { right: before } = left
  if (before.kind !== 'name' || before.name !== right.name) return expression
  return { ...expression, left: left.left, right: square }
}

function power(left: Expression, exponent: number, place: Place): Expression {
  return { kind: 'arithmetic', operator: '**', left, right: number(exponent, place), place }
}

function number(value: number, place: Place): Expression {
  return { kind: 'number', value, text: String(value), place }
}

function member(node: SyntaxNode, reader: Reader, depth: number): Expression {
  const [object, sign, inner] = childrenOf(node)
  if (!object || !sign || !inner) return refuse(reader, node)
  const place = reader.placeOf(node)
  if (reader.textOf(sign) === '[') {
    // `p[:]` and `p[...]` are p; an entry of a dictionary has a name.
    if (isWhole(node, reader)) return translate(object, reader, depth + 1)
    const entry =
      object.name === 'VariableName' && inner.name === 'String'
        ? reader.entryOf(reader.textOf(object), unquoted(reader.textOf(inner)), place)
        : undefined
    return entry ?? refuse(reader, node)
  }
  const attribute = reader.textOf(inner)
  if (attribute === 'grad') {
    const of = translate(object, reader, depth + 1)
    if (of.kind === 'name' && of.name === 'w') return { kind: 'name', name: 'g', place }
    return refuse(reader, node)
  }
  if (attribute === 'T') {
    return { kind: 'transpose', operand: translate(object, reader, depth + 1), place }
  }
  if (object.name === 'VariableName' && reader.textOf(object) === 'self') {
    return reader.entryOf('self', attribute, place) ?? refuse(reader, node)
  }
  if (same.has(attribute)) return translate(object, reader, depth + 1)
  return refuse(reader, node)
}

/** @returns whether an index takes everything: `[:]`, `[...]` */
export function isWhole(node: SyntaxNode, reader: Reader): boolean {
  const text = reader.textOf(node)
  return /\[\s*(?::|\.\.\.|:\s*,\s*:)\s*\]$/.test(text)
}

export const unquoted = (text: string): string => text.replace(/^[a-zA-Z]*['"]+|['"]+$/g, '')

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly SyntaxNode[]
  readonly named: ReadonlyMap<string, SyntaxNode>
}

export function argumentsOf(list: SyntaxNode | undefined, reader: Reader): Arguments {
  const positional: SyntaxNode[] = []
  const named = new Map<string, SyntaxNode>()
  const parts = list ? childrenOf(list).slice(1, -1) : []
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!
    if (reader.textOf(part) === ',') continue
    if (parts[at + 1]?.name === 'AssignOp' && parts[at + 2]) {
      named.set(reader.textOf(part), parts[at + 2]!)
      at += 2
    } else positional.push(part)
  }
  return { positional, named }
}

/** `module.name(…)`, `name(…)` and `x.name(…)` are alike: a function of x and the rest. */
export function calledOf(
  node: SyntaxNode,
  reader: Reader,
): { readonly name: string; readonly object: SyntaxNode | undefined } | undefined {
  const [callee] = childrenOf(node)
  if (callee?.name === 'VariableName') return { name: reader.textOf(callee), object: undefined }
  const [object, sign, property] = callee ? childrenOf(callee) : []
  if (callee?.name !== 'MemberExpression' || !object || !property) return undefined
  if (!sign || reader.textOf(sign) !== '.') return undefined
  return { name: reader.textOf(property), object: isModule(object, reader) ? undefined : object }
}

function isModule(node: SyntaxNode, reader: Reader): boolean {
  if (node.name === 'VariableName') {
    return reader.nameOf(reader.textOf(node), node) === undefined
  }
  const [object, sign] = childrenOf(node)
  if (node.name !== 'MemberExpression' || !object || !sign) return false
  return reader.textOf(sign) === '.' && isModule(object, reader)
}

function call(node: SyntaxNode, reader: Reader, depth: number): Expression {
  const called = calledOf(node, reader)
  if (!called) return refuse(reader, node)
  const { object } = called
  // What a call yields has no other name: changed in place or not, it is the same.
  const name =
    object?.name === 'CallExpression' ? called.name.replace(/(?<=[a-z])_$/, '') : called.name
  const place = reader.placeOf(node)
  const { positional, named } = argumentsOf(childrenOf(node)[1], reader)
  const nodes = object ? [object, ...positional] : positional
  const read = (each: SyntaxNode): Expression => translate(each, reader, depth + 1)
  const at = (index: number, ...keys: string[]): Expression | undefined => {
    const found = nodes[index] ?? keys.map((key) => named.get(key)).find((each) => each)
    return found && found.name !== 'None' ? read(found) : undefined
  }
  const first = (): Expression => at(0, 'input', 'x') ?? refuse(reader, node)
  const second = (): Expression => at(1, 'other', 'y', 'exponent') ?? refuse(reader, node)
  const make = (function_: string, ...args: Expression[]): Expression => ({
    kind: 'call',
    name: function_,
    arguments: args,
    place,
  })
  const binary = (
    operator: '+' | '-' | '*' | '/' | '**' | '@',
    left: Expression,
    right: Expression,
  ): Expression => ({ kind: 'arithmetic', operator, left, right, place })

  if (name === 'zeros_like' || name === 'ones_like')
    return number(name === 'zeros_like' ? 0 : 1, place)
  if (plain.has(name)) return first()
  if (name === 'square') return power(first(), 2, place)
  if (name === 'rsqrt') return binary('/', number(1, place), make('sqrt', first()))
  if (name === 'reciprocal') return binary('/', number(1, place), first())
  if (name === 'neg' || name === 'negative') return { kind: 'negative', operand: first(), place }
  if (name === 'clamp' || name === 'clip' || name === 'clip_by_value') {
    const low = at(1, 'min', 'a_min', 'clip_value_min')
    const high = at(2, 'max', 'a_max', 'clip_value_max')
    if (low && high) return make('clip', first(), low, high)
    if (low) return make('max', first(), low)
    return high ? make('min', first(), high) : refuse(reader, node)
  }
  if (name === 'addcmul' || name === 'addcdiv') {
    const [one, other] = [second(), at(2) ?? refuse(reader, node)]
    return added(first(), named.get('value'), one, name === 'addcmul' ? '*' : '/', other, reader)
  }
  if (name === 'lerp') {
    const share = at(2, 'weight') ?? refuse(reader, node)
    const from = first()
    if (from.kind !== 'name') return refuse(reader, node)
    return binary('+', from, binary('*', share, binary('-', second(), from)))
  }
  const operator = arithmetic[name]
  if (Object.hasOwn(arithmetic, name) && operator) {
    const scale = named.get('alpha')
    const other = second()
    return binary(operator, first(), scale ? binary('*', read(scale), other) : other)
  }
  if (!Object.hasOwn(functionNames, name)) return refuse(reader, node)
  const count = name === 'where' ? 3 : /max|min/.test(name) ? 2 : 1
  if (name !== 'where' && count === 1 && nodes.length > 1) return refuse(reader, node)
  const args = Array.from({ length: Math.max(count, nodes.length) }, (_, index) =>
    index === 0 ? first() : index === 1 ? second() : (at(index) ?? refuse(reader, node)),
  )
  return make(functionNames[name]!, ...args)
}

/** `sum + value · one ∘ other`, as `addcmul` and `addcdiv` compute it. */
export function added(
  sum: Expression,
  value: SyntaxNode | undefined,
  one: Expression,
  operator: '*' | '/',
  other: Expression,
  reader: Reader,
): Expression {
  const { place } = one
  const scaled: Expression = value
    ? { kind: 'arithmetic', operator: '*', left: translate(value, reader), right: one, place }
    : one
  const product = squared({ kind: 'arithmetic', operator, left: scaled, right: other, place })
  return { kind: 'arithmetic', operator: '+', left: sum, right: product, place }
}
