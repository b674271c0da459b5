import { describe, expect, it } from 'vitest'
import { quantileOfSorted, quantiles } from '#shared/math/quantiles.ts'

describe('quantiles', () => {
  it('takes values and goes linearly between neighbours', () => {
    // Positions 0.25 · 3 = 0.75 and 0.5 · 3 = 1.5 among 1, 2, 4, 8.
    expect(quantiles([8, 1, 4, 2], [0, 0.25, 0.5, 1])).toEqual([1, 1.75, 3, 8])
  })

  it('leaves its input as it was', () => {
    const values = Float64Array.of(3, 1, 2)
    quantiles(values, [0.5])
    expect([...values]).toEqual([3, 1, 2])
  })

  it('knows no quantile of nothing, or of what is not a number', () => {
    expect(quantileOfSorted([], 0.5)).toBeNaN()
    expect(quantiles([1, NaN, 2], [0.05, 0.5])).toEqual([NaN, NaN])
  })

  it('passes infinities through', () => {
    expect(quantiles([Infinity, 1, Infinity, Infinity], [0.9])).toEqual([Infinity])
  })
})
