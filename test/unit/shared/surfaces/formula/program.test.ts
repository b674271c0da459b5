import { describe, expect, it } from 'vitest'
import { parseFormula, type Formula } from '#shared/surfaces/formula.ts'

function formula(text: string): Formula {
  const result = parseFormula(text)
  if (!result.ok) throw new Error(`${text}: ${result.fault.kind}`)
  return result.formula
}

const slopes = (text: string, x: number, y: number): number[] => {
  const into = new Float64Array(2)
  formula(text).gradient(x, y, into)
  return [...into]
}

/** Every operation, at points inside its domain, apart from its corners. */
const everywhere = [
  '-x',
  'x + y',
  'x - y',
  'x*y',
  'x/y',
  'x^y',
  'sin(x)',
  'cos(x)',
  'tan(x)',
  'asin(x/3)',
  'acos(x/3)',
  'atan(x)',
  'sinh(x)',
  'cosh(x)',
  'tanh(x)',
  'exp(x)',
  'log(x)',
  'ln(x)',
  'log2(x)',
  'log10(x)',
  'sqrt(x)',
  'cbrt(x)',
  'abs(x)',
  'square(x)',
  'cube(x)',
  'max(x, y)',
  'min(x, y)',
  'atan2(x, y)',
  'hypot(x, y)',
]

describe('slopes', () => {
  it.each(everywhere)('of %s are those of finite differences', (text) => {
    const { value } = formula(text)
    const h = 1e-6
    for (const [x, y] of [
      [0.7, 1.3],
      [1.9, 0.4],
      [2.1, 2.9],
    ] as const) {
      const [dx, dy] = slopes(text, x, y)
      expect(dx).toBeCloseTo((value(x + h, y) - value(x - h, y)) / (2 * h), 6)
      expect(dy).toBeCloseTo((value(x, y + h) - value(x, y - h)) / (2 * h), 6)
    }
  })

  it.each([
    // Powers of 0: the limit, where there is one.
    ['x^2', 0, 0, [0, 0]],
    ['x^1', 0, 0, [1, 0]],
    ['x^0 + y', 0, 0, [0, 1]],
    ['x^1.5', 0, 0, [0, 0]],
    ['x^y', 0, 2, [0, 0]],
    ['x^y', 0, 1, [1, 0]],
    ['x^y', 2, 0, [0, Math.LN2]],
    ['0^y + x', 0, 2, [1, 0]],
    ['x^3', -2, 0, [12, 0]],
    ['x^-2', -2, 0, [0.25, 0]],
    // Corners: the shortest of the slopes around.
    ['hypot(x, y)', 0, 0, [0, 0]],
    ['sqrt(x^2 + y^2)', 0, 0, [0, 0]],
    ['(x^2 + y^2)^0.5', 0, 0, [0, 0]],
    ['abs(x)', 0, 0, [0, 0]],
    ['sqrt(abs(x))', 0, 0, [0, 0]],
    ['asin(cos(x))', 0, 0, [0, 0]],
    ['max(x, -x)', 0, 0, [0, 0]],
    ['max(x, 0)', 0, 0, [0, 0]],
    ['min(x, 0)', 0, 0, [0, 0]],
    ['max(0, x)', 0, 0, [0, 0]],
    ['max(x, x)', 0, 0, [1, 0]],
    ['max(x, 2x)', 0, 0, [1, 0]],
    ['min(2x, x)', 0, 0, [1, 0]],
    ['max(x, y)', 1, 1, [0.5, 0.5]],
    ['max(abs(x), abs(y))', 1, -1, [0.5, -0.5]],
    // Small and large numbers keep their quotients.
    ['x/y', 1e-200, 1e-200, [1e200, -1e200]],
    ['atan2(x, y)', 1e-200, 0, [0, -1e200]],
    ['hypot(x, y)', 3e200, 4e200, [0.6, 0.8]],
    ['exp(-1/x^2)', 0, 0, [0, 0]],
  ] as const)('of %s at (%d, %d) are %j', (text, x, y, wanted) => {
    const found = slopes(text, x, y)
    wanted.forEach((slope, axis) => {
      expect(found[axis]! / (Math.abs(slope) || 1)).toBeCloseTo(Math.sign(slope), 12)
    })
  })

  it.each([
    ['sqrt(x)', 0, 0, 'slope', 'sqrt'],
    ['cbrt(x)', 0, 0, 'slope', 'cbrt'],
    ['x^0.5', 0, 0, 'slope', 'power'],
    ['x^y', 0, 0, 'slope', 'power'],
    ['x^y', -2, 2, 'slope', 'power'],
    ['asin(x)', 1, 0, 'slope', 'arc'],
    ['acos(x)', -1, 0, 'slope', 'arc'],
    ['atan2(x, y)', 0, 0, 'slope', 'atan2'],
    ['exp(-1/x)', 0, 0, 'slope', 'division'],
    ['sqrt(x^2) + cbrt(y)', 0, 0, 'slope', 'cbrt'],
    ['log(x)', -1, 0, 'value', 'log'],
    ['log(x)', 0, 0, 'value', 'log'],
    ['ln(x) + log2(x) + log10(x)', -1, 0, 'value', 'log'],
    ['log(y)^0 + x', 0, -1, 'value', 'log'],
    ['sqrt(x)', -1, 0, 'value', 'sqrt'],
    ['sqrt(y) + x', 0, -1, 'value', 'sqrt'],
    ['asin(x)', 1.5, 0, 'value', 'arc'],
    ['x^0.5', -1, 0, 'value', 'power'],
    ['x^-1', 0, 0, 'value', 'power'],
    ['1/x', 0, 0, 'value', 'division'],
    ['x/x', 0, 0, 'value', 'division'],
  ] as const)('of %s at (%d, %d) are said to be undefined', (text, x, y, lacks, part) => {
    expect(slopes(text, x, y).every(Number.isFinite)).toBe(false)
    expect(formula(text).gap(x, y)).toEqual({ lacks, part })
  })

  it.each([
    ['exp(1000*x)', 9, 0],
    ['x^4 - y^4', 1e100, 1e100],
    ['x^2', 3, 0],
    ['x^2', Infinity, 0],
    ['log(x)', NaN, 0],
  ])('%s lacks nothing at (%d, %d), however large it is', (text, x, y) => {
    expect(formula(text).gap(x, y)).toBeUndefined()
  })
})
