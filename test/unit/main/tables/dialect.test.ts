import { describe, expect, it } from 'vitest'
import { findDialect, noDelimiter } from '../../../../src/main/tables/dialect.ts'
import { columnNames, hasHeader } from '../../../../src/main/tables/header.ts'
import { splitRecords } from '../../../../src/main/tables/records.ts'

const fieldsOf = (text: string, delimiter = ',', quote = '"', escape = '"'): string[][] =>
  splitRecords(text, { delimiter, quote, escape }).map(({ fields }) => [...fields])

describe('splitRecords', () => {
  it('cuts at delimiters and line ends outside quotation marks', () => {
    expect(fieldsOf('a,"b,c"\n"d\ne","f""g"\n')).toEqual([
      ['a', 'b,c'],
      ['d\ne', 'f"g'],
    ])
  })

  it('opens a quotation only where a value begins, or after spaces there', () => {
    expect(fieldsOf('5" pipe,"x"\n')).toEqual([['5" pipe', 'x']])
    expect(fieldsOf('a, "b, c" ,d')).toEqual([['a', 'b, c', 'd']])
  })

  it('keeps blank lines as rows of one empty field', () => {
    expect(fieldsOf('a,b\n\nc,d')).toEqual([['a', 'b'], [''], ['c', 'd']])
  })

  it('knows delimiters of several characters, and escapes', () => {
    expect(fieldsOf('a||b|c||', '||')).toEqual([['a', 'b|c', '']])
    expect(fieldsOf('"a\\"b",c', ',', '"', '\\')).toEqual([['a"b', 'c']])
  })

  it('says what is enclosed, and where a quotation is broken', () => {
    const [good, bad, open] = splitRecords('"a",b\n"a"b,c\n"d', {
      ...{ delimiter: ',', quote: '"', escape: '"' },
    })
    expect([good!.enclosed, good!.malformed]).toEqual([1, false])
    expect([bad!.malformed, open!.malformed]).toEqual([true, true])
  })
})

describe('findDialect', () => {
  it('finds the delimiter that makes even rows of something', () => {
    expect(findDialect('x;y;k\n1,5;2,5;a\n3,5;4,5;b\n')).toMatchObject({ delimiter: ';', width: 3 })
    expect(findDialect('x,y\n1,a|b|c\n2,d|e|f\n3,g|h|i\n')).toMatchObject({
      delimiter: ',',
      width: 2,
    })
    expect(findDialect('a b c\n1 2 3\n4 5 6\n')).toMatchObject({ delimiter: ' ', width: 3 })
  })

  it('takes the commonest width where rows are ragged', () => {
    const rows = ['a,b,c', '1,2,3', '4,5', '6,7,8', '9,10,11,12', '13,14,15']
    expect(findDialect(rows.join('\n'))).toMatchObject({ delimiter: ',', width: 3, skip: 0 })
  })

  it('finds no delimiter in prose', () => {
    expect(findDialect('text\nHello, world\nGood morning\nA, b, c, d\nYes\n')).toMatchObject({
      delimiter: noDelimiter,
      width: 1,
    })
  })

  it('counts what stands above the table, blank lines among it', () => {
    const text = 'Report\n\nof 2020\na,b\n1,2\n3,4\n5,6\n'
    expect(findDialect(text)).toMatchObject({ delimiter: ',', skip: 3 })
    expect(findDialect('# x, y\n# z\na,b\n1,2\n')).toMatchObject({ skip: 2 })
    expect(findDialect('#a,b\n1,2\n3,4\n')).toMatchObject({ skip: 0 })
  })

  it('takes marks that come alone for none', () => {
    const rows = ['id\ttext', '1\t"Hello she said', '2\tplain', '3\t"Again', '4\tplain']
    expect(findDialect(`${rows.join('\n')}\n`)).toMatchObject({ delimiter: '\t', quote: '' })
  })
})

describe('hasHeader', () => {
  it('lets columns vote', () => {
    expect(
      hasHeader(
        [
          ['x', 'y'],
          ['1', '2'],
        ],
        '.',
      ),
    ).toBe(true)
    expect(
      hasHeader(
        [
          ['1', '2', 'a'],
          ['3', '4', 'a'],
        ],
        '.',
      ),
    ).toBe(false)
    expect(
      hasHeader(
        [
          ['1,5', 'a'],
          ['3,5', 'b'],
        ],
        ',',
      ),
    ).toBe(false)
    expect(hasHeader([['day'], ['2020-01-01']], '.')).toBe(true)
  })

  it('takes a row alone for a header unless it has values', () => {
    expect(hasHeader([['x', 'y']], '.')).toBe(true)
    expect(hasHeader([['x', '1']], '.')).toBe(false)
  })
})

describe('columnNames', () => {
  it('gives each column its own', () => {
    expect(columnNames(['x', '', ' x ', 'a\nb'], 5)).toEqual([
      'x',
      'column2',
      'x_2',
      'a b',
      'column5',
    ])
    expect(columnNames(['x', 'x', 'x_2'], 3)).toEqual(['x', 'x_3', 'x_2'])
    expect(columnNames(undefined, 2)).toEqual(['column1', 'column2'])
  })

  it('takes no longer for twenty thousand that are named alike', () => {
    const names = columnNames(new Array<string>(20_000).fill('a'), 20_000)
    expect(new Set(names).size).toBe(20_000)
    expect(names.at(-1)).toBe('a_20000')
  })
})
