import { describe, expect, it } from 'vitest'
import {
  findSchedule,
  isConstant,
  rateOf,
  schedules,
  type ScheduleChoice,
} from '#shared/schedules/index.ts'

/** The rates of steps 0, 1, 2 … for a lane's rate of 1. */
function rates(
  choice: Partial<ScheduleChoice> & { kind: string },
  steps: number,
  budget = steps,
): number[] {
  const at = rateOf({ parameters: {}, warmup: 0, ...choice }, budget)
  return Array.from({ length: steps }, (_, t) => at(1, t))
}

/** Compares to 12 digits: the hand's arithmetic rounds elsewhere. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((value, t) => expect(value, `step ${t}`).toBeCloseTo(expected[t]!, 12))
}

describe('schedules', () => {
  it('constant: the rate', () => {
    expect(rates({ kind: 'constant' }, 3)).toEqual([1, 1, 1])
  })

  it('step: γ^⌊t/k⌋', () => {
    const parameters = { gamma: 0.5, every: 2 }
    expect(rates({ kind: 'step', parameters }, 5)).toEqual([1, 1, 0.5, 0.5, 0.25])
  })

  it('exponential: γᵗ', () => {
    expectNear(rates({ kind: 'exponential', parameters: { gamma: 0.9 } }, 3), [1, 0.9, 0.81])
  })

  it('inverse time: 1 / (1 + δt)', () => {
    const parameters = { decay: 0.5 }
    expectNear(rates({ kind: 'inverseTime', parameters }, 4), [1, 1 / 1.5, 1 / 2, 1 / 2.5])
  })

  it('polynomial: end + (1 − end)(1 − t/T)^q, then the end', () => {
    const parameters = { steps: 4, power: 2, end: 0.2 }
    // 1 − t/T is 1, 0.75, 0.5, 0.25, 0, 0.
    expectNear(rates({ kind: 'polynomial', parameters }, 6), [
      1,
      0.2 + 0.8 * 0.5625,
      0.2 + 0.8 * 0.25,
      0.2 + 0.8 * 0.0625,
      0.2,
      0.2,
    ])
  })

  it('cosine: end + (1 − end)(1 + cos πt/T)/2, then the end', () => {
    const parameters = { steps: 4, end: 0.2 }
    // The cosines are 1, √½, 0, −√½, −1.
    expectNear(rates({ kind: 'cosine', parameters }, 6), [
      1,
      0.2 + 0.4 * (1 + Math.SQRT1_2),
      0.6,
      0.2 + 0.4 * (1 - Math.SQRT1_2),
      0.2,
      0.2,
    ])
  })

  it('one-cycle: from 1/a up to 1 at rT − 1, down to 1/(ab) at T − 1, then that', () => {
    const parameters = { steps: 9, rise: 1 / 3, startFactor: 5, endFactor: 10 }
    // Peak at step 2. After it the cosines of πf, f = 1/6 … 6/6, are ½√3, ½, 0, −½, −½√3, −1.
    const down = [Math.sqrt(3) / 2, 0.5, 0, -0.5, -Math.sqrt(3) / 2, -1]
    expectNear(rates({ kind: 'oneCycle', parameters }, 11), [
      0.2,
      0.6,
      1,
      ...down.map((cosine) => 0.02 + (0.98 * (1 + cosine)) / 2),
      0.02,
      0.02,
    ])
  })

  it('one-cycle: a peak between two steps, at step 0 and before it', () => {
    const ofSteps = (steps: number, rise: number): number[] => {
      const parameters = { steps, rise, startFactor: 5, endFactor: 10 }
      return rates({ kind: 'oneCycle', parameters }, steps)
    }
    // Peak at 0.5, last step 2: 0 is the start, f of 1 and 2 after the peak is 1/3 and 1.
    expectNear(ofSteps(3, 0.5), [0.2, 0.02 + (0.98 * 1.5) / 2, 0.02])
    // Peak at step 0 itself.
    expectNear(ofSteps(4, 0.25), [1, 0.02 + (0.98 * 1.5) / 2, 0.02 + (0.98 * 0.5) / 2, 0.02])
    // Peak at −0.5 with the last step at 1: f is 1/3 and 1.
    expectNear(ofSteps(2, 0.25), [0.02 + (0.98 * 1.5) / 2, 0.02])
    // A single step is the last.
    expectNear(ofSteps(1, 0.3), [0.02])
  })

  it('climb to the rate by a warm-up, and begin after it', () => {
    const parameters = { gamma: 0.5, every: 1 }
    // (t + 1)/3, then 2^−t from its own 0.
    expectNear(rates({ kind: 'step', parameters, warmup: 3 }, 6), [1 / 3, 2 / 3, 1, 1, 0.5, 0.25])
  })

  it('last as long as the budget where they are given no length, and stay on their end beyond', () => {
    // 6 steps, 2 of warm-up: T = 4.
    const warm = { kind: 'cosine', warmup: 2 }
    expectNear(rates(warm, 8, 6), [
      0.5,
      1,
      1,
      (1 + Math.SQRT1_2) / 2,
      0.5,
      (1 - Math.SQRT1_2) / 2,
      0,
      0,
    ])
    // A budget that the warm-up takes whole leaves one step rather than none.
    expectNear(rates({ kind: 'cosine', warmup: 2 }, 3, 2), [0.5, 1, 1])
  })

  it('give numbers at every step of every length, and scale with the rate unless they name one', () => {
    for (const { kind } of schedules) {
      for (const budget of [1, 2, 3, 40]) {
        for (const warmup of [0, 1, 5]) {
          const at = rateOf({ kind, parameters: {}, warmup }, budget)
          for (let t = 0; t < budget + 10; t++) {
            expect(at(0.1, t)).toBeGreaterThanOrEqual(0)
            expect(at(0.1, t)).toBeLessThanOrEqual(0.1 + 1e-15)
            expect(at(0.3, t)).toBeCloseTo(3 * at(0.1, t), 12)
          }
        }
      }
    }
  })

  it('are constant only without a warm-up', () => {
    expect(isConstant({ kind: 'constant', parameters: {}, warmup: 0 })).toBe(true)
    expect(isConstant({ kind: 'constant', parameters: {}, warmup: 1 })).toBe(false)
    expect(isConstant({ kind: 'cosine', parameters: {}, warmup: 0 })).toBe(false)
  })

  it('have kinds and names of their own, and defaults within their ranges', () => {
    expect(new Set(schedules.map(({ kind }) => kind)).size).toBe(schedules.length)
    for (const { kind, name, parameters } of schedules) {
      expect(findSchedule(kind)?.name).toBe(name)
      expect(name.en).not.toBe(name['zh-CN'])
      for (const { default: value, range } of parameters) {
        if (value === 'budget') continue
        expect(value).toBeGreaterThanOrEqual(range.minimum)
        expect(value).toBeLessThanOrEqual(range.maximum)
      }
    }
    expect(findSchedule('sawtooth')).toBeUndefined()
  })
})
