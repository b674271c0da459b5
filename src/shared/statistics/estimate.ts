import { quantileOfSorted } from '../math/quantiles.ts'
import { binomialAtLeast } from './distributions.ts'

/** How sure an interval is meant to be. */
const confidence = 0.95

/**
 * Fewer values than this cannot bound their median at 95 %: all n lie on one side of it with
 * probability 2^(1−n), which is 6 % for five.
 */
export const fewestForInterval = 6

/** One number for several seeds. */
export interface Estimate {
  /** A value per seed; NaN where there is none yet, an infinity where a run has the worst there can be. */
  readonly values: Float64Array
  /** How many seeds have a value. */
  readonly count: number
  /** NaN of no values. */
  readonly median: number
  readonly low: number
  readonly high: number
  /**
   * What `low` and `high` are: of one value nothing but itself (`one`), of two to five the range
   * they span (`range`), of more a 95 % bootstrap interval of the median (`interval`).
   */
  readonly kind: 'none' | 'one' | 'range' | 'interval'
}

/**
 * The median of some seeds' values and its bootstrap interval.
 *
 * The bootstrap is carried to its limit: instead of drawing resamples, the distribution of a
 * resample's median over the order statistics is computed exactly, so the answer depends on no
 * seed. Percentile intervals are known to be too short for few values; where this one would cover
 * the median of a continuous distribution in less than 95 % of samples, it ends at the next values
 * outward. It ends at values that occurred, holds infinities, and does not care how a metric is
 * scaled.
 *
 * @param values NaN where a seed has none
 * @see Efron 1979, Bootstrap Methods: Another Look at the Jackknife, § 3, on the median
 */
export function estimate(values: Float64Array): Estimate {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const count = sorted.length
  const median = quantileOfSorted(sorted, 0.5)
  if (count === 0) return { values, count, median, low: NaN, high: NaN, kind: 'none' }
  const cut = count < fewestForInterval ? 0 : bootstrapCut(count)
  const kind = count === 1 ? 'one' : count < fewestForInterval ? 'range' : 'interval'
  return { values, count, median, low: sorted[cut]!, high: sorted[count - 1 - cut]!, kind }
}

const cuts = new Map<number, number>()

/** @returns how many of the sorted values the interval leaves out at each end */
export function bootstrapCut(count: number): number {
  const known = cuts.get(count)
  if (known !== undefined) return known
  const tail = (1 - confidence) / 2
  // Of an even count the lower of the two middle values: a little wider than their mean's interval.
  const middle = Math.floor((count + 1) / 2)
  // A resample's median is among the first i values when at least `middle` of its draws are.
  const resampled = (first: number): number => binomialAtLeast(middle, count, first / count)
  // The true median lies outside of the first i values when at most i − 1 values lie below it.
  const missed = (first: number): number => binomialAtLeast(count - first + 1, count, 0.5)
  let cut = 0
  while (resampled(cut + 1) < tail && missed(cut + 2) <= tail) cut++
  cuts.set(count, cut)
  return cut
}
