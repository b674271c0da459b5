import { describe, expect, it } from 'vitest'
import type { ColumnSummary } from '#shared/contract/tables.ts'
import { summariseTable } from '#shared/data/summary.ts'
import { suggestTask, taskOf } from '#shared/data/summary/target.ts'
import type { Column } from '#shared/data/table.ts'
import { tableOf } from '#test/support/tables.ts'

const rows = 60
const each = <T>(value: (row: number) => T): T[] =>
  Array.from({ length: rows }, (_, row) => value(row))

/** Decimals, whole numbers of many kinds, keys, and classes in numbers and words. */
const decimals = each((row) => Math.sin(row))
const wholes = each((row) => (row * 37) % 53)
const keys = each((row) => 842_302 + 7 * row)
const counted = each((row) => row + 1)
const three = each((row) => 1 + (row % 3))
const words = each((row) => ['a', 'b', 'c'][row % 3]!)
const sexes = each((row) => ['M', 'F'][row % 2]!)

const suggested = (columns: Parameters<typeof tableOf>[0]): unknown => {
  const { suggestedTarget, suggestedTask } = summariseTable(tableOf(columns))
  return [suggestedTarget, suggestedTask]
}

/** Columns as a file without names has them. */
const unnamed = (...columns: readonly (number | string)[][]): unknown =>
  suggested(Object.fromEntries(columns.map((values, at) => [`column${at + 1}`, values])))

describe('the suggested target', () => {
  it('is the column named so, wherever it stands', () => {
    expect(suggested({ Label: words, x: decimals, y2: decimals })).toEqual([
      'Label',
      'classification',
    ])
    expect(suggested({ class: three, y: decimals })).toEqual(['class', 'classification'])
    for (const name of ['类别', 'Klasse', 'classe', 'species', 'Diagnosis', 'クラス']) {
      expect(suggested({ [name]: words, a: decimals, b: three })).toEqual([name, 'classification'])
    }
    for (const name of ['SalePrice', 'selling_price', 'preis', '房价', 'mpg']) {
      expect(suggested({ a: three, [name]: decimals, b: three })).toEqual([name, 'regression'])
    }
    expect(suggested({ id: keys, Survived: three, class: words, fare: decimals })).toEqual([
      'Survived',
      'classification',
    ])
    expect(suggested({ a: decimals, risk_class: words, b: decimals })).toEqual([
      'risk_class',
      'classification',
    ])
  })

  it('is no name that classes at the end speak against', () => {
    expect(suggested({ income: wholes, age: wholes, segment: words })).toEqual([
      'segment',
      'classification',
    ])
    expect(suggested({ quality: decimals, age: wholes, depth: decimals })).toEqual([
      'quality',
      'regression',
    ])
  })

  it('is not where something is', () => {
    expect(suggested({ x: decimals, y: decimals, kind: words })).toEqual(['kind', 'classification'])
    expect(suggested({ a: decimals, x: decimals, y: decimals })).toEqual(['y', 'regression'])
    expect(suggested({ x1: decimals, y: decimals, w: words })).toEqual(['y', 'regression'])
  })

  it('is the only column of classes among measurements', () => {
    expect(unnamed(keys, words, decimals, decimals)).toEqual(['column2', 'classification'])
    expect(suggested({ breite: decimals, art: words, hoehe: decimals })).toEqual([
      'art',
      'classification',
    ])
    // UCI's wine: the class comes first, as a number.
    expect(unnamed(three, decimals, decimals, wholes)).toEqual(['column1', 'classification'])
    // A number of few kinds further on is a measurement, and so is a first one that has a name.
    expect(unnamed(decimals, three, decimals, decimals)).toEqual(['column4', 'regression'])
    expect(suggested({ rooms: three, area: decimals, far: decimals, rent: decimals })).toEqual([
      'rent',
      'regression',
    ])
  })

  it('is not what distinguishes people or places', () => {
    expect(unnamed(sexes, decimals, decimals, wholes)).toEqual(['column4', 'regression'])
    expect(suggested({ city: words, area: decimals, rent: decimals })).toEqual([
      'rent',
      'regression',
    ])
  })

  it('is classes in the last column, in words or numbers', () => {
    expect(unnamed(words, decimals, words)).toEqual(['column3', 'classification'])
    expect(unnamed(keys, decimals, three)).toEqual(['column3', 'classification'])
    expect(unnamed(words, words, sexes)).toEqual(['column3', 'classification'])
  })

  it('is else the last column of numbers that varies', () => {
    expect(suggested({ a: decimals, b: decimals, k: each(() => 7) })).toEqual(['b', 'regression'])
    expect(suggested({ x: decimals, y1: decimals, row: counted })).toEqual(['y1', 'regression'])
    expect(suggested({ x: decimals, y1: decimals, CustomerId: keys })).toEqual(['y1', 'regression'])
  })

  it('is no text and no date', () => {
    const values = Float64Array.from(decimals)
    const columns: Column[] = [
      { type: 'number', name: 'x', values },
      { type: 'number', name: 'z', values },
      { type: 'date', name: 'target', values: Float64Array.from(counted, (day) => day * 86_400) },
      { type: 'text', name: 'label', missing: 0, distinct: rows, preview: [] },
    ]
    const { suggestedTarget } = summariseTable({ name: 'small', rows, columns, target: '' })
    expect(suggestedTarget).toBe('z')
  })

  it('is a column named so even where all its classes are the same', () => {
    const only = each(() => 'only')
    expect(suggested({ a: decimals, species: only })).toEqual(['species', 'classification'])
    expect(suggested({ a: decimals, k: only })).toEqual(['a', 'regression'])
  })

  it('is nothing in a table of one column', () => {
    expect(suggested({ x: decimals })).toEqual([null, null])
  })
})

describe('the suggested task', () => {
  const column = (values: readonly (number | string)[]): ColumnSummary =>
    summariseTable(tableOf({ x: decimals, v: values })).columns[1]!

  it('is classification of words and of whole numbers of few kinds', () => {
    expect(suggestTask(column(words), rows)).toBe('classification')
    for (const [kinds, task] of [
      ...([2, 3, 10, 11, 19, 20].map((n) => [n, 'classification']) as [number, string][]),
      ...([21, 40].map((n) => [n, 'regression']) as [number, string][]),
    ]) {
      expect([kinds, suggestTask(column(each((row) => row % kinds)), rows)]).toEqual([kinds, task])
    }
  })

  it('is regression where whole numbers hardly come twice, and of decimals', () => {
    const ages = each((row) => row % 20)
    expect(suggestTask(column(ages), rows)).toBe('classification')
    expect(suggestTask(column(ages.slice(0, 50)), 50)).toBe('regression')
    expect(suggestTask(column(each((row) => (row % 2) / 2)), rows)).toBe('regression')
  })

  it('is what one of the program’s own tables says of its target', () => {
    const own = { rows, suggestedTarget: 'v', suggestedTask: 'regression' as const }
    expect(taskOf(column(three), own)).toBe('regression')
    expect(taskOf(column(three), { ...own, suggestedTarget: 'x' })).toBe('classification')
  })
})
