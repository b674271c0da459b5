import { describe, expect, it } from 'vitest'
import { findRule } from '../../../../src/shared/optimizers/index.ts'
import { findSurface } from '../../../../src/shared/surfaces/index.ts'
import { walk } from '../../../../src/shared/surfaces/walk.ts'

describe('nesterov, look-ahead', () => {
  it('walks the path of the frameworks’ form, seen from the point ahead', () => {
    const surface = findSurface('rosenbrock')!
    const ahead = findRule('nesterov-ahead', 'paper')!
    const here = findRule('nesterov', 'keras')!
    const options = {
      surface,
      hyper: { lr: 1e-4, momentum: 0.9 },
      start: { x: -1.2, y: 1 },
      steps: 200,
    }
    const a = walk({ ...options, rule: ahead })
    const b = walk({ ...options, rule: here })
    for (let i = 0; i <= 2 * 200; i++) {
      // w̃ = w + μv on one side is w on the other.
      const future = a.points[i]! + 0.9 * a.slots[0]![i]!
      if (i >= 2) expect(future).toBeCloseTo(b.points[i]!, 9)
    }
  })
})

describe('adan', () => {
  it('takes the two steps its authors’ code takes', () => {
    const rule = findRule('adan', 'paper')!
    const hyper = { lr: 0.1, beta1: 0.2, beta2: 0.5, beta3: 0.1, epsilon: 0, weightDecay: 0 }
    const parameters = Float64Array.of(1)
    const zero = (): Float64Array => Float64Array.of(0)
    const slots = { m: zero(), v: zero(), n: zero(), z: zero() }
    rule.step(parameters, Float64Array.of(2), slots, hyper, 1)
    // m = 0.4, corrected 2; no change yet; n = 0.4, corrected 4: a step of 0.1 · 2 / 2.
    expect(parameters[0]).toBeCloseTo(0.9, 14)
    rule.step(parameters, Float64Array.of(1), slots, hyper, 2)
    // c = −1, h = 0.5; m = 0.52 of 0.36, v = −0.5 of 0.75, n = 0.385 of 0.19.
    const step = 0.52 / 0.36 + 0.5 * (-0.5 / 0.75)
    expect(parameters[0]).toBeCloseTo(0.9 - (0.1 * step) / Math.sqrt(0.385 / 0.19), 13)
  })
})
