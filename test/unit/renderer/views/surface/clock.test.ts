import { describe, expect, it } from 'vitest'
import { basePace, tick, type Clock } from '#renderer/views/surface/clock.ts'

const at = (step: number, playing = true): Clock => ({ step, rest: 0, playing })

describe('the playback’s clock', () => {
  it('moves by whole steps and keeps the rest', () => {
    // 30 steps a second: 50 ms are one and a half.
    const first = tick(at(0), 0.05, 1, 100, false)
    expect(first).toEqual({ step: 1, rest: expect.closeTo(0.5, 9), playing: true })
    expect(tick(first, 0.05, 1, 100, false).step).toBe(3)
    expect(tick(at(0), 0.1, 4, 100, false).step).toBe(12)
  })

  it('stands still when paused, and does not leap after a sleep', () => {
    expect(tick(at(5, false), 1, 1, 100, false)).toEqual(at(5, false))
    expect(tick(at(0), 60, 1, 1000, false).step).toBe(Math.floor(0.25 * basePace))
  })

  it('ends at the last step', () => {
    expect(tick(at(99), 0.1, 1, 100, false)).toEqual({ step: 100, rest: 0, playing: false })
  })

  it('in a loop rests at the end, then begins anew', () => {
    let clock = tick(at(99), 0.1, 1, 100, true)
    expect(clock.step).toBe(100)
    let shown = 0
    while (clock.step === 100) {
      clock = tick(clock, 0.02, 1, 100, true)
      shown++
      expect(clock.playing).toBe(true)
    }
    // 0.7 s at 20 ms each.
    expect(shown).toBeGreaterThanOrEqual(34)
    expect(shown).toBeLessThanOrEqual(36)
    expect(clock.step).toBe(0)
  })
})
