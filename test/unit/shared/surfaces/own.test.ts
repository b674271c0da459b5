import { describe, expect, it } from 'vitest'
import { findMinima } from '#shared/surfaces/find-minima.ts'
import { parseFormula, type Formula } from '#shared/surfaces/formula.ts'
import { checkGradient } from '#shared/surfaces/gradient-check.ts'
import { surfaces, type Domain } from '#shared/surfaces/index.ts'

const domain: Domain = { x: [-4, 4], y: [-3, 3] }

function formula(text: string): Formula {
  const reading = parseFormula(text)
  if (!reading.ok) throw new Error(`${text}: ${reading.fault.kind}`)
  return reading.formula
}

describe('checking a gradient', () => {
  it.each(surfaces.map((surface) => [surface.id, surface] as const))(
    'agrees for %s',
    (_id, surface) => {
      expect(checkGradient(surface, surface.domain)).toMatchObject({ kind: 'agrees', samples: 576 })
    },
  )

  it.each(['exp(10*x) + y^2', 'sin(40*x) + y^2', 'x^9 + y', '1e-9*x^2 + y'])(
    'agrees for %s',
    (text) => {
      expect(checkGradient(formula(text), domain).kind).toBe('agrees')
    },
  )

  it.each([
    ['abs(x) + y^2', 0],
    ['abs(x - 0.01)*0.001 + x^2 + y^2', 0.01],
    ['min(x^2 + y^2, (x - 2)^2 + y^2)', 1],
    // A jump is a corner too.
    ['1/(x - 0.3) + y', 0.3],
  ])('finds the corner of %s', (text, x) => {
    const check = checkGradient(formula(text), domain)
    expect(check).toMatchObject({ kind: 'corner' })
    expect(check.kind === 'corner' && Math.abs(check.at.x - x)).toBeLessThan(1e-3)
  })

  it('says where there is no value', () => {
    expect(checkGradient(formula('sqrt(x) + y'), domain)).toMatchObject({ kind: 'undefined' })
  })

  it('says where there is a value but no slope', () => {
    // At the powers of −1, … which are numbers, but not of any exponent beside them.
    const whole = { x: [-3, -1], y: [2, 2 + 1e-12] } as const
    const { value } = formula('x^2')
    const gradient = formula('x^y').gradient
    expect(checkGradient({ value, gradient }, whole)).toMatchObject({ kind: 'slopeless' })
  })

  it('notices a gradient that is wrong', () => {
    const { value } = formula('x^2 + y^2')
    const wrong = {
      value,
      gradient: (x: number, y: number, into: Float64Array) => into.set([2 * x, y]),
    }
    expect(checkGradient(wrong, domain).kind).not.toBe('agrees')
  })
})

describe('looking for minima', () => {
  it.each(
    surfaces
      .filter(({ minima }) => minima.length > 0)
      .map((surface) => [surface.id, surface] as const),
  )('finds those that the literature lists for %s', (_id, surface) => {
    const found = findMinima(surface, surface.domain, 1000)
    for (const { x, y } of surface.minima) {
      expect(
        found.some((each) => Math.hypot(each.x - x, each.y - y) < 1e-4),
        `(${x}, ${y})`,
      ).toBe(true)
    }
    expect(found[0]!.value).toBeCloseTo(surface.minima[0]!.value, 6)
  })

  it('takes neither saddles nor plains, nor what lies outside', () => {
    for (const text of ['x^2 - y^2', 'x^3 + y^3', 'x + y', '0*x + 1', '(x - 9)^2 + y^2']) {
      expect(findMinima(formula(text), domain, 24), text).toEqual([])
    }
  })

  it('takes corners from which every way leads up', () => {
    expect(findMinima(formula('abs(x - 1) + (y + 1)^2'), domain, 24)).toEqual([
      { x: expect.closeTo(1, 6), y: expect.closeTo(-1, 4), value: expect.closeTo(0, 6) },
    ])
  })

  it('costs no more of a long formula than of a short one', () => {
    for (const text of ['|x|' + '-|y|'.repeat(120), 'x^y' + '*x^y'.repeat(120), 'x^1.5+y^0.5']) {
      const { value, gradient, cost } = formula(text)
      let operations = 0
      const counted = {
        cost,
        value(x: number, y: number) {
          operations += cost
          return value(x, y)
        },
        gradient: (x: number, y: number, into: Float64Array) => {
          operations += cost
          gradient(x, y, into)
        },
      }
      findMinima(counted, domain, 24)
      // The last start may be searched to its end.
      expect(operations, text).toBeLessThan(1.2e8)
    }
  })

  it('keeps the lowest where there are more than asked for', () => {
    const found = findMinima(formula('sin(6*x) + 0.1*x + y^2'), domain, 3)
    expect(found).toHaveLength(3)
    expect(found[0]!.value).toBeLessThan(found[1]!.value)
  })
})
