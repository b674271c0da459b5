/**
 * Eigenvalues of a small symmetric matrix by Jacobi's rotations.
 *
 * @param matrix rows; left as they are
 */
export function eigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row])
  const n = a.length
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p]![q] === 0) continue
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!)
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        const s = t * c
        for (const row of a)
          [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!]
        const [first, second] = [[...a[p]!], [...a[q]!]]
        a[p] = first.map((value, k) => c * value - s * second[k]!)
        a[q] = first.map((value, k) => s * value + c * second[k]!)
      }
    }
  }
  return a.map((row, index) => row[index]!)
}
