import { describe, expect, it } from 'vitest'
import { findPreset, presets } from '#shared/experiment/presets.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

describe('presets', () => {
  it('are whole experiments, each with an id and a title of its own', () => {
    for (const { spec } of presets) expect(() => parseSpec(spec)).not.toThrow()
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length)
    for (const { title } of presets) expect(title.en).not.toBe(title['zh-CN'])
  })

  it('have the tutorial: its rates, batch 24, 4 epochs, 48 samples a point', () => {
    const spec = parseSpec(findPreset('iris')?.spec)
    expect(spec.lanes.map(({ optimizer, hyper }) => [optimizer, hyper])).toEqual([
      ['adagrad', { lr: 0.02 }],
      ['adadelta', { rho: 0.9 }],
      ['rmsprop', { lr: 0.02, gamma: 0.9 }],
      ['sgd', { lr: 0.02 }],
      ['momentum', { lr: 0.02, momentum: 0.9 }],
      ['adam', { lr: 0.02, beta1: 0.9, beta2: 0.999 }],
    ])
    expect(spec).toMatchObject({
      batchSize: 24,
      budget: { epochs: 4 },
      record: { every: { samples: 48 }, state: true },
      scaling: { kind: 'minmax', fit: 'all' },
      split: { validation: 0.2, stratified: false, seed: 'run' },
    })
    expect(findPreset('tulips')).toBeUndefined()
  })
})
