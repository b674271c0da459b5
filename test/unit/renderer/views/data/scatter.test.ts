import { describe, expect, it } from 'vitest'
import { drawTable, pointsOf } from '#renderer/views/data/scatter.ts'
import { findGenerator, generateTable } from '#shared/data/generators/index.ts'

const moons = findGenerator('moons')!

describe('a generator’s picture', () => {
  it('is of the very table that a race would learn from', () => {
    const { table, rows } = drawTable(moons, { rows: 60, seed: 3 })!
    const real = generateTable('moons', { rows: 60, seed: 3 })
    expect(rows).toBe(60)
    expect(table).toEqual(real)
    const points = pointsOf(table, 'x1', 'x2')
    const [first, second] = real.columns
    expect('values' in first! && points.x).toEqual('values' in first! && first.values)
    expect('values' in second! && points.y).toEqual('values' in second! && second.values)
    expect(points.classes).toEqual(['upper', 'lower'])
  })

  it('of a table too large to be drawn at once, a smaller one stands in, and that is said', () => {
    const sparse = findGenerator('sparse')!
    const { table, rows } = drawTable(sparse, { rows: 100_000, features: 2000 })!
    expect([table.rows, rows]).toEqual([200, 100_000])
    expect(pointsOf(drawTable(moons, { rows: 50_000 })!.table, 'x1', 'x2').x).toHaveLength(2000)
  })

  it('is not drawn from a wrong setting', () => {
    expect(drawTable(moons, { rows: 1 })).toBeUndefined()
    expect(drawTable(moons, { rows: 10.5 })).toBeUndefined()
  })

  it('spreads categories a little, and never onto one another', () => {
    const { table } = drawTable(findGenerator('sparse')!, { rows: 200, features: 2 })!
    const { x } = pointsOf(table, 'f1', 'f2')
    expect(new Set(x).size).toBeGreaterThan(100)
    for (const value of x) expect(Math.abs(value - Math.round(value))).toBeLessThanOrEqual(0.25)
  })

  it('an outlier leaves the other values of the target their colours', () => {
    const linear = findGenerator('linear')!
    const { table } = drawTable(linear, { rows: 300, outliers: 0.01, reach: 1000 })!
    const { colour, classes } = pointsOf(table, 'x1', 'x2')
    expect(classes).toBeUndefined()
    const sorted = [...colour].sort((a, b) => a - b)
    expect([sorted[0], sorted.at(-1)]).toEqual([0, 1])
    expect(sorted[75]! - sorted[225]!).toBeLessThan(-0.15)
  })
})
