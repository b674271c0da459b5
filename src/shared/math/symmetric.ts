/** Rounds of shifts for one eigenvalue, at most; two are usual. */
const mostRounds = 60

/** Nothing beside a largest number of 1, and its square still a number. */
const nothing = 1e-50

/** A symmetric matrix as the sum of `values[k]` times its k-th vector times that one transposed. */
export interface Eigen {
  readonly values: Float64Array
  /** A vector a row, of length 1, `[size × size]`. */
  readonly vectors: Float64Array
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, in no order: Householder's reflections to
 * three diagonals, then the QL method with implicit shifts. Only sums, products, quotients and square
 * roots enter, so every machine comes to the same bits.
 *
 * @param matrix `[size × size]`, of which the lower half is read
 * @returns undefined where something is not finite
 * @see Golub & Van Loan 2013, Matrix Computations, § 8.3
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen | undefined {
  const scale = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!Number.isFinite(scale)) return undefined
  // Squares of what is very large or very small would leave the numbers.
  const scaled = scale === 0 ? matrix.slice() : matrix.map((value) => value / scale)
  const three = tridiagonalise(scaled, size)
  if (!diagonalise(three, size)) return undefined
  return { values: three.diagonal.map((value) => value * scale), vectors: three.vectors }
}

interface Tridiagonal {
  readonly diagonal: Float64Array
  /** The diagonal beside it. */
  readonly beside: Float64Array
  /** The basis in which the matrix has no others, a vector a row. */
  readonly vectors: Float64Array
}

/** @param a overwritten */
function tridiagonalise(a: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size)
  const beside = new Float64Array(size)
  const vectors = new Float64Array(size * size)
  const mirrors: { readonly v: Float64Array; readonly beta: number; readonly from: number }[] = []
  for (let k = 0; k + 2 < size; k++) {
    // The reflection that leaves of column k nothing below the diagonal beside the main one.
    const v = new Float64Array(size)
    let squares = 0
    for (let i = k + 1; i < size; i++) {
      v[i] = a[i * size + k]!
      squares += v[i]! * v[i]!
    }
    const norm = Math.sqrt(squares)
    if (norm < nothing) continue
    const first = v[k + 1]!
    beside[k] = first > 0 ? -norm : norm
    v[k + 1] = first - beside[k]!
    const beta = 1 / (squares - first * beside[k]!)
    mirrors.push({ v, beta, from: k + 1 })
    reflect(a, size, k + 1, v, beta)
  }
  for (let k = 0; k < size; k++) {
    diagonal[k] = a[k * size + k]!
    vectors[k * size + k] = 1
  }
  if (size > 1) beside[size - 2] = a[size * size - 2]!
  for (const { v, beta, from } of mirrors.reverse()) {
    for (let row = from; row < size; row++) {
      let share = 0
      for (let i = from; i < size; i++) share += vectors[row * size + i]! * v[i]!
      share *= beta
      for (let i = from; i < size; i++) vectors[row * size + i]! -= share * v[i]!
    }
  }
  return { diagonal, beside, vectors }
}

/** Reflects the lower half of a symmetric matrix, from row and column `from` on, from both sides. */
function reflect(a: Float64Array, size: number, from: number, v: Float64Array, beta: number): void {
  const p = new Float64Array(size)
  for (let i = from; i < size; i++) {
    const vi = v[i]!
    let sum = a[i * size + i]! * vi
    for (let j = from; j < i; j++) {
      const value = a[i * size + j]!
      sum += value * v[j]!
      p[j]! += value * vi
    }
    p[i]! += sum
  }
  let share = 0
  for (let i = from; i < size; i++) {
    p[i]! *= beta
    share += p[i]! * v[i]!
  }
  share *= beta / 2
  for (let i = from; i < size; i++) p[i]! -= share * v[i]!
  for (let i = from; i < size; i++) {
    const [vi, pi] = [v[i]!, p[i]!]
    for (let j = from; j <= i; j++) a[i * size + j]! -= vi * p[j]! + pi * v[j]!
  }
}

/** @returns false where it does not settle */
function diagonalise({ diagonal: d, beside: e, vectors }: Tridiagonal, size: number): boolean {
  for (let low = 0; low < size; low++) {
    for (let round = 0; ; round++) {
      let high = low
      while (high < size - 1 && !isSmall(e[high]!, d[high]!, d[high + 1]!)) high++
      if (high === low) break
      if (round === mostRounds) return false
      const slope = (d[low + 1]! - d[low]!) / (2 * e[low]!)
      const root = Math.sqrt(slope * slope + 1)
      let g = d[high]! - d[low]! + e[low]! / (slope + (slope < 0 ? -root : root))
      let [s, c, p] = [1, 1, 0]
      let i = high - 1
      for (; i >= low; i--) {
        const f = s * e[i]!
        const b = c * e[i]!
        const r = lengthOf(f, g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1]! -= p
          e[high] = 0
          break
        }
        s = f / r
        c = g / r
        g = d[i + 1]! - p
        const turn = (d[i]! - g) * s + 2 * c * b
        p = s * turn
        d[i + 1] = g + p
        g = c * turn - b
        rotateRows(vectors, size, i, c, s)
      }
      if (i >= low) continue
      d[low]! -= p
      e[low] = g
      e[high] = 0
    }
  }
  return true
}

/** `Math.hypot` rounds otherwise in other engines. */
function lengthOf(f: number, g: number): number {
  const [x, y] = [Math.abs(f), Math.abs(g)]
  const [most, least] = x > y ? [x, y] : [y, x]
  if (most === 0) return 0
  const share = least / most
  return most * Math.sqrt(1 + share * share)
}

function isSmall(value: number, one: number, other: number): boolean {
  return Math.abs(value) <= Number.EPSILON * (Math.abs(one) + Math.abs(other)) + nothing
}

function rotateRows(rows: Float64Array, size: number, row: number, c: number, s: number): void {
  const [from, next] = [row * size, (row + 1) * size]
  for (let k = 0; k < size; k++) {
    const [x, y] = [rows[from + k]!, rows[next + k]!]
    rows[next + k] = s * x + c * y
    rows[from + k] = c * x - s * y
  }
}
