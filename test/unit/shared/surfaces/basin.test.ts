import { describe, expect, it } from 'vitest'
import { defaultHyper, findRule } from '#shared/optimizers/index.ts'
import { createBasin, lost, nowhere, off } from '#shared/surfaces/basin.ts'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { gradientNoise } from '#shared/surfaces/noise.ts'
import { settledAt } from '#shared/surfaces/outcome.ts'
import { walk } from '#shared/surfaces/walk.ts'

describe('createBasin', () => {
  const surface = findSurface('himmelblau')!
  const rule = findRule('momentum', 'pytorch')!
  const hyper = { ...defaultHyper(rule), lr: 0.002 }
  const size = { width: 24, height: 24, steps: 300, tolerance: 0.05 }

  it('says of every pixel what a walk from its middle says', () => {
    const row = createBasin({ surface, rule, hyper, domain: surface.domain, ...size })
    const ends = new Set<number>()
    for (let j = 0; j < size.height; j += 5) {
      const { minimum, steps } = row(j)
      for (let i = 0; i < size.width; i++) {
        const x = -5 + ((i + 0.5) / 24) * 10
        const y = 5 - ((j + 0.5) / 24) * 10
        const trajectory = walk({ surface, rule, hyper, start: { x, y }, steps: 300 })
        const settled = trajectory.diverged
          ? undefined
          : settledAt(trajectory, surface.minima, 0.05)
        expect(minimum[i]).toBe(trajectory.diverged ? lost : (settled?.minimum ?? nowhere))
        expect(steps[i]).toBe(settled?.step ?? 300)
        ends.add(minimum[i]!)
      }
    }
    expect([0, 1, 2, 3].every((index) => ends.has(index))).toBe(true)
  })

  it('does not depend on the rows walked before', () => {
    const options = { surface, rule, hyper, domain: surface.domain, ...size }
    const fresh = createBasin(options)(7)
    const used = createBasin(options)
    used(3)
    expect(used(7)).toEqual(fresh)
  })

  it('marks what leaves the numbers', () => {
    const wild = { ...hyper, lr: 10 }
    const row = createBasin({ surface, rule, hyper: wild, domain: surface.domain, ...size })
    expect(row(0).minimum.every((end) => end === lost)).toBe(true)
  })

  it('tells what leaves the surface from what leaves the numbers', () => {
    const reading = parseFormula('log(x) + 1e3*y^4')
    const sgd = findRule('sgd', 'pytorch')!
    if (!reading.ok) throw new Error(reading.fault.kind)
    const row = createBasin({
      surface: { ...reading.formula, minima: [] },
      rule: sgd,
      hyper: { ...defaultHyper(sgd), lr: 0.1 },
      domain: { x: [-1, 1], y: [-1, 1] },
      ...size,
    })
    // At y near 0 every start on the right falls off the logarithm, those on the left stand beside it.
    expect(new Set(row(12).minimum)).toEqual(new Set([off]))
    // At y near 1 the power of 4 throws all off whose logarithm holds as long.
    const { minimum } = row(0)
    expect([...minimum.subarray(0, 12)].every((end) => end === off)).toBe(true)
    expect(minimum[23]).toBe(lost)
  })
})

describe('gradientNoise', () => {
  it('is none at deviation 0', () => {
    expect(gradientNoise(0, 1, 10)).toBeUndefined()
  })

  it('has the deviation asked for, and the same deviates for the same seed', () => {
    const steps = 20_000
    const draw = (seed: number): Float64Array => gradientNoise(0.5, seed, steps)!
    const deviates = draw(1)
    const square = deviates.reduce((sum, value) => sum + value * value, 0) / deviates.length
    // The variance of 40,000 deviates lies within 0.25 (1 ± 4 √(2/40,000)).
    expect(Math.abs(square / 0.25 - 1)).toBeLessThan(4 * Math.sqrt(2 / 40_000))
    expect(draw(1)).toEqual(deviates)
    expect(draw(2)).not.toEqual(deviates)
  })
})
