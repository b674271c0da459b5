import { describe, expect, it } from 'vitest'
import { findDateForm, isDate } from '#main/tables/dates.ts'
import { HashCodes } from '#main/tables/dictionary.ts'
import { inferKind, mayBeOdd } from '#main/tables/infer.ts'

const habits = { decimal: '.', dayFirst: false } as const
const many = (cell: string, times: number): string[] => new Array<string>(times).fill(cell)

describe('inferKind', () => {
  it('bears one in twenty that is no number', () => {
    expect(inferKind([...many('1.5', 19), 'x'], habits).kind).toBe('number')
    expect(inferKind([...many('1.5', 18), 'x'], habits).kind).toBe('string')
    expect(mayBeOdd(inferKind(['1'], habits), 39)).toBe(1)
  })

  it('does not count what is missing', () => {
    expect(inferKind([...many('NA', 99), '1'], habits).kind).toBe('number')
    expect(inferKind(many('', 10), habits).kind).toBe('number')
  })

  it('takes one name among numbers for a column of names', () => {
    expect(inferKind([...many('7', 999), '007'], habits).kind).toBe('string')
  })

  it('takes two digits for numbers, the months among them', () => {
    expect(inferKind(['01', '02', '12'], habits).kind).toBe('number')
  })

  it('bears no third word beside yes and no', () => {
    expect(inferKind(['Yes', 'no', 'NA'], habits).kind).toBe('boolean')
    expect(inferKind([...many('yes', 999), 'maybe'], habits).kind).toBe('string')
    expect(inferKind(['0', '1'], habits).kind).toBe('number')
  })

  it('takes "None" for a gap among numbers, dates and yes and no, and for a word among words', () => {
    const marks = ['None', '.', '\\N', '--', 'n.a.', '#DIV/0!', '#WERT!']
    expect(inferKind([...marks, '1.5'], habits).kind).toBe('number')
    expect(inferKind([...marks, '2020-01-02'], habits).kind).toBe('date')
    expect(inferKind([...marks, 'True'], habits).kind).toBe('boolean')
    expect(inferKind([...marks, 'brick'], habits).kind).toBe('string')
    expect(inferKind(['None', 'None'], habits).kind).toBe('string')
  })

  it('takes long numbers for names only where none has decimals', () => {
    expect(inferKind(['1000000000000000001', '1000000000000000002'], habits).kind).toBe('string')
    expect(inferKind(['118111600640000000000', '0.25'], habits).kind).toBe('number')
  })

  it('believes the person', () => {
    expect(inferKind(['a'], habits, 'number').kind).toBe('number')
    expect(inferKind(['1'], habits, 'text').kind).toBe('string')
    expect(inferKind(['1'], habits, 'boolean').kind).toBe('boolean')
    expect(inferKind(['007'], habits, 'number')).toMatchObject({ kind: 'number', digits: false })
  })
})

describe('findDateForm', () => {
  it('takes the day first where a value says so', () => {
    const first = (values: string[], dayFirst = false): string | undefined =>
      findDateForm(values, dayFirst).form.formats[0]
    expect(first(['1/2/2020', '3/4/2020'], true)).toBe('%d/%m/%Y')
    expect(first(['1/2/2020', '1/13/2020'], true)).toBe('%m/%d/%Y')
    expect(first(['1/2/2020', '3/4/2020'])).toBe('%m/%d/%Y')
    expect(first(['1/2/2020', '13/4/2020'])).toBe('%d/%m/%Y')
    expect(first(['1-2-2020'])).toBe('%d-%m-%Y')
    expect(first(['1-13-2020'])).toBe('%m-%d-%Y')
    expect(first(['2020-01-02'])).toBeUndefined()
  })

  it('takes no number, time or version for a date', () => {
    for (const text of [
      '20200102',
      '10:30',
      '1.2.3',
      '2020-13-01',
      '2020-01-32',
      '2020',
      'May',
      'May 12',
      'Mark 2024',
    ]) {
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
