import { describe, expect, it } from 'vitest'
import { namesOf, numbers, readContent, typesOf, valuesOf } from './support.ts'

describe('numbers', () => {
  it('reads thousands separators where the column has them', async () => {
    const read = await readContent('a,b\n"1,234.5",x\n"12,345,678",y\n999,x\n"-1,000",y\n')
    expect(valuesOf(read.table, 'a')).toEqual([1234.5, 12345678, 999, -1000])
    const german = await readContent('a;b\n1.234,5;x\n12.345.678,25;y\n999;x\n')
    expect(valuesOf(german.table, 'a')).toEqual([1234.5, 12345678.25, 999])
  })

  it('reads the largest and the smallest numbers, and refuses what is larger', async () => {
    const cells = ['1e308', '-1.7976931348623157e308', '5e-324', '1e309', '.5', '5.', '+1E3']
    const read = await readContent(`a,b\n${cells.map((cell) => `${cell},x`).join('\n')}\n`)
    expect(valuesOf(read.table, 'a')).toEqual([
      ...[1e308, -1.7976931348623157e308, 5e-324, null, 0.5, 5, 1000],
    ])
    expect(read.nonFinite).toBe(1)
  })

  it('refuses infinite cells however they are written', async () => {
    const cells = ['1', '2', 'inf', '-Inf', 'Infinity', '+infinity', '-1e999', '∞', '3']
    const read = await readContent(`a,b\n${cells.map((cell) => `${cell},x`).join('\n')}\n`)
    expect(read.nonFinite).toBe(6)
    expect(valuesOf(read.table, 'a').filter((value) => value !== null)).toEqual([1, 2, 3])
  })

  it('takes every mark of a missing value for one, in any column', async () => {
    const marks = [
      '',
      'NA',
      'N/A',
      'n/a',
      '?',
      '-',
      'NaN',
      'nan',
      'null',
      'NULL',
      '#DIV/0!',
      '#WERT!',
      ' NA ',
      '"NA"',
    ]
    const rows = [...marks.map((mark) => `${mark},${mark},1`), '1.5,x,2', '2.5,y,3', '3.5,x,4']
    const read = await readContent(`number,label,id\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['number', 'category', 'number'])
    expect(valuesOf(read.table, 'number').slice(marks.length)).toEqual([1.5, 2.5, 3.5])
    const missing = Array<null>(marks.length).fill(null)
    expect(valuesOf(read.table, 'number').slice(0, marks.length)).toEqual(missing)
    expect(valuesOf(read.table, 'label').slice(0, marks.length)).toEqual(missing)
    expect(read.rejectedCount).toBe(0)
  })

  it('keeps words that may be categories', async () => {
    const read = await readContent('a,parking\n1,none\n2,garage\n3,none\n4,na\n5,unknown\n')
    expect(valuesOf(read.table, 'parking')).toEqual(['none', 'garage', 'none', 'na', 'unknown'])
  })

  it('refuses the row of one word among thousands of numbers', async () => {
    const rows = numbers(10_000).map((n) => (n === 9_000 ? `abc,${n}` : `${n}.5,${n}`))
    const read = await readContent(`x,y\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['number', 'number'])
    expect(read.table.rows).toBe(9_999)
    expect(read.rejected).toEqual([
      { line: 9_001, reason: 'In column "x", "abc" is not a number.' },
    ])
    expect(valuesOf(read.table, 'y')).not.toContain(9_000)
  })

  it('takes a column for words where more than one in twenty is one', async () => {
    const rows = numbers(1000).map((n) => (n % 10 === 0 ? `low,${n}` : `${n % 5},${n}`))
    const read = await readContent(`x,y\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['category', 'number'])
    expect(read.rejectedCount).toBe(0)
  })

  it('changes its mind about a column whose words come late', async () => {
    const rows = numbers(60_000).map(
      (n) => `${n < 50_000 ? n % 9 : 'late'},${n},${n < 50_000 ? '' : 'x'}`,
    )
    const read = await readContent(`a,b,c\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['category', 'number', 'category'])
    expect(valuesOf(read.table, 'a')[59_999]).toBe('late')
    expect(valuesOf(read.table, 'c').slice(-1)).toEqual(['x'])
    expect(read.table.rows).toBe(60_000)
  })

  it('keeps zeros before numbers that are names', async () => {
    const rows = numbers(30).map((n) => `${String(n % 10).padStart(3, '0')},${n}`)
    const read = await readContent(`code,y\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['category', 'number'])
    expect(valuesOf(read.table, 'code').slice(0, 2)).toEqual(['001', '002'])
    const late = numbers(60_000).map((n) => `${n === 50_000 ? '007' : n},${n}`)
    expect(typesOf((await readContent(`id,y\n${late.join('\n')}\n`)).table)[0]).toBe('text')
  })

  it('keeps numbers of more digits than a number can hold', async () => {
    const rows = numbers(30).map((n) => `12345678901234567${n},${n}`)
    const read = await readContent(`id,y\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['text', 'number'])
  })

  it('reads percentages, money and bookkeepers’ negatives, and keeps what they are counted in', async () => {
    const rows = numbers(30).map((n) => {
      const last = n % 2 === 0 ? `(${n}.5)` : `${n}`
      return `0x${n % 4},${n % 5}.5%,"$1,00${n % 6}.50",${last},\u2212${n},(${n}),${n}`
    })
    const read = await readContent(`a,b,c,d,e,f,g\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual([
      ...['category', 'number', 'number', 'number', 'number', 'text', 'number'],
    ])
    const first = ['b', 'c', 'd', 'e'].map((name) => valuesOf(read.table, name).slice(0, 2))
    expect(first).toEqual([
      [1.5, 2.5],
      [1001.5, 1002.5],
      [1, -2.5],
      [-1, -2],
    ])
    const units = read.table.columns.map((column) => ('unit' in column ? column.unit : undefined))
    expect(units.slice(0, 4)).toEqual([undefined, '%', '$', undefined])
  })

  it('reads a format that shows late, with the rest', async () => {
    const rows = numbers(60_000).map((n) =>
      n === 50_000 ? `"1,234",5/13/2020` : `${n % 900},1/2/2020`,
    )
    const read = await readContent(`a,day\n${rows.join('\n')}\n`)
    expect(read.rejectedCount).toBe(0)
    expect(valuesOf(read.table, 'a')[49_999]).toBe(1234)
    const other = rows.map((row, index) => (index === 49_999 ? '1,13/5/2020' : row))
    const days = await readContent(`a,day\n${other.join('\n')}\n`)
    expect(days.rejectedCount).toBe(0)
    // One date that can only have the day first says how all are meant.
    expect(valuesOf(days.table, 'day')[0]).toBe('2020-02-01T00:00:00.000Z')
  })

  it('keeps "None" among words', async () => {
    const read = await readContent('n,wall\nNone,None\n1.5,brick\n2.5,None\n--,--\n')
    expect(valuesOf(read.table, 'n')).toEqual([null, 1.5, 2.5, null])
    expect(valuesOf(read.table, 'wall')).toEqual(['None', 'brick', 'None', '--'])
  })

  it('keeps a column in which everything is missing', async () => {
    const read = await readContent('a,b\n1,\n2,NA\n3,?\n')
    expect(valuesOf(read.table, 'b')).toEqual([null, null, null])
  })
})

describe('types', () => {
  it('knows true and false, yes and no, but not 0 and 1', async () => {
    const rows = numbers(12).map((n) => {
      const odd = n % 2 === 1
      return `${odd ? 'TRUE' : 'false'},${odd ? 'Yes' : 'no'},${odd ? '是' : '否'},${n % 2},${n}`
    })
    const read = await readContent(`a,b,c,d,e\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['boolean', 'boolean', 'boolean', 'number', 'number'])
    expect(valuesOf(read.table, 'a').slice(0, 2)).toEqual(['true', 'false'])
    const maybe = rows.map((row, at) => (at === 3 ? `maybe,no,是,0,4` : row))
    const other = await readContent(`a,b,c,d,e\n${maybe.join('\n')}\n`)
    expect(typesOf(other.table)[0]).toBe('category')
    expect(other.rejectedCount).toBe(0)
  })

  it('reads dates in the forms people use', async () => {
    const forms = {
      iso: ['2020-01-31', '2020-02-01', '2020-02-02'],
      slashes: ['2020/01/31', '2020/02/01', '2020/02/02'],
      american: ['1/31/2020', '2/1/2020', '2/2/2020'],
      british: ['31/1/2020', '1/2/2020', '2/2/2020'],
      german: ['31.01.2020', '01.02.2020', '02.02.2020'],
      chinese: ['2020年1月31日', '2020年2月1日', '2020年2月2日'],
      words: ['31 Jan 2020', '1 Feb 2020', '2 Feb 2020'],
      short: ['31-Jan-20', '1-Feb-20', '2-Feb-20'],
    }
    const names = Object.keys(forms)
    const rows = [0, 1, 2].map((row) =>
      Object.values(forms)
        .map((form) => form[row])
        .join(','),
    )
    const { table } = await readContent(`${names.join(',')}\n${rows.join('\n')}\n`)
    const days = ['2020-01-31', '2020-02-01', '2020-02-02'].map((day) => `${day}T00:00:00.000Z`)
    for (const name of names) expect([name, valuesOf(table, name)]).toEqual([name, days])
  })

  it('reads times of day and zones', async () => {
    const cells = ['2020-01-05T10:00:00Z', '2020-01-05T12:00:00+02:00', '2020-01-05 10:00', 'NA']
    const { table } = await readContent(`t,x\n${cells.map((cell) => `${cell},1`).join('\n')}\n`)
    const ten = '2020-01-05T10:00:00.000Z'
    expect(valuesOf(table, 't')).toEqual([ten, ten, ten, null])
  })

  it('refuses the row of a date that is none', async () => {
    const rows = numbers(40).map((n) => `${n === 9 ? '2020-02-30' : '2020-02-03'},${n}`)
    const read = await readContent(`day,x\n${rows.join('\n')}\n`)
    expect(read.rejected).toEqual([
      { line: 10, reason: 'In column "day", "2020-02-30" is not a date like the others.' },
    ])
  })

  it('calls long and ever different strings text', async () => {
    const rows = numbers(50).map((n) => `${'word '.repeat(60)}${n % 2},id-${n},kind ${n % 3}`)
    const read = await readContent(`essay,id,kind\n${rows.join('\n')}\n`)
    expect(typesOf(read.table)).toEqual(['text', 'text', 'category'])
  })

  it('believes the person, and refuses what does not fit', async () => {
    const read = await readContent('a,b,c\n1,0,x\n2,1,y\nz,0,z\n', {
      types: { a: 'number', b: 'boolean', c: 'category' },
    })
    expect(typesOf(read.table)).toEqual(['number', 'boolean', 'category'])
    expect(read.rejected).toEqual([{ line: 4, reason: 'In column "a", "z" is not a number.' }])
    expect(valuesOf(read.table, 'b')).toEqual(['false', 'true'])
    const same = await readContent('a,b\n1,2\n3,4\n', { types: { a: 'category' } })
    expect(valuesOf(same.table, 'a')).toEqual(['1', '3'])
    await expect(readContent('a,b\n1,2\n', { types: { c: 'number' } })).rejects.toMatchObject({
      code: 'bad-table',
      parameters: { reason: 'type' },
    })
  })

  it('keeps formulas as the text they are', async () => {
    const formula = '"=HYPERLINK(""http://example.com"",""x"")"'
    const rows = ['+1+1', '-2+3', '@SUM(A1)', formula, '=1+1'].map((cell, n) => `${cell},${n}`)
    const read = await readContent(`a,b\n${rows.join('\n')}\n${rows.join('\n')}\n`)
    expect(valuesOf(read.table, 'a').slice(0, 5)).toEqual([
      ...['+1+1', '-2+3', '@SUM(A1)', '=HYPERLINK("http://example.com","x")', '=1+1'],
    ])
  })

  it('keeps names that would be SQL as names', async () => {
    const name = `x"); DROP TABLE reject_errors; --`
    const read = await readContent(`"${name.replace('"', '""')}",'c0'\n1,2\n3,4\n`)
    expect(namesOf(read.table)).toEqual([name, "'c0'"])
  })
})
