import type { Matrix } from './matrices.ts'
import { calculate, compare } from './resolve.ts'

/** A value of one tensor: a number or a condition, for all elements or for each. */
export type Value = number | boolean | Float64Array | Uint8Array

/** Where an operand's number for each element lies: every one at its place, or the only one. */
interface Operand<T extends Float64Array | Uint8Array = Float64Array> {
  readonly values: T
  readonly by: 0 | 1
}

type Loop = (left: Operand, right: Operand, into: Float64Array) => void

/* A loop of its own for each operation: one that calls them is several times as slow. */
const loops: Readonly<Record<string, Loop>> = {
  '+'({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = a[at * i]! + b[at * j]!
  },
  '-'({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = a[at * i]! - b[at * j]!
  },
  '*'({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = a[at * i]! * b[at * j]!
  },
  '/'({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = a[at * i]! / b[at * j]!
  },
  min({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = Math.min(a[at * i]!, b[at * j]!)
  },
  max({ values: a, by: i }, { values: b, by: j }, into) {
    for (let at = 0; at < into.length; at++) into[at] = Math.max(a[at * i]!, b[at * j]!)
  },
}

const unary: Readonly<Record<string, (x: number) => number>> = {
  neg: (x) => -x,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  log: Math.log,
  float32: Math.fround,
}

/** @param name of a function of one number, or `neg` */
export function map(name: string, value: Value): Value {
  const apply = unary[name]!
  if (typeof value !== 'object') return apply(Number(value))
  return like([value], (value as Float64Array).map(apply))
}

/** @param operator of arithmetic, or `min` or `max` */
export function zip(operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    if (operator === 'min' || operator === 'max') return Math[operator](left, right)
    return calculate(operator, left, right)
  }
  // A square is a product.
  if (operator === '**' && right === 2) return zip('*', left, left)
  const into = new Float64Array(lengthOf(left, right))
  const [a, b] = [operandOf(left), operandOf(right)]
  const loop = loops[operator]
  if (loop) loop(a, b, into)
  else {
    for (let at = 0; at < into.length; at++) {
      into[at] = calculate(operator, a.values[at * a.by]!, b.values[at * b.by]!)
    }
  }
  return like([left, right], into)
}

/** @param operator a comparison, `and`, `or`, or `not` of the left one */
export function test(operator: string, left: Value, right: Value = left): Value {
  const apply = (a: number, b: number): boolean => {
    if (operator === 'and') return a * b !== 0
    if (operator === 'or') return a + b !== 0
    return operator === 'not' ? a === 0 : compare(operator, a, b)
  }
  if (typeof left !== 'object' && typeof right !== 'object') {
    return apply(Number(left), Number(right))
  }
  const into = new Uint8Array(lengthOf(left, right))
  const [a, b] = [operandOf(left), operandOf(right)]
  for (let at = 0; at < into.length; at++) {
    into[at] = apply(a.values[at * a.by]!, b.values[at * b.by]!) ? 1 : 0
  }
  return like([left, right], into)
}

export function choose(condition: Value, yes: Value, no: Value): Value {
  if (typeof condition !== 'object') return condition ? yes : no
  const into = new Float64Array(condition.length)
  const [one, other] = [operandOf(yes), operandOf(no)]
  for (let at = 0; at < into.length; at++) {
    into[at] = condition[at] !== 0 ? one.values[at * one.by]! : other.values[at * other.by]!
  }
  return like([condition, yes, no], into)
}

function operandOf(value: Value): Operand {
  if (typeof value === 'object') return { values: value as Float64Array, by: 1 }
  return { values: Float64Array.of(Number(value)), by: 0 }
}

function lengthOf(left: Value, right: Value): number {
  return ((typeof left === 'object' ? left : right) as Float64Array).length
}

/**
 * A sum in two halves, of the elements at even and at odd places: the order in which kernels add, two
 * elements at a time.
 */
export function sumOf(values: Float64Array, squares: boolean): number {
  const half = (from: 0 | 1): number => {
    let sum = 0
    for (let at = from; at < values.length; at += 2) {
      sum += squares ? values[at]! * values[at]! : values[at]!
    }
    return sum
  }
  return half(0) + half(1)
}

/** Shapes of values that are not those of `w`. */
const shapes = new WeakMap<object, readonly [rows: number, columns: number]>()

export function shaped(values: Float64Array, rows: number, columns: number): Float64Array {
  shapes.set(values, [rows, columns])
  return values
}

/** Hands the shape of some values, which go together, on to what was computed from them. */
function like<T extends Float64Array | Uint8Array>(values: readonly Value[], result: T): T {
  for (const value of values) {
    const shape = typeof value === 'object' ? shapes.get(value) : undefined
    if (shape) shapes.set(result, shape)
  }
  return result
}

/** A value as a matrix, of the shape that `w` has unless it has its own. */
export function matrixOf(
  value: Value,
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
): Matrix {
  // A slot or weight that was set to one number is that number everywhere.
  if (typeof value !== 'object') {
    return { values: new Float64Array(rows * columns).fill(Number(value)), rows, columns }
  }
  const [ownRows, ownColumns] = shapes.get(value) ?? [rows, columns]
  return { values: value as Float64Array, rows: ownRows, columns: ownColumns }
}
