import {
  parse,
  type ConstantNode,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  type ParenthesisNode,
  type SymbolNode,
} from 'mathjs'
import { binary, evaluateProgram, named, unary, type Program } from './program.ts'

/** What is wrong with a formula, and where. */
export interface FormulaFault {
  readonly kind:
    | 'empty'
    /** A sign or bracket is missing or out of place. */
    | 'syntax'
    /** Only x, y, pi and e are known. */
    | 'unknown-name'
    | 'unknown-function'
    /** A function stands without its brackets. */
    | 'needs-brackets'
    /** A function has too many or too few arguments. */
    | 'arguments'
    /** Something the language of formulas has but a surface does not: comparisons, units, lists. */
    | 'unsupported'
    /** Neither x nor y stands in it. */
    | 'constant'
  /** The place in the text, from 0. */
  readonly at: number
  /** What stands there. */
  readonly what: string
}

/** A formula a person typed, ready to be walked. */
export interface Formula {
  readonly text: string
  readonly value: (x: number, y: number) => number
  /** Writes (∂f/∂x, ∂f/∂y), differentiated automatically and exact to rounding. */
  readonly gradient: (x: number, y: number, into: Float64Array) => void
  /** KaTeX source. */
  readonly tex: string
}

export type FormulaResult =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly fault: FormulaFault }

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E }

/** Long formulas would only be slow; nobody types one. */
const longest = 500

class Refusal extends Error {
  readonly fault: FormulaFault

  constructor(fault: FormulaFault) {
    super(fault.kind)
    this.fault = fault
  }
}

/**
 * Reads a formula in x and y, such as `sin(x)*y^2 + 0.1*x`. Nothing of the text is ever run as
 * code: it becomes a list of known operations.
 */
export function parseFormula(text: string): FormulaResult {
  if (text.trim() === '') return { ok: false, fault: { kind: 'empty', at: 0, what: '' } }
  if (text.length > longest) {
    return {
      ok: false,
      fault: { kind: 'unsupported', at: longest, what: text.slice(longest, longest + 10) },
    }
  }
  try {
    const tree = parse(text)
    const program = compile(tree, text)
    const { values, dx, dy } = program
    const last = values.length - 1
    return {
      ok: true,
      formula: {
        text,
        tex: tree.toTex({ parenthesis: 'auto' }),
        value(x, y) {
          evaluateProgram(program, x, y)
          return values[last]!
        },
        gradient(x, y, into) {
          evaluateProgram(program, x, y)
          into[0] = dx[last]!
          into[1] = dy[last]!
        },
      },
    }
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, fault: thrown.fault }
    if (thrown instanceof SyntaxError && 'char' in thrown && typeof thrown.char === 'number') {
      const at = Math.min(Math.max(0, thrown.char - 1), text.length)
      return { ok: false, fault: { kind: 'syntax', at, what: text.slice(at, at + 1) } }
    }
    throw thrown
  }
}

function compile(tree: MathNode, text: string): Program {
  const operations: number[] = []
  const left: number[] = []
  const right: number[] = []
  const numbers: number[] = []
  const emit = (operation: number, a = 0, b = 0, number = 0): number => {
    operations.push(operation)
    left.push(a)
    right.push(b)
    numbers.push(number)
    return operations.length - 1
  }
  let variables = 0

  const visit = (node: MathNode): number => {
    switch (node.type) {
      case 'ParenthesisNode':
        return visit((node as ParenthesisNode).content)
      case 'ConstantNode': {
        const { value } = node as ConstantNode
        if (typeof value !== 'number') throw refuse('unsupported', text, String(value))
        return emit(named.constant, 0, 0, value)
      }
      case 'SymbolNode': {
        const { name } = node as SymbolNode
        if (name === 'x' || name === 'y') {
          variables++
          return emit(name === 'x' ? named.x : named.y)
        }
        const known = own(constants, name)
        if (known !== undefined) return emit(named.constant, 0, 0, known)
        const isFunction = own(unary, name) !== undefined || own(binary, name) !== undefined
        throw refuse(isFunction ? 'needs-brackets' : 'unknown-name', text, name)
      }
      case 'OperatorNode': {
        const { fn, op, args } = node as OperatorNode
        const [a, b] = args.map(visit)
        if (a === undefined) throw refuse('unsupported', text, op)
        if (b === undefined) {
          if (fn === 'unaryPlus') return a
          if (fn === 'unaryMinus') return emit(unary.negate!, a)
          throw refuse('unsupported', text, op)
        }
        const operation = own(binary, fn)
        if (operation === undefined || args.length > 2) throw refuse('unsupported', text, op)
        return emit(operation, a, b)
      }
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode
        const name = fn.type === 'SymbolNode' ? fn.name : fn.toString()
        const one = own(unary, name)
        const two = own(binary, name)
        if ((one === undefined && two === undefined) || name === 'negate') {
          throw refuse('unknown-function', text, name)
        }
        const inputs = args.map(visit)
        const [a = 0, b = 0] = inputs
        if (one !== undefined && inputs.length === 1) return emit(one, a)
        if (two !== undefined && inputs.length === 2) return emit(two, a, b)
        throw refuse('arguments', text, name)
      }
      default:
        throw refuse('unsupported', text, node.toString())
    }
  }
  visit(tree)
  if (variables === 0) throw refuse('constant', text, text.trim())

  const count = operations.length
  return {
    operations: Uint8Array.from(operations),
    left: Uint16Array.from(left),
    right: Uint16Array.from(right),
    values: Float64Array.from(numbers),
    dx: new Float64Array(count),
    dy: new Float64Array(count),
  }
}

/** A name's own entry: `constructor` and its like are no functions of mathematics. */
function own(names: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined
}

/** The parser keeps no places, so the first whole word that reads alike is taken for it. */
function refuse(kind: FormulaFault['kind'], text: string, what: string): Refusal {
  const word = what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = text.search(/^\w+$/.test(what) ? new RegExp(`\\b${word}\\b`) : new RegExp(word))
  return new Refusal({ kind, at: Math.max(0, found), what })
}
