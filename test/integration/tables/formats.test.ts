import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesOf, readContent, readPath, typesOf, valuesOf } from './support.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Text in UTF-16, whose bytes are swapped for the big-endian kind. */
function utf16(text: string, big: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

/** GB18030's bytes of the few characters that the tests need, as the standard has them. */
const gb: Readonly<Record<string, string>> = {
  长: 'b3a4',
  度: 'b6c8',
  类: 'c0e0',
  别: 'b1f0',
  红: 'baec',
  色: 'c9ab',
  蓝: 'c0b6',
  '，': 'a3ac',
  // Four bytes: outside GBK.
  㐃: '8139ef32',
}

function gb18030(text: string): Buffer {
  return Buffer.concat(
    [...text].map((each) => Buffer.from(gb[each] ?? Buffer.from(each).toString('hex'), 'hex')),
  )
}

describe('encodings', () => {
  it('tells UTF-16 of both orders, with a mark or without', async () => {
    const text = 'x,长度,label\n1,2.5,红\n2,3.5,蓝\n3,4.5,红\n'
    for (const big of [false, true]) {
      for (const mark of [false, true]) {
        const read = await readContent(utf16(text, big, mark))
        expect(read.encoding).toBe(big ? 'utf-16be' : 'utf-16le')
        expect(namesOf(read.table)).toEqual(['x', '长度', 'label'])
        expect(valuesOf(read.table, 'label')).toEqual(['红', '蓝', '红'])
      }
    }
  })

  it('tells Chinese from Western accents without any mark', async () => {
    const chinese = await readContent(gb18030('长度,类别\n1,红色\n2,蓝色\n3,红色\n'))
    expect(chinese.encoding).toBe('gb18030')
    expect(valuesOf(chinese.table, '类别')).toEqual(['红色', '蓝色', '红色'])
    const french = 'ville,régime\nOrléans,été\nNîmes,hiver\nBéziers,été\nSète,été\n'
    const german = 'Größe,Farbe\n1,grün\n2,weiß\n3,grün\n4,Öl auf Äpfel, Übergröße\n'
    for (const text of [french, german]) {
      const read = await readContent(Buffer.from(text, 'latin1'))
      expect(read.encoding).toBe('latin1')
      expect(namesOf(read.table)).toEqual(text.split('\n')[0]!.split(','))
    }
  })

  it('reads characters of four bytes in GB18030', async () => {
    const read = await readContent(gb18030('类别,x\n红㐃,1\n蓝色,2\n红㐃,3\n'))
    expect(valuesOf(read.table, '类别')[0]).toBe('红㐃')
  })

  it('finds the first byte that is no UTF-8 however far on it is', async () => {
    const rows = Array.from({ length: 200_000 }, (_, row) => `${row},plain`)
    const text = `a,b\n${rows.join('\n')}\n7,café\n`
    const read = await readContent(Buffer.from(text, 'latin1'))
    expect(read.encoding).toBe('latin1')
    expect(valuesOf(read.table, 'b').at(-1)).toBe('café')
  })

  it('cuts no character in two where a read ends', async () => {
    // Three bytes each: one of any three places is where 2 ** 20 falls.
    for (const lead of ['', 'a', 'ab']) {
      const text = `${lead}列,x\n${'红'.repeat(500_000)},1\n蓝,2\n`
      const read = await readContent(text)
      expect(read.encoding).toBe('utf-8')
    }
  })

  it('refuses the rows of a UTF-8 file whose bytes are no text', async () => {
    const good = Array.from({ length: 50 }, (_, row) => `${row},${row % 2 ? '红' : '蓝'}\n`).join(
      '',
    )
    const bytes = Buffer.concat([
      Buffer.from(`x,色\n${good}`),
      Buffer.from('50,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n51,红\n'),
    ])
    const read = await readContent(bytes)
    expect(read.encoding).toBe('utf-8')
    expect(read.table.rows).toBe(51)
    expect(read.rejected.map(({ line }) => line)).toEqual([52])
  })

  it('believes the person', async () => {
    const bytes = Buffer.from('a,b\n1,é\n2,è\n3,é\n', 'latin1')
    const read = await readContent(bytes, { encoding: 'latin1' })
    expect(valuesOf(read.table, 'b')).toEqual(['é', 'è', 'é'])
    const gbk = await readContent(gb18030('长度,类别\n1,红\n2,蓝\n3,红\n'), { encoding: 'gbk' })
    expect(gbk.encoding).toBe('gbk')
    expect(namesOf(gbk.table)).toEqual(['长度', '类别'])
  })
})

describe('JSON', () => {
  it('reads records a line, with whatever keys they have', async () => {
    const lines = [
      '{"x": 1, "label": "a"}',
      '{"x": 2.5, "label": "b", "late": true}',
      '',
      '{"label": "a", "late": false, "x": null}',
      '{"x": 4, "label": null}',
    ]
    const read = await readContent(lines.join('\n'), {}, 'table.jsonl')
    expect(read).toMatchObject({ format: 'jsonl', delimiter: null, header: null })
    expect(namesOf(read.table)).toEqual(['x', 'label', 'late'])
    expect(typesOf(read.table)).toEqual(['number', 'category', 'boolean'])
    expect(valuesOf(read.table, 'x')).toEqual([1, 2.5, null, 4])
    expect(valuesOf(read.table, 'late')).toEqual([null, 'true', 'false', null])
  })

  it('refuses what is no record, by its line', async () => {
    const lines = ['{"x": 1}', '{"x": 2', '[1, 2', '7', '"text"', '{"x": 3}', 'null', '{"x": NaN}']
    const read = await readContent(lines.join('\r\n'))
    expect(read.rejected.map(({ line }) => line)).toEqual([2, 3, 4, 5, 7])
    expect(read.rejected[0]!.reason).toMatch(/not JSON/)
    expect(read.rejected[2]!.reason).toBe('The record is neither an object nor a list.')
    expect(valuesOf(read.table, 'x')).toEqual([1, 3, null])
  })

  it('refuses a record by the line on which it begins when a value does not fit', async () => {
    const records = Array.from({ length: 40 }, (_, n) => ({
      x: n === 30 ? 'odd' : n,
      note: 'a\nb',
    }))
    const read = await readContent(JSON.stringify(records, undefined, 1))
    // The list opens on line 1; each record takes four lines.
    expect(read.rejected).toEqual([
      { line: 2 + 30 * 4, reason: 'In column "x", "odd" is not a number.' },
    ])
    expect(read.table.rows).toBe(39)
  })

  it('reads one list of records, on a line or on many', async () => {
    const records = [
      { x: 1, s: 'a, "b"] }' },
      { x: 2, s: 'c' },
      { x: 3, s: 'a, "b"] }' },
    ]
    for (const text of [JSON.stringify(records), JSON.stringify(records, undefined, 2)]) {
      const read = await readContent(text)
      expect(read.format).toBe('jsonl')
      expect(valuesOf(read.table, 'x')).toEqual([1, 2, 3])
      expect(valuesOf(read.table, 's')).toEqual(records.map(({ s }) => s))
    }
  })

  it('reads records over several lines without a list', async () => {
    const text = [1, 2, 3].map((x) => JSON.stringify({ x, y: 'k' }, undefined, 2)).join('\n')
    expect(valuesOf((await readContent(text)).table, 'x')).toEqual([1, 2, 3])
  })

  it('reads a sequence, each record after its mark (RFC 7464)', async () => {
    for (const space of [undefined, 1]) {
      for (const end of ['\n', '\r\n']) {
        const records = [1, 2, 3].map(
          (a) => `\u001e${JSON.stringify({ a, k: 'p' }, null, space)}${end}`,
        )
        const read = await readContent(records.join(''), {}, 'table.json')
        expect(read).toMatchObject({ format: 'jsonl', rejectedCount: 0 })
        expect(valuesOf(read.table, 'a')).toEqual([1, 2, 3])
      }
    }
    // One that was cut off takes no other with it.
    const cut = await readContent('\u001e{"a": 1}\n\u001e{"a":\n\u001e{"a": 3}\n')
    expect(valuesOf(cut.table, 'a')).toEqual([1, 3])
    expect(cut.rejected.map(({ line }) => line)).toEqual([2])
  })

  it('names what is nested by its path, and keeps a list as text', async () => {
    const line = (n: number): string =>
      JSON.stringify({ a: { b: n, c: { d: n * 2 } }, list: [n, n + 1], empty: {} })
    const { table } = await readContent([1, 2, 3].map(line).join('\n'))
    expect(namesOf(table)).toEqual(['a.b', 'a.c.d', 'list', 'empty'])
    expect(valuesOf(table, 'a.c.d')).toEqual([2, 4, 6])
    expect(valuesOf(table, 'list')).toEqual(['[1,2]', '[2,3]', '[3,4]'])
  })

  it('reads rows without names', async () => {
    const { table } = await readContent('[1, 2, "a"]\n[3, 4, "b"]\n[5, 6, "a"]\n')
    expect(namesOf(table)).toEqual(['column1', 'column2', 'column3'])
    expect(valuesOf(table, 'column2')).toEqual([2, 4, 6])
  })

  it('keeps marks of CSV that stand in texts and names', async () => {
    const records = [1, 2, 3].map((n) => ({ '#a,"b"': n, t: '#x,y\n"z"' }))
    const { table } = await readContent(records.map((each) => JSON.stringify(each)).join('\n'))
    expect(namesOf(table)[1]).toBe('t')
    expect(valuesOf(table, 't')).toEqual(Array<string>(3).fill('#x,y\n"z"'))
  })

  it('reads texts that are numbers with commas', async () => {
    const { table } = await readContent('[{"a": 1, "b": "1,5"}, {"a": 2, "b": "2,25"}]')
    expect(valuesOf(table, 'b')).toEqual([1.5, 2.25])
  })

  it('takes names from the first of rows that are lists', async () => {
    for (const text of ['[["x", "k"], [1, "a"], [2, "b"]]', '["x", "k"]\n[1, "a"]\n[2, "b"]\n']) {
      const { table, rejected } = await readContent(text)
      expect(rejected).toEqual([])
      expect(namesOf(table)).toEqual(['x', 'k'])
      expect(valuesOf(table, 'x')).toEqual([1, 2])
    }
  })

  it('keeps whole numbers apart that a float64 would not', async () => {
    const ids = ['9007199254740993', '9007199254740992', '-18446744073709551615']
    const lines = ids.map(
      (id, row) => `{"id": ${id}, "x": 0.1234567890123456, "s": "${row} 1${id}"}`,
    )
    const { table } = await readContent(lines.join('\n'))
    expect(valuesOf(table, 'id')).toEqual(ids)
    expect(valuesOf(table, 'x')[2]).toBe(0.1234567890123456)
    expect(valuesOf(table, 's')[0]).toBe(`0 1${ids[0]!}`)
  })

  it('refuses what holds a table in another form, by what that is', async () => {
    const data = JSON.stringify([1, 2, 3].map((x) => ({ x })))
    const forms: readonly [string, string][] = [
      [`{"meta": {"n": 3}, "data": ${data}}`, 'json-wrapped'],
      [`{\n "meta": {},\n "data":\n ${data}\n}\n`, 'json-wrapped'],
      [`[{"page": 1}, ${data}]`, 'json-wrapped'],
      ['{"a": [1, 2, 3], "k": ["p", "q", "p"]}', 'json-columns'],
      ['{"columns": ["a"], "index": [0, 1], "data": [[1], [2]]}', 'json-split'],
      ['{"a": {"0": 1, "1": 2}, "k": {"0": "p", "1": "q"}}', 'json-keyed'],
      ['{"ada": {"a": 1, "b": 2}, "emmy": {"a": 2}, "grace": {"a": 3, "c": 4}}', 'json-keyed'],
      ['{"a": [1], "b": [3]}', 'json-columns'],
      ['{"2024-01-01": 1, "2024-01-02": 2, "2024-01-03": 3}', 'json-values'],
      ['[1, 2, 3]', 'json-values'],
      ['[\n  1,\n  2\n]\n', 'json-values'],
    ]
    for (const [text, reason] of forms) {
      await expect(readContent(text), text).rejects.toMatchObject({
        code: 'bad-table',
        parameters: { reason },
      })
    }
  })

  it('refuses a record that is nested without end', async () => {
    const deep = `{"x": ${'['.repeat(5000)}${']'.repeat(5000)}}`
    const keys = `{"x": ${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`
    const read = await readContent(`{"x": 1}\n${deep}\n${keys}\n{"x": 2}\n`)
    expect(read.rejected.map(({ line }) => line)).toEqual([2, 3])
    expect(valuesOf(read.table, 'x')).toEqual([1, 2])
  })

  it('refuses what only looks like JSON', async () => {
    for (const text of [`{'a': 1, 'b': 2}\n`, '[{a: 1}, {a: 2}]', '{a: 1}\n{a: 2}\n']) {
      await expect(readContent(text), text).rejects.toThrow(/not JSON/)
    }
  })

  it('says so where there is no record', async () => {
    for (const text of ['{}\n{}\n', '[]', '{"a": 1', '[[], []]']) {
      await expect(readContent(text, {}, 'table.json')).rejects.toMatchObject({ code: 'bad-table' })
    }
  })
})

async function parquet(name: string, select: string): Promise<string> {
  const path = join(folder, name)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return path
}

describe('Parquet', () => {
  it('reads columns as what they say they are', async () => {
    const path = await parquet(
      'types.data',
      `SELECT range::INTEGER AS "an ""int""", (range / 4)::DECIMAL(9, 2) AS price,
         range::HUGEINT AS huge, range::FLOAT AS single, range % 2 = 0 AS even,
         'k' || range % 3 AS kind, DATE '2020-01-31' + range::INTEGER AS day,
         TIMESTAMP '2020-01-01 10:00:00.5' AS at, TIMESTAMPTZ '2020-01-01 10:00:00+02' AS zoned,
         [range, range + 1] AS list, {'a': range} AS struct, TIME '10:00:00' AS clock,
         CASE WHEN range > 1 THEN range END AS holes, '00' || range % 3 AS code
       FROM range(30)`,
    )
    const read = await readPath(path)
    expect(read).toMatchObject({ format: 'parquet', encoding: null, header: null })
    expect(Object.fromEntries(read.table.columns.map(({ name, type }) => [name, type]))).toEqual({
      ...{ 'an "int"': 'number', price: 'number', huge: 'number', single: 'number' },
      ...{ even: 'boolean', kind: 'category', day: 'date', at: 'date', zoned: 'date' },
      ...{ list: 'text', struct: 'text', clock: 'text', holes: 'number', code: 'category' },
    })
    expect(valuesOf(read.table, 'price').slice(0, 3)).toEqual([0, 0.25, 0.5])
    expect(valuesOf(read.table, 'even').slice(0, 2)).toEqual(['true', 'false'])
    expect(valuesOf(read.table, 'day')[1]).toBe('2020-02-01T00:00:00.000Z')
    expect(valuesOf(read.table, 'at')[0]).toBe('2020-01-01T10:00:00.500Z')
    expect(valuesOf(read.table, 'zoned')[0]).toBe('2020-01-01T08:00:00.000Z')
    expect(valuesOf(read.table, 'list')[1]).toBe('[1, 2]')
    expect(valuesOf(read.table, 'holes').slice(0, 3)).toEqual([null, null, 2])
  })

  it('refuses infinite cells and takes NaN for missing', async () => {
    const values = `(VALUES (1.5::DOUBLE), ('inf'), ('-inf'), ('nan'), (NULL)) t(x)`
    const read = await readPath(await parquet('infinite.parquet', `SELECT x FROM ${values}`))
    expect(read.nonFinite).toBe(2)
    expect(valuesOf(read.table, 'x')).toEqual([1.5, null, null, null, null])
  })

  it('is known by its content, and says what is wrong with a damaged one', async () => {
    const path = await parquet('numbers.csv', 'SELECT range AS x FROM range(5000)')
    expect((await readPath(path)).table.rows).toBe(5000)
    const damaged = Buffer.alloc(5000, 'x')
    damaged.write('PAR1')
    damaged.write('PAR1', 4996)
    await expect(readContent(damaged, {}, 'a.parquet')).rejects.toMatchObject({
      code: 'bad-table',
      parameters: { name: 'a.parquet', reason: 'damaged' },
    })
  })

  it('has no rows, or a type that nobody can change', async () => {
    const none = await parquet('none.parquet', 'SELECT 1 AS x WHERE false')
    await expect(readPath(none)).rejects.toMatchObject({ parameters: { reason: 'no-rows' } })
    const path = await parquet('one.parquet', `SELECT 'a' || range % 2 AS x FROM range(10)`)
    await expect(readPath(path, { types: { x: 'number' } })).rejects.toMatchObject({
      parameters: { reason: 'type' },
    })
  })
})
