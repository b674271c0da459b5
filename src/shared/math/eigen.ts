/** Directions worked on at once: the more, the sooner the first two are apart from the rest. */
const block = 6
const mostRounds = 300
/** Variances settled to this share of the largest; a plot shows no thousandth of it. */
const settled = 1e-10

/**
 * The largest eigenvalues of a symmetric matrix without negative ones, and their vectors: subspace
 * iteration with Rayleigh–Ritz steps, from a fixed start, until the first two values have settled.
 *
 * @param matrix `[size × size]`
 * @returns a few, the largest first; a value of 0 has a vector without meaning
 * @see Golub & Van Loan 2013, Matrix Computations, § 8.2.4 and § 8.5
 */
export function largestEigenvectors(
  matrix: Float64Array,
  size: number,
): { vectors: Float64Array[]; values: number[] } {
  const width = Math.min(block, size)
  // A start that no structure of the points is likely to be orthogonal to.
  let vectors = Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (k + 1) * 0.7548776662) + 0.1),
  )
  orthonormalise(vectors)
  let values: number[] = new Array<number>(width).fill(0)
  for (let round = 0; round < mostRounds; round++) {
    const images = vectors.map((vector) => multiply(matrix, size, vector))
    // The matrix as the subspace sees it, and its eigenvectors there.
    const small = new Float64Array(width * width)
    vectors.forEach((vector, a) => {
      images.forEach((image, b) => (small[a * width + b] = dot(vector, image)))
    })
    const ritz = jacobi(small, width)
    const change = Math.max(
      ...[0, 1].map((k) => Math.abs((ritz.values[k] ?? 0) - (values[k] ?? 0))),
    )
    values = ritz.values
    vectors = ritz.vectors.map((mix) => {
      const next = new Float64Array(size)
      images.forEach((image, k) => {
        for (let i = 0; i < size; i++) next[i]! += mix[k]! * image[i]!
      })
      return next
    })
    orthonormalise(vectors)
    if (change <= settled * values[0]!) break
  }
  return { vectors, values }
}

function multiply(matrix: Float64Array, size: number, vector: Float64Array): Float64Array {
  const result = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!
    result[i] = sum
  }
  return result
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Gram–Schmidt, twice for what rounding leaves; a vector that depends on those before becomes 0. */
function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, k) => {
    const before = Math.sqrt(dot(vector, vector))
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, k)) {
        const share = dot(vector, other)
        for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!
      }
    }
    const norm = Math.sqrt(dot(vector, vector))
    const scale = norm > 1e-12 * before ? 1 / norm : 0
    for (let i = 0; i < vector.length; i++) vector[i]! *= scale
  })
}

/** All eigenvectors of a small symmetric matrix by Jacobi rotations, the largest value first. */
function jacobi(matrix: Float64Array, size: number): { values: number[]; vectors: number[][] } {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(size * size)
  for (let i = 0; i < size; i++) v[i * size + i] = 1
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const apq = a[p * size + q]!
        off += apq * apq
        if (apq === 0) continue
        const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        rotate(a, v, size, p, q, c, t * c)
      }
    }
    if (off === 0) break
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => a[j * size + j]! - a[i * size + i]!,
  )
  return {
    values: order.map((i) => a[i * size + i]!),
    vectors: order.map((i) => Array.from({ length: size }, (_, k) => v[k * size + i]!)),
  }
}

function rotate(
  a: Float64Array,
  v: Float64Array,
  size: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  const turn = (m: Float64Array, i: number, j: number): void => {
    const x = m[i]!
    const y = m[j]!
    m[i] = c * x - s * y
    m[j] = s * x + c * y
  }
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q)
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k)
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q)
}
