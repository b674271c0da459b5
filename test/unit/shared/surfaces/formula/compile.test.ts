import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram } from '#shared/surfaces/formula/compile.ts'
import { slopes } from '#shared/rules/ground.ts'
import { flatten } from '#shared/surfaces/formula/flatten.ts'
import { parse } from '#shared/surfaces/formula/parse.ts'
import { binary, lookUp, unary } from '#shared/surfaces/formula/program.ts'
import { cases } from '#test/support/thorough.ts'

/** Formulas of every operation and function. */
const formulas = fc.letrec<{ formula: string }>((tie) => {
  const inner = tie('formula')
  const pair = fc.tuple(inner, inner)
  return {
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('x', 'y', 'x', 'y', '0', '1', '2', '0.5', 'pi', '(-3)', '1e200'),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '^'), pair)
        .map(([sign, [a, b]]) => `(${a})${sign}(${b})`),
      fc
        .tuple(inner, fc.constantFrom('1', '2', '3', '5', '6', '16', '17', '-1', '0.5'))
        .map(([a, exponent]) => `(${a})^${exponent}`),
      fc.tuple(fc.constantFrom(...Object.keys(unary)), inner).map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(fc.constantFrom(...Object.keys(binary)), pair)
        .map(([name, [a, b]]) => `${name}(${a}, ${b})`),
      inner.map((a) => `-(${a})`),
      inner.map((a) => `e^(${a})`),
    ),
  }
}).formula

const special = [0, -0, 1, -1, 2, 0.5, -3, Math.PI, 1e-200, 1e160, -1e300, Infinity, NaN]
const coordinate = fc.oneof(fc.constantFrom(...special), fc.double({ min: -4, max: 4 }))

const slope = new Float64Array(2)

/** A value and two slopes; one of 0 has no sign that means something. */
const looked = (value: number, slopes: Float64Array): number[] => [
  value,
  ...slopes.map((each) => each + 0),
]

describe('a compiled formula', () => {
  it('has the interpreter’s value and slopes, to the bit', () => {
    fc.assert(
      fc.property(
        formulas,
        fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 8 }),
        (text, points) => {
          const program = flatten(parse(text))
          const { value, look } = compileProgram(program)
          for (const [x, y] of points) {
            const wanted = looked(lookUp(program, x, y, slope), slope)
            expect(looked(look(x, y), slopes())).toEqual(wanted)
            expect(value(x, y)).toBe(wanted[0])
          }
        },
      ),
      { numRuns: cases(300, 20_000) },
    )
  })
})
