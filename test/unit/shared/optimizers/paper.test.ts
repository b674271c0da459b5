import { describe, expect, it } from 'vitest'
import {
  createRuleState,
  defaultHyper,
  findRule,
  type Convention,
} from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

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

/** Takes steps of one parameter, or of several in one vector. @returns the parameters after each */
function path(
  [id, convention]: readonly [string, Convention],
  hyper: Record<string, number | boolean>,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
): number[][] {
  const rule = findRule(id, convention)!
  const state = createRuleState(rule, { ...defaultHyper(rule), ...hyper }, start)
  return gradients.map((gradient, index) => {
    state.gradients.set(gradient)
    state.step(index + 1)
    return [...state.parameters]
  })
}

describe('adan', () => {
  it('takes the two steps its authors’ code takes', () => {
    const hyper = { lr: 0.1, beta1: 0.2, beta2: 0.5, beta3: 0.1, epsilon: 0, weightDecay: 0 }
    const [first, second] = path(['adan', 'paper'], hyper, [1], [[2], [1]])
    // m = 0.4, corrected 2; no change yet; n = 0.4, corrected 4: a step of 0.1 · 2 / 2.
    expect(first![0]).toBeCloseTo(0.9, 14)
    // c = −1, h = 0.5; m = 0.52 of 0.36, v = −0.5 of 0.75, n = 0.385 of 0.19.
    const step = 0.52 / 0.36 + 0.5 * (-0.5 / 0.75)
    expect(second![0]).toBeCloseTo(0.9 - (0.1 * step) / Math.sqrt(0.385 / 0.19), 13)
  })
})

describe('qhadam', () => {
  it('mixes the gradient with the mean, and its square with the mean of squares', () => {
    const hyper = { lr: 0.1, beta1: 0.5, beta2: 0.75, nu1: 0.5, nu2: 0.25, epsilon: 0 }
    const [first, second] = path(['qhadam', 'paper'], hyper, [1], [[2], [4]])
    // Corrected, both means are the first gradient and its square.
    expect(first![0]).toBeCloseTo(1 - 0.1, 14)
    // m = 2.5 of 0.75, s = 0.75 · 1 + 0.25 · 16 = 4.75 of 0.4375.
    const mean = 0.5 * 4 + (0.5 * 2.5) / 0.75
    const square = 0.75 * 16 + (0.25 * 4.75) / 0.4375
    expect(second![0]).toBeCloseTo(0.9 - (0.1 * mean) / Math.sqrt(square), 13)
  })

  it('is Adam where both weights are 1', () => {
    const same = { lr: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 }
    const gradients = [[2], [-1], [0.5], [0], [3]]
    const one = path(['qhadam', 'paper'], { ...same, nu1: 1, nu2: 1 }, [1], gradients)
    const other = path(['adam', 'pytorch'], same, [1], gradients)
    one.forEach(([value], step) => expect(value).toBeCloseTo(other[step]![0]!, 13))
  })
})

describe('adabound', () => {
  it('clips the rate of each parameter between bounds that close in', () => {
    const hyper = { lr: 1, beta1: 0.5, beta2: 0.75, epsilon: 0, finalRate: 0.1, gamma: 0.5 }
    const [first, second] = path(
      ['adabound', 'paper'],
      hyper,
      [1, 1],
      [
        [4, 0.1],
        [4, 0.1],
      ],
    )
    // √0.25 / 0.5 = 1 over √(g² / 4) = 2 or 0.05; bounds 0.1 (1 ∓ …): 1/30 and 0.3; m = g / 2.
    expect(first![0]).toBeCloseTo(1 - 0.3 * 2, 13)
    expect(first![1]).toBeCloseTo(1 - 0.3 * 0.05, 13)
    // Now √0.4375 / 0.75 over √(0.4375 g²), m = 0.75 g: the large one is 0.333… of 1/20 to 0.2.
    expect(second![0]).toBeCloseTo(first![0]! - 0.2 * 3, 13)
    expect(second![1]).toBeCloseTo(first![1]! - 0.2 * 0.075, 13)
  })

  it('ends as SGD with momentum, at the final rate', () => {
    const hyper = { lr: 1, beta1: 0, beta2: 0.9, epsilon: 0, finalRate: 0.25, gamma: 1e9 }
    const [first] = path(['adabound', 'paper'], hyper, [1], [[2]])
    expect(first![0]).toBeCloseTo(1 - 0.25 * 2, 8)
  })
})

describe('cautious AdamW', () => {
  it('steps where momentum and gradient agree alone, and by so much more', () => {
    const hyper = { lr: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0, weightDecay: 0.5 }
    const [first, second] = path(
      ['cautious-adamw', 'paper'],
      hyper,
      [1, 1],
      [
        [2, 2],
        [2, -1],
      ],
    )
    // All agree: AdamW's own first step, 1 − 0.05 − 0.1.
    expect(first![0]).toBeCloseTo(0.85, 14)
    expect(first![1]).toBeCloseTo(0.85, 14)
    // Of the two only the first still agrees, m = 0 of the other: the step is twice as long.
    expect(second![0]).toBeCloseTo(0.85 * 0.95 - 0.2, 13)
    expect(second![1]).toBeCloseTo(0.85 * 0.95, 13)
  })
})
