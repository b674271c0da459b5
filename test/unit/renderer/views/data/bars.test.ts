import { describe, expect, it } from 'vitest'
import { barsPath, classesOf, heightsOf } from '#renderer/views/data/bars.ts'
import { column, summaryOf, table } from './fixtures.ts'

const only = (cells: readonly (number | string)[]) =>
  summaryOf(table(column('c', cells))).columns[0]!

describe('bars of a column', () => {
  it('stand where their class is and reach as high as it is often', () => {
    // 0, 1, 1, 3: whole numbers close together have a class each.
    const bars = heightsOf(only([0, 1, 1, 3]))
    expect(bars.map(({ height }) => height)).toEqual([0.5, 1, 0.5])
    const [first, second, last] = bars
    expect(first!.from).toBeCloseTo(0.015, 6)
    expect(first!.to).toBeCloseTo(0.235, 6)
    expect(second!.from).toBeCloseTo(0.265, 6)
    expect(last!.to).toBeCloseTo(0.985, 6)
  })

  it('a category that is rare beside the commonest can still be seen', () => {
    const many = [...Array.from({ length: 200 }, () => 'a'), 'b']
    expect(heightsOf(only(many)).map(({ height }) => height)).toEqual([1, 0.03])
  })

  it('are drawn as boxes from the lower edge', () => {
    expect(barsPath([{ from: 0.25, to: 0.5, height: 0.4 }])).toBe('M0.25 1V0.6H0.5V1Z')
    expect(barsPath([])).toBe('')
  })
})

describe('the classes of a target', () => {
  it('of words, the commonest first', () => {
    expect(classesOf(only(['b', 'a', 'b']))).toEqual([
      { name: 'b', rows: 2 },
      { name: 'a', rows: 1 },
    ])
  })

  it('of whole numbers that lie close together', () => {
    expect(classesOf(only([0, 2, 2]))).toEqual([
      { name: '0', rows: 1 },
      { name: '2', rows: 2 },
    ])
  })

  it('not of numbers that share a bar', () => {
    expect(classesOf(only([0.1, 0.2, 0.25, 7]))).toBeUndefined()
    expect(classesOf(only([1, 1_000_000]))).toBeUndefined()
  })
})
