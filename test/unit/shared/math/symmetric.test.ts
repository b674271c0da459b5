import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { symmetricEigen } from '#shared/math/symmetric.ts'
import { eigenvalues } from '#test/support/eigen.ts'
import { cases } from '#test/support/thorough.ts'

/** The matrix that eigenvalues and vectors make up again. */
function sumOf({ values, vectors }: NonNullable<ReturnType<typeof symmetricEigen>>): number[] {
  const n = values.length
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return values.reduce((sum, value, k) => {
      return sum + value * vectors[k * n + i]! * vectors[k * n + j]!
    }, 0)
  })
}

const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b)

describe('symmetricEigen', () => {
  it('knows what is known by hand', () => {
    // (1, 1) and (1, −1), over √2.
    const { values, vectors } = symmetricEigen(Float64Array.of(5, 3, 3, 5), 2)!
    expect(ascending(values).map((value) => Number(value.toFixed(14)))).toEqual([2, 8])
    vectors.forEach((value) => expect(Math.abs(value)).toBeCloseTo(Math.SQRT1_2, 15))
    expect([...symmetricEigen(Float64Array.of(-3), 1)!.values]).toEqual([-3])
    expect([...symmetricEigen(new Float64Array(9), 3)!.values]).toEqual([0, 0, 0])
  })

  it('finds what Jacobi’s rotations find, with vectors that are orthogonal and make up the matrix', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((n) =>
          fc.record({
            n: fc.constant(n),
            entries: fc.array(
              fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(0)),
              {
                minLength: n * n,
                maxLength: n * n,
              },
            ),
            scale: fc.constantFrom(1, 1e-150, 1e150),
          }),
        ),
        ({ n, entries, scale }) => {
          const matrix = Float64Array.from(entries, (_, at) => {
            const [i, j] = [Math.floor(at / n), at % n]
            return scale * entries[Math.max(i, j) * n + Math.min(i, j)]!
          })
          const eigen = symmetricEigen(matrix, n)!
          const rows = Array.from({ length: n }, (_, i) =>
            [...matrix.subarray(i * n, (i + 1) * n)].map((value) => value / scale),
          )
          const expected = ascending(eigenvalues(rows))
          ascending(eigen.values).forEach((value, k) => {
            expect(value / scale).toBeCloseTo(expected[k]!, 12)
          })
          sumOf(eigen).forEach((value, at) => {
            expect(value / scale).toBeCloseTo(matrix[at]! / scale, 12)
          })
          const { vectors } = eigen
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              let product = 0
              for (let k = 0; k < n; k++) product += vectors[i * n + k]! * vectors[j * n + k]!
              expect(product).toBeCloseTo(i === j ? 1 : 0, 13)
            }
          }
        },
      ),
      { numRuns: cases(40, 5000) },
    )
  })

  it('says so where something is not finite', () => {
    for (const value of [NaN, Infinity]) {
      expect(symmetricEigen(Float64Array.of(1, value, value, 1), 2)).toBeUndefined()
    }
  })
})
