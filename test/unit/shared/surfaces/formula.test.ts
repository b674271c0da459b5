import { describe, expect, it } from 'vitest'
import { parseFormula, type Formula } from '../../../../src/shared/surfaces/formula.ts'

function formula(text: string): Formula {
  const result = parseFormula(text)
  if (!result.ok) throw new Error(`${text}: ${result.fault.kind}`)
  return result.formula
}

describe('parseFormula', () => {
  it('reads values as mathematics has them', () => {
    expect(formula('sin(x)*y^2 + 0.1*x').value(2, 3)).toBeCloseTo(Math.sin(2) * 9 + 0.2, 14)
    expect(formula('-x^2').value(3, 0)).toBe(-9)
    expect(formula('2x y').value(3, 5)).toBe(30)
    expect(formula('x^y^2').value(2, 3)).toBe(512)
    expect(formula('e^x + pi - y/2').value(1, 4)).toBeCloseTo(Math.E + Math.PI - 2, 14)
    expect(formula('max(x, y) - min(x, y)').value(7, 2)).toBe(5)
  })

  it.each([
    'sin(x)*y^2 + 0.1*x',
    '(1-x)^2 + 100*(y-x^2)^2',
    'exp(-x^2-y^2)*cos(3x)',
    'sqrt(x^2+y^2+1)/(2+tanh(y))',
    'log(x^2+1)*log2(y^2+2)+log10(3+x^2)',
    'abs(x)*cbrt(y^2+1) - atan(x*y)',
    'hypot(x, y)+atan2(y+4, x+5)',
    'asin(x/9)+acos(y/9)+sinh(x)-cosh(y)+tan(x/9)',
    'square(x)+cube(y)-ln(x^2+2)',
    '(x^2+2)^(y/3)',
    'max(x^2, y)+min(x, y^3)',
  ])('differentiates %s as central differences do', (text) => {
    const { value, gradient } = formula(text)
    const found = new Float64Array(2)
    const h = 1e-5
    for (const [x, y] of [
      [0.7, 1.3],
      [-1.1, 0.4],
      [1.9, -1.7],
    ] as const) {
      gradient(x, y, found)
      expect(found[0]).toBeCloseTo((value(x + h, y) - value(x - h, y)) / (2 * h), 6)
      expect(found[1]).toBeCloseTo((value(x, y + h) - value(x, y - h)) / (2 * h), 6)
    }
  })

  it('keeps the exponent’s rule for negative bases', () => {
    const found = new Float64Array(2)
    formula('x^3 + y^2').gradient(-2, -1, found)
    expect([...found]).toEqual([12, -2])
  })

  it.each([
    ['', 'empty', 0, ''],
    ['x +* y', 'syntax', 3, '*'],
    ['sin(x', 'syntax', 5, ''],
    ['x + z', 'unknown-name', 4, 'z'],
    ['x + foo(y)', 'unknown-function', 4, 'foo'],
    ['y + sin x', 'needs-brackets', 4, 'sin'],
    ['x + atan2(y)', 'arguments', 4, 'atan2'],
    ['sin(x, y)', 'arguments', 0, 'sin'],
    ['x > y', 'unsupported', 2, '>'],
    ['x!', 'unsupported', 1, '!'],
    ['x + 3 cm', 'unknown-name', 6, 'cm'],
    ['[x, y]', 'unsupported', 0, '[x, y]'],
    ['2 + pi', 'constant', 0, '2 + pi'],
    ['x; y', 'unsupported', 0, 'x;\ny'],
    ['constructor(x)', 'unknown-function', 0, 'constructor'],
    ['x.y', 'unsupported', 0, 'x.y'],
    ['f(x) = x', 'unsupported', 0, 'f(x) = x'],
    ['"x" + y', 'unsupported', 1, 'x'],
  ])('says what is wrong with «%s»', (text, kind, at, what) => {
    const result = parseFormula(text)
    expect(result.ok ? 'accepted' : result.fault).toEqual({ kind, at, what })
  })
})
