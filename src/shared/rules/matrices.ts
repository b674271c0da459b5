import { symmetricEigen } from '../math/symmetric.ts'
import { tiledProduct } from './tiles.ts'

/** Numbers in rows and columns, row-major. */
export interface Matrix {
  readonly values: Float64Array
  readonly rows: number
  readonly columns: number
}

export function transposed({ values, rows, columns }: Matrix): Float64Array {
  const result = new Float64Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!
    }
  }
  return result
}

/** Terms from which on tiles are worth their packing. */
const many = 2000

export function product(left: Matrix, right: Matrix): Float64Array {
  const terms = left.rows * left.columns * right.columns
  return (terms < many ? undefined : tiledProduct(left, right)) ?? plainProduct(left, right)
}

/** Each element's terms are added one by one, in the order of the left matrix's columns. */
export function plainProduct(left: Matrix, right: Matrix): Float64Array {
  const result = new Float64Array(left.rows * right.columns)
  for (let row = 0; row < left.rows; row++) {
    for (let inner = 0; inner < left.columns; inner++) {
      const factor = left.values[row * left.columns + inner]!
      const from = inner * right.columns
      const to = row * right.columns
      for (let column = 0; column < right.columns; column++) {
        result[to + column]! += factor * right.values[from + column]!
      }
    }
  }
  return result
}

/** The mean of each row, or of each column, at every element of it. */
export function meansOf({ values, rows, columns }: Matrix, ofRows: boolean): Float64Array {
  const sums = new Float64Array(ofRows ? rows : columns)
  const result = new Float64Array(values.length)
  const each = (visit: (at: number, place: number) => void): void => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        visit(row * columns + column, ofRows ? row : column)
      }
    }
  }
  each((at, place) => (sums[place]! += values[at]!))
  const count = ofRows ? columns : rows
  each((at, place) => (result[at] = sums[place]! / count))
  return result
}

/**
 * A symmetric matrix without negative eigenvalues to the power of −1/p. An eigenvalue so small that
 * rounding hides it counts as the smallest that it does not.
 *
 * @returns `[rows × rows]`; NaN where something is not finite
 */
export function inverseRoot({ values, rows }: Matrix, p: number): Float64Array {
  const eigen = symmetricEigen(values, rows)
  if (!eigen) return new Float64Array(rows * rows).fill(NaN)
  const largest = eigen.values.reduce((most, value) => Math.max(most, value), 0)
  const least = rows * Number.EPSILON * largest
  const roots = eigen.values.map((value) => 1 / rootOf(Math.max(value, least), p))
  const vectors = { values: eigen.vectors, rows, columns: rows }
  const scaled = eigen.vectors.map((value, index) => value * roots[Math.floor(index / rows)]!)
  const turned = { values: transposed(vectors), rows, columns: rows }
  return product(turned, { values: scaled, rows, columns: rows })
}

/** By square roots as far as they go: those are alike in every engine. */
function rootOf(value: number, p: number): number {
  if (p === 1) return value
  return p % 2 === 0 ? rootOf(Math.sqrt(value), p / 2) : value ** (1 / p)
}
