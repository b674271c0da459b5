import { describe, expect, it } from 'vitest'
import { createRandom } from '#shared/math/random.ts'
import {
  bestOf,
  blocksNeeded,
  cliques,
  criticalDifference,
  friedman,
  meanRanksOf,
  performanceProfiles,
  shareWithin,
  signTest,
} from '#shared/statistics/index.ts'

describe('mean ranks', () => {
  it('share the mean where costs are equal, with what diverged last', () => {
    expect(meanRanksOf([0.3, 0.1, 0.3, 0.2])).toEqual([3.5, 1, 3.5, 2])
    expect(meanRanksOf([Infinity, 1, NaN, -Infinity])).toEqual([3.5, 2, 3.5, 1])
  })
})

describe("Friedman's test", () => {
  it('is 12/(n·k·(k+1))·ΣR² − 3n(k+1) without ties', () => {
    // Sums of ranks 4, 6 and 8: 12/36 · (16 + 36 + 64) − 36 = 2⅔ … of three blocks.
    const { statistic, meanRanks, freedom } = friedman([
      [1, 2, 3],
      [1, 2, 3],
      [2, 2, 2],
    ])
    // The block of ties takes (27 − 3) / (3·3·8) off the whole: 2⅔ / (1 − 1/3) = 4.
    expect(statistic).toBeCloseTo(4, 12)
    expect(meanRanks).toEqual([4 / 3, 2, 8 / 3])
    expect(freedom).toBe(2)
  })

  it('has no statistic where all are tied, and an infinite F in full agreement', () => {
    expect(
      friedman([
        [1.5, 1.5],
        [1.5, 1.5],
      ]).statistic,
    ).toBeNaN()
    const agreed = friedman([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
    // Of 3! orders, two blocks more happen to have that of the first: 1/6².
    expect(agreed.f.statistic).toBe(Infinity)
    expect(agreed.f.p).toBeCloseTo(1 / 36, 12)
    // Of the three ways to be first alone.
    expect(friedman([1, 2].map(() => [1, 2.5, 2.5])).f.p).toBeCloseTo(1 / 3, 12)
  })
})

describe('two alone', () => {
  it('are told apart by the exact sign test', () => {
    // Of 8 blocks all but one or more on one side: 2 · (1 + 8) / 2⁸.
    expect(signTest(6 / 8, 8)).toBeCloseTo(18 / 256, 12)
    expect(signTest(1, 6)).toBeCloseTo(2 / 64, 12)
    expect(signTest(0, 6)).toBe(1)
    // A tie is half for each: 3 better, one equal, no other.
    expect(signTest(3 / 4, 4)).toBeCloseTo(2 / 16, 12)
    expect([5, 6, 8, 9].map((blocks) => criticalDifference(2, blocks, 0.05))).toEqual([
      7 / 5,
      1,
      1,
      7 / 9,
    ])
    expect(blocksNeeded(2, 0.05)).toBe(6)
    // For many blocks it is Nemenyi's, 1.960 √(1/n), but for the two steps that leads go in.
    expect(criticalDifference(2, 400, 0.05) - 1.96 / 20).toBeLessThan(2 * (2 / 400))
  })
})

describe("Nemenyi's critical difference", () => {
  it('is that of Demšar’s table', () => {
    // q of Demšar 2006, table 5a: 2.343 for 3 and 3.031 for 8 classifiers at 5 %.
    expect(criticalDifference(3, 10, 0.05)).toBeCloseTo(2.343 * Math.sqrt(12 / 60), 3)
    expect(criticalDifference(8, 10, 0.05)).toBeCloseTo(3.031 * Math.sqrt(72 / 60), 3)
  })

  it('tells from how many blocks on any two can be distinguished', () => {
    for (const treatments of [2, 3, 8, 10, 20]) {
      const needed = blocksNeeded(treatments, 0.05)
      expect(criticalDifference(treatments, needed, 0.05)).toBeLessThanOrEqual(treatments - 1)
      expect(criticalDifference(treatments, needed - 1, 0.05)).toBeGreaterThan(treatments - 1)
    }
  })

  it('joins the largest groups within it, none within another', () => {
    expect(cliques([1, 2, 3, 6, 6.5], 2.5)).toEqual([
      [0, 1, 2],
      [3, 4],
    ])
    expect(cliques([3, 1, 2], 1.5)).toEqual([
      [1, 2],
      [2, 0],
    ])
    expect(cliques([1, 3, 5], 1)).toEqual([])
    expect(cliques([2, 2, 2], 0.5)).toEqual([[0, 1, 2]])
  })
})

describe('the best of k trials', () => {
  it('is the mean over all choices of k', () => {
    // Of {1, 2, 4} two at a time: 1, 1 and 2.
    const [one, two, three] = bestOf([4, 1, 2])
    expect(one!.expected).toBeCloseTo(7 / 3, 12)
    expect(two).toMatchObject({ k: 2, low: 1, median: 1, high: 2, lost: 0 })
    expect(two!.expected).toBeCloseTo(4 / 3, 12)
    expect(three).toMatchObject({ expected: 1, low: 1, high: 1, lost: 0 })
  })

  it('says how often all diverged, and of the others what they come to', () => {
    // Of {1, ∞, ∞} two at a time: 1, 1 and ∞.
    const [one, two] = bestOf([Infinity, 1, NaN])
    expect(one!.lost).toBeCloseTo(2 / 3, 12)
    expect(one!.expected).toBeCloseTo(1, 12)
    expect(one!.median).toBe(Infinity)
    expect(two!.lost).toBeCloseTo(1 / 3, 12)
    expect(two).toMatchObject({ median: 1, high: Infinity })
    expect(bestOf([Infinity])[0]).toMatchObject({ expected: NaN, lost: 1 })
    expect(bestOf([])).toEqual([])
  })

  it('agrees with choices drawn by chance', () => {
    const random = createRandom(3, 'trials')
    const costs = Array.from({ length: 64 }, () => random.normal())
    const k = 16
    let sum = 0
    const draws = 20_000
    for (let draw = 0; draw < draws; draw++) {
      const order = Int32Array.from(costs.keys())
      random.shuffle(order)
      sum += Math.min(...Array.from(order.subarray(0, k), (at) => costs[at]!))
    }
    expect(Math.abs(bestOf(costs)[k - 1]!.expected - sum / draws)).toBeLessThan(0.01)
  })
})

describe('performance profiles', () => {
  it('count problems within a factor of the fastest, those that nobody solved for none', () => {
    const [one, other, never] = performanceProfiles([
      [10, 20, Infinity],
      [30, 10, Infinity],
      [5, 5, Infinity],
      [Infinity, Infinity, Infinity],
    ])
    expect(one).toEqual({ factors: [1, 3], shares: [0.5, 0.75] })
    expect(other).toEqual({ factors: [1, 2], shares: [0.5, 0.75] })
    expect(never).toEqual({ factors: [], shares: [] })
    expect([0.5, 1, 2.9, 3].map((factor) => shareWithin(one!, factor))).toEqual([0, 0.5, 0.5, 0.75])
  })
})
