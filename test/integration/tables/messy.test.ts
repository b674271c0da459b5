import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LabError } from '#shared/contract/errors.ts'
import type { Column, Table } from '#shared/data/table.ts'
import { summariseTable } from '#shared/data/summary.ts'
import { root } from '#test/support/golden.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'
import { answerOf as lab } from '../support.ts'
import { readContent, readPath, valuesOf } from './support.ts'

const folder = join(root, 'test', 'fixtures', 'messy')

/** What `expected.json` says of a file; what it leaves out is free. */
interface Expected {
  readonly error?: true
  readonly rows?: number
  readonly columns?: readonly { name: string; type?: string; missing?: number }[]
  readonly columnTypes?: readonly string[]
  readonly header?: boolean
  readonly encoding?: string
  readonly rejected?: number
  readonly rejectedLines?: readonly number[]
  readonly distinctNames?: true
  readonly nonFinite?: number
  readonly constantColumns?: readonly string[]
  readonly suggestedTarget?: string
  readonly suggestedTask?: string
  /** Training on it is refused; that is no matter of reading it. */
  readonly trainError?: true
}

/** What `lab inspect --json` prints. */
interface Inspected {
  readonly rows: number
  readonly encoding: string
  readonly header: boolean
  readonly columns: readonly { name: string; type: string; missing: number }[]
  readonly rejected: readonly { line: number; reason: string }[]
  readonly rejectedCount: number
  readonly nonFinite: number
  readonly constantColumns: readonly string[]
  readonly suggestedTarget: string | null
  readonly suggestedTask: string | null
}

const { files } = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as {
  files: Record<string, Expected>
}

describe.each(Object.entries(files))('%s', (name, expected) => {
  if (expected.error) {
    it('is refused in a sentence', async () => {
      const { code, stdout, stderr } = await lab(['inspect', join(folder, name), '--json'])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(new RegExp(`^${name} .*\\.\n$`))
    })
    return
  }

  it('is read as it was meant', async () => {
    const { code, stdout, stderr } = await lab(['inspect', join(folder, name), '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const found = JSON.parse(stdout) as Inspected
    const { columns, columnTypes, rejected, rejectedLines, distinctNames, ...same } = expected
    delete (same as { trainError?: true }).trainError
    expect(found).toMatchObject(same)
    if (columns) expect(found.columns).toMatchObject(columns)
    if (columnTypes) expect(found.columns.map(({ type }) => type)).toEqual(columnTypes)
    if (rejected !== undefined) {
      expect([found.rejected.length, found.rejectedCount]).toEqual([rejected, rejected])
    }
    if (rejectedLines) expect(found.rejected.map(({ line }) => line)).toEqual(rejectedLines)
    if (distinctNames) {
      expect(new Set(found.columns.map((column) => column.name)).size).toBe(found.columns.length)
    }
  })

  it('can be trained on, or says why not', async () => {
    const { table } = await readPath(join(folder, name))
    const { suggestedTarget: target, suggestedTask } = summariseTable(table)
    const usable = table.columns.filter((column) => column.type !== 'text')
    const features = usable.map((column) => column.name).filter((each) => each !== target)
    const spec = specOf({
      dataset: { file: name },
      target: target!,
      features,
      missing: { numbers: 'mean', categories: 'mode', target: 'drop' },
      loss: suggestedTask === 'regression' ? 'meanSquaredError' : 'crossEntropy',
    })
    const begin = () => train(trainerOf(spec, table))
    if (expected.trainError) expect(begin).toThrow(LabError)
    else expect(begin().at(-1)?.step).toBeGreaterThan(0)
  })
})

describe('lab inspect', () => {
  it('prints the same findings as a table for a person', async () => {
    const { code, stdout } = await lab(['inspect', join(folder, 'ragged.csv')])
    expect(code).toBe(0)
    expect(stdout).toContain('37 rows, delimited text, utf-8, delimiter ",", with a header')
    expect(stdout).toContain('line 23: The row has 2 values where the table has 3 columns.')
    expect(stdout).toContain('Suggested target: label (classification)')
  })

  it('prints the keys in the order that is promised, others after them', async () => {
    const { stdout } = await lab(['inspect', join(folder, 'tabs.tsv'), '--json'])
    const keys = Object.keys(JSON.parse(stdout) as object)
    expect(keys.slice(0, 10)).toEqual([
      ...['rows', 'encoding', 'delimiter', 'header', 'columns', 'rejected', 'nonFinite'],
      ...['constantColumns', 'suggestedTarget', 'suggestedTask'],
    ])
    const { columns } = JSON.parse(stdout) as { columns: object[] }
    expect(Object.keys(columns[0]!)).toEqual([
      ...['name', 'type', 'missing', 'distinct', 'min', 'max', 'mean'],
    ])
  })

  it('reads as it is told to', async () => {
    const path = join(folder, 'no-header.csv')
    const words = ['--header', 'yes', '--type', 'b=text', '--delimiter', ',', '--decimal', '.']
    const { code, stdout } = await lab(['inspect', path, '--json', '--encoding', 'utf-8', ...words])
    expect(code).toBe(0)
    const found = JSON.parse(stdout) as Inspected
    expect([found.rows, found.columns.at(-1)]).toMatchObject([39, { name: 'b', type: 'text' }])
  })

  it('says what makes no sense, in a sentence', async () => {
    const file = join(folder, 'tabs.tsv')
    const wrong: readonly (readonly string[])[] = [
      [],
      [file, file],
      [file, '--encoding', 'ebcdic'],
      [file, '--header', 'perhaps'],
      [file, '--type', 'x1'],
      [file, '--type', 'nobody=number'],
      [file, '--delimiter', 'commas'],
      [join(folder, 'nobody.csv')],
      [folder],
    ]
    for (const words of wrong) {
      const { code, stdout, stderr } = await lab(['inspect', ...words])
      expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' })
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/\.\n$/)
    }
  })
})

describe('the tables that ship with the program', () => {
  it('come out of the reader of people’s files as they are', async () => {
    for (const id of ['iris', 'wine', 'breast-cancer', 'diabetes', 'digits']) {
      const path = join(root, 'resources', 'datasets', `${id}.csv`)
      expect((await stat(path)).size).toBeGreaterThan(0)
      const { table, rejectedCount } = await readContent(await readFile(path))
      const known = await readTable(id)
      expect({ id, rows: table.rows, rejectedCount }).toEqual({
        id,
        rows: known.rows,
        rejectedCount: 0,
      })
      const others = (columns: readonly Column[]): readonly Column[] =>
        columns.filter(({ name }) => name !== known.target)
      expect(others(table.columns)).toEqual(others(known.columns))
      // The digits' classes are numbers to whoever is not told.
      const target = (each: Table): string[] => valuesOf(each, known.target).map(String)
      expect(target(table)).toEqual(target(known))
      expect(summariseTable(table).suggestedTarget).toBe(known.target)
    }
  })
})
