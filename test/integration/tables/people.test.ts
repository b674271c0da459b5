import { describe, expect, it } from 'vitest'
import { encodeText } from '#test/support/encode-text.ts'
import { aligned } from './people/aligned.ts'
import { lines, type Case } from './people/case.ts'
import { delimiters } from './people/delimiters.ts'
import { encoded, shifted, signs, zeros } from './people/encodings.ts'
import { layouts } from './people/layouts.ts'
import { notRows, printed } from './people/printed.ts'
import { values } from './people/values.ts'
import { cellsOf, namesOf, readContent, valuesOf } from './support.ts'

describe.each([
  ['delimiters', delimiters],
  ['columns that blanks align', aligned],
  ['tables printed for people', printed],
  ['values', values],
  ['what is around the rows', layouts],
  ['encodings', encoded],
  ['signs', signs],
  ['zeros in UTF-16', zeros],
] as const)('%s', (_, all) => {
  it.each(all as Case[])('%s', async (_what, content, wanted) => {
    const { columns, first, last, rejected, rows, ...dialect } = wanted
    const read = await readContent(content)
    const found = read.table.columns.map((column) => {
      const unit = 'unit' in column && column.unit !== undefined ? ` [${column.unit}]` : ''
      return `${column.name}:${column.type}${unit}`
    })
    expect({ columns: found, rows: read.table.rows }).toEqual({ columns, rows })
    expect(read).toMatchObject(dialect)
    const cells = read.table.columns.map(cellsOf)
    if (first) expect(cells.map((column) => column[0])).toEqual(first)
    if (last) expect(cells.map((column) => column.at(-1))).toEqual(last)
    if (rejected !== undefined) expect(read.rejectedCount).toBe(rejected)
  })
})

describe('tables printed for people, of which no rows can be made', () => {
  it.each(notRows)('%s', async (_what, text, reason) => {
    await expect(readContent(text)).rejects.toMatchObject({
      code: 'bad-table',
      parameters: { reason },
    })
  })
})

describe('a file of UTF-16 with a byte too many or too few', () => {
  it('is refused, in whichever form its rows are', async () => {
    const damaged = { code: 'bad-table', parameters: { reason: 'damaged' } }
    for (const content of shifted) {
      await expect(readContent(content)).rejects.toMatchObject(damaged)
      const [name, json] = [
        'table.jsonl',
        Buffer.from('\ufeff{"a": 1}\n{"a": 2}\n{"a": 3}\n', 'utf16le'),
      ]
      const late = Buffer.concat([json.subarray(0, 25), Buffer.alloc(1), json.subarray(25)])
      await expect(readContent(late, {}, name)).rejects.toMatchObject(damaged)
    }
  })
})

describe('what a person says', () => {
  it('is believed of the encoding', async () => {
    const bytes = encodeText(lines('a;б', '1;ж', '2;ш', '3;ж'), 'ibm866')
    const read = await readContent(bytes, { encoding: 'ibm866' })
    expect(namesOf(read.table)).toEqual(['a', 'б'])
    expect(valuesOf(read.table, 'б')).toEqual(['ж', 'ш', 'ж'])
  })

  it('is believed of a delimiter, the one that is found read alike again', async () => {
    const text = ' 1.5   2  a\n 2.5  10  b\n10.5   3  a\n'
    const found = await readContent(text)
    const again = await readContent(text, {
      delimiter: found.delimiter!,
      header: false,
      decimal: '.',
    })
    expect(again.table).toEqual(found.table)
    const other = await readContent('a;b\n1,5;2,5\n', { delimiter: ',' })
    expect(other.delimiter).toBe(',')
  })
})
