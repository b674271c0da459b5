import { describe, expect, it } from 'vitest'
import { meanRankSpan } from '#shared/statistics/index.ts'

describe('the span of a mean rank', () => {
  it('is that of all means of as many tasks drawn with repeats', () => {
    // Of 1 and 2: means 1, 1.5 and 2 with chances 1/4, 1/2 and 1/4.
    expect(meanRankSpan([1, 2])).toEqual({ low: 1, high: 2 })
    // Of five tasks with one 2 among them, the sum is 5 + Binomial(5, 1/5): at most 2 twos in
    // (4^5 + 5·4^4 + 10·4^3) / 5^5 = 2944 / 3125 = 94.2 %, at most 3 in 3104 / 3125; none in 32.8 %.
    expect(meanRankSpan([1, 1, 1, 1, 2])).toEqual({ low: 1, high: 8 / 5 })
  })

  it('is a point where all tasks say the same, and knows shared ranks', () => {
    expect(meanRankSpan([2.5, 2.5, 2.5])).toEqual({ low: 2.5, high: 2.5 })
  })

  it('is not known of a single task', () => {
    expect(meanRankSpan([1])).toBeUndefined()
  })
})
