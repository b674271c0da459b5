import { Refusal, type FormulaFault } from './formula/fault.ts'
import { constants, parse, type Node } from './formula/parse.ts'
import {
  binary,
  evaluateProgram,
  named,
  slopeGap,
  unary,
  valueGap,
  type Program,
} from './formula/program.ts'
import { longestFormula } from './formula/scan.ts'
import { toTex } from './formula/tex.ts'
import type { SurfaceGap } from './types.ts'

export type { FormulaFault } from './formula/fault.ts'

/** A formula a person typed, ready to be walked. */
export interface Formula {
  readonly text: string
  /** NaN where it has no value. */
  readonly value: (x: number, y: number) => number
  /**
   * Writes (∂f/∂x, ∂f/∂y), differentiated automatically and exact to rounding; at a corner the
   * shortest of its slopes, and NaN where there is no slope.
   */
  readonly gradient: (x: number, y: number, into: Float64Array) => void
  /** @returns what has no value or no slope at a point, undefined where all have */
  readonly gap: (x: number, y: number) => SurfaceGap | undefined
  /** Operations of an evaluation. */
  readonly cost: number
  /** KaTeX source. */
  readonly tex: string
}

export type FormulaResult =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly fault: FormulaFault }

/**
 * Reads a formula in x and y, such as `sin(x)*y^2 + 0.1*x`. Nothing of the text is ever run as
 * code: it becomes a list of known operations. Never throws, whatever the text; the work grows with
 * its length alone, which is bounded before anything is read.
 */
export function parseFormula(text: string): FormulaResult {
  try {
    if (text.trim() === '') throw new Refusal({ kind: 'empty', at: 0, what: '' })
    if (text.length > longestFormula) {
      const what = text.slice(longestFormula, longestFormula + 10)
      throw new Refusal({ kind: 'too-long', at: longestFormula, what })
    }
    const tree = parse(text)
    const program = compile(tree)
    if (!program.operations.some((each) => each === named.x || each === named.y)) {
      throw new Refusal({ kind: 'constant', at: 0, what: text.trim() })
    }
    const cost = program.operations.length
    return { ok: true, formula: { text, cost, tex: toTex(tree), ...functionsOf(program) } }
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, fault: thrown.fault }
    // A fault of this reader, which shall cost no one the stage: the text is refused as a whole.
    return { ok: false, fault: { kind: 'syntax', at: 0, what: text.slice(0, 1) } }
  }
}

function functionsOf(program: Program): Pick<Formula, 'value' | 'gradient' | 'gap'> {
  const { values, dx, dy } = program
  const last = values.length - 1
  let evaluated = false
  let atX = 0
  let atY = 0
  /** Value and slope are mostly asked for at one point, the one after the other. */
  const evaluate = (x: number, y: number): void => {
    if (evaluated && Object.is(x, atX) && Object.is(y, atY)) return
    // Not before: what throws has left half of it done.
    evaluated = false
    evaluateProgram(program, x, y)
    evaluated = true
    atX = x
    atY = y
  }
  return {
    value(x, y) {
      evaluate(x, y)
      return values[last]!
    },
    gradient(x, y, into) {
      evaluate(x, y)
      const value = values[last]!
      // Without a value there is no slope, whatever the rules of differentiation make of it.
      const none = Number.isNaN(value) || (!Number.isFinite(value) && valueGap(program))
      into[0] = none ? NaN : dx[last]!
      into[1] = none ? NaN : dy[last]!
    },
    gap(x, y) {
      if (!Number.isFinite(x + y)) return undefined
      evaluate(x, y)
      if (!Number.isFinite(values[last]!)) {
        const part = valueGap(program)
        return part && { lacks: 'value', part }
      }
      if (Number.isFinite(dx[last]! + dy[last]!)) return undefined
      const part = slopeGap(program)
      return part && { lacks: 'slope', part }
    },
  }
}

function compile(tree: Node): Program {
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

  const visit = (node: Node): number => {
    switch (node.kind) {
      case 'number':
        return emit(named.constant, 0, 0, node.value)
      case 'name':
        if (node.name === 'x' || node.name === 'y') return emit(named[node.name])
        return emit(named.constant, 0, 0, constants[node.name])
      case 'negate':
        return emit(named.negate, visit(node.of))
      case 'operation':
        return emit(signs[node.sign], visit(node.left), visit(node.right))
      case 'call': {
        const inputs = node.inputs.map(visit)
        return emit(functions[node.name]!, inputs[0], inputs[1])
      }
    }
  }
  visit(tree)

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

const functions: Readonly<Record<string, number>> = { ...unary, ...binary }

const signs = {
  '+': binary.add,
  '-': binary.subtract,
  '*': binary.multiply,
  '/': binary.divide,
  '^': binary.pow,
} as const
