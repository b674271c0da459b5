import { describe, expect, it } from 'vitest'
import { determinations } from '#shared/training/determination.ts'
import type { Problem, Rows } from '#shared/training/problem.ts'

function rowsOf(targets: readonly number[]): Rows {
  return {
    count: targets.length,
    features: new Float64Array(targets.length),
    targets: Float64Array.from(targets),
  }
}

function problemOf(train: readonly number[], validation: readonly number[]): Problem {
  const parts = { train: rowsOf(train), validation: rowsOf(validation), featureScales: [] }
  return { inputs: 1, outputs: 1, ...parts, featureNames: ['x'], classNames: [] }
}

describe('the coefficient of determination', () => {
  it('is 1 − Σ(y − ŷ)² / Σ(y − ȳ)² of the part’s own rows', () => {
    // Of 1, 2, 3 the squares about 2 sum to 2, of 0, 4 about 2 to 8.
    const problem = problemOf([1, 2, 3], [0, 4])
    // Residuals 0.5, 0, 0.5: 0.5 / 3 is their mean square, 1 − 0.5 / 2.
    expect(determinations(Float64Array.of(0.5 / 3, 0, 2 / 3, 2), [problem], 'train')).toEqual(
      Float64Array.of(0.75, 1, 0, -2),
    )
    // Residuals 1 and 3: 1 − 10 / 8.
    expect(determinations(Float64Array.of(5), [problem], 'validation')[0]).toBeCloseTo(-0.25, 12)
  })

  it('is each seed’s own', () => {
    const problems = [problemOf([1, 3], []), problemOf([0, 4], [])]
    // Variances 1 and 4; runs are lane-major.
    const values = determinations(Float64Array.of(0.5, 1, 0.25, 2), problems, 'train')
    expect([...values]).toEqual([0.5, 0.75, 0.75, 0.5])
  })

  it('is not a number where all targets are alike, however they round, and where there is no row', () => {
    const problem = problemOf([0.1, 0.1, 0.1], [])
    for (const part of ['train', 'validation'] as const) {
      expect(determinations(Float64Array.of(0.2), [problem], part)[0]).toBeNaN()
    }
  })
})
