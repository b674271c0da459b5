import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTableReader } from '#main/tables/reader.ts'
import type { ImportProgress, ReaderLauncher, TableReader } from '#main/tables/types.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import type { ChildProcess } from '#main/process/types.ts'
import { built } from '../support.ts'
import { namesOf, valuesOf } from './support.ts'

let folder: string
let reader: TableReader
let launched: ChildProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const forks = createForkLauncher({ entry: join(await built(), 'tables.js') })
  launched = []
  const launcher: ReaderLauncher = {
    launch() {
      const child = forks.launch()
      launched.push(child)
      return child
    },
  }
  reader = createTableReader({ launcher })
})

afterEach(async () => {
  reader.dispose()
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** What this process has put into the system's folder for temporary files. */
async function scratch(): Promise<string[]> {
  const names = await readdir(tmpdir())
  return names.filter((name) => name.startsWith(`descent-lab-table-${process.pid}-`))
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Rows that take a while. */
function manyRows(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},${row / 7},${row % 11},k${row % 5}`,
  )
  return `a,b,c,label\n${lines.join('\n')}\n`
}

describe('a reader', () => {
  it('reads in a process of its own, which ends and leaves nothing behind', async () => {
    const path = await file('numbers.csv', manyRows(100_000))
    const told: ImportProgress[] = []
    const imported = await reader.read(path, {}, { onProgress: (each) => told.push(each) })
    expect(imported).toMatchObject({ format: 'csv', encoding: 'utf-8', rejectedCount: 0 })
    expect(imported.table).toMatchObject({ name: 'numbers', rows: 100_000, target: '' })
    expect(valuesOf(imported.table, 'b')[70_000]).toBe(10_000)
    expect(imported.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(told.length).toBeGreaterThan(0)
    for (const { bytes, of } of told) {
      expect(of).toBe(imported.bytes)
      expect(bytes).toBeLessThanOrEqual(of)
    }
    expect(launched).toHaveLength(1)
    expect(isAlive(launched[0]!.pid!)).toBe(false)
    expect(await scratch()).toEqual([])
  })

  it('has the checksum that others have of the same bytes', async () => {
    const path = await file('abc.csv', 'abc\n1\n')
    const { stdout } = await promisify(execFile)('sha256sum', [path])
    expect((await reader.read(path)).sha256).toBe(stdout.slice(0, 64))
  })

  it('reads files of any name, and only the one it is given', async () => {
    await file('data1.csv', 'wrong\n1\n')
    const names = ["o'data[1].csv", 'all *.csv', 'what?.csv', '{a,b}.csv', '数据 "x".csv', '-n.csv']
    for (const name of names) {
      const path = await file(name, `x,y\n1,2\n3,4\n5\n`)
      const { table, rejected } = await reader.read(path)
      expect([name, namesOf(table)]).toEqual([name, ['x', 'y']])
      expect(rejected).toHaveLength(1)
    }
    const link = join(folder, 'link.csv')
    await symlink(join(folder, 'data1.csv'), link)
    expect(namesOf((await reader.read(link)).table)).toEqual(['wrong'])
  })

  it('stops when it is told to', async () => {
    const path = await file('long.csv', manyRows(400_000))
    const stopping = new AbortController()
    const reason = new Error('enough')
    const reading = reader.read(
      path,
      {},
      {
        signal: stopping.signal,
        onProgress: () => stopping.abort(reason),
      },
    )
    await expect(reading).rejects.toBe(reason)
    expect(isAlive(launched[0]!.pid!)).toBe(false)
    expect(await scratch()).toEqual([])
    await expect(reader.read(path, {}, { signal: stopping.signal })).rejects.toBe(reason)
    expect(launched).toHaveLength(1)
  })

  it('stops every reading when it is disposed of', async () => {
    const path = await file('long.csv', manyRows(200_000))
    const onProgress = (): void => reader.dispose()
    const readings = [reader.read(path, {}, { onProgress }), reader.read(path)].map((each) =>
      each.catch(String),
    )
    for (const reading of readings) expect(await reading).toMatch(/program is closing/)
    expect(await scratch()).toEqual([])
  })

  it('says that its process ended, and lives on', async () => {
    const path = await file('long.csv', manyRows(200_000))
    const reading = reader.read(path, {}, { onProgress: () => launched[0]!.kill() })
    await expect(reading).rejects.toMatchObject({
      code: 'bad-table',
      parameters: { name: 'long.csv', reason: 'crashed' },
    })
    expect(await scratch()).toEqual([])
    expect((await reader.read(await file('short.csv', 'a\n1\n'))).table.rows).toBe(1)
  })

  it('notices that a file changes while it is read', async () => {
    const path = await file('growing.csv', manyRows(300_000))
    let grown: Promise<void> | undefined
    const reading = reader.read(
      path,
      {},
      {
        onProgress: () => void (grown ??= appendFile(path, '1,2,3,late\n')),
      },
    )
    await expect(reading).rejects.toMatchObject({
      code: 'table-changed',
      parameters: { name: 'growing.csv' },
    })
  })

  it('removes what a killed program has left', async () => {
    // No system gives out such a number.
    const left = join(tmpdir(), 'descent-lab-table-999999999-test')
    await promisify(execFile)('mkdir', ['-p', left])
    // Whose it is, its name does not say: it goes once it is old.
    await utimes(left, 0, 0)
    await reader.read(await file('a.csv', 'a\n1\n'))
    expect(await readdir(tmpdir())).not.toContain('descent-lab-table-999999999-test')
  })
})

describe('a file that is no table', () => {
  const refusal = (path: string): Promise<unknown> =>
    reader.read(path).then(
      () => undefined,
      (error: { code: string; message: string; parameters: object }) => error,
    )

  it('is refused in one sentence that names it', async () => {
    const zip = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(100)])
    const cases: readonly [string, string | Uint8Array, string][] = [
      ['nothing.csv', '', 'empty'],
      ['blank.csv', ' \n\n \n', 'empty'],
      ['mark.csv', '\ufeff', 'empty'],
      ['header.csv', 'a,b\n', 'header-only'],
      ['book.xlsx', zip, 'workbook'],
      ['packed.csv.gz', Buffer.from('1f8b0800000000000003', 'hex'), 'compressed'],
      ['paper.pdf', '%PDF-1.7\n', 'other-format'],
      [
        'noise.csv',
        Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256)),
        'binary',
      ],
      ['short.parquet', 'PAR1PAR1', 'damaged'],
      ['wide.csv', `${'a,'.repeat(20_001)}b\n${'1,'.repeat(20_001)}2\n`, 'too-wide'],
    ]
    for (const [name, content, reason] of cases) {
      expect(await refusal(await file(name, content))).toMatchObject({
        code: 'bad-table',
        parameters: { name, reason },
        message: expect.stringMatching(new RegExp(`^${name} [^\n]*\\.$`)) as string,
      })
    }
  })

  it('may be a folder, a device, or not there', async () => {
    expect(await refusal(folder)).toMatchObject({ parameters: { reason: 'folder' } })
    expect(await refusal('/dev/zero')).toMatchObject({ parameters: { reason: 'unreadable' } })
    expect(await refusal(join(folder, 'none.csv'))).toMatchObject({ code: 'not-found' })
    expect(await refusal(join(folder, 'none', 'none.csv'))).toMatchObject({ code: 'not-found' })
  })
})

describe('a large file', () => {
  it('is cut at the same rows however many read it at once', async () => {
    // 30 MB, so that several threads have a part each; every 200th row is ragged.
    const written = Array.from({ length: 300_000 }, (_, row) => {
      const values = Array.from({ length: 12 }, (__, column) => ((row * 31 + column) % 997) / 8)
      return row % 200 === 100 ? '1,2' : `"${row}",${values.join(',')}`
    })
    const header = ['id', ...Array.from({ length: 12 }, (_, column) => `x${column}`)].join(',')
    const path = await file('ragged.csv', `${header}\n${written.join('\n')}\n`)
    const { table, rejected, rejectedCount } = await reader.read(path)
    expect([table.rows, rejectedCount]).toEqual([298_500, 1500])
    // Row 100 is on line 102: lines count from 1, and the header has the first.
    const lines = Array.from({ length: 1000 }, (_, each) => 102 + 200 * each)
    expect(rejected.map(({ line }) => line)).toEqual(lines)
    const ids = valuesOf(table, 'id') as number[]
    expect(ids.every((id, at) => at === 0 || id > ids[at - 1]!)).toBe(true)
    expect(ids[100]).toBe(101)
  })

  it('may have five thousand columns', async () => {
    const columns = Array.from({ length: 5000 }, (_, column) => `x${column}`)
    const row = (at: number): string =>
      columns.map((_, column) => (at * 5000 + column) / 4).join(',')
    const rows = Array.from({ length: 60 }, (_, at) => row(at))
    const path = await file('wide.csv', `${columns.join(',')}\n${rows.join('\n')}\n`)
    const { table } = await reader.read(path)
    expect([table.rows, table.columns.length]).toEqual([60, 5000])
    expect(valuesOf(table, 'x4999')[59]).toBe((59 * 5000 + 4999) / 4)
  })
})
