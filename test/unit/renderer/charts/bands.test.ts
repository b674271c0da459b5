import { describe, expect, it } from 'vitest'
import reference from '#resources/reference/iris-200-seeds.json'
import { bandOf, bandReason, insideBand } from '#renderer/charts/bands.ts'

const made = {
  metric: 'trainLoss',
  softmax: true,
  batch: 24,
  optimizer: 'rmsprop',
  hyper: { lr: 0.02, gamma: 0.9 },
}

describe('the 200-seed band', () => {
  it('holds for what it was made with', () => {
    expect(bandReason(made)).toBeUndefined()
  })

  it.each([
    ['metric', { metric: 'validationLoss' }],
    ['model', { softmax: false }],
    ['batch', { batch: 1 }],
    ['batch', { batch: 'full' as const }],
    ['optimizer', { optimizer: 'adam' }],
    ['hyper', { hyper: { lr: 0.02, gamma: 0.99 } }],
    ['hyper', { hyper: { gamma: 0.9 } }],
  ] as const)('says nothing about another %s', (reason, change) => {
    expect(bandReason({ ...made, ...change })).toBe(reason)
  })

  it('stands at every 48 samples', () => {
    const { x, low, high } = bandOf('adagrad', true, 'light')
    expect(x).toEqual([48, 96, 144, 192, 240, 288, 336, 384, 432, 480])
    expect(low).toEqual(reference.adagrad.p05)
    expect(high).toEqual(reference.adagrad.p95)
  })

  it('tells inside from outside, and where it has nothing to say', () => {
    const [low, high] = [reference.sgd.p05[9]!, reference.sgd.p95[9]!]
    expect(insideBand('sgd', 480, low)).toBe(true)
    expect(insideBand('sgd', 480, high)).toBe(true)
    expect(insideBand('sgd', 480, low - 1e-4)).toBe(false)
    expect(insideBand('sgd', 480, high + 1e-4)).toBe(false)
    expect(insideBand('sgd', 480, NaN)).toBe(false)
    expect(insideBand('sgd', 500, 1.07)).toBeUndefined()
    expect(insideBand('sgd', 960, 1.07)).toBeUndefined()
    expect(insideBand('adam', 480, 0.88)).toBeUndefined()
  })
})
