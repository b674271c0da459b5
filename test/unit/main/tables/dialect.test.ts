import { describe, expect, it } from 'vitest'
import { findDialect, noDelimiter } from '#main/tables/dialect.ts'
import { columnNames, hasHeader } from '#main/tables/header.ts'
import { splitRecords } from '#main/tables/records.ts'

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

  it('lets the names vote, and leaves numbers whole', () => {
    const of = (...lines: string[]): string => findDialect(`${lines.join('\n')}\n`).delimiter
    expect(of('width;kind;height', '7,39;b;2,58', '2,55;a;3,34')).toBe(';')
    expect(of('kind;value', 'Bonn, Nord;3,27', 'Ulm, Mitte;5,26')).toBe(';')
    expect(of('a;x', '1.243.627,71;0,705', '1.234,56;0,659')).toBe(';')
    expect(of('share;y', '12,5 %;0,42', '31,0 %;0,78')).toBe(';')
    expect(of('7,39\tb\t2,58', '2,55\ta\t3,34')).toBe('\t')
    expect(of('h price', '"Zürich a" $2.445,73', '"Zürich b" $2.017,79')).toBe(' ')
    expect(of('id when', '3595 5,150E-02', '4897 4,025E-04')).toBe(' ')
    expect(of('value', '7,39', '2,55')).toBe(noDelimiter)
    expect(of('12:30:00', '12:31:00')).toBe(noDelimiter)
  })

  it('cuts columns that blanks align', () => {
    const of = (...lines: string[]): object => findDialect(`${lines.join('\n')}\n`)
    expect(of(' 1.5  12  a', '12.5   3  b')).toMatchObject({ blanks: 1, width: 3 })
    // "New York" is one value: columns stand two blanks apart.
    expect(of('city      n', 'New York  1', 'Ulm       2')).toMatchObject({ blanks: 2, width: 2 })
    expect(of('18.0   8   307.0\t"a b"', '15.0   8   350.0\t"a b c"')).toMatchObject({
      blanks: 1,
      width: 4,
    })
    expect(of('a b c', '1 2 3')).not.toHaveProperty('blanks')
  })

  it('believes a first line that names the delimiter', () => {
    for (const line of ['sep=;', 'SEP=;', '"sep=;"', 'sep=;;;']) {
      expect(findDialect(`${line}\nx;y\n1;2\n`)).toMatchObject({ delimiter: ';', skip: 1 })
    }
    expect(findDialect('sep=\t\nx\ty\n1\t2\n')).toMatchObject({ delimiter: '\t', skip: 1 })
  })

  it('passes over titles that are as wide as the table, and settings above it', () => {
    expect(findDialect('Sales report,,\nn,p,q\na,1,2\nb,2,3\n')).toMatchObject({ skip: 1 })
    expect(findDialect('Sales, North, 2024\n\nn,p,q\na,1,2\nb,2,3\n')).toMatchObject({ skip: 2 })
    const settings = 'Device;X 5\nRate;100\n\nt;U\n0,0;1,2\n0,1;1,3\n'
    expect(findDialect(settings)).toMatchObject({ delimiter: ';', skip: 3 })
    // A first row that is broken is no row of names.
    expect(findDialect('name,points\nAda,absent\nEmmy,5\nSofia,6\n')).toMatchObject({ skip: 0 })
    // Words below it that come again in their column are values, and no better names.
    const broken = ['x,note', '0,n,1', 'odd,n', '2,n', '3,m', '4,n', '5,m']
    expect(findDialect(broken.join('\n'))).toMatchObject({ skip: 0, width: 2 })
    expect(findDialect('Sales,by region\nin euros\nn,p\na,1\nb,2\n')).toMatchObject({ skip: 2 })
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
  const rowsOf = (...rows: string[]): string[][] => rows.map((row) => row.split(' '))

  it('lets columns vote', () => {
    expect(hasHeader(rowsOf('x y', '1 2'))).toBe(true)
    expect(hasHeader(rowsOf('1 2 a', '3 4 a'))).toBe(false)
    expect(hasHeader(rowsOf('1,5 a', '3,5 b'))).toBe(false)
    expect(hasHeader(rowsOf('day', '2020-01-01'))).toBe(true)
    expect(hasHeader(rowsOf('share 1.5%', '3.5% 2.5%'))).toBe(false)
    expect(hasHeader(rowsOf('price', '€12', '-'))).toBe(true)
  })

  it('takes quantiles, years and counted columns for names', () => {
    expect(hasHeader(rowsOf('5% 95%', '0.5 1.5'))).toBe(true)
    expect(hasHeader(rowsOf('2019 2020', '0.5 1.5'))).toBe(true)
    expect(
      hasHeader([
        ['', '0', '1'],
        ['0', '0.5', '1.5'],
      ]),
    ).toBe(true)
  })

  it('takes a row alone for a header unless it has values', () => {
    expect(hasHeader([['x', 'y']])).toBe(true)
    expect(hasHeader([['x', '1']])).toBe(false)
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
