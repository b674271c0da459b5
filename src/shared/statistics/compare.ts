import { estimate, type Estimate } from './estimate.ts'
import { holm } from './holm.ts'
import { signedRank } from './signed-rank.ts'

/** A difference counts as shown when chance alone would show one as large in at most so many races. */
export const level = 0.05

/** Why there is no verdict. */
type NoVerdict =
  /** One seed shows nothing beyond itself. */
  | 'one-seed'
  /** No assignment of signs to so few seeds is rare enough, with so many comparisons. */
  | 'too-few'
  /** The lanes are equal in every seed. */
  | 'equal'
  /** The seeds do not agree enough. */
  | 'noise'
  /** There is nothing to compare yet. */
  | 'no-data'

/** How one lane stands against another, over the seeds they share. */
export interface Comparison {
  readonly outcome: 'ahead' | 'behind' | 'none'
  /** Of `none`. */
  readonly reason?: NoVerdict
  /** Pairs of runs compared: seeds in which both have a value. */
  readonly seeds: number
  /** Seeds in which the lane is better, worse and equal. */
  readonly better: number
  readonly worse: number
  readonly equal: number
  /** Two-sided, of this comparison alone. */
  readonly p: number
  /** The same after Holm's correction for all comparisons made. */
  readonly adjusted: number
  readonly comparisons: number
  /** The fewest seeds that could show anything with so many comparisons. */
  readonly seedsNeeded: number
  /** Lane minus other, per seed, in the metric's own unit: their median and its interval. */
  readonly difference: Estimate
  /** Within a seed the larger of the two by the smaller, the median; NaN unless all are above 0. */
  readonly factor: number
}

/** @returns the fewest pairs whose most extreme p, 2^(1−n), stands Holm's first step */
export function seedsNeeded(comparisons: number): number {
  return Math.ceil(1 + Math.log2(Math.max(1, comparisons) / level) - 1e-12)
}

export interface CompareOptions {
  /** Lanes × seeds: the same seed at the same place in each lane. NaN is no value, the worst an infinity. */
  readonly lanes: readonly Float64Array[]
  readonly higherIsBetter: boolean
  /** The lane that the others are compared with. */
  readonly reference: number
  /**
   * Whether the reference was chosen by looking at these values, as a leader is. Any of the lanes
   * could have come out first by luck, so that every pair of them is a comparison made.
   */
  readonly chosenByResult: boolean
}

/**
 * Compares every lane with one of them, seed by seed: within a seed all lanes had the same start
 * and the same batches, so that the difference is the optimizers'.
 *
 * @returns a comparison per lane; undefined for the reference itself
 */
export function compareLanes(options: CompareOptions): (Comparison | undefined)[] {
  const { lanes, higherIsBetter, reference, chosenByResult } = options
  const pairs: (readonly [lane: number, other: number])[] = []
  lanes.forEach((_, lane) => {
    if (lane !== reference) pairs.push([lane, reference])
  })
  if (chosenByResult) {
    for (let lane = 0; lane < lanes.length; lane++) {
      for (let other = lane + 1; other < lanes.length; other++) {
        if (lane !== reference && other !== reference) pairs.push([lane, other])
      }
    }
  }
  const differences = pairs.map(([lane, other]) => difference(lanes[lane]!, lanes[other]!))
  const tests = differences.map(signedRank)
  const adjusted = holm(tests.map(({ p }) => p))
  const needed = seedsNeeded(pairs.length)

  const result: (Comparison | undefined)[] = lanes.map(() => undefined)
  pairs.slice(0, lanes.length - 1).forEach(([lane, other], index) => {
    const { below, above, equal, p, side } = tests[index]!
    const seeds = below + above + equal
    const shown = adjusted[index]! <= level && side !== 0
    const better = side > 0 === higherIsBetter
    result[lane] = {
      outcome: shown ? (better ? 'ahead' : 'behind') : 'none',
      reason: shown ? undefined : reasonOf(seeds, equal, needed),
      seeds,
      better: higherIsBetter ? above : below,
      worse: higherIsBetter ? below : above,
      equal,
      p,
      adjusted: adjusted[index]!,
      comparisons: pairs.length,
      seedsNeeded: needed,
      difference: estimate(differences[index]!),
      factor: factor(lanes[lane]!, lanes[other]!),
    }
  })
  return result
}

function reasonOf(seeds: number, equal: number, needed: number): NoVerdict {
  if (seeds === 0) return 'no-data'
  if (seeds === 1) return 'one-seed'
  if (equal === seeds) return 'equal'
  return seeds < needed ? 'too-few' : 'noise'
}

function factor(lane: Float64Array, other: Float64Array): number {
  const factors = lane.map((value, seed) => {
    const against = other[seed] ?? NaN
    return Math.max(value, against) / Math.min(value, against)
  })
  const positive = [...lane, ...other].every((value) => value > 0 && Number.isFinite(value))
  return positive ? estimate(factors).median : NaN
}

/** Two of the same infinity are equal: neither run is worse than the other. */
function difference(lane: Float64Array, other: Float64Array): Float64Array {
  return lane.map((value, seed) => {
    const against = other[seed] ?? NaN
    return value === against ? 0 : value - against
  })
}
