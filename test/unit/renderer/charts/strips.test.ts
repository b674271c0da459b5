import { describe, expect, it } from 'vitest'
import {
  stripIndex,
  stripPlaces,
  stripRows,
  trendOf,
  type StripLane,
  type StripQuantity,
} from '#renderer/charts/strips.ts'

const look = { colour: '#000', dash: [] }
const quantity = (key: string, name: string): StripQuantity => ({
  ...{ key, name, symbol: key, values: [1, 2], logarithmic: false },
})
const lane = (id: string, ...quantities: StripQuantity[]): StripLane => ({
  ...{ id, name: id, look, steps: [1, 2], x: [1, 2], quantities },
})

describe('stripRows', () => {
  it('lays the same quantity of two lanes into one strip, and names both where they differ', () => {
    const sum = lane('adagrad', quantity('g', 'gradient'), quantity('slot s', 'sum'))
    const mean = lane('rmsprop', quantity('g', 'gradient'), quantity('slot s', 'mean'))
    const rows = stripRows([sum, mean, lane('momentum', quantity('slot v', 'velocity'))])
    expect(rows.map(({ key, name }) => [key, name])).toEqual([
      ['g', 'gradient'],
      ['slot s', 'sum / mean'],
      ['slot v', 'velocity'],
    ])
    expect(rows.map(({ series }) => series.map((each) => each.lane.id))).toEqual([
      ['adagrad', 'rmsprop'],
      ['adagrad', 'rmsprop'],
      ['momentum'],
    ])
  })
})

describe('stripPlaces', () => {
  it('is linear between known steps, from 0 at step 0, and goes on after the last', () => {
    const known = { steps: [10, 20], x: [1, 3] }
    // 5: half of 1. 15: half way from 1 to 3. 25: beyond 3 by half of 2.
    expect([...stripPlaces([0, 5, 10, 15, 20, 25], known)]).toEqual([0, 0.5, 1, 2, 3, 4])
    expect([...stripPlaces([3], { steps: [], x: [] })]).toEqual([3])
  })
})

describe('stripIndex', () => {
  it('is the last step at or before a place', () => {
    const at = (x: number): number => stripIndex({ x: [1, 2, 4] }, x)
    expect([0.5, 1, 3.9, 4, 9].map(at)).toEqual([-1, 0, 1, 2, 2])
  })
})

describe('trendOf', () => {
  const of = (length: number, value: (at: number) => number): number[] =>
    Array.from({ length }, (_, at) => value(at))

  it('compares the last quarter with the second: the first fills accumulators', () => {
    // 1/√t at 14 beside 1/√t at 6 of 16: √(6/14) = 0.65.
    expect(trendOf(of(16, (at) => 1 / Math.sqrt(at + 1)))).toBe('sinks')
    expect(trendOf(of(16, (at) => (at < 4 ? 100 : 1)))).toBe('holds')
    expect(trendOf(of(16, (at) => at + 1))).toBe('rises')
  })

  it('holds within a fifth, and says nothing of few values', () => {
    expect(trendOf(of(16, (at) => (at < 8 ? 1 : 0.85)))).toBe('holds')
    expect(trendOf(of(7, (at) => 1 / (at + 1)))).toBeUndefined()
    expect(trendOf(of(9, (at) => (at < 2 ? 1 : NaN)))).toBeUndefined()
  })
})
