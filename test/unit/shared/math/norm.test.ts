import { describe, expect, it } from 'vitest'
import { distances, norms } from '../../../../src/shared/math/norm.ts'

describe('norms of runs', () => {
  it('are each run’s own, whatever its length', () => {
    // 3² + 4² = 5²; 1² + 2² + 2² = 3².
    expect([...norms(Float64Array.of(3, 4, -6, 8), 2)]).toEqual([5, 10])
    expect([...norms(Float64Array.of(1, 2, 2), 3)]).toEqual([3])
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 100]) {
      const values = Float64Array.from({ length: 3 * size }, (_, i) => Math.sin(i + 1))
      norms(values, size).forEach((norm, run) => {
        expect(norm).toBeCloseTo(Math.hypot(...values.subarray(run * size, (run + 1) * size)), 12)
      })
    }
  })

  it('of differences', () => {
    const from = Float64Array.of(1, 1, 5, 5, 5, 5, 5, 5, 5, 5)
    const to = Float64Array.of(4, 5, 5, 5, 5, 6, 7, 7, 5, 5)
    // (3, 4, 0, 0, 0) and (1, 2, 2, 0, 0).
    expect([...distances(from, to, 5)]).toEqual([5, 3])
  })

  it('say what is not a number of the run that has it alone', () => {
    expect([...norms(Float64Array.of(1, 0, NaN, 1, Infinity, 0), 2)]).toEqual([1, NaN, Infinity])
  })
})
