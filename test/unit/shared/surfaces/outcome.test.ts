import { describe, expect, it } from 'vitest'
import { defaultHyper, findOptimizer, findRule, type Convention } from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { curvatureAt, isLowest, judge, settledAt, type Outcome } from '#shared/surfaces/outcome.ts'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { walk } from '#shared/surfaces/walk.ts'

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
      because: 'saddle',
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

describe('a minimum that is not the lowest', () => {
  it.each([
    ['rastrigin', 0.002, { x: 2.1, y: -1.3 }],
    ['ackley', 0.01, { x: 2.8, y: -1.8 }],
  ])('of %s that is not listed is a minimum all the same', (id, lr, start) => {
    const found = outcome(id, 'sgd', { lr }, start, 2000)
    expect(found.kind).toBe('local')
    const { at } = found as Extract<Outcome, { kind: 'local' }>
    const { value } = findSurface(id)!
    for (const [dx, dy] of [
      [1e-3, 0],
      [-1e-3, 0],
      [0, 1e-3],
      [0, -1e-3],
    ] as const) {
      expect(value(at.x + dx, at.y + dy)).toBeGreaterThan(value(at.x, at.y))
    }
  })

  it.each([
    ['three-hump-camel', { x: 1.9, y: -1 }],
    ['six-hump-camel', { x: 1.6, y: 0.6 }],
  ])('of %s is not taken for it', (id, start) => {
    const found = outcome(id, 'sgd', { lr: 0.01 }, start, 3000)
    expect(found.kind).toBe('reached')
    const { minimum } = found as Extract<Outcome, { kind: 'reached' }>
    expect(isLowest(findSurface(id)!.minima, minimum)).toBe(false)
  })

  it('is told from its equals', () => {
    const { minima } = findSurface('himmelblau')!
    expect(minima.map((_, index) => isLowest(minima, index))).toEqual(minima.map(() => true))
  })
})

describe('judge, of a formula that is not defined everywhere', () => {
  const domain = { x: [-4, 4], y: [-3, 3] } as const
  function ending(text: string, start: { x: number; y: number }, id = 'sgd', lr = 0.1): Outcome {
    const reading = parseFormula(text)
    if (!reading.ok) throw new Error(`${text}: ${reading.fault.kind}`)
    const [rule] = Object.values(findOptimizer(id)!.rules)
    const hyper = { ...defaultHyper(rule!), lr }
    const surface = { ...reading.formula, domain, minima: [] }
    return judge(walk({ surface, rule: rule!, hyper, start, steps: 2000 }), {
      surface,
      rule: rule!,
      hyper,
    })
  }

  it.each([
    // 0.5 → 0.5 − 0.1/0.5 = 0.3 → 0.3 − 0.1/0.3 < 0
    ['log(x) + y^2', { x: 0.5, y: 0 }, 1, 'value', 'log'],
    // Downhill by 0.05/√(y + 1) a step, and over the edge.
    ['sqrt(y + 1) + x^2', { x: 0, y: 0 }, 14, 'value', 'sqrt'],
    ['log(x) + y^2', { x: -1, y: 0 }, 0, 'value', 'log'],
    ['1/x + y', { x: 0, y: 0 }, 0, 'value', 'division'],
    ['sqrt(x) + y', { x: 0, y: 0 }, 0, 'slope', 'sqrt'],
    ['x^y', { x: -2, y: 2 }, 0, 'slope', 'power'],
  ] as const)('%s from %j is undefined, not diverged', (text, start, step, lacks, part) => {
    for (const id of ['sgd', 'momentum', 'nesterov', 'adam', 'rmsprop', 'lion', 'rprop']) {
      expect(ending(text, start, id), id).toMatchObject({ kind: 'undefined', gap: { lacks, part } })
    }
    expect(ending(text, start)).toMatchObject({ step })
  })

  it('says where', () => {
    const outcome = ending('log(x) + y^2', { x: 0.5, y: 0 })
    expect(outcome.kind === 'undefined' && outcome.at).toEqual({
      x: expect.closeTo(0.3 - 0.1 / 0.3, 12),
      y: 0,
    })
  })

  it.each([
    ['x^2 + y^2', { x: 1, y: 1 }, 5],
    ['x^4 - y^4', { x: 3, y: 3 }, 1],
    ['exp(x^2) + y', { x: 3, y: 0 }, 1],
  ] as const)('%s from %j at rate %d has only grown too large', (text, start, lr) => {
    expect(ending(text, start, 'sgd', lr).kind).toBe('diverged')
  })

  it('rests at a corner that is a minimum', () => {
    for (const text of ['hypot(x, y)', 'sqrt(x^2 + y^2)', 'abs(x) + abs(y)', 'max(x^2, abs(y))']) {
      expect(ending(text, { x: 0, y: 0 }).kind, text).toBe('local')
    }
  })
})

describe('settledAt', () => {
  it('counts from the last arrival, not from a passing visit', () => {
    const points = Float64Array.of(0, 0, 5, 0, 0.05, 0, 0, 0)
    const trajectory = {
      steps: 3,
      diverged: false,
      points,
      values: new Float64Array(4),
      gradients: new Float64Array(6),
      slots: [],
    }
    expect(settledAt(trajectory, [{ x: 0, y: 0, value: 0 }], 0.1)).toEqual({ minimum: 0, step: 2 })
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
