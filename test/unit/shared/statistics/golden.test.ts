import { describe, expect, it } from 'vitest'
import golden from '#test/fixtures/statistics/golden.json' with { type: 'json' }
import { normalBelow } from '#shared/statistics/distributions.ts'
import { chiSquareAbove, fAbove } from '#shared/statistics/gamma.ts'
import { friedman, holm, meanRanksOf, signedRank } from '#shared/statistics/index.ts'
import { rangeBelow, rangeQuantile } from '#shared/statistics/studentized-range.ts'

/** Of the larger of the two, that is of the smallest tails too. */
function expectNear(value: number, expected: number, relative: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected))
}

describe('against scipy and statsmodels', () => {
  it.each(golden.friedman)('Friedman of $rows.length blocks', (each) => {
    const ranks = each.rows.map(meanRanksOf)
    expect(ranks).toEqual(each.ranks)
    const found = friedman(ranks)
    expectNear(found.statistic, each.statistic, 1e-12)
    expectNear(found.p, each.p, 1e-11)
    expectNear(found.f.statistic, each.f, 1e-11)
    expectNear(found.f.p, each.fP, 1e-10)
  })

  it.each(golden.wilcoxon)('the exact signed-rank test of $differences.length', (each) => {
    expectNear(signedRank(each.differences).p, each.p, 1e-12)
  })

  it('the studentized range', () => {
    for (const { count, above, quantile, belowThree } of golden.studentizedRange) {
      // Scipy integrates to about 1e-8.
      expectNear(rangeQuantile(above, count), quantile, 1e-7)
      expectNear(rangeBelow(3, count), belowThree, 1e-7)
    }
  })

  it("Holm's correction", () => {
    for (const { p, adjusted } of golden.holm) {
      holm(p).forEach((each, at) => expectNear(each, adjusted[at]!, 1e-14))
    }
  })

  it('the tails of χ², F and the normal distribution', () => {
    for (const { x, freedom, above } of golden.chiSquare) {
      expectNear(chiSquareAbove(x, freedom), above, 1e-11)
    }
    for (const { x, freedom, above } of golden.f) {
      expectNear(fAbove(x, freedom[0]!, freedom[1]!), above, 1e-11)
    }
    for (const { z, below } of golden.normal) expectNear(normalBelow(z), below, 1e-12)
  })
})
