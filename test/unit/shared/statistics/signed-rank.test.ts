import { describe, expect, it } from 'vitest'
import { createRandom } from '#shared/math/random.ts'
import { mostExact, signedRank } from '#shared/statistics/signed-rank.ts'

/** Every assignment of signs to the sizes, counted one by one. */
function bruteForce(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs)
  const ranks = sizes.map((size) => {
    const smaller = sizes.filter((other) => other < size).length
    const same = sizes.filter((other) => other === size).length
    return size === 0 ? 0 : smaller + (same + 1) / 2
  })
  const distance = (signs: readonly boolean[]): number =>
    Math.abs(ranks.reduce((sum, rank, at) => sum + (signs[at] ? rank : -rank), 0))
  const seen = distance(differences.map((value) => value > 0))
  let extreme = 0
  const all = 2 ** differences.length
  for (let mask = 0; mask < all; mask++) {
    const signs = differences.map((_, at) => ((mask >> at) & 1) === 1)
    if (distance(signs) >= seen) extreme++
  }
  return extreme / all
}

describe('the signed-rank test', () => {
  it('of three equal signs is 2 of the 8 assignments', () => {
    expect(signedRank([-1, -2, -3])).toEqual({ below: 3, above: 0, equal: 0, p: 0.25, side: -1 })
  })

  it('counts rank sums: of {1, 2, 3}, 2 of the 8 subsets sum to 5 or more', () => {
    expect(signedRank([-1, 2, 3])).toMatchObject({ p: 0.5, side: 1 })
    expect(signedRank([1, 2, -3])).toMatchObject({ p: 1, side: 0 })
  })

  it('shares ranks: of {2, 2, 2, 4}, all and the three without one 2 sum to 8 or more', () => {
    expect(signedRank([1, 1, -1, 2]).p).toBe((2 * 4) / 16)
    // 0.3 − 0.2 and 0.9 − 0.8 differ by a rounding, and are the same difference of accuracies.
    expect(signedRank([0.3 - 0.2, 0.9 - 0.8, 0.8 - 0.9, 0.2]).p).toBe((2 * 4) / 16)
  })

  it('leaves zeros out after their rank', () => {
    expect(signedRank([0, 1, 2])).toEqual({ below: 0, above: 2, equal: 1, p: 0.5, side: 1 })
    // Ranks 2, 3, 4 after the zero: −4 against 2 + 3. Of 8 subsets of {2, 3, 4}, 4 sum to 5 or more.
    expect(signedRank([0, 1, 2, -3]).p).toBe(1)
  })

  it('gives infinite differences the highest rank, whatever their sign', () => {
    expect(signedRank([Infinity, 5, 6, 7, 8, 9]).p).toBe(2 / 64)
    expect(signedRank([-Infinity, 5, 6, 7, 8, 9]).p).toBe(signedRank([-10, 5, 6, 7, 8, 9]).p)
    expect(signedRank([Infinity, -Infinity, 1]).p).toBe(bruteForce([9, -9, 1]))
  })

  it('leaves pairs without a value out, and shows nothing of none', () => {
    expect(signedRank([NaN, 1, NaN])).toEqual({ below: 0, above: 1, equal: 0, p: 1, side: 1 })
    expect(signedRank([])).toEqual({ below: 0, above: 0, equal: 0, p: 1, side: 0 })
    expect(signedRank([0, 0]).p).toBe(1)
  })

  it('agrees with Hollander & Wolfe 1973, table 3.1: V = 40, p = 0.03906', () => {
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    expect(signedRank(before.map((value, at) => value - after[at]!)).p).toBeCloseTo(0.0390625, 12)
  })

  it('is the count over all assignments, with ties and zeros', () => {
    const random = createRandom(5, 'noise')
    for (let round = 0; round < 60; round++) {
      const values = Array.from({ length: 1 + random.below(9) }, () => random.below(9) - 4)
      expect(signedRank(values).p, values.join()).toBeCloseTo(Math.min(1, bruteForce(values)), 12)
    }
  })

  it('passes over to the normal approximation without a jump', () => {
    const random = createRandom(6, 'noise')
    for (let round = 0; round < 20; round++) {
      const values = Array.from({ length: mostExact }, () => random.normal() + 0.25)
      // One difference more, so small that its rank hardly counts.
      const more = signedRank([...values, 1e-12]).p
      expect(Math.abs(signedRank(values).p - more)).toBeLessThan(0.02)
    }
  })
})
