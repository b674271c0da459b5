import { describe, expect, it } from 'vitest'
import { defaultHyper, findRule, type Convention } from '#shared/optimizers/index.ts'
import { findSurface, surfaces } from '#shared/surfaces/index.ts'
import { gradientNoise } from '#shared/surfaces/noise.ts'
import { nextAfter, roundingSpread } from '#shared/surfaces/spread.ts'
import { walk } from '#shared/surfaces/walk.ts'
import golden from '#test/fixtures/golden/trajectories.json' with { type: 'json' }

describe('trajectories.json', () => {
  it.each(golden.trajectories.map((each) => [`${each.function} ${each.optimizer}`, each] as const))(
    '%s',
    (_name, { function: id, optimizer, convention, hyper: given, start, points }) => {
      const surface = findSurface(id)
      const rule = findRule(optimizer, convention as Convention)
      if (!surface || !rule) throw new Error('no such surface or rule')
      const hyper = { ...defaultHyper(rule), ...(given as unknown as Record<string, number>) }
      const [x, y] = start as [number, number]
      const steps = Math.max(0, ...points.map(([step]) => step!))
      const options = { surface, rule, hyper, start: { x, y }, steps }
      const trajectory = walk(options)
      // A few paths circle a minimum so wildly that a gradient's last bit moves the listed point.
      const spread = roundingSpread(options, trajectory)
      const allowed = (step: number): number => Math.max(1e-6, 10 * spread[step]!)
      for (const [step, ...expected] of points as [number, number, number, number][]) {
        const found = [
          trajectory.points[2 * step],
          trajectory.points[2 * step + 1],
          trajectory.values[step],
        ]
        expected.forEach((value, i) => {
          const difference = Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))
          expect(difference, `step ${step}`).toBeLessThanOrEqual(allowed(step))
        })
      }
    },
  )
})

describe('walk', () => {
  const quadratic = findSurface('quadratic')!
  const sgd = findRule('sgd', 'pytorch')!

  it('takes the steps the arithmetic says', () => {
    // f = 0.1x² + 2y², so x ← x(1 − 0.2·lr) and y ← y(1 − 4·lr).
    const hyper = { ...defaultHyper(sgd), lr: 0.1 }
    const trajectory = walk({
      surface: quadratic,
      rule: sgd,
      hyper,
      start: { x: 1, y: 1 },
      steps: 3,
    })
    expect(trajectory.steps).toBe(3)
    expect(trajectory.points[6]).toBeCloseTo(0.98 ** 3, 14)
    expect(trajectory.points[7]).toBeCloseTo(0.6 ** 3, 14)
    expect([...trajectory.gradients.subarray(0, 2)]).toEqual([0.2, 4])
  })

  it('stops where the numbers end and says so', () => {
    const hyper = { ...defaultHyper(sgd), lr: 100 }
    const trajectory = walk({
      surface: quadratic,
      rule: sgd,
      hyper,
      start: { x: 1, y: 1 },
      steps: 2000,
    })
    expect(trajectory.diverged).toBe(true)
    expect(trajectory.steps).toBeLessThan(200)
    expect(trajectory.values.every(Number.isFinite)).toBe(true)
    expect(trajectory.values.length).toBe(trajectory.steps + 1)
  })

  it('keeps every slot at every step', () => {
    const rule = findRule('momentum', 'tutorial')!
    const hyper = { lr: 0.1, momentum: 0.5 }
    const trajectory = walk({ surface: quadratic, rule, hyper, start: { x: 1, y: 0 }, steps: 2 })
    // v₁ = 0.2; x₁ = 0.98; v₂ = 0.1 + 0.196.
    expect([...trajectory.slots[0]!]).toEqual([0, 0, 0.2, 0, expect.closeTo(0.296, 12), 0])
  })
})

describe('a walk that does not leave WebAssembly', () => {
  // One that looks ahead, one with slots, one that leaves the numbers.
  const lanes = [
    ['nesterov', 'tutorial', 0.0005],
    ['adam', 'pytorch', 0.05],
    ['sgd', 'pytorch', 100],
  ] as const

  it.each(surfaces.map((surface) => [surface.id, surface] as const))(
    'goes over %s as one that asks JavaScript does, to the bit',
    (_id, surface) => {
      const { value, gradient } = surface
      const noise = gradientNoise(0.1, 1, 300)
      for (const [optimizer, convention, lr] of lanes) {
        const rule = findRule(optimizer, convention)!
        const hyper = { ...defaultHyper(rule), lr }
        for (const start of surface.starts) {
          for (const added of [noise, undefined]) {
            const options = { rule, hyper, start, steps: 300, noise: added }
            const wanted = walk({ ...options, surface: { value, gradient } })
            expect(walk({ ...options, surface })).toEqual(wanted)
          }
        }
      }
    },
  )
})

describe('roundingSpread', () => {
  const rule = findRule('sgd', 'pytorch')!

  it('stays at rounding for paths that converge, and all but a few golden ones do', () => {
    const surface = findSurface('quadratic')!
    const hyper = { ...defaultHyper(rule), lr: 0.1 }
    const options = { surface, rule, hyper, start: { x: 1.3, y: 0.7 }, steps: 100 }
    expect(Math.max(...roundingSpread(options, walk(options)))).toBeLessThan(1e-14)
  })

  it('shows where the last bit decides', () => {
    // RMSprop at rest divides rounding noise by a fading root mean square, until it kicks it out.
    const surface = findSurface('three-hump-camel')!
    const rmsprop = findRule('rmsprop', 'pytorch')!
    const options = {
      surface,
      rule: rmsprop,
      hyper: { ...defaultHyper(rmsprop), lr: 0.01, alpha: 0.99, epsilon: 1e-8 },
      start: { x: -1.7165, y: 1.4079 },
      steps: 200,
    }
    const spread = roundingSpread(options, walk(options))
    expect(spread[100]).toBeLessThan(1e-12)
    expect(spread[200]).toBeGreaterThan(1e-4)
  })

  it('knows a number’s neighbours', () => {
    expect(nextAfter(1)).toBe(1 + Number.EPSILON)
    expect(nextAfter(-1)).toBe(-1 + Number.EPSILON / 2)
    expect(nextAfter(0)).toBe(Number.MIN_VALUE)
    expect(nextAfter(Infinity)).toBe(Infinity)
  })
})
