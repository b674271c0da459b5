import { describe, expect, it } from 'vitest'
import { defaultHyper, findRule, optimizers } from '#shared/optimizers/index.ts'
import { fitRate } from '#shared/surfaces/fit-rate.ts'
import { findSurface, surfaces } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

const fit = (id: string, optimizer: string, steps = 500): number | undefined => {
  const surface = findSurface(id)!
  const rule = findRule(optimizer, 'tutorial') ?? findRule(optimizer, 'pytorch')!
  return fitRate(surface, rule, defaultHyper(rule), surface.starts[0]!, steps)
}

describe('the fitted rate', () => {
  it('of plain descent in a bowl is as large as it bears, or nearly', () => {
    // L = 4: beyond 0.5 it leaves.
    const rate = fit('quadratic', 'sgd')!
    expect(rate).toBeGreaterThan(0.1)
    expect(rate).toBeLessThan(0.5)
  })

  it('lets the usual rules come down on every surface from its first start', () => {
    for (const surface of surfaces) {
      const start = surface.starts[0]!
      for (const optimizer of ['sgd', 'momentum', 'adagrad', 'rmsprop', 'adam']) {
        const rule = findRule(optimizer, 'tutorial')!
        const hyper = defaultHyper(rule)
        const lr = fitRate(surface, rule, hyper, start, 500)
        expect(lr, `${surface.id} ${optimizer}`).toBeDefined()
        const trajectory = walk({ surface, rule, hyper: { ...hyper, lr: lr! }, start, steps: 500 })
        expect(trajectory.diverged, `${surface.id} ${optimizer}`).toBe(false)
        expect(trajectory.values[500]!).toBeLessThan(trajectory.values[0]!)
      }
    }
  })

  it('is none for rules without a rate, and where there is nothing below the start', () => {
    const without = optimizers.flatMap(({ rules }) =>
      Object.values(rules).filter((rule) => !rule.hyper.some(({ key }) => key === 'lr')),
    )
    expect(without.length).toBeGreaterThan(0)
    const bowl = findSurface('quadratic')!
    for (const rule of without) {
      expect(fitRate(bowl, rule, defaultHyper(rule), { x: 1, y: 1 }, 50)).toBeUndefined()
    }
    const sgd = findRule('sgd', 'pytorch')!
    expect(fitRate(bowl, sgd, defaultHyper(sgd), { x: 0, y: 0 }, 50)).toBeUndefined()
  })
})
