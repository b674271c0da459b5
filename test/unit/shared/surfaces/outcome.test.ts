import { describe, expect, it } from 'vitest'
import { defaultHyper, findRule, type Convention } from '../../../../src/shared/optimizers/index.ts'
import { findSurface } from '../../../../src/shared/surfaces/index.ts'
import {
  curvatureAt,
  judge,
  settledAt,
  type Outcome,
} from '../../../../src/shared/surfaces/outcome.ts'
import { walk } from '../../../../src/shared/surfaces/walk.ts'

function outcome(
  id: string,
  optimizer: string,
  given: Record<string, number>,
  start: { x: number; y: number },
  steps: number,
  convention: Convention = 'pytorch',
): Outcome {
  const surface = findSurface(id)!
  const rule = findRule(optimizer, convention)!
  const hyper = { ...defaultHyper(rule), ...given }
  return judge(walk({ surface, rule, hyper, start, steps }), { surface, rule, hyper })
}

describe('judge', () => {
  it('names the rate’s bound where a quadratic is left for infinity', () => {
    // L = 4, so plain descent needs a rate below 2/4.
    expect(outcome('quadratic', 'sgd', { lr: 0.6 }, { x: 1, y: 1 }, 5000)).toMatchObject({
      kind: 'diverged',
      cause: { kind: 'rate', rate: 0.6, limit: 0.5, curvature: 4 },
    })
    expect(outcome('quadratic', 'sgd', { lr: 0.49 }, { x: 1, y: 1 }, 2000).kind).toBe('reached')
  })

  it.each([
    ['momentum', 'pytorch', 0.9, (2 * 1.9) / 4],
    ['momentum', 'keras', 0.5, (2 * 1.5) / 4],
    ['nesterov', 'tutorial', 0.9, (2 * 1.9) / (4 * 2.8)],
  ] as const)(
    '%s (%s) bears exactly the rate its theory says',
    (optimizer, convention, mu, limit) => {
      const at = (lr: number): Outcome =>
        outcome('quadratic', optimizer, { lr, momentum: mu }, { x: 1, y: 1 }, 20000, convention)
      expect(at(limit * 0.99).kind).toBe('reached')
      expect(at(limit * 1.01)).toMatchObject({ kind: 'diverged', cause: { kind: 'rate' } })
    },
  )

  it('names a rate that is too high also before the numbers end', () => {
    // |1 − 0.52 · 4| = 1.08 a step: beyond its bowl for good long before infinity.
    expect(outcome('quadratic', 'sgd', { lr: 0.52 }, { x: -5, y: -0.3 }, 120)).toEqual({
      kind: 'diverged',
      step: 53,
      cause: { kind: 'rate', rate: 0.52, limit: 0.5, curvature: 4 },
    })
  })

  it('tells a saddle’s seat from a minimum, and a fall from both', () => {
    expect(outcome('saddle', 'sgd', { lr: 0.1 }, { x: 1, y: 0 }, 500)).toMatchObject({
      kind: 'stuck',
      because: 'flat',
    })
    expect(outcome('saddle', 'sgd', { lr: 0.1 }, { x: 1, y: 0.01 }, 60).kind).toBe('escaped')
  })

  it('tells steps that have shrunk to nothing', () => {
    expect(outcome('rosenbrock', 'adagrad', { lr: 1e-7 }, { x: -1.2, y: 1 }, 200)).toMatchObject({
      kind: 'stuck',
      because: 'small-steps',
    })
  })

  it('says which minimum was reached and since when', () => {
    const found = outcome('himmelblau', 'sgd', { lr: 0.01 }, { x: 2.5, y: 1.5 }, 300)
    expect(found).toMatchObject({ kind: 'reached', minimum: 0 })
  })
})

describe('settledAt', () => {
  it('counts from the last arrival, not from a passing visit', () => {
    const points = Float64Array.of(0, 0, 5, 0, 0.05, 0, 0, 0)
    const trail = {
      steps: 3,
      diverged: false,
      points,
      values: new Float64Array(4),
      gradients: new Float64Array(6),
      slots: [],
    }
    expect(settledAt(trail, [{ x: 0, y: 0, value: 0 }], 0.1)).toEqual({ minimum: 0, step: 2 })
  })
})

describe('curvatureAt', () => {
  it('finds the largest second derivative', () => {
    // Rosenbrock at (1, 1): the Hessian [[802, −400], [−400, 200]] has trace 1002 and determinant 400.
    const largest = (1002 + Math.sqrt(1002 ** 2 - 4 * 400)) / 2
    expect(curvatureAt(findSurface('rosenbrock')!, { x: 1, y: 1 })).toBeCloseTo(largest, 3)
    expect(curvatureAt(findSurface('booth')!, { x: 2, y: -3 })).toBeCloseTo(18, 6)
  })
})
