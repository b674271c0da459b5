import { describe, expect, it } from 'vitest'
import { distance } from '../../../../src/shared/math/distance.ts'

describe('distance', () => {
  it('is the root of the squared differences, from where each vector begins', () => {
    const a = Float64Array.of(9, 9, 1, 1, 1, 1, 1, 9)
    const b = Float64Array.of(9, 2, 3, 3, 1, 1, 9)
    // (1, 2, 2, 0, 0) is 3 long.
    expect(distance(a, 2, b, 1, 5)).toBe(3)
    expect(distance(a, 2, b, 1, 0)).toBe(0)
  })

  it('is right at every length', () => {
    for (const length of [1, 2, 3, 4, 5, 7, 8, 9, 100]) {
      const a = Float64Array.from({ length }, (_, i) => Math.sin(i + 1))
      const b = Float64Array.from({ length }, (_, i) => Math.cos(i + 1))
      const difference = a.map((value, i) => value - b[i]!)
      expect(distance(a, 0, b, 0, length)).toBeCloseTo(Math.hypot(...difference), 12)
    }
  })

  it('is not finite where a value is not', () => {
    for (let at = 0; at < 6; at++) {
      const odd = new Float64Array(6)
      odd[at] = NaN
      expect(distance(odd, 0, new Float64Array(6), 0, 6)).toBeNaN()
      odd[at] = -Infinity
      expect(distance(new Float64Array(6), 0, odd, 0, 6)).toBe(Infinity)
    }
  })
})
