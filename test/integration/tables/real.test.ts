import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LabError } from '#shared/contract/errors.ts'
import { summariseTable } from '#shared/data/summary.ts'
import { root } from '#test/support/golden.ts'
import { readPath } from './support.ts'

const folder = join(root, 'test', 'fixtures', 'real')

/** What a column must be; what is left out is free. */
type ExpectedColumn = Readonly<Record<string, string | number>>

/** What `expected.json` says of a file; what it leaves out is free. */
interface Expected {
  readonly error?: true
  readonly rows?: number
  readonly encoding?: string
  readonly delimiter?: string
  readonly header?: boolean
  readonly columns?: readonly ExpectedColumn[]
  readonly rejected?: number
  readonly suggestedTarget?: string
  readonly suggestedTask?: string
}

const { files } = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as {
  files: Record<string, Expected>
}

/** Tables under names that not every file system takes are written where the test runs. */
const strange = 'names/'
const plain = { csv: 'names.csv', parquet: 'parquet-no-extension' } as const

describe('tables as programs and people write them', () => {
  let written: string
  beforeAll(async () => {
    written = await mkdtemp(join(tmpdir(), 'descent-lab-'))
    for (const name of Object.keys(files).filter((each) => each.startsWith(strange))) {
      const path = join(written, name)
      await mkdir(dirname(path), { recursive: true })
      const same = plain[name.endsWith('.csv') ? 'csv' : 'parquet']
      await writeFile(path, await readFile(join(folder, same)))
    }
  })
  afterAll(() => rm(written, { recursive: true }))

  it.each(Object.entries(files))('%s', async (name, expected) => {
    const path = join(name.startsWith(strange) ? written : folder, name)
    if (expected.error) {
      await expect(readPath(path)).rejects.toThrow(LabError)
      return
    }
    const read = await readPath(path)
    const { columns: wanted, rejected, ...same } = expected
    const { rows, columns, suggestedTarget, suggestedTask } = summariseTable(read.table)
    expect({ ...read, rows, suggestedTarget, suggestedTask }).toMatchObject(same)
    if (rejected !== undefined) expect(read.rejectedCount).toBe(rejected)
    if (!wanted) return
    expect(columns).toHaveLength(wanted.length)
    wanted.forEach((column, index) => {
      for (const [key, value] of Object.entries(column)) {
        const found = columns[index]![key as keyof (typeof columns)[number]]
        const where = `${key} of column ${index + 1}`
        if (typeof value === 'string') expect(found, where).toBe(value)
        else {
          const near =
            typeof found === 'number' &&
            Math.abs(found - value) <= 1e-9 * Math.max(1, Math.abs(value))
          expect({ where, found, near }).toEqual({ where, found, near: true })
        }
      }
    })
  })
})
