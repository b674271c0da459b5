import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edged, thinned } from '#shared/charts/thin.ts'

describe('thinned', () => {
  it('keeps everything while there is room', () => {
    expect(thinned([0, 1, 2], [5, 6, 7], (x) => x * 10)).toEqual([0, 1, 2])
    expect(thinned([], [], (x) => x)).toEqual([])
  })

  it('keeps of a column the first, the lowest, the highest, the last, and a gap', () => {
    const x = Float64Array.from({ length: 20 }, (_, index) => index)
    // Ten points to a column of two pixels: in the first the lowest at 3 and the highest at 7, in the
    // second a gap at 14.
    const y = Float64Array.from(x, (at) => (at === 3 ? -1 : at === 7 ? 9 : at === 14 ? NaN : 1))
    expect(thinned(x, y, (at) => at / 5)).toEqual([0, 3, 7, 9, 10, 14, 19])
  })

  it('loses no peak, whatever the curve', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (y, pixels) => {
          const x = y.map((_, index) => index)
          const kept = thinned(x, y, (at) => (at / y.length) * pixels)
          expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
          expect(kept[0]).toBe(0)
          expect(kept.at(-1)).toBe(y.length - 1)
          const shown = kept.map((index) => y[index]!)
          expect(Math.max(...shown)).toBe(Math.max(...y))
          expect(Math.min(...shown)).toBe(Math.min(...y))
          expect(kept.length).toBeLessThanOrEqual(Math.max(5 * (pixels / 2 + 1), 2 * pixels + 2))
        },
      ),
    )
  })

  it('keeps of a band’s edge the outermost, and no gap', () => {
    const x = Float64Array.from({ length: 20 }, (_, index) => index)
    const y = Float64Array.from(x, (at) => (at === 3 ? -1 : at === 7 ? 9 : at === 14 ? NaN : 1))
    expect(edged(x, y, (at) => at / 5, 1)).toEqual([7, 10])
    expect(edged(x, y, (at) => at / 5, -1)).toEqual([3, 10])
    expect(edged([0, 1, 2], [1, NaN, 2], (at) => at * 10, 1)).toEqual([0, 2])
  })
})
