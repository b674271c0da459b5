import { describe, expect, it } from 'vitest'
import { secondsLeft } from '#shared/training/time-left.ts'

describe('the time left', () => {
  it('goes by the speed of the last seconds', () => {
    // 100 steps in 2 seconds; 300 are left.
    expect(
      secondsLeft(
        [
          { seconds: 10, step: 100 },
          { seconds: 11, step: 140 },
          { seconds: 12, step: 200 },
        ],
        500,
      ),
    ).toBe(6)
  })

  it('is not known at first, nor while nothing moves', () => {
    expect(secondsLeft([], 10)).toBeUndefined()
    expect(
      secondsLeft(
        [
          { seconds: 0, step: 1 },
          { seconds: 0.4, step: 2 },
        ],
        10,
      ),
    ).toBeUndefined()
    expect(
      secondsLeft(
        [
          { seconds: 0, step: 1 },
          { seconds: 4, step: 1 },
        ],
        10,
      ),
    ).toBeUndefined()
  })
})
