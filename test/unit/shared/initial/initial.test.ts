import { describe, expect, it } from 'vitest'
import { drawStart, findInitial, initials, type InitialChoice } from '#shared/initial/index.ts'
import { createRandom } from '#shared/math/random.ts'
import { layoutOf } from '#shared/models.ts'

/** 60 → 40 → 20: weights 0 … 2399 and 2440 … 3239, biases after each. */
const layout = layoutOf({ hidden: [40], activation: 'relu' }, 60, 20)
const [first, second] = layout.layers as [
  (typeof layout.layers)[number],
  (typeof layout.layers)[number],
]

function start(choice: InitialChoice, seed = 1): Float64Array {
  return drawStart(choice, layout, createRandom(seed, 'weights'))
}

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / values.length }
}

const choices: InitialChoice[] = [
  { kind: 'normal', deviation: 0.3 },
  { kind: 'glorot' },
  { kind: 'he' },
  { kind: 'zeros' },
]

describe('start weights', () => {
  it.each(choices)(
    'of kind $kind leave every bias at 0 and are the same for the same seed',
    (choice) => {
      const values = start(choice)
      expect([...values.subarray(first.biases, second.weights)]).toEqual(new Array(40).fill(0))
      expect([...values.subarray(second.biases)]).toEqual(new Array(20).fill(0))
      expect(start(choice)).toEqual(values)
      if (choice.kind !== 'zeros') expect(start(choice, 2)).not.toEqual(values)
    },
  )

  it.each([
    // Glorot: uniform in ±√(6/(n + m)), so its variance is a third of that squared, 2/(n + m).
    [{ kind: 'glorot' } as const, 2 / 100, 2 / 60],
    [{ kind: 'he' } as const, 2 / 60, 2 / 40],
    [{ kind: 'normal', deviation: 0.3 } as const, 0.09, 0.09],
  ])('of %j have the variance of their layer', (choice, ofFirst, ofSecond) => {
    const values = start(choice)
    for (const [layer, expected] of [
      [first, ofFirst],
      [second, ofSecond],
    ] as const) {
      const weights = values.subarray(layer.weights, layer.biases)
      const { mean, variance } = moments(weights)
      // Five deviations of both estimates; a normal's variance spreads by √(2/n), a uniform's less.
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(expected / weights.length))
      expect(Math.abs(variance - expected)).toBeLessThan(
        5 * expected * Math.sqrt(2 / weights.length),
      )
    }
  })

  it('of Glorot stay within their bounds and reach near them', () => {
    const weights = start({ kind: 'glorot' }).subarray(0, first.biases)
    const limit = Math.sqrt(6 / 100)
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
    expect(largest).toBeLessThanOrEqual(limit)
    // 2400 draws: all below 99 % of the bound once in 3·10¹⁰ times.
    expect(largest).toBeGreaterThan(0.99 * limit)
  })

  it('of zeros are zeros', () => {
    expect(start({ kind: 'zeros' }).every((weight) => weight === 0)).toBe(true)
  })

  it('of kind normal are the deviates of the seed’s stream in order, layer by layer', () => {
    const random = createRandom(7, 'weights')
    const values = start({ kind: 'normal', deviation: 0.01 }, 7)
    for (const { weights, biases } of layout.layers) {
      for (let at = weights; at < biases; at++) expect(values[at]).toBe(0.01 * random.normal())
    }
  })

  it('have kinds and names of their own, and defaults within their ranges', () => {
    expect(initials.map(({ kind }) => kind)).toEqual(choices.map(({ kind }) => kind))
    for (const { kind, name, parameters } of initials) {
      expect(findInitial(kind)?.name).toBe(name)
      expect(name.en).not.toBe(name['zh-CN'])
      for (const { default: value, range } of parameters) {
        expect(value).toBeGreaterThanOrEqual(range.minimum)
        expect(value).toBeLessThanOrEqual(range.maximum)
      }
    }
    expect(findInitial('ones')).toBeUndefined()
  })
})
