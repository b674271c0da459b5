import type { SyntaxNode } from '@lezer/common'
import { childrenOf } from '../rules/parse.ts'
import { refuse } from './expressions.ts'
import type { Part, TextReader } from './pasted.ts'

/** What a name of a loop over parameters stands for. */
export interface LoopName {
  readonly name: string
  /** `group`: what holds hyper-parameters. */
  readonly as: 'weight' | 'gradient' | 'slot' | 'group'
}

/**
 * What the names are of `for p, (v, s) in zip(params, states)`.
 *
 * @param isParameter whether a name is one of the function's own
 * @throws FaultError at a loop over anything else
 */
export function loopNames(
  { node, reader }: Part,
  isParameter: (name: string) => boolean,
): LoopName[] {
  const parts = childrenOf(node)
  const word = parts.findIndex(({ name }) => name === 'in')
  const over = parts[word + 1]
  if (node.name !== 'ForStatement' || word < 0 || !over) return refuse(reader, node, 'loop')
  const [group] = parts.slice(1, word)
  if (/^(?:self\.)?param_groups$/.test(reader.textOf(over)) && group?.name === 'VariableName') {
    return [{ name: reader.textOf(group), as: 'group' }]
  }
  const lists = listsOf(over, reader)
  const targets = listed(parts.slice(1, word), reader)
  const [only] = targets
  const names =
    targets.length === 1 && only?.name === 'TupleExpression' ? insideOf(only, reader) : targets
  const first = lists[0] ? reader.textOf(lists[0]) : ''
  const known =
    isParameter(first) ||
    /^(?:self\.)?(?:params|parameters|net|model)\b|\[['"]params['"]\]$/.test(first)
  if (names.length !== lists.length || !known) return refuse(reader, node, 'loop')
  return names.flatMap((target, at) => {
    const list = reader.textOf(lists[at]!)
    const as = at === 0 ? 'weight' : /grad/i.test(list) ? 'gradient' : 'slot'
    const several = /^(Tuple|Array|Parenthesized)Expression$/.test(target.name)
    return (several ? insideOf(target, reader) : [target]).map((one): LoopName => {
      if (one.name !== 'VariableName') return refuse(reader, one)
      return { name: reader.textOf(one), as }
    })
  })
}

/** What a loop goes through side by side. */
function listsOf(over: SyntaxNode, reader: TextReader): SyntaxNode[] {
  const [callee, list] = childrenOf(over)
  if (over.name !== 'CallExpression' || !callee || !list) return [over]
  return reader.textOf(callee) === 'zip' ? insideOf(list, reader) : [over]
}

const insideOf = (node: SyntaxNode, reader: TextReader): SyntaxNode[] =>
  listed(childrenOf(node).slice(1, -1), reader)

const listed = (nodes: readonly SyntaxNode[], reader: TextReader): SyntaxNode[] =>
  nodes.filter((each) => reader.textOf(each) !== ',')
