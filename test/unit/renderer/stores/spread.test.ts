import { describe, expect, it } from 'vitest'
import { pairSize, sameStretch, spread, spreadMap } from '#renderer/stores/spread.ts'

describe('spread', () => {
  it('keeps the first point of each stretch, and the last of all', () => {
    // Stretches of 4 begin at 0, 4, 8, 12: of 1, 2, 3 | 4 … 7 | 8 … 10 stay 1, 4, 8, and the last.
    const steps = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect(spread(steps, 4).map((index) => steps[index])).toEqual([1, 4, 8, 10])
  })

  it('keeps all where a stretch is one step, or points lie further apart', () => {
    expect(spread([1, 2, 3], 1)).toEqual([0, 1, 2])
    expect(spread([10, 20, 30], 5)).toEqual([0, 1, 2])
    expect(spread([], 8)).toEqual([])
  })

  it('keeps of what is kept the same as of the whole, but for the last', () => {
    const steps = Array.from({ length: 100 }, (_, index) => index + 1)
    const once = spread(steps, 8).map((index) => steps[index]!)
    const twice = spread(once, 16).map((index) => once[index]!)
    expect(twice).toEqual(spread(steps, 16).map((index) => steps[index]!))
  })

  it('halves evenly spaced points, whatever their distance', () => {
    // Every 5 steps: a pair is 10 steps long, and 5 | 10, 15 | 20, 25 | 30 … lie in stretches of it.
    const steps = [5, 10, 15, 20, 25, 30, 35]
    expect(pairSize(steps)).toBe(10)
    expect(spread(steps, 10).map((index) => steps[index])).toEqual([5, 10, 20, 30, 35])
  })

  it('tells whether two steps lie in one stretch', () => {
    expect(sameStretch(8, 15, 8)).toBe(true)
    expect(sameStretch(7, 8, 8)).toBe(false)
    expect(sameStretch(3, 3, 1)).toBe(false)
  })

  it('thins a map, in whatever order it was filled', () => {
    const points = new Map([7, 1, 4, 2, 5].map((step) => [step, `at ${step}`]))
    spreadMap(points, 4)
    expect([...points.keys()].sort()).toEqual([1, 4, 7])
  })
})
