import { describe, expect, it } from 'vitest'
import { bootstrapCut, estimate, fewestForInterval } from '#shared/statistics/estimate.ts'
import { binomialAtLeast, normalBelow } from '#shared/statistics/distributions.ts'

describe('distributions', () => {
  it('normal: the shares everybody knows', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 7)
    expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6)
    expect(normalBelow(-3)).toBeCloseTo(0.001349898, 9)
  })

  it('binomial: at least 2 of 3 draws of a chance of 1/3 are 7 of 27', () => {
    expect(binomialAtLeast(2, 3, 1 / 3)).toBeCloseTo(7 / 27, 12)
    expect(binomialAtLeast(0, 3, 0.1)).toBe(1)
    expect(binomialAtLeast(1, 3, 0)).toBe(0)
    expect(binomialAtLeast(500, 1000, 0.5)).toBeCloseTo(0.5126, 4)
  })
})

describe('an estimate', () => {
  it('of nothing is nothing, and of one seed nothing beyond it', () => {
    expect(estimate(Float64Array.of(NaN))).toMatchObject({ count: 0, median: NaN, kind: 'none' })
    expect(estimate(Float64Array.of(NaN, 3))).toMatchObject({
      count: 1,
      median: 3,
      low: 3,
      high: 3,
      kind: 'one',
    })
  })

  it('of few seeds says what they span and does not call it an interval', () => {
    const values = Float64Array.of(5, 1, 4, 2, 3)
    expect(estimate(values)).toMatchObject({ median: 3, low: 1, high: 5, kind: 'range' })
  })

  it('of ten leaves one value out at each end', () => {
    // A resample's median (the fifth of ten) is among the first 1, 2 values with probability
    // P(Bin(10, 0.1) ≥ 5) = 0.0016, P(Bin(10, 0.2) ≥ 5) = 0.0328: the 2.5 % point is the second.
    const values = Float64Array.of(9, 0, 1, 2, 3, 4, 5, 6, 7, 8)
    expect(estimate(values)).toMatchObject({ median: 4.5, low: 1, high: 8, kind: 'interval' })
    expect(bootstrapCut(10)).toBe(1)
  })

  it('holds what is infinite: 4 of 10 runs never came to the target', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, Infinity, Infinity, Infinity, Infinity)
    expect(estimate(values)).toMatchObject({ median: 5.5, low: 2, high: Infinity })
  })

  it('covers the median of any continuous distribution in 95 % of samples, for every count', () => {
    // The interval misses when the median lies outside of the order statistics it ends at: when at
    // most `cut` of the values lie on one side. That is binomial, whatever the distribution.
    for (let count = fewestForInterval; count <= 300; count++) {
      const missed = 2 * binomialAtLeast(count - bootstrapCut(count), count, 0.5)
      expect(1 - missed, `${count} seeds`).toBeGreaterThanOrEqual(0.95)
      expect(1 - missed, `${count} seeds`).toBeLessThan(0.995)
    }
  })
})
