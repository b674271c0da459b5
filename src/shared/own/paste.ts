import type { SyntaxNode } from '@lezer/common'
import type { Place } from '../rules/ast.ts'
import { faultAt, FaultError, type Fault } from '../rules/faults.ts'
import { childrenOf, syntaxOf } from '../rules/parse.ts'
import { classNumbers, isStep } from './classes.ts'
import { unquoted } from './expressions.ts'
import { ownFault } from './faults.ts'
import { translateFunction } from './function.ts'
import { freeNames } from './names.ts'
import {
  numberIn,
  type GivenNumbers,
  type Part,
  type PastedFunction,
  type PastedParameter,
  type TextReader,
} from './pasted.ts'
import type { OwnRule } from './rule.ts'
import { splitPaste, type PastedStatement } from './statements.ts'

/** Characters of a paste, at most. */
const longestPaste = 20_000

/** What a pasted text holds: its rules, and what of it could not be translated. */
export interface Pasted {
  readonly rules: readonly OwnRule[]
  /** With places in the pasted text. */
  readonly faults: readonly Fault[]
}

/**
 * Turns functions of a tutorial, as they stand there or as a web page has mangled them, into rules.
 * Never throws.
 *
 * @param name of a rule that is pasted without the head of its function
 */
export function readPaste(text: string, name = 'rule'): Pasted {
  const top: Place = { line: 1, column: 1, length: 1 }
  if (text.length > longestPaste) {
    return { rules: [], faults: [ownFault(top, 'pasteTooLong', String(longestPaste))] }
  }
  const faults: Fault[] = []
  const { source, statements } = splitPaste(text)
  const { functions, outside } = functionsOf(source, statements, name)
  const outer = givenNumbers(outside)
  const made = functions.filter((each) => each.name === '__init__').map(classNumbers)
  const given = { ...outer, hyper: [...outer.hyper, ...made] }
  const starts: PastedFunction[] = []
  const rules: OwnRule[] = []
  for (const each of functions) {
    const makesStates = /(^|_)init|_states?$/.test(each.name)
    // Of what is no rule, nothing need be understood.
    if (!makesStates && !isRule(each)) continue
    faults.push(...each.faults)
    if (makesStates) starts.push(each)
    else if (each.faults.length === 0) {
      const rule = attempt(() => translateFunction(each, starts, given), faults)
      if (rule) rules.push(rule)
    }
  }
  if (rules.length === 0 && faults.length === 0) faults.push(ownFault(top, 'noRule'))
  return { rules, faults }
}

/** @returns what a task yields; undefined where it finds a fault, which is added to the others */
function attempt<T>(task: () => T, faults: Fault[]): T | undefined {
  try {
    return task()
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    faults.push(error.fault)
    return undefined
  }
}

/** Whether a function changes parameters by their gradients. */
function isRule({ name, text, parameters }: PastedFunction): boolean {
  if (/^(?:__init__|zero_grad)$/.test(name)) return false
  if (parameters === undefined && freeNames(text).gradients.size > 0) return true
  return (parameters === undefined || parameters.length > 0) && /\bgrads?\b|_grad\b/.test(text)
}

function givenNumbers(parts: readonly Part[]): GivenNumbers {
  const constants = new Map<string, number>()
  const hyper: { beside: string; values: Map<string, number> }[] = []
  for (const { node, reader } of parts) {
    const [target, sign, value, ...more] = childrenOf(node)
    if (node.name === 'AssignStatement' && more.length === 0 && target && sign && value) {
      const number = numberIn(value, reader)
      if (number !== undefined) constants.set(reader.textOf(target), number)
    }
    const visit = (each: SyntaxNode): void => {
      if (each.name !== 'DictionaryExpression') {
        childrenOf(each).forEach(visit)
        return
      }
      const values = new Map<string, number>()
      const inside = childrenOf(each)
      inside.forEach((part, at) => {
        const number = inside[at + 2] && numberIn(inside[at + 2]!, reader)
        if (part.name !== 'String' || number === undefined) return
        values.set(unquoted(reader.textOf(part)), number)
      })
      hyper.push({ beside: reader.textOf(node), values })
    }
    visit(node)
  }
  return { constants, hyper }
}

/** Nesting of blocks, at most. */
const deepestBlock = 50

/** Sorts statements into functions and what stands outside of them. */
function functionsOf(
  source: string,
  statements: readonly PastedStatement[],
  name: string,
): { functions: PastedFunction[]; outside: Part[] } {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1))
    starts.push(at + 1)
  const readerAt = (from: number): TextReader => ({
    textOf: (node) => source.slice(from + node.from, from + node.to),
    placeOf(node) {
      let [low, high] = [0, starts.length - 1]
      const at = from + node.from
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if (starts[middle]! <= at) low = middle
        else high = middle - 1
      }
      return {
        line: low + 1,
        column: at - starts[low]! + 1,
        length: Math.max(1, node.to - node.from),
      }
    },
  })
  const syntaxAt = (statement: PastedStatement): Omit<Part, 'under'> => {
    const { from, to, head } = statement
    const reader = readerAt(from)
    let text = source.slice(from, to).replaceAll('\n', ' ')
    // What continues another statement is no Python by itself.
    if (head === 'elif') text = `  ${text.slice(2)}`
    if (head === 'else') text = `if 1${text.slice(4)}`
    const tree = syntaxOf(head ? `${text} pass` : text)
    const whole = { from: 0, to: to - from }
    const unread = (at: { from: number; to: number }): never => {
      const node = { ...at } as SyntaxNode
      const place = reader.placeOf(node)
      throw new FaultError(ownFault(place, 'unread', reader.textOf(node).trim().split('\n')[0]!))
    }
    if (!tree) throw new FaultError(faultAt(reader.placeOf(whole as SyntaxNode), 'tooDeep'))
    let depth = 0
    tree.iterate({
      enter({ type, from, to }) {
        if (++depth > 300)
          throw new FaultError(faultAt(reader.placeOf(whole as SyntaxNode), 'tooDeep'))
        if (type.isError) unread(from < to ? { from, to } : whole)
      },
      leave: () => void depth--,
    })
    const [node, ...more] = childrenOf(tree.topNode)
    if (!node || more.length > 0) return unread(whole)
    return { node, reader, statement }
  }

  const functions: PastedFunction[] = []
  const outside: Part[] = []
  let faults: Fault[] = []
  let at = 0
  /** Reads what is under a line: until one that does not stand further in. */
  const block = (inner: (statement: PastedStatement) => boolean, depth: number): Part[] => {
    const parts: Part[] = []
    while (at < statements.length && inner(statements[at]!)) {
      const statement = statements[at++]!
      if (statement.head === 'class' || statement.head === 'try') continue
      const part = attempt(() => syntaxAt(statement), faults)
      const conditional = ['if', 'elif', 'else'].includes(statement.head ?? '')
      const under = conditional && depth < deepestBlock ? underIf(statement, depth) : []
      if (part) parts.push({ ...part, under })
    }
    return parts
  }
  const underIf = (head: PastedStatement, depth: number): Part[] => {
    const next = statements[at]
    if (!next) return []
    // In the same line, or further in than it.
    let line = at - 1
    while (line > 0 && statements[line]!.indent === undefined) line--
    const own = statements[line]!.indent ?? 0
    if (next.indent === undefined) {
      return block((each) => each.indent === undefined && each.head === undefined, depth + 1)
    }
    if (next.indent > own) {
      return block((each) => each.indent === undefined || each.indent > own, depth + 1)
    }
    const whole = { from: 0, to: head.to - head.from } as SyntaxNode
    faults.push(ownFault(readerAt(head.from).placeOf(whole), 'blocks'))
    return []
  }

  if (!statements.some(({ head }) => head === 'def')) {
    const place: Place = { line: 1, column: 1, length: 1 }
    const body = block(() => true, 0)
    return {
      functions: [{ name, parameters: undefined, place, body, text: source, faults }],
      outside,
    }
  }
  let named: string | undefined
  while (at < statements.length) {
    const head = statements[at]!
    if (head.head === 'class') named = /^class +(\w+)/.exec(source.slice(head.from, head.to))?.[1]
    if (head.head !== 'def') {
      const [part] = head.head ? [] : [attempt(() => syntaxAt(head), [])]
      if (part) outside.push({ ...part, under: [] })
      at++
      continue
    }
    at++
    faults = []
    const definition = attempt(() => syntaxAt(head), faults)
    const next = statements[at]
    const margin = head.indent ?? 0
    // Where no line of it stands further in, it ends with what cannot be its own.
    const indented = next?.indent !== undefined && next.indent > margin
    const body = block(
      (each) =>
        each.head !== 'def' && (!indented || each.indent === undefined || each.indent > margin),
      0,
    )
    if (!definition) continue
    const { node, reader } = definition
    const [, name, list] = childrenOf(node)
    if (!name || list?.name !== 'ParamList') continue
    const own = reader.textOf(name)
    functions.push({
      name: named !== undefined && isStep(own) ? named : own,
      parameters: parametersOf(list, reader),
      place: reader.placeOf(name),
      body,
      text: source.slice(head.from, statements[at - 1]!.to),
      faults,
    })
    if (!indented) outside.push(...body)
  }
  return { functions, outside }
}

function parametersOf(list: SyntaxNode, reader: TextReader): PastedParameter[] {
  const parts = childrenOf(list)
  return parts.flatMap((part, at) => {
    const before = parts[at - 1]
    if (part.name !== 'VariableName' || before?.name === 'AssignOp') return []
    const given = parts.slice(at + 1, at + 4)
    const sign = given.findIndex(({ name }) => name === 'AssignOp')
    const comma = given.findIndex((each) => reader.textOf(each) === ',')
    const value = sign >= 0 && (comma < 0 || sign < comma) ? given[sign + 1] : undefined
    return [{ name: reader.textOf(part), default: value && numberIn(value, reader) }]
  })
}
