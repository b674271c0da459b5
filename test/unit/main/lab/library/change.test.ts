import {
  appendFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keptFor } from '#main/lab/library/deleted.ts'
import { findPlace } from '#main/lab/library/folders.ts'
import { holdRun } from '#main/lab/run-lock.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { filesOf, putRun, recordsOfOld, smallSpec, testFolder, type TestFolder } from './support.ts'

let data: TestFolder

beforeEach(async () => {
  data = await testFolder()
})
afterEach(() => data.close())

const idsOf = (list: { runs: readonly { id: string }[] }): string[] =>
  list.runs.map(({ id }) => id).sort()

describe('notes', () => {
  it('change what is given and keep the rest, for other programs too', async () => {
    await putRun(data.runs)
    const library = data.library()
    expect(await library.note('aaaa0001', { title: 'Best', tags: ['a', 'b', 'a'] })).toMatchObject({
      name: 'Best',
      notes: { title: 'Best', tags: ['a', 'b'], note: '' },
    })
    expect(await library.note('aaaa0001', { note: 'as it was' })).toMatchObject({ name: 'Best' })
    const [run] = (await data.library().list()).runs
    expect(run).toMatchObject({
      name: 'Best',
      notes: { title: 'Best', tags: ['a', 'b'], note: 'as it was' },
    })
    expect(await library.note('aaaa0001', { title: '' })).toMatchObject({ name: 'Small' })
  })

  it('that come at once are all kept', async () => {
    await putRun(data.runs)
    const library = data.library()
    await Promise.all([
      library.note('aaaa0001', { title: 'Title' }),
      library.note('aaaa0001', { tags: ['tag'] }),
      library.note('aaaa0001', { note: 'note' }),
    ])
    const [run] = (await library.list()).runs
    expect(run?.notes).toEqual({ title: 'Title', tags: ['tag'], note: 'note' })
  })

  it.each(['{', '{"title":5}', '[]', ''])('that are damaged are set aside: %j', async (text) => {
    const folder = await putRun(data.runs)
    await writeFile(join(folder, 'notes.json'), text)
    const [run] = (await data.library().list()).runs
    expect(run).toMatchObject({ name: 'Small', notes: { title: '', tags: [], note: '' } })
    expect(await readFile(join(folder, 'notes.json.damaged'), 'utf8')).toBe(text)
  })

  it('of a run that is gone are not-found, and make no folder', async () => {
    await expect(data.library().note('aaaa0001', { title: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await readdir(data.runs)).toEqual([])
  })
})

describe('a deleted run', () => {
  it('is aside until it is brought back, byte by byte the same', async () => {
    const folder = await putRun(data.runs)
    await putRun(data.runs, { id: 'bbbb0002' })
    const library = data.library()
    await library.list()
    const before = await filesOf(folder)
    const after = await library.delete(['aaaa0001'])
    expect(idsOf(after)).toEqual(['bbbb0002'])
    const bytes = Object.values(before).reduce((sum, file) => sum + file.length, 0)
    expect(after.deleted).toEqual({ runs: 1, bytes, ids: ['aaaa0001'] })
    const back = await library.restore(['aaaa0001'])
    expect(idsOf(back)).toEqual(['aaaa0001', 'bbbb0002'])
    expect(back.deleted).toEqual({ runs: 0, bytes: 0, ids: [] })
    expect(await filesOf(folder)).toEqual(before)
  })

  it('may be deleted and brought back twice', async () => {
    await putRun(data.runs)
    const library = data.library()
    for (let round = 0; round < 2; round++) {
      expect(idsOf(await library.delete(['aaaa0001']))).toEqual([])
      expect(idsOf(await library.delete(['aaaa0001']))).toEqual([])
      expect(idsOf(await library.restore(['aaaa0001', 'aaaa0001']))).toEqual(['aaaa0001'])
    }
  })

  it('is gone for good once they are emptied', async () => {
    await putRun(data.runs)
    const library = data.library()
    await library.delete(['aaaa0001'])
    expect((await library.empty()).deleted).toEqual({ runs: 0, bytes: 0, ids: [] })
    await expect(library.restore(['aaaa0001'])).rejects.toMatchObject({ code: 'not-found' })
    expect(await readdir(join(data.folder, 'deleted'))).toEqual([])
  })

  it('that nobody wanted back for 30 days goes for good at the next start', async () => {
    for (const id of ['old', 'new']) await putRun(data.runs, { id })
    const library = data.library()
    await library.delete(['old', 'new'])
    const place = await findPlace(join(data.folder, 'deleted'), 'old')
    const then = new Date(Date.now() - keptFor - 1000)
    await utimes(place!.folder, then, then)
    await mkdir(join(data.folder, 'deleted', '.gone-1'))
    await data.library().sweep()
    const names = await readdir(join(data.folder, 'deleted'))
    expect(names).toEqual([expect.stringMatching(/-new$/)])
  })

  it('counts its 30 days from when it was deleted, not from when it ran', async () => {
    const folder = await putRun(data.runs)
    const then = new Date('2020-01-01T00:00:00.000Z')
    await utimes(folder, then, then)
    await data.library().delete(['aaaa0001'])
    await data.library().sweep()
    expect(idsOf(await data.library().restore(['aaaa0001']))).toEqual(['aaaa0001'])
  })

  it('that is damaged can be deleted and brought back too', async () => {
    await mkdir(join(data.runs, 'stray'))
    const library = data.library()
    expect(idsOf(await library.delete(['stray']))).toEqual([])
    expect(idsOf(await library.restore(['stray']))).toEqual(['stray'])
  })

  it('whose id another has taken comes back under a new one', async () => {
    await putRun(data.runs)
    const library = data.library()
    await library.delete(['aaaa0001'])
    await putRun(data.runs, { spec: { ...parseSpec(smallSpec), title: 'Another' } })
    const { runs } = await library.restore(['aaaa0001'])
    expect(runs.map(({ name }) => name).sort()).toEqual(['Another', 'Small'])
    const back = runs.find(({ name }) => name === 'Small')
    const place = await findPlace(data.runs, back!.id)
    const info = JSON.parse(await readFile(join(place!.folder, 'run.json'), 'utf8')) as object
    expect(info).toMatchObject({ id: back!.id })
  })

  it('is the one deleted last, where two of a name were', async () => {
    const folder = await putRun(data.runs)
    const library = data.library()
    await library.delete(['aaaa0001'])
    await putRun(data.runs)
    await appendFile(join(folder, 'log.jsonl'), 'mark\n')
    expect((await library.delete(['aaaa0001'])).deleted.runs).toBe(2)
    expect((await library.restore(['aaaa0001'])).runs).toMatchObject([{ damaged: 1 }])
  })
})

describe('deleting', () => {
  it('is refused while somebody writes it, and says which stayed', async () => {
    const folder = await putRun(data.runs)
    await putRun(data.runs, { id: 'bbbb0002' })
    const library = data.library()
    const hold = await holdRun(folder)
    await expect(library.delete(['aaaa0001', 'bbbb0002'])).rejects.toMatchObject({
      code: 'run-busy',
      message: expect.stringContaining('aaaa0001'),
      parameters: { ids: 'aaaa0001', count: 1 },
    })
    // The other one is aside, and nothing is lost.
    expect(idsOf(await library.list())).toEqual(['aaaa0001'])
    await hold.release()
    expect((await library.delete(['aaaa0001'])).deleted.runs).toBe(2)
  })

  it('leaves no mark of a holder in what it moved', async () => {
    const folder = await putRun(data.runs)
    const library = data.library()
    await library.delete(['aaaa0001'])
    await library.restore(['aaaa0001'])
    expect((await readdir(folder)).filter((name) => name.startsWith('hold-'))).toEqual([])
    expect((await library.list()).runs[0]?.state).toBe('finished')
  })

  it('is refused for the race that is under way here', async () => {
    await putRun(data.runs)
    const library = data.library({ underway: (id) => id === 'aaaa0001' })
    await expect(library.delete(['aaaa0001'])).rejects.toMatchObject({ code: 'run-busy' })
    expect(idsOf(await library.list())).toEqual(['aaaa0001'])
  })

  it('of what is not there is not-found, and the others go all the same', async () => {
    await putRun(data.runs)
    const library = data.library()
    await expect(library.delete(['ffff', 'aaaa0001'])).rejects.toMatchObject({ code: 'not-found' })
    expect(await library.list()).toMatchObject({ runs: [], deleted: { runs: 1 } })
  })

  it('and bringing back by two programs at once loses nothing', async () => {
    const ids = Array.from({ length: 12 }, (_, at) => `run${at}`)
    for (const id of ids) await putRun(data.runs, { id })
    const [one, two] = [data.library(), data.library()]
    for (let round = 0; round < 4; round++) {
      await Promise.allSettled([
        ...[one.delete(ids), two.delete(ids.toReversed())],
        ...[one.restore(ids), two.restore(ids)],
        ...[one.note('run3', { note: `round ${round}` }), two.list()],
      ])
      const there = await readdir(data.runs)
      const aside = await readdir(join(data.folder, 'deleted'))
      const all = [...there, ...aside].filter((name) => !name.startsWith('.'))
      expect(all.map((name) => name.split('-').at(-1)).sort()).toEqual(ids.toSorted())
    }
    await one.restore(ids)
    const { runs } = await one.list()
    expect(runs).toHaveLength(12)
    expect(runs.every(({ state, problem }) => state === 'finished' && !problem)).toBe(true)
  })
})

describe('the event', () => {
  it('is told at every change', async () => {
    await putRun(data.runs)
    let told = 0
    const library = data.library({ onChange: () => told++ })
    for (const change of [
      () => library.note('aaaa0001', { title: 'x' }),
      () => library.delete(['aaaa0001']),
      () => library.restore(['aaaa0001']),
      () => library.empty(),
    ]) {
      const before = told
      await change()
      expect(told).toBeGreaterThan(before)
    }
  })

  it('is told when another program adds a run, takes one away, or is done with one', async () => {
    const folder = await putRun(data.runs)
    const hold = await holdRun(folder)
    let told = 0
    const library = data.library({ onChange: () => told++ })
    await library.list()
    await putRun(data.runs, { id: 'bbbb0002' })
    await expect.poll(() => told).toBe(1)
    await rename(folder, join(data.folder, 'elsewhere'))
    await expect.poll(() => told).toBe(2)
    await rename(join(data.folder, 'elsewhere'), folder)
    await expect.poll(() => told).toBe(3)
    await library.list()
    await hold.release()
    await expect.poll(() => told).toBe(4)
  })
})

describe('a run of an earlier version', () => {
  it('gives its spec in today’s form', async () => {
    await cp(recordsOfOld, data.runs, { recursive: true })
    const spec = await data.library().readSpec('bf829ba4')
    expect(spec.model.initial).toEqual({ kind: 'normal', deviation: 0.02 })
    await expect(data.library().readSpec('ffff')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('whose spec is no JSON is bad-file', async () => {
    const folder = await putRun(data.runs)
    await writeFile(join(folder, 'spec.json'), '{')
    await expect(data.library().readSpec('aaaa0001')).rejects.toMatchObject({ code: 'bad-file' })
  })
})
