import { splitter } from '../../math/power.ts'
import { createImports, type Imports } from '../../rules/imports.ts'
import { sharedMemory, slopeAt, slopes, type GroundCode, type Place } from '../../rules/ground.ts'
import { createFunction, f64, v128, type FunctionBuilder, type Opcode } from '../../rules/wasm.ts'
import {
  binary,
  evaluateProgram,
  exponentSlope,
  lookUp,
  named,
  isSmallWhole,
  power,
  powerSlope,
  unary,
  type Program,
} from './program.ts'

/** Something that leaves a number on the stack; of a constant, which one. */
interface Piece {
  readonly push: () => void
  readonly constant?: number
}

/** What WebAssembly has no instruction for. Engines call `Math` from it without a detour. */
const outside = {
  ...{ sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos },
  ...{ atan: Math.atan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, exp: Math.exp },
  ...{ log: Math.log, log2: Math.log2, log10: Math.log10, cbrt: Math.cbrt },
  ...{ atan2: Math.atan2, hypot: Math.hypot, power, powerSlope, exponentSlope },
}

type Outside = keyof typeof outside

/** How many numbers those take that take several. */
const parameters: Partial<Record<Outside, number>> = {
  ...{ atan2: 2, hypot: 2, power: 2, powerSlope: 2, exponentSlope: 3 },
}

/**
 * Compiles a program to functions that yield what the interpreter does, but for the sign of a slope
 * of 0. Where a slope or the value is not finite, they ask it.
 */
export function compileProgram(program: Program): CompiledFormula {
  const ground = programCode(program)
  // Only what is called is imported: each takes longer than the rest to get ready.
  const imports = createImports()
  const at = [0, 1] as const
  const value = createFunction(2)
  ground.value(value, at, imports)()
  const look = createFunction(2)
  const { pushValue, slope } = ground.look(look, at, imports)
  look.int(slopeAt)
  look.get(slope)
  look.memory('v128.store')
  pushValue()
  const exported = Object.entries({ value, look })
  return imports.compile(exported.map(([name, body]) => ({ name, body, ...numbers })))(
    sharedMemory(),
  ) as unknown as CompiledFormula
}

const numbers = { parameters: [f64, f64], results: [f64] } as const

/** Functions of WebAssembly. */
export interface CompiledFormula {
  readonly value: (x: number, y: number) => number
  /** Writes the gradient to `slopeAt` in the shared memory, and returns the value. */
  readonly look: (x: number, y: number) => number
}

/** A program as code that can stand anywhere. */
export function programCode(program: Program): GroundCode {
  const interpret = (x: number, y: number): number => lookUp(program, x, y, slopes())
  const valueOf = ({ values }: Emitted): Piece => values.at(-1)!
  return {
    value: (code, at, imports) => valueOf(emitter(code, program, at, imports)).push,
    look(code, at, imports) {
      const emitted = emitter(code, program, at, imports)
      const value = valueOf(emitted)
      const [dx, dy] = emitted.differentiate()
      const slope = code.local(v128)
      dx.push()
      code.op('f64x2.splat')
      dy.push()
      code.lane('replace', 1)
      code.set(slope)
      pushIsNotFinite(code, value, dx, dy)
      code.when(() => {
        at.forEach(code.get)
        code.call(imports.indexOf('interpret', 2, interpret))
        code.op('drop')
        code.int(slopeAt)
        code.memory('v128.load')
        code.set(slope)
      })
      return { pushValue: value.push, slope }
    },
  }
}

/** A sum that is finite times 0 is 0; one that is not is no number. */
function pushIsNotFinite(code: FunctionBuilder, ...[first, ...others]: readonly Piece[]): void {
  first?.push()
  for (const each of others) {
    each.push()
    code.op('f64.add')
  }
  code.number(0)
  code.op('f64.mul')
  code.number(0)
  code.op('f64.ne')
}

interface Emitted {
  readonly values: readonly Piece[]
  /** Emits the gradient. */
  readonly differentiate: () => readonly [Piece, Piece]
}

/** Emits a program's results. */
function emitter(
  code: FunctionBuilder,
  program: Program,
  [x, y]: Place,
  imports: Imports,
): Emitted {
  const { operations, left, right } = program

  const local = (index: number): Piece => ({ push: () => code.get(index) })
  const number = (constant: number): Piece => ({ push: () => code.number(constant), constant })
  const after = (end: () => void, inputs: readonly Piece[]): Piece => ({
    push() {
      for (const each of inputs) each.push()
      end()
    },
  })
  const apply =
    (name: Opcode) =>
    (...inputs: readonly Piece[]): Piece =>
      after(() => code.op(name), inputs)
  const call =
    (name: Outside) =>
    (...inputs: readonly Piece[]): Piece =>
      after(() => code.call(imports.indexOf(name, parameters[name] ?? 1, outside[name])), inputs)
  const keep = (piece: Piece): Piece => {
    if (piece.constant !== undefined) return piece
    const index = code.local(f64)
    piece.push()
    code.set(index)
    return local(index)
  }
  const [add, sub, div, neg] = [apply('f64.add'), apply('f64.sub'), apply('f64.div'), apply('f64.neg')] // oxfmt-ignore
  const [less, more, select] = [apply('f64.lt'), apply('f64.gt'), apply('select')]
  const [absolute, root] = [apply('f64.abs'), apply('f64.sqrt')]
  const mul = (a: Piece, b: Piece): Piece => {
    if (a.constant === 1) return b
    return b.constant === 1 ? a : apply('f64.mul')(a, b)
  }
  /** Twice a number, which is exact however it is taken: a sum is there sooner than a product. */
  const double = (u: Piece): Piece => {
    const { constant } = u
    return constant === undefined ? add(u, u) : number(2 * constant)
  }
  /** `g * (2 * u)`. Twice a constant may go first, since neither doubling is rounded. */
  const timesDouble = (g: Piece, u: Piece): Piece =>
    g.constant !== undefined && Number.isFinite(2 * g.constant)
      ? mul(double(g), u)
      : mul(g, double(u))
  const [zero, one, three] = [number(0), number(1), number(3)]
  const square = (u: Piece): Piece => mul(u, u)
  const cube = (u: Piece): Piece => mul(square(u), u)

  const raised = (u: Piece, v: Piece): Piece => {
    if (v.constant === 1) return u
    if (v.constant === 2) return square(u)
    if (v.constant === 3) return cube(u)
    return isSmallWhole(v.constant ?? NaN) ? wholePower(u, v) : call('power')(u, v)
  }
  /** As `power` in src/shared/math takes it, operation by operation. */
  const wholePower = (x: Piece, n: Piece): Piece => {
    const parted = (u: Piece): readonly [Piece, Piece] => {
      const wide = keep(mul(number(splitter), u))
      const high = keep(sub(wide, sub(wide, u)))
      return [high, keep(sub(u, high))]
    }
    const [xHigh, xLow] = parted(x)
    let high = x
    let low: Piece | undefined
    for (let k = 1; k < n.constant!; k++) {
      const product = keep(mul(high, x))
      const [a, b] = parted(high)
      const rest = sub(sub(sub(product, mul(a, xHigh)), mul(b, xHigh)), mul(a, xLow))
      const exact = sub(mul(b, xLow), rest)
      const error = keep(low ? add(exact, mul(low, x)) : exact)
      high = keep(add(product, error))
      low = keep(sub(error, sub(high, product)))
    }
    const result = code.local(f64)
    high.push()
    code.set(result)
    pushIsNotFinite(code, high)
    code.when(() => {
      call('power')(x, n).push()
      code.set(result)
    })
    return local(result)
  }
  /** Values of all operations, by their operands. */
  const rules: Readonly<Record<number, (u: Piece, v: Piece) => Piece>> = {
    [named.negate]: (u) => neg(u),
    ...Object.fromEntries(
      Object.entries({ ...unary, ...binary })
        .filter(([name]) => name in outside)
        .map(([name, operation]) => [
          operation,
          // Of one argument, the second is no piece of it.
          (u: Piece, v: Piece) =>
            call(name as Outside)(...(operation >= binary.add ? [u, v] : [u])),
        ]),
    ),
    [unary.sqrt]: (u) => root(u),
    [unary.abs]: (u) => absolute(u),
    [unary.square]: square,
    [unary.cube]: cube,
    [binary.add]: (u, v) => add(u, v),
    [binary.subtract]: (u, v) => sub(u, v),
    [binary.multiply]: mul,
    [binary.divide]: (u, v) => div(u, v),
    [binary.pow]: raised,
    [binary.max]: (u, v) => apply('f64.max')(u, v),
    [binary.min]: (u, v) => apply('f64.min')(u, v),
  }

  // What does not depend on x and y is computed here, by the interpreter.
  evaluateProgram(program, NaN, NaN)
  const constants = program.values.slice()
  const moves: boolean[] = []
  const values: Piece[] = []
  operations.forEach((operation, i) => {
    const [a, b] = [left[i]!, right[i]!]
    moves.push(
      operation === named.x ||
        operation === named.y ||
        (operation >= named.negate && (moves[a]! || (operation >= binary.add && moves[b]!))),
    )
    if (!moves[i]) values.push(number(constants[i]!))
    else if (operation === named.x) values.push(local(x))
    else if (operation === named.y) values.push(local(y))
    else values.push(keep(rules[operation]!(values[a]!, values[b]!)))
  })

  /**
   * What an operation hands on to its operands of its own adjoint `g`. Where the interpreter has a
   * convention, something that is not finite.
   */
  type Back = (g: Piece, u: Piece, f: Piece, v: Piece) => readonly (() => Piece)[]
  const both =
    (slope: (u: Piece, f: Piece) => Piece): Back =>
    (g, u, f) => [() => mul(g, slope(u, f))]
  /** To the larger: 1, 0, and neither where they are alike. */
  const toLarger = (a: Piece, b: Piece): Piece =>
    select(one, select(zero, number(NaN), less(a, b)), more(a, b))
  const back: Readonly<Record<number, Back>> = {
    [named.negate]: (g) => [() => neg(g)],
    [unary.sin]: both((u) => call('cos')(u)),
    [unary.cos]: both((u) => neg(call('sin')(u))),
    [unary.tan]: both((_, f) => add(one, square(f))),
    [unary.asin]: both((u) => div(one, root(sub(one, square(u))))),
    [unary.acos]: both((u) => div(number(-1), root(sub(one, square(u))))),
    [unary.atan]: both((u) => div(one, add(one, square(u)))),
    [unary.sinh]: both((u) => call('cosh')(u)),
    [unary.cosh]: both((u) => call('sinh')(u)),
    [unary.tanh]: both((_, f) => sub(one, square(f))),
    [unary.exp]: both((_, f) => f),
    [unary.log]: both((u) => div(one, u)),
    [unary.log2]: both((u) => div(one, mul(u, number(Math.LN2)))),
    [unary.log10]: both((u) => div(one, mul(u, number(Math.LN10)))),
    [unary.sqrt]: (g, _, f) => [() => div(g, double(f))],
    [unary.cbrt]: both((_, f) => div(one, mul(mul(three, f), f))),
    [unary.abs]: both((u) => div(u, absolute(u))),
    [unary.square]: (g, u) => [() => timesDouble(g, u)],
    [unary.cube]: both((u) => mul(mul(three, u), u)),
    [binary.add]: (g) => [() => g, () => g],
    [binary.subtract]: (g) => [() => g, () => neg(g)],
    [binary.multiply]: (g, u, _, v) => [() => mul(g, v), () => mul(g, u)],
    [binary.divide]: (g, _, f, v) => [() => div(g, v), () => neg(mul(g, div(f, v)))],
    [binary.pow]: (g, u, f, v) => [
      () => {
        const { constant } = v
        if (constant === 2) return timesDouble(g, u)
        const simple = constant !== undefined && constant > 1
        return mul(g, simple ? mul(v, raised(u, number(constant - 1))) : call('powerSlope')(u, v))
      },
      () => mul(g, call('exponentSlope')(u, v, f)),
    ],
    [binary.max]: (g, u, _, v) => [() => mul(g, toLarger(u, v)), () => mul(g, toLarger(v, u))],
    [binary.min]: (g, u, _, v) => [() => mul(g, toLarger(v, u)), () => mul(g, toLarger(u, v))],
    [binary.atan2]: (g, u, _, v) => {
      const length = call('hypot')(u, v)
      const over = (piece: Piece): Piece => mul(g, div(div(piece, length), length))
      return [() => over(v), () => over(neg(u))]
    },
    [binary.hypot]: (g, u, f, v) => [() => mul(g, div(u, f)), () => mul(g, div(v, f))],
  }

  const differentiate = (): readonly [Piece, Piece] => {
    const adjoints: Piece[] = []
    const result = { x: zero, y: zero }
    adjoints[operations.length - 1] = one
    for (let i = operations.length - 1; i >= 0; i--) {
      const operation = operations[i]!
      const adjoint = adjoints[i]
      if (!adjoint || !moves[i]) continue
      if (operation === named.x) result.x = adjoint
      else if (operation === named.y) result.y = adjoint
      else {
        const operands = [left[i]!, right[i]!] as const
        const handed = back[operation]!(
          adjoint,
          values[operands[0]]!,
          values[i]!,
          values[operands[1]]!,
        )
        handed.forEach((piece, side) => {
          const to = operands[side]!
          if (!moves[to]) return
          const before = adjoints[to]
          adjoints[to] = keep(before ? add(before, piece()) : piece())
        })
      }
    }
    return [result.x, result.y]
  }
  return { values, differentiate }
}
