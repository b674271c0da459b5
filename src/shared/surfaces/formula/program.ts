import { power as wholePower } from '../../math/power.ts'

/**
 * A formula as a list of operations, each on the results of earlier ones.
 *
 * It is differentiated twice. Backwards, as PyTorch does it and in the same order of operations, so
 * that paths which amplify the last bit of a gradient agree. And forwards along with the values,
 * which knows what to say where that has no finite answer: at corners and gaps.
 */
export interface Program {
  readonly operations: Uint8Array
  /** Operands, as places of earlier results. */
  readonly left: Uint16Array
  readonly right: Uint16Array
  /** Results, and where an operation is a constant, the constant itself. */
  readonly values: Float64Array
  readonly dx: Float64Array
  readonly dy: Float64Array
  /** Slopes of each result over its operands. */
  readonly overLeft: Float64Array
  readonly overRight: Float64Array
  /** The last result's slope over each. */
  readonly adjoints: Float64Array
}

/** Operations that no person calls by name. */
export const named = { constant: 0, x: 1, y: 2, negate: 10 } as const

/** Functions of one argument, by the name a person types. */
export const unary = {
  sin: 11,
  cos: 12,
  tan: 13,
  asin: 14,
  acos: 15,
  atan: 16,
  sinh: 17,
  cosh: 18,
  tanh: 19,
  exp: 20,
  log: 21,
  ln: 21,
  log2: 22,
  log10: 23,
  sqrt: 24,
  cbrt: 25,
  abs: 26,
  square: 27,
  cube: 28,
} as const satisfies Readonly<Record<string, number>>

/** Functions of two arguments, by the name a person types; operators have names too. */
export const binary = {
  add: 40,
  subtract: 41,
  multiply: 42,
  divide: 43,
  pow: 44,
  max: 45,
  min: 46,
  atan2: 47,
  hypot: 48,
} as const satisfies Readonly<Record<string, number>>

/*
 * Slopes where there is none. At a corner (`abs`, `hypot`, `max`, `min`) the shortest of the slopes
 * around it is taken: 0 where the corner is a minimum, so that descent rests there. Where the slope is
 * vertical, or nothing leads up to the point from one side (`sqrt` and `x^0.5` at 0, `asin` at 1, a
 * power of a negative base by its exponent), the slope is NaN: said to be undefined, never infinite.
 */

/**
 * Runs a program at a point and takes its gradient: NaN where it has no slope or no value. At a
 * corner it is the shortest of the slopes around.
 *
 * @returns the value
 */
export function lookUp(program: Program, x: number, y: number, into: Float64Array): number {
  evaluateProgram(program, x, y)
  const value = program.values.at(-1)!
  differentiate(program, into)
  if (!Number.isFinite(value + (into[0]! + into[1]!))) {
    // Without a value there is no slope, whatever the rules of differentiation make of it.
    const none = Number.isNaN(value) || (!Number.isFinite(value) && valueGap(program))
    into[0] = none ? NaN : program.dx.at(-1)!
    into[1] = none ? NaN : program.dy.at(-1)!
  }
  return value
}

/** Writes the gradient at the point evaluated last, differentiated backwards; of no use where it is not finite. */
function differentiate(program: Program, into: Float64Array): void {
  const { operations, left, right, values, overLeft, overRight, adjoints } = program
  into[0] = 0
  into[1] = 0
  adjoints.fill(0)
  adjoints[operations.length - 1] = 1
  for (let i = operations.length - 1; i >= 0; i--) {
    const operation = operations[i]!
    const adjoint = adjoints[i]!
    if (operation === named.x) into[0] = adjoint
    else if (operation === named.y) into[1] = adjoint
    if (operation < named.negate) continue
    const a = left[i]!
    const b = right[i]!
    if (operation === binary.divide) {
      adjoints[a]! += adjoint / values[b]!
      adjoints[b]! -= adjoint * (values[i]! / values[b]!)
      continue
    }
    adjoints[a]! += operation === unary.sqrt ? adjoint / (2 * values[i]!) : adjoint * overLeft[i]!
    if (operation >= binary.add) adjoints[b]! += adjoint * overRight[i]!
  }
}

/** Runs a program at a point; the last result and its derivatives are the formula's. */
export function evaluateProgram(program: Program, x: number, y: number): void {
  const { operations, left, values, dx, dy, overLeft } = program
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i]!
    if (operation >= 40) {
      applyBinary(program, i)
      continue
    }
    if (operation === named.constant) continue
    if (operation === named.x) {
      values[i] = x
      dx[i] = 1
      continue
    }
    if (operation === named.y) {
      values[i] = y
      dy[i] = 1
      continue
    }
    const a = left[i]!
    const u = values[a]!
    const slope = applyUnary(values, i, operation, u)
    overLeft[i] = slope
    dx[i] = chain(slope, dx[a]!)
    dy[i] = chain(slope, dy[a]!)
  }
}

/** A part that does not move with the variable has no slope in it, however wild the outer one is. */
const chain = (outer: number, inner: number): number => (inner === 0 ? 0 : outer * inner)

/** Writes a function's value and returns its slope. */
function applyUnary(values: Float64Array, i: number, operation: number, u: number): number {
  switch (operation) {
    case named.negate:
      values[i] = -u
      return -1
    case unary.sin:
      values[i] = Math.sin(u)
      return Math.cos(u)
    case unary.cos:
      values[i] = Math.cos(u)
      return -Math.sin(u)
    case unary.tan: {
      const tangent = Math.tan(u)
      values[i] = tangent
      return 1 + tangent * tangent
    }
    case unary.asin:
      values[i] = Math.asin(u)
      return Math.abs(u) < 1 ? 1 / Math.sqrt(1 - u * u) : NaN
    case unary.acos:
      values[i] = Math.acos(u)
      return Math.abs(u) < 1 ? -1 / Math.sqrt(1 - u * u) : NaN
    case unary.atan:
      values[i] = Math.atan(u)
      return 1 / (1 + u * u)
    case unary.sinh:
      values[i] = Math.sinh(u)
      return Math.cosh(u)
    case unary.cosh:
      values[i] = Math.cosh(u)
      return Math.sinh(u)
    case unary.tanh: {
      const tangent = Math.tanh(u)
      values[i] = tangent
      return 1 - tangent * tangent
    }
    case unary.exp: {
      const exponential = Math.exp(u)
      values[i] = exponential
      return exponential
    }
    case unary.log:
      values[i] = Math.log(u)
      return u > 0 ? 1 / u : NaN
    case unary.log2:
      values[i] = Math.log2(u)
      return u > 0 ? 1 / (u * Math.LN2) : NaN
    case unary.log10:
      values[i] = Math.log10(u)
      return u > 0 ? 1 / (u * Math.LN10) : NaN
    case unary.sqrt: {
      const root = Math.sqrt(u)
      values[i] = root
      return root > 0 ? 0.5 / root : NaN
    }
    case unary.cbrt: {
      const root = Math.cbrt(u)
      values[i] = root
      return root === 0 ? NaN : 1 / (3 * root * root)
    }
    case unary.abs:
      values[i] = Math.abs(u)
      return Math.sign(u)
    case unary.square:
      values[i] = u * u
      return 2 * u
    default:
      values[i] = u * u * u
      return 3 * u * u
  }
}

function applyBinary(program: Program, i: number): void {
  const { operations, left, right, values, dx, dy, overLeft, overRight } = program
  const a = left[i]!
  const b = right[i]!
  const u = values[a]!
  const v = values[b]!
  let overU = 1
  let overV = 1
  switch (operations[i]) {
    case binary.add:
      values[i] = u + v
      break
    case binary.subtract:
      values[i] = u - v
      overV = -1
      break
    case binary.multiply:
      values[i] = u * v
      overU = v
      overV = u
      break
    case binary.divide: {
      const quotient = u / v
      values[i] = quotient
      overU = 1 / v
      overV = -quotient / v
      break
    }
    case binary.pow: {
      const raised = power(u, v)
      values[i] = raised
      overU = powerSlope(u, v)
      overV = exponentSlope(u, v, raised)
      break
    }
    case binary.max:
    case binary.min: {
      const least = operations[i] === binary.min
      values[i] = least ? Math.min(u, v) : Math.max(u, v)
      overU = u === v ? shareAtTie(dx[a]!, dy[a]!, dx[b]!, dy[b]!) : u < v === least ? 1 : 0
      overV = 1 - overU
      break
    }
    case binary.atan2: {
      const length = Math.hypot(u, v)
      values[i] = Math.atan2(u, v)
      overU = v / length / length
      overV = -u / length / length
      break
    }
    default: {
      const length = Math.hypot(u, v)
      values[i] = length
      overU = length === 0 ? 0 : u / length
      overV = length === 0 ? 0 : v / length
    }
  }
  overLeft[i] = overU
  overRight[i] = overV
  dx[i] = chain(overU, dx[a]!) + chain(overV, dx[b]!)
  dy[i] = chain(overU, dy[a]!) + chain(overV, dy[b]!)
}

/**
 * u^v. Engines of JavaScript differ in the last bit of `**`, and have NaN to the power of 0 as 1.
 */
export function power(u: number, v: number): number {
  if (Number.isNaN(u)) return NaN
  if (v === 2) return u * u
  if (v === 3) return u * u * u
  return isSmallWhole(v) ? wholePower(u, v) : u ** v
}

/** Whether a power is taken by products of more than three factors. */
export const isSmallWhole = (v: number): boolean => Number.isInteger(v) && v > 3 && v <= 10

/** The slope of u^v over u. */
export function powerSlope(u: number, v: number): number {
  if (v === 0) return 0
  if (u === 0 && v < 1) return NaN
  return v * power(u, v - 1)
}

/** The slope of u^v over v. Of 0 to a positive power: 0 on both sides. A negative base bears no other exponent. */
export function exponentSlope(u: number, v: number, raised: number): number {
  if (u > 0) return raised * Math.log(u)
  return u === 0 && v > 0 ? 0 : NaN
}

/**
 * Where two are alike, every mean of their slopes is one of the corner's.
 *
 * @returns the first one's share in the shortest of them
 */
function shareAtTie(ax: number, ay: number, bx: number, by: number): number {
  const x = ax - bx
  const y = ay - by
  const square = x * x + y * y
  if (!(square > 0)) return 0.5
  const share = -(bx * x + by * y) / square
  return Math.min(1, Math.max(0, share))
}

/** An operation without a value at some operands, in the words of mathematics. */
export type ValueGap = 'log' | 'sqrt' | 'arc' | 'power' | 'division'

/** An operation without a slope at some operands. */
export type SlopeGap = ValueGap | 'cbrt' | 'atan2'

/**
 * @returns the first operation that has no value at the point evaluated last, undefined where all
 *   have: then what is not finite has only grown too large
 */
export function valueGap({ operations, left, right, values }: Program): ValueGap | undefined {
  for (let i = 0; i < operations.length; i++) {
    const gap = lacksValue(operations[i]!, values[left[i]!]!, values[right[i]!]!)
    if (gap) return gap
  }
  return undefined
}

/** @returns likewise the first operation that leaves no finite slope, by having none or no value */
export function slopeGap(program: Program): SlopeGap | undefined {
  const { operations, left, right, values, dx, dy } = program
  for (let i = 0; i < operations.length; i++) {
    if (Number.isFinite(dx[i]! + dy[i]!)) continue
    const operands = [values[left[i]!]!, values[right[i]!]!] as const
    const gap = lacksValue(operations[i]!, ...operands) ?? lacksSlope(operations[i]!, ...operands)
    if (gap) return gap
  }
  return undefined
}

function lacksValue(operation: number, u: number, v: number): ValueGap | undefined {
  switch (operation) {
    case unary.log:
    case unary.log2:
    case unary.log10:
      return u <= 0 ? 'log' : undefined
    case unary.sqrt:
      return u < 0 ? 'sqrt' : undefined
    case unary.asin:
    case unary.acos:
      return Math.abs(u) > 1 ? 'arc' : undefined
    case binary.divide:
      return v === 0 ? 'division' : undefined
    case binary.pow: {
      const none = (u < 0 && !Number.isInteger(v) && Number.isFinite(v)) || (u === 0 && v < 0)
      return none ? 'power' : undefined
    }
    default:
      return undefined
  }
}

function lacksSlope(operation: number, u: number, v: number): SlopeGap | undefined {
  switch (operation) {
    case unary.sqrt:
      return u === 0 ? 'sqrt' : undefined
    case unary.cbrt:
      return u === 0 ? 'cbrt' : undefined
    case unary.asin:
    case unary.acos:
      return Math.abs(u) === 1 ? 'arc' : undefined
    case binary.atan2:
      return u === 0 && v === 0 ? 'atan2' : undefined
    case binary.pow:
      return u < 0 || (u === 0 && v < 1) ? 'power' : undefined
    default:
      return undefined
  }
}
