import { describe, expect, it } from 'vitest'
import { cut, stackedTrials } from '#main/lab/sweeps/chunks.ts'

describe('how many trials are stacked', () => {
  it.each([
    // 96 trials × 3 seeds are 288 runs, an eighth is 36: 12 trials, 8 races.
    { trials: 96, seeds: 3, parameters: 50, expected: 12 },
    // An eighth of 20 runs is 3: at least 16, so two races of 10.
    { trials: 20, seeds: 1, parameters: 50, expected: 10 },
    // An eighth of 16,000 runs is 2,000: at most 80, 8 trials of 10 seeds.
    { trials: 1600, seeds: 10, parameters: 50, expected: 8 },
    // A trial is never split, however many its seeds.
    { trials: 5, seeds: 500, parameters: 50, expected: 1 },
    // 10 runs of 2,000,000 parameters are 20,000,000 numbers: 5 trials of 2 seeds.
    { trials: 100, seeds: 2, parameters: 2_000_000, expected: 5 },
    { trials: 3, seeds: 1, parameters: 1e9, expected: 1 },
    // 80 runs of one seed would be 80 lanes, more than a race has: 1,000 trials in 16 races of 63.
    { trials: 1000, seeds: 1, parameters: 50, expected: 63 },
  ])('$trials on $seeds seeds, $parameters parameters: $expected', (each) => {
    expect(stackedTrials(each.trials, each.seeds, each.parameters)).toBe(each.expected)
  })

  it('cuts a list into parts without losing one', () => {
    expect(cut([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(cut([], 2)).toEqual([])
  })
})
