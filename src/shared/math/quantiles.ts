/**
 * The value below which a share of the values lies, linear between neighbours (Hyndman & Fan's
 * type 7, the default of NumPy and R).
 *
 * @param sorted ascending
 * @param share in [0, 1]
 * @returns NaN for no values
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  const part = position - below
  // Where a neighbour is infinite, a difference or its zeroth part would be NaN.
  if (part === 0 || low === high || low === -Infinity) return low
  return low + part * (high - low)
}

/**
 * Several quantiles at once.
 *
 * @param values in any order, left as they are; NaN anywhere makes every quantile NaN
 * @param shares each in [0, 1]
 */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort()
  // Typed arrays sort NaN to the end.
  if (Number.isNaN(sorted[sorted.length - 1])) return shares.map(() => NaN)
  return shares.map((share) => quantileOfSorted(sorted, share))
}
