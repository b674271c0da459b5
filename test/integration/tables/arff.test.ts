import { describe, expect, it } from 'vitest'
import { namesOf, readContent, typesOf, valuesOf } from './support.ts'

/** Thirty rows, so that types are told by more than a value or two. */
const weather = (name = 'weather.arff'): ReturnType<typeof readContent> => {
  const rows = Array.from({ length: 30 }, (_, row) => {
    return `${row % 2 ? 'rainy' : 'sunny'},${60 + row},${row % 3 ? 'yes' : 'no'}`
  })
  const header = [
    '% title',
    '@RELATION weather',
    '',
    '@ATTRIBUTE outlook {sunny,rainy}',
    '@ATTRIBUTE temp NUMERIC',
    '@ATTRIBUTE play {yes,no}',
    '',
    '@DATA',
  ]
  return readContent([...header, ...rows, ''].join('\r\n'), {}, name)
}

describe('ARFF', () => {
  it('is read under any name', async () => {
    for (const name of ['weather.arff', 'weather.csv', 'weather']) {
      const read = await weather(name)
      expect(read).toMatchObject({ format: 'arff', delimiter: null, rejectedCount: 0 })
      expect(namesOf(read.table)).toEqual(['outlook', 'temp', 'play'])
      expect(typesOf(read.table)).toEqual(['category', 'number', 'boolean'])
      expect(read.table.rows).toBe(30)
    }
  })

  it('has quoted names and values, comments, gaps and blanks between values', async () => {
    const { table, rejected } = await readContent(
      [
        "@relation 'a b'",
        "@attribute 'petal length' REAL % in cm",
        "@attribute \"the \\\"kind\\\"\" { big one , 'small, one','it\\'s' }",
        '@attribute class {0, 1}',
        '@attribute when date "yyyy-MM-dd"',
        '@attribute note string',
        '@data',
        "1.5, 'small, one', 0, 2020-01-02, 'a % b'",
        '% a comment',
        '?,big one,1,?,? % another',
        "3\t'it\\'s'\t0\t2020-01-04\tplain",
      ].join('\n'),
    )
    expect(rejected).toEqual([])
    expect(namesOf(table)).toEqual(['petal length', 'the "kind"', 'class', 'when', 'note'])
    expect(typesOf(table).slice(0, 4)).toEqual(['number', 'category', 'category', 'date'])
    expect(valuesOf(table, 'petal length')).toEqual([1.5, null, 3])
    expect(valuesOf(table, 'the "kind"')).toEqual(['small, one', 'big one', "it's"])
    expect(valuesOf(table, 'class')).toEqual(['0', '1', '0'])
    expect(valuesOf(table, 'note')).toEqual(['a % b', null, 'plain'])
  })

  it('has sparse rows, and weights after them', async () => {
    const { table, rejected } = await readContent(
      [
        '@relation s',
        '@attribute a numeric',
        '@attribute b numeric',
        '@attribute k {no,"oh, yes"}',
        '@data',
        '{0 3, 2 "oh, yes"}',
        '{1 2.5}, {5}',
        '{}',
        '{7 1}',
        '1,2,no,{2}',
        '{1 2',
      ].join('\n'),
    )
    expect(valuesOf(table, 'a')).toEqual([3, 0, 0, 1])
    expect(valuesOf(table, 'b')).toEqual([0, 2.5, 0, 2])
    expect(valuesOf(table, 'k')).toEqual(['oh, yes', 'no', 'no', 'no'])
    expect(rejected).toEqual([
      { line: 9, reason: 'The sparse row has a value at place 7 where the table has 3 columns.' },
      { line: 11, reason: 'The sparse row is not made of places and values in braces.' },
    ])
  })

  it('refuses rows by their lines', async () => {
    const { rejected, table } = await readContent(
      '@relation r\n@attribute x real\n@attribute k {a,b}\n@data\n1,a\n2,c\n3\nfour,b\n5,b\n',
    )
    expect(rejected).toEqual([
      { line: 6, reason: 'In column "k", "c" is none of the values that the file declares.' },
      { line: 7, reason: 'The row has 1 value where the table has 2 columns.' },
      { line: 8, reason: 'In column "x", "four" is not a number.' },
    ])
    expect(valuesOf(table, 'x')).toEqual([1, 5])
  })

  it('says what is wrong with a header', async () => {
    const faults: readonly [string, RegExp][] = [
      ['@relation r\n@attribute x\n@data\n1\n', /line 2 .* no type/],
      ['@relation r\n@attribute k {a,b\n@data\na\n', /line 2 .* not closed/],
      ['@relation r\n@attribute bag relational\n@end bag\n', /line 2 .* relation inside/],
      ['@relation r\n@attributes x real\n', /line 2 .* neither/],
      ['@relation r\n@data\n1\n', /line 2 .* no @attribute/],
      ['@relation r\n@attribute x real\n', /without @data/],
    ]
    for (const [text, message] of faults) {
      const read = readContent(text, {}, 'a.arff')
      await expect(read).rejects.toMatchObject({
        code: 'bad-table',
        parameters: { reason: 'arff' },
      })
      await expect(readContent(text)).rejects.toThrow(message)
    }
    await expect(readContent('@relation r\n@attribute x real\n@data\n')).rejects.toMatchObject({
      parameters: { reason: 'no-rows' },
    })
  })

  it('is a text like any other where a person says so', async () => {
    const read = await readContent('@relation a\n1\n2\n3\n', { format: 'csv' })
    expect(read.format).toBe('csv')
  })
})
