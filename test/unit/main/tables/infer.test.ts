import { describe, expect, it } from 'vitest'
import { findDateForm, isDate } from '../../../../src/main/tables/dates.ts'
import { HashCodes } from '../../../../src/main/tables/dictionary.ts'
import { inferKind, mayBeOdd } from '../../../../src/main/tables/infer.ts'

const many = (cell: string, times: number): string[] => new Array<string>(times).fill(cell)

describe('inferKind', () => {
  it('bears one in twenty that is no number', () => {
    expect(inferKind([...many('1.5', 19), 'x'], '.').kind).toBe('number')
    expect(inferKind([...many('1.5', 18), 'x'], '.').kind).toBe('string')
    expect(mayBeOdd(inferKind(['1'], '.'), 39)).toBe(1)
  })

  it('does not count what is missing', () => {
    expect(inferKind([...many('NA', 99), '1'], '.').kind).toBe('number')
    expect(inferKind(many('', 10), '.').kind).toBe('number')
  })

  it('takes one name among numbers for a column of names', () => {
    expect(inferKind([...many('7', 999), '007'], '.').kind).toBe('string')
  })

  it('bears no third word beside yes and no', () => {
    expect(inferKind(['Yes', 'no', 'NA'], '.').kind).toBe('boolean')
    expect(inferKind([...many('yes', 999), 'maybe'], '.').kind).toBe('string')
    expect(inferKind(['0', '1'], '.').kind).toBe('number')
  })

  it('believes the person', () => {
    expect(inferKind(['a'], '.', 'number').kind).toBe('number')
    expect(inferKind(['1'], '.', 'text').kind).toBe('string')
    expect(inferKind(['1'], '.', 'boolean').kind).toBe('boolean')
    expect(inferKind(['007'], '.', 'number')).toMatchObject({ kind: 'number', digits: false })
  })
})

describe('findDateForm', () => {
  it('takes the day first where a value says so', () => {
    const first = (values: string[]): string | undefined => findDateForm(values).form.formats[0]
    expect(first(['1/2/2020', '3/4/2020'])).toBe('%m/%d/%Y')
    expect(first(['1/2/2020', '13/4/2020'])).toBe('%d/%m/%Y')
    expect(first(['1-2-2020'])).toBe('%d-%m-%Y')
    expect(first(['1-13-2020'])).toBe('%m-%d-%Y')
    expect(first(['2020-01-02'])).toBeUndefined()
  })

  it('takes no number, time or version for a date', () => {
    for (const text of ['20200102', '10:30', '1.2.3', '2020-13-01', '2020-01-32', '2020', 'May']) {
      expect([text, isDate(text)]).toEqual([text, false])
    }
  })
})

describe('HashCodes', () => {
  it('keeps apart what differs in either half, as it grows', () => {
    const codes = new HashCodes()
    for (let each = 0; each < 5000; each++) codes.set(each % 50, Math.floor(each / 50), each)
    codes.set(7, 999_999, -1)
    for (let each = 0; each < 5000; each++) {
      expect(codes.get(each % 50, Math.floor(each / 50))).toBe(each)
    }
    expect(codes.get(7, 999_999)).toBe(-1)
    expect(codes.get(50, 0)).toBeUndefined()
  })
})
