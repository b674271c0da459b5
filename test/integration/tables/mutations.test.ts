import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LabError } from '#shared/contract/errors.ts'
import { createRandom } from '#shared/math/random.ts'
import { mutated } from '#test/support/mutate.ts'
import { cases } from '#test/support/thorough.ts'
import { readContent } from './support.ts'

/** What a damaged file may be refused with: nothing that calls it the program's mistake. */
const refusals = ['bad-table']

/** On one line, of nothing that a terminal would obey. */
const sentence = /^[^\p{Cc}]+[.)]$/u

const count = cases(7, 600)
const limit = cases(120_000, 3_600_000)

/** Reads so many damaged copies. @returns how often each ended as it did */
async function readDamaged(bytes: Uint8Array, name: string, seed: number): Promise<string[]> {
  const random = createRandom(seed, 'noise')
  const ends: string[] = []
  for (let each = 0; each < count; each++) {
    const damaged = mutated(bytes, random)
    try {
      const { table, rejected } = await readContent(damaged, {}, name)
      for (const { reason } of rejected) expect(reason).toMatch(sentence)
      expect(table.rows).toBeGreaterThan(0)
      ends.push('table')
    } catch (error) {
      const known = error instanceof LabError && refusals.includes(error.code)
      if (!known) throw new Error(`damaged copy ${each} of ${name}`, { cause: error })
      expect(error.message).toMatch(sentence)
      ends.push('refused')
    }
  }
  return ends
}

describe('damaged Parquet', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each(['snappy', 'zstd', 'uncompressed'])(
    'of codec %s is a table or refused',
    async (codec) => {
      const path = join(folder, `${codec}.parquet`)
      const instance = await DuckDBInstance.create(':memory:')
      const connection = await instance.connect()
      await connection.run(`COPY (
      SELECT range AS whole, range / 7 AS part, 9007199254740993 + range AS id,
        'k' || range % 3 AS kind, DATE '2020-01-31' + range::INTEGER AS day,
        [range] AS list, {'a': range} AS struct, CASE WHEN range > 3 THEN range % 2 = 0 END AS even,
        (range / 4)::DECIMAL(9, 2) AS price
      FROM range(60)) TO '${path}' (FORMAT parquet, COMPRESSION ${codec})`)
      connection.closeSync()
      instance.closeSync()
      const ends = await readDamaged(await readFile(path), 'damaged.parquet', codec.length)
      expect(ends).toContain('refused')
    },
  )
})

const records = Array.from({ length: 40 }, (_, row) => ({
  x: row / 3,
  id: `a${row}`,
  kind: row % 2 ? 'p, "q"' : 'r\n',
  even: row % 2 === 0,
  pos: { at: [row, row + 1], deep: { n: row } },
}))

const forms: readonly [string, string][] = [
  ['list.json', JSON.stringify(records)],
  ['pretty.json', JSON.stringify(records, undefined, 2)],
  ['lines.jsonl', records.map((record) => JSON.stringify(record)).join('\n')],
  ['rows.json', JSON.stringify(records.map(({ x, id, even }) => [x, id, even]))],
  ['columns.json', JSON.stringify({ x: records.map(({ x }) => x) })],
  [
    'table.arff',
    `@relation r\n@attribute x real\n@attribute 'k k' {a,'b, c'}\n@data\n${"1.5,'b, c'\n?,a\n{0 2}\n".repeat(13)}`,
  ],
]

describe('damaged records', () => {
  it.each(forms)(
    'of %s are a table or refused',
    async (name, text) => {
      await readDamaged(Buffer.from(text), name, text.length)
    },
    limit,
  )
})
