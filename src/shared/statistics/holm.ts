/**
 * Holm's step-down correction: with adjusted p at most α counted as shown, the chance that any of
 * the comparisons without a difference is among them is at most α, however they hang together.
 *
 * @param p one per comparison
 * @returns adjusted p, in the same order
 * @see Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[a]! - p[b]!)
  const adjusted = new Array<number>(p.length)
  let least = 0
  order.forEach((index, at) => {
    least = Math.max(least, Math.min(1, (p.length - at) * p[index]!))
    adjusted[index] = least
  })
  return adjusted
}
