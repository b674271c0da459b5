import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainProduct, product, type Matrix } from '#shared/rules/matrices.ts'
import { tiledProduct } from '#shared/rules/tiles.ts'
import { cases } from '#test/support/thorough.ts'

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }) },
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 5e-324, 1e300),
)

const matrix = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc
    .array(value, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => ({ values: Float64Array.from(values), rows, columns }))

const length = fc.integer({ min: 1, max: 11 })

describe('a product in tiles', () => {
  it('is that of sum by sum, to the bit, whatever the shapes', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(length, length, length)
          .chain(([rows, inner, columns]) => fc.tuple(matrix(rows, inner), matrix(inner, columns))),
        ([left, right]) => {
          const [tiled, plain] = [tiledProduct(left, right)!, plainProduct(left, right)]
          expect(tiled).toHaveLength(plain.length)
          plain.forEach((each, at) => expect(Object.is(tiled[at], each)).toBe(true))
        },
      ),
      { numRuns: cases(200, 20_000) },
    )
  })

  it('finds nothing of what was there before, nor any limit in the memory it began with', () => {
    const of = (rows: number, columns: number, by: number): Matrix => ({
      values: Float64Array.from({ length: rows * columns }, (_, at) => Math.sin(at * by)),
      rows,
      columns,
    })
    for (const [rows, inner, columns] of [
      [150, 90, 130],
      [13, 17, 19],
      [3, 500, 5],
    ] as const) {
      const [left, right] = [of(rows, inner, 0.7), of(inner, columns, 1.3)]
      expect(product(left, right)).toEqual(plainProduct(left, right))
    }
  })
})
