import { parseSpec } from '#shared/experiment/spec.ts'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTables, type Tables, type TablesOptions } from '#main/lab/tables.ts'
import type { TableReader } from '#main/tables/types.ts'
import { generators } from '#shared/data/generators/index.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { readerHere } from '../support.ts'
import { iris, openLab } from './support.ts'

let folder: string
let reader: TableReader
let tables: Tables
/** Files that were really read, in order. */
let readings: string[]
let progress: [string, number, number][]

async function openTables(options: Partial<TablesOptions> = {}): Promise<Tables> {
  const real = readerHere()
  reader = {
    read(path, read, hooks) {
      readings.push(path)
      return real.read(path, read, hooks)
    },
    toParquet: (table, columns) => real.toParquet(table, columns),
    dispose: () => real.dispose(),
  }
  return createTables({
    dataFolder: join(folder, 'data'),
    reader,
    onProgress: (...told) => progress.push(told),
    ...options,
  })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  readings = []
  progress = []
  tables = await openTables()
})

afterEach(async () => {
  reader.dispose()
  await rm(folder, { recursive: true })
})

const flowers = (rows: number, kind = 'rose'): string =>
  ['size,weight,kind', ...Array.from({ length: rows }, (_, row) => flower(row, kind)), ''].join(
    '\n',
  )
const flower = (row: number, kind: string): string =>
  `${(row % 7) + row / 100},${row % 11 === 5 ? '' : row % 5},${row % 2 === 0 ? kind : 'lily'}`

async function fileOf(name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The sources of all files on the list, with their states. */
async function listed(of: Tables = tables): Promise<[string, string][]> {
  return (await of.list())
    .filter(({ kind }) => kind === 'file')
    .map(({ name, state }) => [name, state])
}

describe('a file that was given to the page', () => {
  it('is opened, summed up and remembered with its fingerprint', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    const source = tables.admit(path)
    expect(source).toEqual({ file: path, read: {} })
    const summary = await tables.open(source)
    expect(summary).toMatchObject({
      source: {
        file: path,
        sha256: hash(flowers(40)),
        read: { format: 'csv', encoding: 'utf-8', delimiter: ',', decimal: '.', header: true },
      },
      name: 'flowers.csv',
      rows: 40,
      bytes: flowers(40).length,
      suggestedTarget: 'kind',
      suggestedTask: 'classification',
      rejectedCount: 0,
    })
    // Rows 5, 16, 27 and 38 have no weight.
    expect(summary.columns.map(({ name, missing }) => [name, missing])).toEqual([
      ['size', 0],
      ['weight', 4],
      ['kind', 0],
    ])
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
    const stored = JSON.parse(await readFile(join(folder, 'data', 'tables.json'), 'utf8')) as {
      files: object[]
    }
    expect(stored.files).toMatchObject([{ path, sha256: hash(flowers(40)), read: {} }])
  })

  it('can be opened again after the program was', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    await tables.open(tables.admit(path))
    const later = await openTables()
    expect(await listed(later)).toEqual([['flowers.csv', 'ready']])
    expect((await later.open({ file: path, read: {} })).rows).toBe(40)
  })

  it('is read once, however often it is looked at', async () => {
    const source = tables.admit(await fileOf('flowers.csv', flowers(40)))
    const [summary] = await Promise.all([tables.open(source), tables.open(source)])
    await tables.relate(summary.source, 'kind', 'classification')
    const { table } = await tables.read(summary.source, true)
    expect([table.rows, table.target]).toEqual([40, 'kind'])
    expect(readings).toHaveLength(1)
    // Another way of reading is another reading.
    const apart = await tables.open({ ...source, read: { delimiter: ';' } } as DatasetSource)
    expect(apart.columns).toHaveLength(1)
    expect(readings).toHaveLength(2)
  })

  it('is read again where memory held too much', async () => {
    tables = await openTables({ most: 1000 })
    const small = tables.admit(await fileOf('small.csv', flowers(20)))
    const large = tables.admit(await fileOf('large.csv', flowers(100)))
    for (const source of [small, small, large, small]) await tables.open(source)
    // 20 rows of 20 bytes fit beside nothing of 100 rows of 20 bytes.
    expect(readings.map((path) => path.slice(folder.length + 1))).toEqual([
      'small.csv',
      'large.csv',
      'small.csv',
    ])
  })

  it('reports how far its reading is', async () => {
    const text = flowers(100_000)
    const path = await fileOf('flowers.csv', text)
    await tables.open(tables.admit(path))
    const done = progress.map(([, bytes]) => bytes)
    expect(done).not.toEqual([])
    // By the path: files of one name may be read at the same time.
    expect(progress.every(([read, , total]) => read === path && total === text.length)).toBe(true)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(done.every((bytes) => bytes >= 0 && bytes <= text.length)).toBe(true)
  })

  it('can be given up while it is read', async () => {
    expect(tables.cancel()).toBe(false)
    const source = tables.admit(await fileOf('flowers.csv', flowers(150_000)))
    const opened = tables.open(source)
    await expect.poll(() => readings.length).toBe(1)
    expect(tables.cancel()).toBe(true)
    await expect(opened).rejects.toMatchObject({ code: 'wrong-phase' })
    expect(await listed()).toEqual([])
    // Nothing stands in the way of another try.
    expect((await tables.open(source)).rows).toBe(150_000)
  })

  it('leaves the list when it is forgotten, and may be wanted back', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    const { source } = await tables.open(tables.admit(path))
    await tables.forget(source)
    expect(await listed()).toEqual([])
    await tables.open(source)
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
  })

  it('is refused with a reason where it is no table', async () => {
    for (const [name, text] of [
      ['empty.csv', ''],
      ['header.csv', 'a,b,c\n'],
    ] as const) {
      const source = tables.admit(await fileOf(name, text))
      await expect(tables.open(source), name).rejects.toMatchObject({ code: 'bad-table' })
    }
    await mkdir(join(folder, 'folder.csv'))
    await expect(tables.open(tables.admit(join(folder, 'folder.csv')))).rejects.toMatchObject({
      code: 'bad-table',
    })
    expect(await listed()).toEqual([])
  })
})

describe('a file that the page names by itself', () => {
  it('is not opened, not related and not raced on', async () => {
    const path = await fileOf('secret.csv', flowers(40))
    const source = { file: path, read: {} }
    const refused = { code: 'not-found', parameters: { name: 'secret.csv' } }
    await expect(tables.open(source)).rejects.toMatchObject(refused)
    await expect(tables.relate(source, 'kind', 'classification')).rejects.toMatchObject(refused)
    await expect(tables.read(source, true)).rejects.toMatchObject(refused)
    await expect(tables.open({ file: '/etc/passwd', read: {} })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(readings).toEqual([])
  })

  it('is not to be had by forgetting it', async () => {
    const path = await fileOf('secret.csv', flowers(40))
    await tables.forget({ file: path, read: {} })
    await expect(tables.open({ file: path, read: {} })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is not to be had by climbing out of one that was given', async () => {
    const given = await fileOf('given.csv', flowers(40))
    await fileOf('secret.csv', flowers(40))
    await tables.open(tables.admit(given))
    const climbing = { file: join(folder, 'given.csv') + '/../secret.csv', read: {} }
    await expect(tables.open(climbing)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a file that changes or goes after it was opened', () => {
  it('that changed is said to have, refused to a race, and read anew when it is opened', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    const { source } = await tables.open(tables.admit(path))
    await writeFile(path, flowers(50))
    expect(await listed()).toEqual([['flowers.csv', 'changed']])
    const changed = { code: 'table-changed', parameters: { name: 'flowers.csv', path } }
    await expect(tables.read(source, true)).rejects.toMatchObject(changed)
    await expect(tables.relate(source, 'kind', 'classification')).rejects.toMatchObject(changed)
    const again = await tables.open(source)
    expect(again).toMatchObject({ rows: 50, source: { sha256: hash(flowers(50)) } })
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
    expect((await tables.read(again.source, false)).table.rows).toBe(50)
  })

  it('that changed to another text of the same length is noticed too', async () => {
    const path = await fileOf('flowers.csv', flowers(40, 'rose'))
    const { source } = await tables.open(tables.admit(path))
    await writeFile(path, flowers(40, 'iris'))
    expect(await listed()).toEqual([['flowers.csv', 'changed']])
    await expect(tables.read(source, false)).rejects.toMatchObject({ code: 'table-changed' })
  })

  it('that was merely touched is the same', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    const { source } = await tables.open(tables.admit(path))
    await utimes(path, new Date(), new Date(Date.now() + 60_000))
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
    expect((await tables.read(source, false)).table.rows).toBe(40)
    expect(readings).toHaveLength(1)
  })

  it('that is gone is missing until it is back', async () => {
    const path = await fileOf('flowers.csv', flowers(40))
    const { source } = await tables.open(tables.admit(path))
    await rename(path, `${path}.away`)
    expect(await listed()).toEqual([['flowers.csv', 'missing']])
    const missing = { code: 'table-missing', parameters: { name: 'flowers.csv', path } }
    await expect(tables.open(source)).rejects.toMatchObject(missing)
    await expect(tables.read(source, false)).rejects.toMatchObject(missing)
    await rename(`${path}.away`, path)
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
    expect((await tables.read(source, false)).table.rows).toBe(40)
  })
})

describe('the program’s own tables', () => {
  it('come first on the list, and open with their own target', async () => {
    const list = await tables.list()
    expect(list.map(({ kind }) => kind)).toEqual([
      ...new Array<string>(5).fill('builtin'),
      ...new Array<string>(generators.length).fill('generator'),
    ])
    for (const { source, name } of list) {
      const summary = await tables.open(source)
      const { table } = await tables.read(source, true)
      expect(summary).toMatchObject({
        suggestedTarget: table.target,
        rows: table.rows,
        bytes: null,
      })
      expect(summary.name, name).not.toBe('')
    }
    expect(await tables.open({ builtin: 'diabetes' })).toMatchObject({
      suggestedTarget: 'progression',
      suggestedTask: 'regression',
    })
    expect(await tables.open({ builtin: 'digits' })).toMatchObject({
      suggestedTask: 'classification',
    })
  })

  it('come with their settings filled in', async () => {
    const { source, rows } = await tables.open({ generator: 'moons', settings: { rows: 30 } })
    expect(rows).toBe(30)
    expect(source).toEqual({ generator: 'moons', settings: { rows: 30, noise: 0.1, seed: 0 } })
    await expect(tables.open({ generator: 'moons', settings: { rows: 1 } })).rejects.toMatchObject({
      code: 'bad-spec',
      details: [expect.stringMatching(/settings.rows/)],
    })
  })
})

describe('the list of files', () => {
  it('is set aside where it cannot be understood', async () => {
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'tables.json'), '{"version": 7}')
    expect(await listed()).toEqual([])
    await tables.open(tables.admit(await fileOf('flowers.csv', flowers(40))))
    expect(await listed()).toEqual([['flowers.csv', 'ready']])
    expect(await readFile(join(folder, 'data', 'tables.json.damaged'), 'utf8')).toBe(
      '{"version": 7}',
    )
  })

  it('has the file opened last at its head', async () => {
    const sources = []
    for (const name of ['a.csv', 'b.csv', 'c.csv']) {
      sources.push(tables.admit(await fileOf(name, flowers(20))))
    }
    for (const source of [...sources, sources[1]!]) await tables.open(source)
    expect((await listed()).map(([name]) => name)).toEqual(['b.csv', 'c.csv', 'a.csv'])
  })
})

describe('a file that the page sends', () => {
  it('is opened like one that lies here', async () => {
    const source = await tables.receive('花.csv', 0, Readable.from([flowers(40)]))
    expect(await tables.open(source)).toMatchObject({ name: '花.csv', rows: 40 })
    await tables.sweep()
    expect(await listed()).toEqual([['花.csv', 'ready']])
  })

  it('is refused before it comes, where it says that it is too large', async () => {
    const body = Readable.from(['x'])
    await expect(tables.receive('a.csv', 2 ** 40, body)).rejects.toMatchObject({
      code: 'file-too-large',
    })
  })
})

describe('a race on a file', () => {
  it('runs, and its record holds the fingerprint of what it ran on', async () => {
    const path = await fileOf('flowers.csv', flowers(60))
    const { source } = await tables.open(tables.admit(path))
    const lab = await openLab({ readTable: tables.read })
    try {
      const spec = iris({
        dataset: { file: path },
        missing: { numbers: 'median' },
        scaling: { kind: 'standard' },
        budget: { epochs: 1 },
      })
      const race = await lab.races.start(spec)
      await race.whenEnded()
      expect(race.status().phase).toBe('finished')
      const shape = race.race().shape
      expect(shape).toMatchObject({ trainRows: 48, droppedRows: 0, classNames: ['rose', 'lily'] })
      const text = await readFile(join(race.folder, 'spec.json'), 'utf8')
      const recorded = parseSpec(JSON.parse(text))
      // The types of its columns are written down as they were found.
      const types = { kind: 'category', size: 'number', weight: 'number' }
      expect(recorded.dataset).toMatchObject(source)
      expect(recorded.dataset).toMatchObject({ read: { types } })
      // What was recorded no longer starts when the file is another.
      await writeFile(path, flowers(61))
      await expect(lab.races.start(recorded)).rejects.toMatchObject({ code: 'table-changed' })
    } finally {
      await lab.close()
    }
  })
})
