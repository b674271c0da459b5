import { slopes, type Ground } from '../rules/ground.ts'
import { hasSimd } from '../rules/wasm.ts'
import { compileProgram, programCode, type CompiledFormula } from './formula/compile.ts'
import { Refusal, type FormulaFault } from './formula/fault.ts'
import { flatten } from './formula/flatten.ts'
import { parse } from './formula/parse.ts'
import {
  evaluateProgram,
  lookUp,
  named,
  slopeGap,
  valueGap,
  type Program,
} from './formula/program.ts'
import { longestFormula } from './formula/scan.ts'
import { toTex } from './formula/tex.ts'
import type { SurfaceGap } from './types.ts'

export type { FormulaFault } from './formula/fault.ts'

/** A formula a person typed, ready to be walked. */
export interface Formula extends Ground {
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
    const program = flatten(tree)
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

function functionsOf(program: Program): Pick<Formula, 'value' | 'gradient' | 'gap' | 'code'> {
  const { values, dx, dy } = program
  const last = values.length - 1
  let made: CompiledFormula | undefined
  const compiled = (): CompiledFormula | undefined =>
    (made ??= hasSimd() ? compileProgram(program) : undefined)
  return {
    ...(hasSimd() ? { code: programCode(program) } : {}),
    value(x, y) {
      const run = made ?? compiled()
      if (run) return run.value(x, y)
      evaluateProgram(program, x, y)
      return values[last]!
    },
    gradient(x, y, into) {
      const run = made ?? compiled()
      if (run) {
        run.look(x, y)
        const slope = slopes()
        into[0] = slope[0]!
        into[1] = slope[1]!
        return
      }
      lookUp(program, x, y, into)
    },
    gap(x, y) {
      if (!Number.isFinite(x + y)) return undefined
      evaluateProgram(program, x, y)
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
