import { describe, expect, it } from 'vitest'
import { smoothed } from '#renderer/charts/smooth.ts'

describe('smoothed', () => {
  it('leaves a curve as it is at weight 0', () => {
    expect([...smoothed([3, 1, 2], 0)]).toEqual([3, 1, 2])
  })

  it('is a weighted mean of what came before, free of the bias to its start', () => {
    // (½·4) / ½ = 4; (¼·4 + ½·8) / ¾ = 20/3; (⅛·4 + ¼·8 + ½·0) / ⅞ = 20/7.
    const [first, second, third] = smoothed([4, 8, 0], 0.5)
    expect(first).toBe(4)
    expect(second).toBeCloseTo(20 / 3, 12)
    expect(third).toBeCloseTo(20 / 7, 12)
  })

  it('passes over what is not finite', () => {
    const [first, gap, third] = smoothed([4, Infinity, 4], 0.9)
    expect([first, third]).toEqual([4, expect.closeTo(4, 12)])
    expect(gap).toBeNaN()
  })
})
