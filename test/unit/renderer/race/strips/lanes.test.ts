// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { findRule } from '#shared/optimizers/index.ts'
import { likestLane, recordedStrips } from '#renderer/race/strips/lanes.ts'
import { rateLines, readingLines } from '#renderer/race/strips/words.ts'

const rule = (id: string) => findRule(id, 'tutorial')!
const look = { colour: '#000', dash: [] }
/** Of two followed weights: quartiles 1, 2, 3 and the weights' own, of each of four quantities. */
const point = (step: number, rate: number) => ({
  ...{ run: 0, step },
  values: Float64Array.from([
    ...[0.1, 0.2, 0.3, -0.4, 0.5],
    ...[1, 2, 3, -4, 5],
    ...[rate / 2, rate, rate * 2, 40, 50],
    ...[7, 8, 9, 10, 11],
  ]),
})
const adagrad = {
  ...{ id: 'a', name: 'Adagrad', look, rule: rule('adagrad') },
  points: [point(1, 0.5), point(2, 0.25)],
}
const known = { steps: [2], x: [48] }

describe('recordedStrips', () => {
  it('shows medians between quartiles of many weights, over decades', () => {
    const { quantities, steps, x } = recordedStrips(adagrad, null, 2, known)
    expect(Array.from(steps)).toEqual([1, 2])
    expect(Array.from(x)).toEqual([24, 48])
    expect(quantities.map(({ key, symbol }) => [key, symbol])).toEqual([
      ['gradient', '|g|'],
      ['step', '|Δw|'],
      ['rate', '|Δw| / |g|'],
      ['slot s', '|s|'],
    ])
    const rates = quantities[2]!
    expect([rates.low, rates.values, rates.high].map((each) => Array.from(each!))).toEqual([
      [0.25, 0.125],
      [0.5, 0.25],
      [1, 0.5],
    ])
    expect(quantities.every(({ logarithmic }) => logarithmic)).toBe(true)
  })

  it('shows one weight with its sign', () => {
    const { quantities } = recordedStrips(adagrad, 0, 2, known)
    expect(quantities.map(({ values }) => values[0])).toEqual([-0.4, -4, 40, 10])
    expect(quantities.map(({ symbol }) => symbol)).toEqual(['g', 'Δw', '|Δw| / |g|', 's'])
    expect(quantities[0]?.logarithmic).toBe(false)
    expect(quantities[0]?.low).toBeUndefined()
  })

  it('says where the rate went, and what every strip holds at a place', () => {
    const lane = recordedStrips(adagrad, null, 2, known)
    expect(rateLines([lane])).toEqual(['Adagrad 0.5 → 0.25'])
    expect(readingLines([lane], 30)).toEqual([
      'Adagrad at step 1: gradient |g| 0.2, step taken |Δw| 2, effective rate |Δw| / |g| 0.5, sum of squared gradients |s| 8.',
    ])
    expect(readingLines([lane], 10)).toEqual([])
  })
})

describe('likestLane', () => {
  it('is the first of those whose slots are most alike', () => {
    const lanes = ['adagrad', 'adadelta', 'sgd', 'rmsprop', 'momentum'].map((id) => ({
      id,
      rule: rule(id),
    }))
    expect(likestLane(lanes[0]!, lanes)?.id).toBe('rmsprop')
    // Nothing shared with anybody: the fewest slots.
    expect(likestLane(lanes[4]!, lanes)?.id).toBe('sgd')
    expect(likestLane(lanes[0]!, lanes.slice(0, 1))).toBeUndefined()
  })
})
