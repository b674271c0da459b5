/** The span of a mean rank when its tasks are drawn anew. */
export interface MeanRankSpan {
  readonly low: number
  readonly high: number
}

/**
 * The span that nine of ten bootstrap resamples of a mean rank fall in: as many tasks, drawn with repeats
 * from those that there are. Ranks are halves of whole numbers, so the distribution of the sum is computed
 * and not drawn: a convolution per task, exact, and dependent on no seed.
 *
 * @param ranks one per task; two at least, else nothing is known of other tasks
 * @see Efron 1979, Bootstrap Methods: Another Look at the Jackknife
 */
export function meanRankSpan(ranks: readonly number[]): MeanRankSpan | undefined {
  const count = ranks.length
  if (count < 2) return undefined
  const halves = ranks.map((rank) => Math.round(2 * rank))
  const chances = new Map<number, number>()
  for (const half of halves) chances.set(half, (chances.get(half) ?? 0) + 1 / count)
  let sums = Float64Array.of(1)
  for (let draw = 0; draw < count; draw++) {
    const next = new Float64Array(sums.length + Math.max(...halves))
    for (const [half, chance] of chances) {
      sums.forEach((before, sum) => (next[sum + half]! += before * chance))
    }
    sums = next
  }
  const at = (share: number): number => {
    let below = 0
    // What rounding leaves of a whole chance is no chance.
    const found = sums.findIndex((chance) => (below += chance) >= share - 1e-12)
    return found / (2 * count)
  }
  return { low: at(0.05), high: at(0.95) }
}
