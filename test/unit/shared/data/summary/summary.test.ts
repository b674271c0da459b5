import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tableSummarySchema } from '#shared/contract/tables.ts'
import { countDistinct } from '#shared/data/summary/distinct.ts'
import { histogramOf } from '#shared/data/summary/histogram.ts'
import { summariseTable } from '#shared/data/summary.ts'
import type { Column, Table } from '#shared/data/table.ts'
import { createRandom } from '#shared/math/random.ts'
import { readTable, tableOf } from '#test/support/tables.ts'
import { cases } from '#test/support/thorough.ts'

const day = 86_400

function tableWith(...columns: Column[]): Table {
  const [first] = columns
  const rows = first && 'values' in first ? first.values.length : 4
  return { name: 'small', rows, columns, target: '' }
}

describe('summariseTable', () => {
  it('sums up numbers, of which some are missing', () => {
    const table = tableOf({ x: [4, NaN, 1, 1, NaN, 2], kind: ['a', 'b', 'a', '', 'b', 'a'] })
    const { columns } = summariseTable(table)
    expect(columns[0]).toEqual({
      name: 'x',
      type: 'number',
      missing: 2,
      distinct: 3,
      whole: true,
      min: 1,
      max: 4,
      // (4 + 1 + 1 + 2) / 4.
      mean: 2,
      // Whole numbers have a bar each: two of 1, one of 2, none of 3, one of 4.
      histogram: { edges: [0.5, 1.5, 2.5, 3.5, 4.5], counts: [2, 1, 0, 1] },
    })
    expect(columns[1]).toEqual({
      name: 'kind',
      type: 'category',
      missing: 1,
      distinct: 2,
      whole: false,
      min: null,
      max: null,
      mean: null,
      values: [
        { value: 'a', count: 3 },
        { value: 'b', count: 2 },
      ],
    })
  })

  it('has a mean where the sum overflows', () => {
    const { columns } = summariseTable(tableOf({ x: [1.5e308, 1.5e308], kind: ['a', 'b'] }))
    expect(columns[0]!.mean).toBeCloseTo(1.5e308, -300)
  })

  it('sums up dates, yes and no, and text', () => {
    const values = Float64Array.of(0, day, NaN, 3 * day)
    const codes = Int32Array.of(1, 0, 1, -1)
    const { columns, preview } = summariseTable(
      tableWith(
        { type: 'date', name: 'when', values },
        { type: 'boolean', name: 'sure', codes, categories: ['false', 'true'] },
        { type: 'text', name: 'note', missing: 1, distinct: 3, preview: ['p', 'q', null, 'r'] },
      ),
    )
    expect(columns[0]).toMatchObject({ missing: 1, distinct: 3, min: 0, max: 3 * day })
    expect(columns[1]).toMatchObject({
      missing: 1,
      values: [
        { value: 'true', count: 2 },
        { value: 'false', count: 1 },
      ],
    })
    expect(columns[2]).toMatchObject({ type: 'text', missing: 1, distinct: 3, min: null })
    expect(preview).toEqual([
      ['1970-01-01', 'true', 'p'],
      ['1970-01-02', 'false', 'q'],
      [null, 'true', null],
      ['1970-01-04', null, 'r'],
    ])
  })

  it('shows the time of day where there is one', () => {
    const values = Float64Array.of(0, day + 3661.5)
    const { preview } = summariseTable(tableWith({ type: 'date', name: 'when', values }))
    expect(preview).toEqual([['1970-01-01 00:00:00'], ['1970-01-02 01:01:01.500']])
  })

  it('names the columns that say nothing', () => {
    const table = tableOf({ k: [7, 7, NaN], none: [NaN, NaN, NaN], x: [1, 2, 3] })
    expect(summariseTable(table).constantColumns).toEqual(['k', 'none'])
  })

  it('keeps the preview of a wide table small', () => {
    const wide = Array.from({ length: 5000 }, (_, index): [string, number[]] => [
      `c${index}`,
      new Array<number>(40).fill(index),
    ])
    const { preview } = summariseTable(tableOf(Object.fromEntries(wide)))
    expect([preview.length, preview[0]!.length]).toEqual([10, 5000])
  })

  it('fits the contract for every table of the program', async () => {
    for (const id of ['iris', 'wine', 'breast-cancer', 'diabetes', 'digits']) {
      const statistics = summariseTable(await readTable(id))
      const file = { encoding: null, delimiter: null, header: null, bytes: null }
      const refused = { rejected: [], rejectedCount: 0, nonFinite: 0 }
      const source = { builtin: id }
      tableSummarySchema.parse({ source, name: id, ...file, ...refused, ...statistics })
    }
  })
})

describe('countDistinct', () => {
  it('agrees with a set', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: false })), (values) => {
        const finite = values.filter(Number.isFinite).map((value) => value + 0)
        expect(countDistinct(Float64Array.from(values))).toBe(new Set(finite).size)
      }),
    )
  })

  it('agrees with a set on more values than it counts at once', () => {
    const random = createRandom(1, 'noise')
    const values = Float64Array.from({ length: 100_000 }, () =>
      random.uniform() < 0.5 ? random.below(5000) : random.normal(),
    )
    expect(countDistinct(values)).toBe(new Set(values).size)
  })
})

describe('histogramOf', () => {
  const shown = (values: number[], time = false): ReturnType<typeof histogramOf> =>
    histogramOf(Float64Array.from(values), {
      minimum: Math.min(...values),
      maximum: Math.max(...values),
      known: values.length,
      whole: values.every(Number.isInteger),
      time,
    })

  it('has round edges, and the last bar holds its upper edge', () => {
    // Eight values: 2 ∛8 = 4 bars, at least 5; (2 − 0.1) / 5 = 0.38 rounds to 0.5.
    expect(shown([0.1, 0.2, 0.3, 0.6, 1.2, 1.3, 1.9, 2])).toEqual({
      edges: [0, 0.5, 1, 1.5, 2],
      counts: [3, 1, 2, 2],
    })
  })

  it('counts dates by days, weeks, months', () => {
    const { edges } = shown(
      Array.from({ length: 50 }, (_, at) => at * day),
      true,
    )
    // 49 days over 2 ∛50 ≈ 8 bars: a week each.
    expect(edges[1]! - edges[0]!).toBe(7 * day)
  })

  it('holds every value between ascending edges, whatever the values', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(
        fc.array(double, { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (values, time) => {
          const { edges, counts } = shown(values, time)
          expect(counts.reduce((sum, each) => sum + each, 0)).toBe(values.length)
          expect(edges).toHaveLength(counts.length + 1)
          for (let bar = 0; bar < counts.length; bar++)
            expect(edges[bar]!).toBeLessThan(edges[bar + 1]!)
          expect(edges[0]!).toBeLessThanOrEqual(Math.min(...values))
          expect(edges.at(-1)!).toBeGreaterThanOrEqual(Math.max(...values))
          expect(edges.every(Number.isFinite)).toBe(true)
        },
      ),
      { numRuns: cases(200, 1000) },
    )
  })
})
