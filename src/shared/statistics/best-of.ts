/** What the best of so many trials comes to, if chance chose which. */
export interface BestOf {
  readonly k: number
  /**
   * The mean over all choices of k of the trials that were run, of those in which one came through; NaN
   * where none can.
   */
  readonly expected: number
  /**
   * No worse than `low` in the luckiest twentieth of the choices, than `median` in half, than `high` in
   * all but the last twentieth; Infinity where they diverged.
   */
  readonly low: number
  readonly median: number
  readonly high: number
  /** The chance that all k diverged. */
  readonly lost: number
}

/**
 * The cost of the best of k trials, exactly, for every k: of the C(n, k) choices from n trials the i-th
 * best is the best in C(n − i, k − 1). Drawn without replacement: with it, the estimate would be too
 * good for large k.
 *
 * @param costs of all trials, less is better; Infinity of one that diverged
 * @param most k up to which. @default as many as there are
 * @see Dodge et al. 2019, Show Your Work; Tang et al. 2020, Showing Your Work Doesn't Always Work
 */
export function bestOf(costs: readonly number[], most = costs.length): BestOf[] {
  const sorted = costs
    .map((cost) => (Number.isNaN(cost) ? Infinity : cost))
    .sort((a, b) => (a < b ? -1 : Number(a > b)))
  const n = sorted.length
  const found: BestOf[] = []
  for (let k = 1; k <= Math.min(most, n); k++) {
    // The chance that none of the first i is among the k: falls from 1 to 0 as i grows.
    let none = 1
    let sum = 0
    let through = 0
    const quantile = { low: Infinity, median: Infinity, high: Infinity }
    let reached = 0
    for (let at = 0; at < n && none > 0; at++) {
      const before = none
      none *= Math.max(0, n - at - k) / (n - at)
      const chance = before - none
      const cost = sorted[at]!
      if (cost !== Infinity) {
        sum += chance * cost
        through += chance
      }
      const next = reached + chance
      for (const [key, share] of [
        ['low', 0.05],
        ['median', 0.5],
        ['high', 0.95],
      ] as const) {
        if (reached < share - rounding && next >= share - rounding) quantile[key] = cost
      }
      reached = next
    }
    const expected = through > 0 ? sum / through : NaN
    found.push({
      k,
      expected,
      ...quantile,
      lost: Math.max(0, 1 - through) < rounding ? 0 : 1 - through,
    })
  }
  return found
}

/** Sums of chances are so far from what they should be, at most. */
const rounding = 1e-12
