import { normalBelow } from './distributions.ts'

/** Up to so many pairs every assignment of signs is counted; the normal approximation follows. */
export const mostExact = 40

/** What paired differences say about whether one of the two is the lower. */
export interface SignedRank {
  /** Pairs in which the difference is below, above and equal to zero. */
  readonly below: number
  readonly above: number
  readonly equal: number
  /** Two-sided: how often signs tossed by coin give rank sums at least this far apart. 1 for no pairs. */
  readonly p: number
  /** Which side has the larger rank sum: −1 below zero, 1 above, 0 neither. */
  readonly side: -1 | 0 | 1
}

/**
 * Wilcoxon's signed-rank test as a permutation test over paired seeds.
 *
 * If two lanes are alike, each pair's difference could as well have had the other sign: all 2^n
 * assignments are equally likely, and p is the share of them that is at least as one-sided. Ranks
 * make infinite differences (one of the two diverged, or never reached the target) simply the
 * largest, tied with each other; ties share the mean of their ranks; zeros are ranked and then left
 * out. Nothing is assumed about the distribution of differences but that symmetry.
 *
 * @param differences NaN is no pair
 * @see Wilcoxon 1945; Pratt 1959, on zeros
 */
export function signedRank(differences: ArrayLike<number>): SignedRank {
  const pairs = Array.from(differences).filter((value) => !Number.isNaN(value))
  pairs.sort((a, b) => Math.abs(a) - Math.abs(b))
  const ranks = doubledRanks(pairs.map(Math.abs))
  const signed: number[] = []
  let below = 0
  let above = 0
  let lower = 0
  let total = 0
  pairs.forEach((value, at) => {
    if (value === 0) return
    const rank = ranks[at]!
    signed.push(rank)
    total += rank
    if (value < 0) {
      below++
      lower += rank
    } else above++
  })
  const most = Math.max(lower, total - lower)
  const p = signed.length > mostExact ? approximate(signed, most) : exact(signed, total, most)
  const side = Math.sign(total - 2 * lower) as -1 | 0 | 1
  return { below, above, equal: pairs.length - below - above, p: Math.min(1, p), side }
}

/** Rounding makes equal differences of shares a few units apart. */
const equalWithin = 1e-9

/** Twice the rank from 1 of each of the sorted sizes, so that shared ranks are whole too. */
function doubledRanks(sizes: readonly number[]): number[] {
  const ranks = new Array<number>(sizes.length)
  for (let first = 0; first < sizes.length;) {
    const most = sizes[first]! * (1 + equalWithin)
    let next = first + 1
    while (next < sizes.length && sizes[next]! <= most) next++
    // Ranks first + 1 … next have the mean (first + 1 + next) / 2.
    ranks.fill(first + 1 + next, first, next)
    first = next
  }
  return ranks
}

/** Counts the assignments by their sum, one rank after the other. */
function exact(ranks: readonly number[], total: number, most: number): number {
  const share = new Float64Array(total + 1)
  share[0] = 1
  let reached = 0
  for (const rank of ranks) {
    reached += rank
    for (let sum = reached; sum >= 0; sum--) {
      share[sum] = (share[sum]! + (sum >= rank ? share[sum - rank]! : 0)) / 2
    }
  }
  let tail = 0
  for (let sum = most; sum <= total; sum++) tail += share[sum]!
  return 2 * tail
}

/** The sum has mean Σr/2 and variance Σr²/4; doubled ranks go up in twos, so half a step is 1. */
function approximate(ranks: readonly number[], most: number): number {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4
  return 2 * normalBelow(-(most - mean - 1) / Math.sqrt(variance))
}
