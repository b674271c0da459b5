/**
 * A formula as a list of operations, each on the results of earlier ones, which carries the two
 * partial derivatives along (forward-mode differentiation).
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
}

export const named = { constant: 0, x: 1, y: 2 } as const

/** Functions of one argument, by the name a person types. */
export const unary: Readonly<Record<string, number>> = {
  negate: 10,
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
}

/** Operators and functions of two arguments, by the parser's name. */
export const binary: Readonly<Record<string, number>> = {
  add: 40,
  subtract: 41,
  multiply: 42,
  divide: 43,
  pow: 44,
  max: 45,
  min: 46,
  atan2: 47,
  hypot: 48,
}

/** Runs a program at a point; the last result and its derivatives are the formula's. */
export function evaluateProgram(program: Program, x: number, y: number): void {
  const { operations, left, values, dx, dy } = program
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
    dx[i] = chain(slope, dx[a]!)
    dy[i] = chain(slope, dy[a]!)
  }
}

/** A part that does not depend on the variable has no slope in it, however wild the outer one is. */
const chain = (outer: number, inner: number): number => (inner === 0 ? 0 : outer * inner)

/** Writes a function's value and returns its slope. */
function applyUnary(values: Float64Array, i: number, operation: number, u: number): number {
  switch (operation) {
    case 10:
      values[i] = -u
      return -1
    case 11:
      values[i] = Math.sin(u)
      return Math.cos(u)
    case 12:
      values[i] = Math.cos(u)
      return -Math.sin(u)
    case 13: {
      const tangent = Math.tan(u)
      values[i] = tangent
      return 1 + tangent * tangent
    }
    case 14:
      values[i] = Math.asin(u)
      return 1 / Math.sqrt(1 - u * u)
    case 15:
      values[i] = Math.acos(u)
      return -1 / Math.sqrt(1 - u * u)
    case 16:
      values[i] = Math.atan(u)
      return 1 / (1 + u * u)
    case 17:
      values[i] = Math.sinh(u)
      return Math.cosh(u)
    case 18:
      values[i] = Math.cosh(u)
      return Math.sinh(u)
    case 19: {
      const tangent = Math.tanh(u)
      values[i] = tangent
      return 1 - tangent * tangent
    }
    case 20: {
      const exponential = Math.exp(u)
      values[i] = exponential
      return exponential
    }
    case 21:
      values[i] = Math.log(u)
      return 1 / u
    case 22:
      values[i] = Math.log2(u)
      return 1 / (u * Math.LN2)
    case 23:
      values[i] = Math.log10(u)
      return 1 / (u * Math.LN10)
    case 24: {
      const root = Math.sqrt(u)
      values[i] = root
      return 0.5 / root
    }
    case 25: {
      const root = Math.cbrt(u)
      values[i] = root
      return 1 / (3 * root * root)
    }
    case 26:
      values[i] = Math.abs(u)
      return Math.sign(u)
    case 27:
      values[i] = u * u
      return 2 * u
    default:
      values[i] = u * u * u
      return 3 * u * u
  }
}

function applyBinary({ operations, left, right, values, dx, dy }: Program, i: number): void {
  const a = left[i]!
  const b = right[i]!
  const u = values[a]!
  const v = values[b]!
  let overU = 1
  let overV = 1
  switch (operations[i]) {
    case 40:
      values[i] = u + v
      break
    case 41:
      values[i] = u - v
      overV = -1
      break
    case 42:
      values[i] = u * v
      overU = v
      overV = u
      break
    case 43:
      values[i] = u / v
      overU = 1 / v
      overV = -u / (v * v)
      break
    case 44: {
      const raised = u ** v
      values[i] = raised
      overU = v === 0 ? 0 : v * u ** (v - 1)
      overV = raised * Math.log(u)
      break
    }
    case 45:
      values[i] = Math.max(u, v)
      overU = u >= v ? 1 : 0
      overV = 1 - overU
      break
    case 46:
      values[i] = Math.min(u, v)
      overU = u <= v ? 1 : 0
      overV = 1 - overU
      break
    case 47: {
      const square = u * u + v * v
      values[i] = Math.atan2(u, v)
      overU = v / square
      overV = -u / square
      break
    }
    default: {
      const length = Math.hypot(u, v)
      values[i] = length
      overU = u / length
      overV = v / length
    }
  }
  dx[i] = chain(overU, dx[a]!) + chain(overV, dx[b]!)
  dy[i] = chain(overU, dy[a]!) + chain(overV, dy[b]!)
}
