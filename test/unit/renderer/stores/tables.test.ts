// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reread, undoTime, useTables } from '#renderer/stores/tables.ts'
import { LabError } from '#shared/contract/errors.ts'
import { withApp } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'
import { column, table } from '../views/data/fixtures.ts'

const small = (name: string) => ({
  ...table(column('x', [1, 2, 3, 4]), column('y', ['a', 'b', 'a', 'b'])),
  name,
})

function start() {
  const bridge = new TestLaboratory()
  for (const name of ['one.csv', 'two.csv']) {
    bridge.tables.files.set(`/files/${name}`, { table: small(name), state: 'ready' })
  }
  const { value: tables } = withApp(useTables, bridge)
  return { bridge, tables }
}
const one = { file: '/files/one.csv', read: {} }
const two = { file: '/files/two.csv', read: {} }

describe('how a file is read anew', () => {
  it('forgets what was found by reading it the old way', () => {
    const found = {
      format: 'csv',
      encoding: 'gb18030',
      delimiter: ';',
      decimal: ',',
      header: true,
      types: { 长度: 'number' },
    } as const
    expect(reread(found, { encoding: 'latin1' })).toEqual({ format: 'csv', encoding: 'latin1' })
    expect(reread(found, { decimal: '.' })).toEqual({ ...found, decimal: '.', types: undefined })
    expect(reread(found, { types: { 长度: 'category' } })).toEqual({
      ...found,
      types: { 长度: 'category' },
    })
  })
})

describe('the tables of the page', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('opens one, and asks for it as it is now', async () => {
    const { bridge, tables } = start()
    await tables.list()
    await tables.open({ ...one, sha256: 'b'.repeat(64) })
    expect(bridge.tables.opened).toEqual([one])
    expect(tables.summary).toMatchObject({ name: 'one.csv', rows: 4 })
    // From then on it is the file that was read.
    expect(tables.source).toMatchObject({ file: one.file, sha256: 'a'.repeat(64) })
    expect([tables.state, tables.reading, tables.failure]).toEqual(['ready', undefined, undefined])
  })

  it('an answer that a later choice has overtaken says nothing', async () => {
    const { tables } = start()
    const slow = tables.open(one)
    await tables.open(two)
    await slow
    expect(tables.summary?.name).toBe('two.csv')
  })

  it('shows how far it is, and can be told to give up', async () => {
    const { bridge, tables } = start()
    await tables.open(one)
    const reading = tables.open(two)
    expect(tables.reading).toMatchObject({ name: 'two.csv', done: 0, total: 0 })
    bridge.tell({ kind: 'table', name: 'two.csv', done: 10, total: 40 })
    expect(tables.reading).toMatchObject({ done: 10, total: 40 })
    await tables.cancel()
    await reading
    expect(bridge.calls).toContain('cancelTable')
    expect(tables.summary?.name).toBe('one.csv')
    expect(tables.source).toMatchObject({ file: one.file })
    expect(tables.reading).toBeUndefined()
  })

  it('an override that cannot be read leaves the view as it was', async () => {
    const { bridge, tables } = start()
    await tables.open(one)
    const before = tables.summary
    bridge.failing.set('openTable', new LabError('bad-table', 'one.csv cannot be read.'))
    await tables.change(one, { encoding: 'utf-16le' })
    expect(tables.summary).toBe(before)
    expect(tables.source).toBe(before?.source)
    expect(tables.failure).toMatchObject({ name: 'one.csv', error: { code: 'bad-table' } })
    await tables.change(one, { encoding: 'latin1' })
    expect(tables.failure).toBeUndefined()
    expect(bridge.tables.opened.at(-1)).toEqual({ ...one, read: { encoding: 'latin1' } })
  })

  it('another table that cannot be read leaves no view of the one before, and can be tried again', async () => {
    const { bridge, tables } = start()
    await tables.open(one)
    bridge.tables.files.get(two.file)!.state = 'missing'
    await tables.open(two)
    expect(tables.summary).toBeUndefined()
    expect(tables.failure).toMatchObject({ name: 'two.csv', error: { code: 'table-missing' } })
    bridge.tables.files.get(two.file)!.state = 'ready'
    tables.failure?.again()
    await vi.waitFor(() => expect(tables.summary?.name).toBe('two.csv'), 60_000)
  })

  it('a file that changes on the disk is noticed', async () => {
    const { bridge, tables } = start()
    await tables.open(one)
    bridge.tables.files.get(one.file)!.state = 'changed'
    await tables.list()
    expect(tables.state).toBe('changed')
    await tables.open(tables.summary!.source)
    expect(tables.state).toBe('ready')
  })

  it('a dropped file is opened; one that the shell does not take is said', async () => {
    const { bridge, tables } = start()
    await tables.openFile(new File(['x'], 'one.csv'))
    expect(tables.summary?.name).toBe('one.csv')
    bridge.failing.set('openFile', new LabError('bad-table', 'three.csv is a folder.'))
    await tables.openFile(new File(['x'], 'three.csv'))
    expect(tables.failure?.name).toBe('three.csv')
    // The shell said no before anything was read: the table before is still open.
    expect(tables.summary?.name).toBe('one.csv')
  })

  it('a forgotten table comes back, or is forgotten for good', async () => {
    const { bridge, tables } = start()
    await tables.list()
    const files = (): string[] =>
      tables.datasets.filter(({ kind }) => kind === 'file').map(({ name }) => name)
    tables.forget(tables.datasets.find(({ name }) => name === 'one.csv')!)
    expect(files()).toEqual(['two.csv'])
    tables.restore()
    vi.advanceTimersByTime(undoTime)
    expect(files()).toEqual(['one.csv', 'two.csv'])
    expect(bridge.calls).not.toContain('forgetTable')

    tables.forget(tables.datasets.find(({ name }) => name === 'one.csv')!)
    // The next one makes the first final.
    tables.forget(tables.datasets.find(({ name }) => name === 'two.csv')!)
    await vi.waitFor(() => expect(bridge.tables.files.size).toBe(1), 60_000)
    vi.advanceTimersByTime(undoTime)
    await vi.waitFor(() => expect(bridge.tables.files.size).toBe(0), 60_000)
    expect(files()).toEqual([])
  })
})
