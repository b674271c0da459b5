import { describe, expect, it } from 'vitest'
import { parseFormula, type Formula } from '#shared/surfaces/formula.ts'

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
    ['x)', 'syntax', 1, ')'],
    ['|x', 'syntax', 2, ''],
    ['2 3x', 'syntax', 2, '3'],
    ['x + z', 'unknown-name', 4, 'z'],
    ['x + foo(y)', 'unknown-function', 4, 'foo'],
    ['y + sin x', 'needs-brackets', 4, 'sin'],
    ['x + atan2(y)', 'arguments', 4, 'atan2'],
    ['sin(x, y)', 'arguments', 0, 'sin'],
    ['y + sin()', 'arguments', 4, 'sin'],
    ['x > y', 'unsupported', 2, '>'],
    ['x!', 'unsupported', 1, '!'],
    ['x + 3 cm', 'unknown-name', 6, 'cm'],
    ['[x, y]', 'unsupported', 0, '['],
    ['2 + pi', 'constant', 0, '2 + pi'],
    ['x; y', 'unsupported', 1, ';'],
    ['constructor(x)', 'unknown-function', 0, 'constructor'],
    ['__proto__ + x', 'unknown-name', 0, '__proto__'],
    ['x.y', 'unsupported', 1, '.'],
    ['f(x) = x', 'unsupported', 5, '='],
    ['"x" + y', 'unsupported', 0, '"'],
    ['x + 😀', 'unsupported', 4, '😀'],
    // The place is that in the text as it was typed.
    ['x**2 · z', 'unknown-name', 7, 'z'],
    ['π² × x −', 'syntax', 8, ''],
  ])('says what is wrong with «%s»', (text, kind, at, what) => {
    const result = parseFormula(text)
    expect(result.ok ? 'accepted' : result.fault).toEqual({ kind, at, what })
  })

  it.each([
    // What stands there while `10x^2` is being typed or deleted.
    ['0x^2 + y^2', 9],
    ['0x', 0],
    ['0b*x', 'b'],
    ['0x10 + y', 'x10'],
    ['0xff + y', 'xff'],
    ['0o7*x', 'o7'],
    ['0b1*x', 'b1'],
  ] as const)('takes «%s» for a product, never for a number of another base', (text, wanted) => {
    const result = parseFormula(text)
    expect(result.ok ? result.formula.value(2, 3) : result.fault.what).toBe(wanted)
  })

  it.each([
    ['x−y', -1],
    ['x–y', -1],
    ['x·y', 6],
    ['x ⋅ y', 6],
    ['x×y', 6],
    ['x∗y', 6],
    ['x÷y', 2 / 3],
    ['x**y', 8],
    ['x^y', 8],
    ['x²+y³', 31],
    ['x⁻¹', 0.5],
    ['2x²y', 24],
    ['π*x', 2 * Math.PI],
    ['2πx', 4 * Math.PI],
    ['√(x)', Math.SQRT2],
    ['|x|', 2],
    ['|−x|', 2],
    ['2|x|', 4],
    ['|x||y|', 6],
    ['|x|-|y|', -1],
    ['||x|-5|', 3],
    ['|(|x|-5)|', 3],
    ['|x-|y||', 1],
    ['1/|x|', 0.5],
    ['1/2x', 1],
    ['x/2y', 1 / 3],
    ['(1)/2y', 1 / 6],
    ['(x+1)2', 6],
    ['|x|2', 4],
    ['x(y+1)', 8],
    ['x (y+1)^2', 32],
    ['pi(x)', 2 * Math.PI],
    ['e(x+1)', 3 * Math.E],
    ['(x+1)(y+1)', 12],
    ['2(x)(y)', 12],
    ['sin(x)(y)', 3 * Math.sin(2)],
    ['（ｘ＋１）＊ｙ', 9],
    ['x\u00a0+\u3000y', 5],
    ['x\u200b + y', 5],
    ['x\u2062y', 6],
    ['.5x + 5.y', 16],
    ['1e1x', 20],
    ['2e-x', 2 * Math.E - 2],
  ])('understands «%s» as it is typed', (text, wanted) => {
    expect(formula(text).value(2, 3)).toBeCloseTo(wanted, 12)
  })

  it.each([
    ['xy', 'x*y'],
    ['2xy + 1', 'x*y'],
    ['xyx', 'x*y*x'],
    ['xe', 'x*e'],
    ['pix', 'pi*x'],
    ['xsin(y)', 'x*sin'],
    ['sinx', 'sin(x)'],
    ['ysinx', 'y*sin(x)'],
    ['X', 'x'],
    ['Sin(x)', 'sin'],
    ['arcsin(x)', 'asin'],
    ['xz', undefined],
    ['a', undefined],
    ['xy'.repeat(100), undefined],
  ])('asks of «%s» whether «%s» is meant', (text, meant) => {
    const result = parseFormula(text)
    expect(result.ok ? 'accepted' : result.fault.meant).toBe(meant)
  })

  it('reads what it suggests', () => {
    for (const text of ['2xy + 1', 'xsin(y)', 'ysinx', 'X + arcsin(x/9)']) {
      let now = text
      for (let time = 0; time < 3; time++) {
        const result = parseFormula(now)
        if (result.ok) break
        const { at, what, meant } = result.fault
        now = now.slice(0, at) + meant! + now.slice(at + what.length)
      }
      expect(parseFormula(now), now).toMatchObject({ ok: true })
    }
  })
})

describe('bounds', () => {
  const nested = (depth: number): string => `${'sin('.repeat(depth)}x${')'.repeat(depth)}`

  it('reads functions nested dozens deep, each once', () => {
    const { value, tex } = formula(nested(60))
    let wanted = 0.5
    for (let depth = 0; depth < 60; depth++) wanted = Math.sin(wanted)
    expect(value(0.5, 0)).toBe(wanted)
    // The TeX grows with the text: it holds each function once.
    expect(tex.match(/\\sin/g)).toHaveLength(60)
  })

  it.each([
    ['functions', nested(90)],
    ['unclosed brackets', '('.repeat(400)],
    ['bars', `${'|x+'.repeat(100)}y${'|'.repeat(100)}`],
    ['powers', `${'x^'.repeat(200)}x`],
    ['signs', `${'-'.repeat(400)}x`],
    ['signs without any effect', `${'+'.repeat(400)}x`],
    ['exponents', `${'x^('.repeat(100)}1${')'.repeat(100)}`],
  ])('refuses %s nested without end', (_, text) => {
    expect(parseFormula(text)).toMatchObject({ ok: false, fault: { kind: 'too-deep' } })
  })

  it('refuses what is too long before it reads any of it', () => {
    expect(parseFormula('x+'.repeat(250) + 'x')).toEqual({
      ok: false,
      fault: { kind: 'too-long', at: 500, what: 'x' },
    })
    expect(parseFormula('('.repeat(1e6))).toMatchObject({ fault: { kind: 'too-long' } })
    expect(parseFormula('x+'.repeat(249) + 'x')).toMatchObject({ ok: true })
  })
})

describe('the TeX of a formula', () => {
  it.each([
    ['-2x + y', '-2x+y'],
    ['x*y - (x - y)', 'x\\cdot y-\\left(x-y\\right)'],
    ['(x + 1)*(y/2)^2', '\\left(x+1\\right)\\cdot \\left(\\frac{y}{2}\\right)^{2}'],
    ['x^y^2', 'x^{y^{2}}'],
    ['(x^y)^2', '\\left(x^{y}\\right)^{2}'],
    ['sin(x)^2', '\\left(\\sin\\left(x\\right)\\right)^{2}'],
    ['|x| + sqrt(y)', '\\left|x\\right|+\\sqrt{y}'],
    ['1e-9*x y 2', '1\\cdot 10^{-9}\\cdot xy\\cdot 2'],
    ['x - -y', 'x-\\left(-y\\right)'],
    ['(-x)^2', '\\left(-x\\right)^{2}'],
    ['pow(x, 2) + square(x + y)', 'x^{2}+\\left(x+y\\right)^{2}'],
  ])('writes %s with the brackets it needs', (text, tex) => {
    expect(formula(text).tex).toBe(tex)
  })
})
