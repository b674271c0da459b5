import { describe, expect, it } from 'vitest'
import { rankLanes } from '#shared/statistics/ranking.ts'

describe('the ranking of lanes', () => {
  it('puts the best first, diverged ones after, those without a value last; equal ones share a rank', () => {
    const ranked = rankLanes([NaN, Infinity, 0.5, 0.1, 0.5, Infinity], false)
    expect(ranked.map(({ lane, rank }) => [lane, rank])).toEqual([
      [3, 1],
      [2, 2],
      [4, 2],
      [1, 4],
      [5, 4],
      [0, 6],
    ])
  })

  it('goes up where the metric does', () => {
    expect(rankLanes([0.5, -Infinity, 0.9], true).map(({ lane }) => lane)).toEqual([2, 0, 1])
  })
})
