import { describe, expect, it } from 'vitest'
import {
  comparable,
  comparedRules,
  conventionPaths,
  usualRate,
  widestGap,
} from '#renderer/views/conventions/paths.ts'
import { findSurface } from '#shared/surfaces/index.ts'

const quadratic = findSurface('quadratic')!

describe('conventionPaths', () => {
  it('joins conventions that take the same path', () => {
    // At a constant rate a velocity with the rate inside is the same velocity.
    const paths = conventionPaths(comparedRules('momentum', 0.01), quadratic, 50)
    expect(paths.map(({ conventions }) => conventions)).toEqual([['tutorial', 'pytorch', 'keras']])
  })

  it('shows what an accumulator’s start does to Adagrad', () => {
    const paths = conventionPaths(comparedRules('adagrad', 0.05), quadratic, 1)
    const keras = paths.find(({ conventions }) => conventions.includes('keras'))!
    // x = −5, y = −2: gradients −1 and −8; a step of 0.05 g / √(0.1 + g²) each.
    const x = -5 + 0.05 / Math.sqrt(1.1 + 1e-7)
    const y = -2 + (0.05 * 8) / Math.sqrt(64.1 + 1e-7)
    expect(keras.values[1]).toBeCloseTo(0.1 * x * x + 2 * y * y, 12)
  })

  it('gives every rule the same rate, and each its other defaults', () => {
    const rules = comparedRules('rmsprop', 0.07)
    expect(rules.map(({ hyper }) => hyper.lr)).toEqual([0.07, 0.07, 0.07])
    expect(rules.map(({ hyper }) => hyper.gamma ?? hyper.alpha ?? hyper.rho)).toEqual([
      0.9, 0.99, 0.9,
    ])
  })

  it('marks a path that leaves the numbers', () => {
    const [path] = conventionPaths(comparedRules('sgd', 100), quadratic, 2000)
    expect(path?.diverged).toBe(true)
  })
})

it('compares only what more than one convention has', () => {
  expect(comparable.map(({ id }) => id)).toContain('adam')
  expect(comparable.map(({ id }) => id)).not.toContain('lion')
})

it('finds where paths are furthest apart', () => {
  const path = (...values: number[]): Parameters<typeof widestGap>[0][number] => ({
    conventions: ['keras'],
    values: Float64Array.from(values),
    diverged: false,
  })
  expect(widestGap([path(4, 2, 1), path(4, 1, 0.8, 0)])).toEqual({ share: 0.5, step: 1 })
})

it('gives Adadelta a rate that means something', () => {
  expect(usualRate('adadelta')).toBe(1)
  expect(usualRate('adam')).toBe(0.05)
})
