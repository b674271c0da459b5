import type { SyntaxNode } from '@lezer/common'
import { FaultError } from '../rules/faults.ts'
import { childrenOf } from '../rules/parse.ts'
import { ownFault } from './faults.ts'
import { numberIn, type Part, type PastedFunction, type TextReader } from './pasted.ts'

/** What a state starts from: a number, or several for each parameter. */
type Start = number | readonly Start[]

/**
 * What the slots of a function start from, as the function that makes its states has it.
 *
 * @param name of the function
 * @param starts functions such as `init_adagrad_states`
 * @throws FaultError where that says something else than numbers
 */
export function slotStarts(
  name: string,
  starts: readonly PastedFunction[],
  slots: number,
): readonly number[] {
  const own = starts.find((each) => each.name.includes(name)) ?? starts.at(-1)
  const zeros = new Array<number>(slots).fill(0)
  if (!own || slots === 0) return zeros
  const texts = own.body.map(({ node, reader }) => reader.textOf(node))
  if (!/ones|full|rand|normal|uniform|[+*]/.test(texts.join('\n'))) return zeros
  const known = new Map<string, Start>()
  let returned: Start | undefined
  for (const part of own.body) returned = take(part, known) ?? returned
  const first = Array.isArray(returned) ? (returned as readonly Start[])[0] : returned
  const each = Array.isArray(first) ? (first as readonly Start[]) : [first]
  return zeros.map((_, at) => {
    const start = each[at]
    return typeof start === 'number' ? start : 0
  })
}

/** @returns what a statement returns */
function take({ node, reader }: Part, known: Map<string, Start>): Start | undefined {
  const parts = childrenOf(node)
  if (node.name === 'ReturnStatement') return together(parts.slice(1), known, reader)
  if (node.name !== 'AssignStatement') return undefined
  const sign = parts.findIndex(({ name }) => name === 'AssignOp')
  const targets = parts.slice(0, sign).filter(({ name }) => name === 'VariableName')
  const value = together(parts.slice(sign + 1), known, reader)
  targets.forEach((target, at) => {
    const own = targets.length > 1 && Array.isArray(value) ? (value as readonly Start[])[at] : value
    known.set(reader.textOf(target), own ?? 0)
  })
  return undefined
}

function together(
  nodes: readonly SyntaxNode[],
  known: Map<string, Start>,
  reader: TextReader,
): Start {
  const values = nodes.filter((each) => reader.textOf(each) !== ',')
  const starts = values.map((each) => startOf(each, known, reader))
  return starts.length === 1 ? starts[0]! : starts
}

function startOf(
  node: SyntaxNode,
  known: Map<string, Start>,
  reader: TextReader,
  depth = 0,
): Start {
  const refuse = (): never => {
    const text = reader.textOf(node).split('\n')[0]!
    throw new FaultError(ownFault(reader.placeOf(node), 'untranslated', text))
  }
  if (depth > 50) return refuse()
  const inner = (each: SyntaxNode): Start => startOf(each, known, reader, depth + 1)
  const number = numberIn(node, reader)
  if (number !== undefined) return number
  switch (node.name) {
    case 'VariableName':
      return known.get(reader.textOf(node)) ?? refuse()
    case 'ParenthesizedExpression':
      return inner(childrenOf(node)[1]!)
    case 'TupleExpression':
    case 'ArrayExpression':
      return childrenOf(node)
        .slice(1, -1)
        .filter((each) => reader.textOf(each) !== ',')
        .map(inner)
    case 'BinaryExpression': {
      const [left, sign, right] = childrenOf(node)
      const one = left && inner(left)
      const other = right && inner(right)
      if (typeof one !== 'number' || typeof other !== 'number' || !sign) return refuse()
      if (reader.textOf(sign) === '*') return one * other
      return reader.textOf(sign) === '+' ? one + other : refuse()
    }
    case 'CallExpression': {
      const [callee, list] = childrenOf(node)
      const args = list
        ? childrenOf(list)
            .slice(1, -1)
            .filter((each) => reader.textOf(each) !== ',')
        : []
      const name = callee ? reader.textOf(callee) : ''
      if (/\bzeros(_like)?$/.test(name)) return 0
      if (/\bones(_like)?$/.test(name)) return 1
      if (/\bfull(_like)?$|\bfill$/.test(name) && args[1]) return inner(args[1])
      if (/\b(Variable|tensor|Parameter|constant)$/.test(name) && args[0]) return inner(args[0])
      return refuse()
    }
    default:
      return refuse()
  }
}
