import fc from 'fast-check'
import katex from 'katex'
import { evaluate } from 'mathjs'
import { describe, expect, it } from 'vitest'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { Refusal } from '#shared/surfaces/formula/fault.ts'
import { parse } from '#shared/surfaces/formula/parse.ts'
import { longestFormula } from '#shared/surfaces/formula/scan.ts'
import { cases } from '#test/support/thorough.ts'

const parts = [
  ...['x', 'y', 'pi', 'e', 'π', 'X', 'xy', 'z', '_', '$', 'constructor', 'toString', '__proto__'],
  ...['0', '1', '2', '10', '0x', '0b', '0o', '1e', '1e5', '1e-400', '1e999', '.', '..', '.5', '5.'],
  ...['+', '-', '*', '/', '^', '**', '−', '–', '·', '×', '÷', '²', '⁻', '√', '!', '%', "'", '='],
  ...['(', ')', '|', '||', ',', '[', ']', '{', '}', ';', ':', '?', '<', '"', '\\', '#', '&', '~'],
  ...['sin(', 'sqrt(', 'log(', 'max(', 'atan2(', 'pow(', 'hypot(', 'abs', 'sin', 'mod', 'not'],
  ...[' ', '\t', '\n', '\u00a0', '\u200b', '\ud800', '😀', 'é', '（', '）', 'ｘ', '\u0000'],
]

const valid = [
  '10x^2 + y^2',
  'sin(3*x) + x^2/4 + y^2/2',
  '(1-x)^2 + 100*(y-x^2)^2',
  '|x|·|y| − 2πx(y+1)',
  'max(x, min(y, 0.5)) + hypot(x, y)^1.5',
  '-20exp(-0.2sqrt(0.5(x²+y²))) - exp(0.5(cos(2πx)+cos(2πy))) + e + 20',
]

/** Strings of the parts above, whole formulas of which pieces were taken out or put in, and nests. */
const texts: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom(...valid),
      fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.constantFrom('', ...parts)), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([text, edits]) =>
      edits.reduce((now, [at, cut, put]) => {
        const place = at % (now.length + 1)
        return now.slice(0, place) + put + now.slice(place + cut)
      }, text),
    ),
  fc
    .tuple(fc.constantFrom('(', 'sin(', '-', 'x^', '|', '1/(', 'sqrt(', '2^-', '√('), fc.nat(600))
    .map(([part, times]) => part.repeat(times) + 'x' + ')'.repeat(times)),
)

describe('whatever is typed', () => {
  it('is read or refused with a place, in bounded work', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseFormula(text)
        if (!result.ok) {
          const { at, what, meant } = result.fault
          expect(at).toBeGreaterThanOrEqual(0)
          expect(at).toBeLessThanOrEqual(text.length)
          expect(meant?.length ?? 0).toBeLessThan(60)
          if (result.fault.kind !== 'too-long') expect(text).toContain(what)
          return
        }
        const { tex, value, gradient, gap } = result.formula
        // Each character costs at most a name and a pair of brackets.
        expect(tex.length).toBeLessThanOrEqual(40 * text.length)
        katex.renderToString(tex, { throwOnError: true, strict: 'error' })
        const slope = new Float64Array(2)
        for (const [x, y] of [
          [0, 0],
          [1, -1],
          [-1e300, 1e-300],
          [NaN, Infinity],
        ] as const) {
          gradient(x, y, slope)
          gap(x, y)
          if (Number.isNaN(value(x, y))) expect([...slope]).toEqual([NaN, NaN])
        }
      }),
      { numRuns: cases(300, 6000) },
    )
  })

  it('is refused by the reader itself, not by a fault in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parse(text.slice(0, longestFormula))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Refusal)
        }
      }),
      { numRuns: cases(300, 6000) },
    )
  })
})

/** Formulas that mathjs reads as well, but for a name or two. */
const common = fc.letrec<{ formula: string }>((tie) => {
  const inner = tie('formula')
  const pair = fc.tuple(inner, inner)
  return {
    formula: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom('x', 'y', 'pi', 'e', '2', '0.5', '3', '1e-1'),
      pair.map(([a, b]) => `${a} + ${b}`),
      pair.map(([a, b]) => `${a}-${b}`),
      pair.map(([a, b]) => `${a}*${b}`),
      pair.map(([a, b]) => `${a}/${b}`),
      pair.map(([a, b]) => `${a}^${b}`),
      pair.map(([a, b]) => `(${a})(${b})`),
      pair.map(([a, b]) => `2 (${a}) x^${b}`),
      inner.map((a) => `${a}/2y`),
      pair.map(([a, b]) => `1/3 x - ${a} sin(${b})`),
      inner.map((a) => `-${a}`),
      inner.map((a) => `(${a})`),
      pair.map(([a, b]) => `max(${a}, ${b})`),
      fc
        .tuple(fc.constantFrom('sin', 'exp', 'atan', 'cbrt', 'abs', 'tanh', 'square'), inner)
        .map(([name, a]) => `${name}(${a})`),
    ),
  }
}).formula

describe('a formula that a well-known program reads', () => {
  it('has the same value here', () => {
    let compared = 0
    fc.assert(
      fc.property(common, (text) => {
        const scope = { x: 1.25, y: 0.75 }
        let wanted: unknown
        try {
          wanted = evaluate(text, { ...scope })
        } catch {
          expect(parseFormula(text).ok, text).toBe(false)
          return
        }
        const result = parseFormula(text)
        if (!result.ok) {
          const expected = ['constant', 'too-long', 'too-deep']
          expect(expected, `${text}: ${JSON.stringify(result.fault)}`).toContain(result.fault.kind)
          return
        }
        const found = result.formula.value(scope.x, scope.y)
        if (typeof wanted !== 'number') {
          // There the roots and powers of negative numbers are complex.
          expect(Number.isFinite(found), text).toBe(false)
          return
        }
        compared++
        if (!Number.isFinite(wanted) || Math.abs(wanted) > 1e200) return
        const size = Math.max(1, Math.abs(wanted))
        expect(Math.abs(found - wanted) / size, text).toBeLessThan(1e-9)
      }),
      { numRuns: cases(200, 4000) },
    )
    expect(compared).toBeGreaterThan(20)
  })
})
