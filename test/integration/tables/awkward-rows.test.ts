import { describe, expect, it } from 'vitest'
import { namesOf, numbers, readContent, typesOf, valuesOf } from './support.ts'

describe('delimiters', () => {
  it('reads pipes', async () => {
    const read = await readContent('a|b|c\n1|2.5|x\n3|4.5|y\n5|6.5|x\n')
    expect(read.delimiter).toBe('|')
    expect(typesOf(read.table)).toEqual(['number', 'number', 'category'])
    expect(valuesOf(read.table, 'b')).toEqual([2.5, 4.5, 6.5])
  })

  it('reads semicolons with decimal points', async () => {
    const read = await readContent('a;b;c\n1.5;2.5;x\n3.5;4.5;y\n5.5;6.5;x\n')
    expect(read).toMatchObject({ delimiter: ';', decimal: '.' })
    expect(valuesOf(read.table, 'a')).toEqual([1.5, 3.5, 5.5])
  })

  it('reads a decimal comma that also separates no thousands', async () => {
    const read = await readContent('a;b\n0,125;10,5\n0,250;11,25\n-3,375;12\n')
    expect(read).toMatchObject({ delimiter: ';', decimal: ',' })
    expect(valuesOf(read.table, 'a')).toEqual([0.125, 0.25, -3.375])
    expect(valuesOf(read.table, 'b')).toEqual([10.5, 11.25, 12])
  })

  it('reads the rarer ones where rows are even', async () => {
    for (const mark of ['^', '~', '\u0001', ':']) {
      const text = ['a', 'b', 'c'].join(mark) + '\n' + '1,2,3\n'.replaceAll(',', mark).repeat(5)
      const read = await readContent(text)
      expect({ mark, found: read.delimiter }).toEqual({ mark, found: mark })
      expect(typesOf(read.table)).toEqual(['number', 'number', 'number'])
    }
  })

  it('reads a delimiter that a person names, of two characters too', async () => {
    const read = await readContent('a||b\n1||2|3\n4||5\n', { delimiter: '||' })
    expect(namesOf(read.table)).toEqual(['a', 'b'])
    expect(read.table.rows).toBe(2)
  })

  it('takes one column as one, commas in its prose or not', async () => {
    const read = await readContent('value\n1\n2\n\n4\n')
    expect(read.delimiter).toBeNull()
    expect(valuesOf(read.table, 'value')).toEqual([1, 2, null, 4])
    const prose = await readContent('note\nhello\ngood, morning\nbye, now, then\nyes\nno\n')
    expect(namesOf(prose.table)).toEqual(['note'])
    expect(prose.table.rows).toBe(5)
  })

  it('is not misled by other marks inside values', async () => {
    const rows = ['10:30,a;b,x|y', '11:45,c;d,z|w', '12:00,a;b,x|y']
    const read = await readContent(`time,pair,both\n${rows.join('\n')}\n`)
    expect(read.delimiter).toBe(',')
    expect(namesOf(read.table)).toEqual(['time', 'pair', 'both'])
  })

  it('leaves out the empty column of a delimiter at every line end', async () => {
    const both = await readContent('a,b,\n1,2,\n3,4,\n')
    expect(namesOf(both.table)).toEqual(['a', 'b'])
    expect(both.rejectedCount).toBe(0)
    const rows = await readContent('a,b\n1,2,\n3,4,\n')
    expect(namesOf(rows.table)).toEqual(['a', 'b'])
    expect(valuesOf(rows.table, 'b')).toEqual([2, 4])
  })

  it('keeps that column if something is in it after all', async () => {
    const lines = numbers(20_000).map((n) => `${n},${n % 7},${n === 19_990 ? 'late' : ''}`)
    const read = await readContent(`a,b,\n${lines.join('\n')}\n`)
    expect(namesOf(read.table)).toEqual(['a', 'b', 'column3'])
  })

  it('names the column of row names that a header leaves out', async () => {
    const read = await readContent('x,y\nr1,1,2\nr2,3,4\nr3,5,6\n')
    expect(namesOf(read.table)).toEqual(['column1', 'x', 'y'])
    expect(valuesOf(read.table, 'y')).toEqual([2, 4, 6])
  })
})

describe('lines', () => {
  it('reads carriage returns alone', async () => {
    const read = await readContent('a,b\r1,x\r2,y\r3,x\r')
    expect(valuesOf(read.table, 'a')).toEqual([1, 2, 3])
  })

  it('reads every kind of line end in one file', async () => {
    const read = await readContent('a,b\r\n1,x\n2,y\r3,x\r\n4,"two\nlines"\r\n5')
    expect(valuesOf(read.table, 'a')).toEqual([1, 2, 3, 4])
    expect(read.rejected).toEqual([
      { line: 7, reason: 'The row has 1 value where the table has 2 columns.' },
    ])
  })

  it('counts lines inside quotation marks when it says where a row is', async () => {
    const text = 'a,b\n1,"x\ny\nz"\n\n2\n3,"p ""q""\nr"\nbad,1,2\n4,s\n'
    const read = await readContent(text)
    expect(read.rejected.map(({ line }) => line)).toEqual([6, 9])
    expect(valuesOf(read.table, 'a')).toEqual([1, 3, 4])
  })

  it('passes over titles and remarks above the table', async () => {
    const text = 'Sales of 2020\nDrawn up by hand\n\n# in thousands\na,b\n1,x\n2,y\n3\n'
    const read = await readContent(text)
    expect(namesOf(read.table)).toEqual(['a', 'b'])
    expect(read.table.rows).toBe(2)
    expect(read.rejected.map(({ line }) => line)).toEqual([8])
  })

  it('takes a remark that names the columns as the header', async () => {
    const read = await readContent('#x,y\n1,2\n3,4\n')
    expect(namesOf(read.table)).toEqual(['x', 'y'])
    expect(read.table.rows).toBe(2)
  })

  it('says how much a quotation mark that is never closed has taken', async () => {
    const rows = numbers(30).map((n) => `${n},${n === 20 ? '"open' : '"a"'}`)
    const read = await readContent(`a,b\n${rows.join('\n')}\n`)
    expect(read.rejected[0]!.line).toBe(21)
    expect(read.rejected[0]!.reason).toMatch(/quotation mark .* not closed/)
    expect(read.table.rows + read.rejectedCount).toBeLessThanOrEqual(30)
  })

  it('reads quotation marks inside quoted values, and inches outside', async () => {
    const read = await readContent('a,b\n"say ""hi""",1\n5" pipe,2\n"a, b",3\n', {
      types: { a: 'category' },
    })
    expect(valuesOf(read.table, 'a')).toEqual(['say "hi"', '5" pipe', 'a, b'])
  })

  it('reads values in single quotation marks, and escapes by backslash', async () => {
    const single = await readContent("a,b\n'x, y',1\n'z',2\n'x, y',3\n")
    expect(valuesOf(single.table, 'a')).toEqual(['x, y', 'z', 'x, y'])
    const escaped = await readContent('a,b\n"x \\"y\\"",1\n"z",2\n"z",3\n')
    expect(valuesOf(escaped.table, 'a')).toEqual(['x "y"', 'z', 'z'])
  })

  it('reads white space around values as none', async () => {
    const read = await readContent('a , b, label\n 1, 2.5 , x\n2 ,3.5, x \n 3, NA ,y\n')
    expect(namesOf(read.table)).toEqual(['a', 'b', 'label'])
    expect(valuesOf(read.table, 'b')).toEqual([2.5, 3.5, null])
    expect(valuesOf(read.table, 'label')).toEqual(['x', 'x', 'y'])
  })

  it('reads a field of 3 MB, and a row of 5 MB', async () => {
    const read = await readContent(`a,b\n1,${'x'.repeat(3e6)}\n2,"${'long\n'.repeat(1e6)}"\n3,z\n`)
    expect(valuesOf(read.table, 'a')).toEqual([1, 2, 3])
    expect(read.rejectedCount).toBe(0)
    expect(typesOf(read.table)).toEqual(['number', 'text'])
  })

  it('refuses rows with bytes of value zero', async () => {
    const rows = numbers(40).map((n) => (n === 7 ? `${n},x\0y` : `${n},xy`))
    const read = await readContent(`a,b\n${rows.join('\n')}\n`)
    expect(read.table.rows).toBe(39)
    expect(read.rejected).toHaveLength(1)
    expect(read.rejected[0]!.line).toBe(8)
    expect(read.rejected[0]!.reason).toContain('\\x00')
  })
})

describe('headers', () => {
  it('names what is nameless and tells apart what is named alike', async () => {
    const read = await readContent('x,,x,x_2,\n1,2,3,4,5\n6,7,8,9,10\n')
    expect(namesOf(read.table)).toEqual(['x', 'column2', 'x_3', 'x_2', 'column5'])
  })

  it('takes words over words as a header, unless they come again below', async () => {
    const header = await readContent('name,city\nAda,London\nEmmy,Erlangen\nSofia,Stockholm\n')
    expect(header.header).toBe(true)
    const none = await readContent('red,small\nblue,small\nred,large\nblue,small\nred,large\n')
    expect(none).toMatchObject({ header: false })
    expect(none.table.rows).toBe(5)
  })

  it('takes years over numbers as a header', async () => {
    const read = await readContent('country,2018,2019,2020\nA,1.5,2.5,3.5\nB,4.5,5.5,6.5\n')
    expect(namesOf(read.table)).toEqual(['country', '2018', '2019', '2020'])
  })

  it('believes the person', async () => {
    const read = await readContent('a,b\n1,2\n', { header: false })
    expect(read.table.rows).toBe(2)
    const first = await readContent('1,2\n3,4\n', { header: true })
    expect(namesOf(first.table)).toEqual(['1', '2'])
  })

  it('reads a single row', async () => {
    const read = await readContent('a,b,label\n1,2,x\n')
    expect(typesOf(read.table)).toEqual(['number', 'number', 'category'])
    const bare = await readContent('1,2,x')
    expect(bare).toMatchObject({ header: false })
    expect(bare.table.rows).toBe(1)
  })

  it('says that there are no rows below a header, whatever ends its line', async () => {
    for (const text of ['a,b,c\r\n', 'a,b,c', 'a;b;c\n\n\n', '\ufeffa,b\r\n']) {
      await expect(readContent(text)).rejects.toMatchObject({
        code: 'bad-table',
        parameters: { reason: 'header-only' },
      })
    }
  })
})
