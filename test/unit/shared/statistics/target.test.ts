import { describe, expect, it } from 'vitest'
import { suggestTarget } from '#shared/statistics/target.ts'

const curve = (...median: number[]) => ({ steps: median.map((_, at) => 10 * (at + 1)), median })

describe('a suggested target', () => {
  it('is halfway between start and the best end, in orders of size, where some lanes come late', () => {
    // √(1 · 0.01) = 0.1, which the first lane reaches in the third of five points, the other never.
    const curves = [curve(1, 0.5, 0.1, 0.03, 0.01), curve(1, 0.8, 0.6, 0.5, 0.4)]
    expect(suggestTarget(curves, false, true)).toBe(0.1)
    // (1 + 0.01) / 2 = 0.505, which both reach; (0.01 + 0.4) / 2 = 0.205 only one.
    expect(suggestTarget(curves, false, false)).toBe(0.21)
  })

  it('moves between the ends where all lanes come halfway, or the best does so early', () => {
    const all = [curve(1, 0.05, 0.04, 0.02, 0.01), curve(1, 0.06, 0.05, 0.045, 0.04)]
    // √(0.01 · 0.04) = 0.02, which counts as reached when it is met.
    expect(suggestTarget(all, false, true)).toBe(0.02)
    // Halfway from 1 to 0.01 is 0.1, where the best is from the beginning on; so it is at 0.07,
    // between best and worst end. What is left is between the best and the next: √(0.01 · 0.04).
    const early = [
      curve(0.05, 0.04, 0.03, 0.02, 0.01),
      curve(1, 0.9, 0.8, 0.7, 0.5),
      curve(1, 0.5, 0.2, 0.1, 0.04),
    ]
    expect(suggestTarget(early, false, true)).toBe(0.02)
  })

  it('keeps as many digits as distinguish close lanes', () => {
    const close = [curve(1, 0.123), curve(1, 0.1234)]
    const target = suggestTarget(close, false, true)!
    expect(target).toBeGreaterThanOrEqual(0.123)
    expect(target).toBeLessThan(0.1234)
  })

  it('goes up where the metric does, and leaves lanes that diverged out of the scale', () => {
    const up = [curve(0.3, 0.7, 0.9), curve(0.3, 0.5, 0.6), curve(0.3, 0.2, -Infinity)]
    // (0.3 + 0.9) / 2 = 0.6, which the second lane reaches at the end, the third never.
    expect(suggestTarget(up, true, false)).toBe(0.6)
  })

  it('is none of equal lanes, of one, and of nothing', () => {
    expect(suggestTarget([curve(1, 0.1), curve(1, 0.1)], false, true)).toBeUndefined()
    expect(suggestTarget([curve(1, 0.1)], false, true)).toBeUndefined()
    expect(suggestTarget([curve(Infinity), curve(Infinity)], false, true)).toBeUndefined()
    expect(suggestTarget([], false, true)).toBeUndefined()
  })
})
