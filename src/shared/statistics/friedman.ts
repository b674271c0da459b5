import { chiSquareAbove, fAbove } from './gamma.ts'
import { rangeQuantile } from './studentized-range.ts'

/**
 * Ranks from 1, the least cost first; equal costs share the mean of their ranks. Infinities are the worst
 * there is, and equal; NaN counts as one.
 */
export function meanRanksOf(costs: readonly number[]): number[] {
  const known = costs.map((cost) => (Number.isNaN(cost) ? Infinity : cost))
  const order = known
    .map((_, at) => at)
    .sort((a, b) => (known[a]! < known[b]! ? -1 : Number(known[a]! > known[b]!)))
  const ranks = new Array<number>(costs.length)
  for (let first = 0; first < order.length;) {
    let next = first
    while (next < order.length && known[order[next]!] === known[order[first]!]) next++
    for (let at = first; at < next; at++) ranks[order[at]!] = (first + 1 + next) / 2
    first = next
  }
  return ranks
}

/** Whether several are alike on many occasions, by their ranks alone. */
export interface Friedman {
  /** Per treatment. */
  readonly meanRanks: readonly number[]
  /** χ² with ties corrected for; NaN where all are tied everywhere. */
  readonly statistic: number
  readonly freedom: number
  readonly p: number
  /** Iman and Davenport's F, which is less conservative; infinite in full agreement, with its exact p. */
  readonly f: {
    readonly statistic: number
    readonly freedom: readonly [number, number]
    readonly p: number
  }
}

/**
 * @param ranks blocks × treatments, as {@link meanRanksOf} gives them; at least two of each
 * @see Friedman 1937; Conover 1999, Practical Nonparametric Statistics, § 5.8, on ties
 * @see Iman & Davenport 1980, Approximations of the Critical Region of the Friedman Statistic
 */
export function friedman(ranks: readonly (readonly number[])[]): Friedman {
  const n = ranks.length
  const k = ranks[0]?.length ?? 0
  const sums = Array.from({ length: k }, (_, at) => ranks.reduce((sum, row) => sum + row[at]!, 0))
  const tied = ranks.reduce((sum, row) => sum + tiesOf(row), 0)
  const correction = 1 - tied / (n * k * (k * k - 1))
  const raw =
    (12 / (n * k * (k + 1))) * sums.reduce((sum, each) => sum + each * each, 0) - 3 * n * (k + 1)
  const statistic = correction === 0 ? NaN : Math.max(0, raw / correction)
  const freedom = k - 1
  const room = n * freedom - statistic
  // In full agreement there is no room left, but for rounding.
  const agreed = room <= 1e-9 * n * freedom
  const value = agreed ? Infinity : ((n - 1) * statistic) / room
  const pair = [freedom, freedom * (n - 1)] as const
  const p = agreed ? ordersOf(ranks[0]!) ** (1 - n) : fAbove(value, ...pair)
  return {
    meanRanks: sums.map((sum) => sum / n),
    statistic,
    freedom,
    p: chiSquareAbove(statistic, freedom),
    f: { statistic: value, freedom: pair, p },
  }
}

/** In how many ways ranks can be dealt out: the chance that a block agrees with another is one in so many. */
function ordersOf(row: readonly number[]): number {
  const seen = new Map<number, number>()
  return row.reduce((orders, rank, at) => {
    const alike = (seen.get(rank) ?? 0) + 1
    seen.set(rank, alike)
    return (orders * (at + 1)) / alike
  }, 1)
}

/** Σ (t³ − t) over the groups of equal ranks. */
function tiesOf(row: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const rank of row) counts.set(rank, (counts.get(rank) ?? 0) + 1)
  return [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0)
}

/**
 * Two alone: whether one is first more often than by chance, exactly. A tie counts half for each.
 *
 * @returns how often two that are alike have mean ranks at least so far apart, either way
 * @see Conover 1999, Practical Nonparametric Statistics, § 3.4
 */
export function signTest(difference: number, blocks: number): number {
  const lead = Math.abs(difference) * blocks - 1e-9
  let chance = 0.5 ** blocks
  let p = 0
  for (let wins = 0; wins <= blocks; wins++) {
    if (Math.abs(2 * wins - blocks) >= lead) p += chance
    chance *= (blocks - wins) / (wins + 1)
  }
  return Math.min(1, p)
}

/**
 * How far apart the mean ranks of two of them must lie to be told apart, whichever two. Of two alone by the
 * sign test: for few blocks the normal distribution behind Nemenyi's table promises too much there.
 *
 * @param above the chance that any two that are alike are told apart
 * @returns more than there can be where so few blocks tell nobody apart
 * @see Nemenyi 1963; Demšar 2006, Statistical Comparisons of Classifiers over Multiple Data Sets
 */
export function criticalDifference(treatments: number, blocks: number, above: number): number {
  if (treatments === 2) {
    let lead = blocks + 2
    while (lead > 2 && signTest((lead - 2) / blocks, blocks) <= above) lead -= 2
    return lead / blocks
  }
  const q = rangeQuantile(above, treatments) / Math.SQRT2
  return q * Math.sqrt((treatments * (treatments + 1)) / (6 * blocks))
}

/** @returns the fewest blocks with which any two could be distinguished */
export function blocksNeeded(treatments: number, above: number): number {
  // All on one side: 2 · 2^−n.
  if (treatments === 2) return Math.ceil(1 - Math.log2(above) - 1e-9)
  const q = rangeQuantile(above, treatments) / Math.SQRT2
  return Math.ceil(((q / (treatments - 1)) ** 2 * treatments * (treatments + 1)) / 6 - 1e-9)
}

/**
 * The groups that cannot be distinguished, as a critical-difference diagram joins them by bars: each as
 * large as can be, none within another.
 *
 * @returns places of at least two, by their mean ranks, the best group first
 */
export function cliques(meanRanks: readonly number[], difference: number): number[][] {
  const order = meanRanks.map((_, at) => at).sort((a, b) => meanRanks[a]! - meanRanks[b]! || a - b)
  const found: number[][] = []
  let furthest = 0
  order.forEach((from, first) => {
    let next = first
    while (next < order.length && meanRanks[order[next]!]! - meanRanks[from]! < difference) next++
    if (next - first > 1 && next > furthest) found.push(order.slice(first, next))
    furthest = Math.max(furthest, next)
  })
  return found
}
