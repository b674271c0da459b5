import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '#shared/rules/stepper.ts'
import { cases } from '#test/support/thorough.ts'

const values = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e-50, 3e38, 4e38),
)
const few = fc.integer({ min: 1, max: 5 })

describe('passes over a kernel’s memory', () => {
  it('copy matrices to single precision and back, run after run', () => {
    fc.assert(
      fc.property(fc.gen(), few, few, few, fc.nat(2), (g, runs, rows, columns, apart) => {
        const size = rows * columns
        // A run's matrix stands among its other numbers, a row among those of other tensors.
        const run = size + apart
        const width = columns + apart
        const arena = createArena(8 * runs * run + 4 * runs * rows * width + 8 * runs * run + 64)
        const wide = arena.floats(runs * run)
        const slim = arena.singles(runs * rows * width)
        const back = arena.floats(runs * run)
        wide.set(g(() => fc.array(values, { minLength: runs * run, maxLength: runs * run })))
        slim.fill(9)
        const { narrow, widen } = arena.vectors!
        narrow(wide.byteOffset, run * 8, slim.byteOffset, width, runs, rows, columns)
        widen(slim.byteOffset, width, back.byteOffset, run * 8, runs, rows, columns, 0.5)
        const expected = {
          slim: new Float32Array(slim.length).fill(9),
          back: new Float64Array(back.length),
        }
        for (let r = 0; r < runs; r++) {
          for (let row = 0; row < rows; row++) {
            for (let column = 0; column < columns; column++) {
              const value = wide[r * run + row * columns + column]!
              expected.slim[(r * rows + row) * width + column] = value
              expected.back[r * run + row * columns + column] = Math.fround(value) * 0.5
            }
          }
        }
        expect([...slim]).toEqual([...expected.slim])
        expect([...back]).toEqual([...expected.back])
      }),
      { numRuns: cases(100, 5000) },
    )
  })

  it('sum squares, and are finite only where every number is', () => {
    const arena = createArena(8 * 64)
    const numbers = arena.floats(40)
    const { squares } = arena.vectors!
    numbers.forEach((_, index) => (numbers[index] = index + 1))
    for (let from = 0; from < 5; from++) {
      for (let count = 0; count <= 13; count++) {
        let sum = 0
        for (let i = from; i < from + count; i++) sum += numbers[i]! ** 2
        expect(squares(numbers.byteOffset + 8 * from, count)).toBe(sum)
      }
    }
    for (const odd of [NaN, Infinity, -Infinity]) {
      for (let at = 0; at < 13; at++) {
        numbers.fill(1)
        numbers[at] = odd
        expect(Number.isFinite(squares(numbers.byteOffset, 13))).toBe(false)
        expect(squares(numbers.byteOffset + 8 * (at + 1), 13)).toBe(13)
      }
    }
  })
})
