import { createHash } from 'node:crypto'
import {
  appendFile,
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPromise } from 'yauzl'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { bundleLimits } from '#main/lab/library/bundle/limits.ts'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { createTables } from '#main/lab/tables.ts'
import type { TableReader } from '#main/tables/types.ts'
import type { LogLine } from '#shared/experiment/log.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import {
  bundleFile,
  end,
  filesOf,
  finished,
  logText,
  point,
  putRun,
  recordsOfOld,
  smallSpec,
  start,
  testFolder,
  type TestFolder,
} from './support.ts'

let data: TestFolder
let other: TestFolder
let file: string

beforeEach(async () => {
  data = await testFolder()
  other = await testFolder()
  file = join(data.folder, 'run.descentrun')
})
afterEach(async () => {
  await data.close()
  await other.close()
})

const sha256 = (bytes: string): string => createHash('sha256').update(bytes).digest('hex')

/** What is in a bundle, read by itself. */
async function contents(path: string): Promise<Record<string, string>> {
  const zip = await openPromise(path, { autoClose: false })
  const files: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    files[entry.fileName] = await text(await zip.openReadStreamPromise(entry))
  }
  zip.close()
  return files
}

/** The folder of the only run that the other laboratory has. */
async function only(): Promise<string> {
  const names = await readdir(other.runs)
  expect(names).toHaveLength(1)
  return join(other.runs, names[0]!)
}

/** A run on a person's file. */
async function putOwn(text: string, sha = sha256(text)): Promise<string> {
  const path = join(data.folder, 'own table.csv')
  await writeFile(path, text)
  const spec: ExperimentInput = {
    ...smallSpec,
    dataset: { file: path, read: { delimiter: ',' }, sha256: sha },
  }
  return putRun(data.runs, { spec: parseSpec(spec) })
}

describe('a bundle', () => {
  it('holds the files of a run, and says what they are', async () => {
    const folder = await putRun(data.runs)
    await writeFile(join(folder, 'notes.json'), '{"title":"Mine","tags":["a"],"note":""}')
    await writeFile(join(folder, 'checkpoint-4.bin'), 'four')
    await writeFile(join(folder, 'stray.txt'), 'no part of it')
    await data.library().list()
    const files = await contents(await bundleFile(folder, file))
    const names = ['checkpoint-4.bin', 'notes.json', 'spec.json', 'run.json', 'log.jsonl']
    expect(Object.keys(files)).toEqual([...names, 'bundle.json'])
    for (const name of names) {
      expect(files[name]).toBe(await readFile(join(folder, name), 'utf8'))
    }
    expect(JSON.parse(files['bundle.json']!)).toMatchObject({
      ...{ kind: 'descent-lab-run', version: 1, app: '1.2.3', run: 'aaaa0001' },
      data: { kind: 'own' },
      entries: names.map((name) => {
        return { name, bytes: files[name]!.length, sha256: sha256(files[name]!) }
      }),
    })
  })

  it('comes to the very same run elsewhere', async () => {
    const folder = await putRun(data.runs)
    await writeFile(join(folder, 'notes.json'), '{"title":"Mine","tags":["a"],"note":"n"}')
    await writeFile(join(folder, 'checkpoint-4.bin'), 'four')
    const before = await filesOf(folder)
    const run = await other.library().import(await bundleFile(folder, file))
    expect(run).toMatchObject({ id: 'aaaa0001', name: 'Mine', state: 'finished', step: 8 })
    const taken = await only()
    const after = await filesOf(taken)
    delete after['summary.json']
    expect(after).toEqual(before)
    expect(await readRecorded(taken)).toEqual(await readRecorded(folder))
  })

  it('of a record of an earlier version does too', async () => {
    for (const name of await readdir(recordsOfOld)) {
      await cp(join(recordsOfOld, name), join(data.runs, name), { recursive: true })
      const folder = join(data.runs, name)
      await importBundle(await bundleFile(folder, file), other.runs)
      expect(await readRecorded(await only())).toEqual(await readRecorded(folder))
      expect(await readRunFolder(await only())).toEqual(await readRunFolder(folder))
      await rm(await only(), { recursive: true })
    }
  })

  it('of a run that is being written ends with a whole line, whatever comes meanwhile', async () => {
    const folder = await putRun(data.runs, {
      log: `${logText([start, point(4, [1, 2, 3, 4])])}{"kind":"metr`,
    })
    const checkpoint = join(folder, 'checkpoint-4.bin')
    await writeFile(checkpoint, 'four')
    const stream = await openBundle(folder, '1.2.3')
    await appendFile(join(folder, 'log.jsonl'), 'ics"}\n')
    await rm(checkpoint)
    await writeFile(file, stream)
    const files = await contents(file)
    expect(files['log.jsonl']).toBe(logText([start, point(4, [1, 2, 3, 4])]))
    expect(files['checkpoint-4.bin']).toBe('four')
    expect(await other.library().import(file)).toMatchObject({ state: 'interrupted', step: 4 })
  })

  it('of a log without a whole line is packed, and not taken in', async () => {
    const folder = await putRun(data.runs, { log: '{"kind":"start"' })
    await bundleFile(folder, file)
    expect((await contents(file))['log.jsonl']).toBe('')
    await expect(importBundle(file, other.runs)).rejects.toMatchObject({ code: 'bad-bundle' })
  })

  it('of a log that is longer than what is read at once is whole', async () => {
    const points = Array.from({ length: 1500 }, (_, at) => point(at + 1, [at, at, at, at]))
    const folder = await putRun(data.runs, { log: [start, ...points, end] })
    await importBundle(await bundleFile(folder, file), other.runs)
    expect(await readRecorded(await only())).toEqual(await readRecorded(folder))
  })

  it('lets go of what it opened, read to its end or not', async () => {
    const folder = await putRun(data.runs)
    const opened = async (): Promise<number> => (await readdir('/proc/self/fd')).length
    const before = await opened()
    for (let round = 0; round < 5; round++) {
      await bundleFile(folder, file)
      const given = await openBundle(folder, '1.2.3')
      given.destroy()
    }
    await expect.poll(opened).toBeLessThanOrEqual(before)
  })

  it('is refused for a folder that holds no run', async () => {
    await expect(openBundle(data.runs, '1.2.3')).rejects.toMatchObject({ code: 'bad-file' })
    const folder = await putRun(data.runs)
    await rm(join(folder, 'log.jsonl'))
    await expect(openBundle(folder, '1.2.3')).rejects.toMatchObject({ code: 'bad-file' })
  })
})

describe('a table of a person’s own', () => {
  const table = 'a,b\n1,2\n3,4\n'

  it('goes along, and is read from the run’s own folder', async () => {
    const folder = await putOwn(table)
    await importBundle(await bundleFile(folder, file), other.runs)
    const taken = await only()
    const { spec } = await readRunFolder(taken)
    expect(spec.dataset).toEqual({
      file: join(taken, 'data', 'own table.csv'),
      read: { delimiter: ',' },
      sha256: sha256(table),
    })
    expect(await readFile(join(taken, 'data', 'own table.csv'), 'utf8')).toBe(table)
    expect(await readRecorded(taken)).toEqual(await readRecorded(folder))
  })

  it('goes along once more, from where it was taken in', async () => {
    await importBundle(await bundleFile(await putOwn(table), file), other.runs)
    const third = await testFolder()
    try {
      const again = join(data.folder, 'again.descentrun')
      await importBundle(await bundleFile(await only(), again), third.runs)
      const [name] = await readdir(third.runs)
      expect(await readFile(join(third.runs, name!, 'data', 'own table.csv'), 'utf8')).toBe(table)
      // And at home it is the run that is there already.
      expect(await importBundle(again, data.runs)).toBe('aaaa0001')
      expect(await readdir(data.runs)).toHaveLength(1)
    } finally {
      await third.close()
    }
  })

  it.each(['missing', 'changed', 'too-large'])('that is %s leaves its fingerprint', async (why) => {
    const folder = await putOwn(table)
    const path = join(data.folder, 'own table.csv')
    if (why === 'missing') await rm(path)
    if (why === 'changed') await writeFile(path, `${table}5,6\n`)
    if (why === 'too-large') {
      const large = await open(path, 'w')
      await large.truncate(bundleLimits.data + 1)
      await large.close()
    }
    const files = await contents(await bundleFile(folder, file))
    expect(JSON.parse(files['bundle.json']!)).toMatchObject({
      data: { kind: 'fingerprint', name: 'own table.csv', sha256: sha256(table), reason: why },
    })
    expect(Object.keys(files).some((name) => name.startsWith('data/'))).toBe(false)
    await importBundle(file, other.runs)
    const { spec } = await readRunFolder(await only())
    expect(spec.dataset).toMatchObject({ file: path, sha256: sha256(table) })
  })

  it('may be read by a page that was given nothing, but no file beside it', async () => {
    await importBundle(await bundleFile(await putOwn(table), file), other.runs)
    const taken = await only()
    const read: string[] = []
    const tables = createTables({
      dataFolder: other.folder,
      reader: {
        read: async (path: string) => {
          read.push(path)
          throw new Error('enough')
        },
        dispose: () => undefined,
      } as unknown as TableReader,
    })
    const own = join(taken, 'data', 'own table.csv')
    await expect(tables.read({ file: own, read: {} }, false)).rejects.toThrow('enough')
    expect(read).toEqual([own])
    for (const path of [
      join(taken, 'log.jsonl'),
      join(taken, 'data'),
      join(taken, 'data', '..', '..', '..', 'settings.json'),
      join(data.folder, 'own table.csv'),
    ]) {
      const asked = tables.read({ file: path, read: {} }, false)
      await expect(asked).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(read).toHaveLength(1)
  })

  it('behind a link out of the folder is not read', async () => {
    await importBundle(await bundleFile(await putOwn(table), file), other.runs)
    const link = join(await only(), 'data', 'link.csv')
    await symlink('/etc/hostname', link)
    const reader = { read: () => Promise.reject(new Error('read')), dispose: () => undefined }
    const tables = createTables({
      dataFolder: other.folder,
      reader: reader as unknown as TableReader,
    })
    await expect(tables.read({ file: link, read: {} }, false)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('a bundle of a run that is damaged', () => {
  it('arrives as it was, and the damage is told there, under whatever id', async () => {
    const log = logText(finished).replace('"step":4', '"step":5')
    const folder = await putRun(data.runs, { log })
    const infoPath = join(folder, 'run.json')
    await writeFile(infoPath, (await readFile(infoPath, 'utf8')).replace('20.0.0', '22.0.0'))
    // Another run has its id there.
    await putRun(other.runs, { log: [start, end] })
    const taken = await other.library().import(await bundleFile(folder, file))
    expect(taken.id).not.toBe('aaaa0001')
    expect(taken.damage).toMatchObject({ files: ['run.json'], lines: 1, ranges: [[2, 2]] })
  })

  it('under an id of its own stays whole where it was', async () => {
    await putRun(other.runs, { log: [start, end] })
    const taken = await other.library().import(await bundleFile(await putRun(data.runs), file))
    expect(taken.id).not.toBe('aaaa0001')
    expect(taken).not.toHaveProperty('damage')
  })

  it('with its table stays whole where the table lies elsewhere', async () => {
    await bundleFile(await putOwn('a,b\n1,2\n3,4\n'), file)
    expect(await other.library().import(file)).not.toHaveProperty('damage')
  })

  it('takes in what stands in parts, and refuses parts that are none of its experiment', async () => {
    const part = (number: number, length: number): LogLine => ({
      ...{ kind: 'final', shard: 0, run: 0, step: 8, part: [number, 2] },
      parameters: Array.from({ length }, () => 0.5),
    })
    const whole = [start, part(1, 7), part(2, 8), end]
    expect(
      await importBundle(
        await bundleFile(await putRun(data.runs, { log: whole }), file),
        other.runs,
      ),
    ).toBe('aaaa0001')
    for (const wrong of [part(1, 8), part(3, 7)]) {
      const folder = await putRun(data.runs, { log: [start, wrong, end] })
      const refused = importBundle(await bundleFile(folder, file), other.runs)
      await expect(refused).rejects.toMatchObject({ code: 'bad-bundle' })
    }
  })
})

describe('taking a bundle in', () => {
  it('twice does not double it, whatever was noted on it', async () => {
    const folder = await putRun(data.runs)
    await bundleFile(folder, file)
    expect(await importBundle(file, other.runs)).toBe('aaaa0001')
    await other.library().note('aaaa0001', { title: 'Noted' })
    expect(await other.library().import(file)).toMatchObject({ id: 'aaaa0001', name: 'Noted' })
    await only()
  })

  it('where it came from does not double it, a torn line or not', async () => {
    const folder = await putRun(data.runs, { log: `${logText(finished)}{"ki` })
    await bundleFile(folder, file)
    expect(await importBundle(file, data.runs)).toBe('aaaa0001')
    expect(await readdir(data.runs)).toHaveLength(1)
  })

  it('under an id that another run has gives it one of its own, the same each time', async () => {
    const folder = await putRun(data.runs)
    await putRun(other.runs, { log: [start, point(4, [9, 9, 9, 9]), end] })
    await bundleFile(folder, file)
    const library = other.library()
    const taken = await library.import(file)
    expect(taken.id).toMatch(/^[0-9a-f]{8}$/)
    expect(taken.id).not.toBe('aaaa0001')
    expect((await library.import(file)).id).toBe(taken.id)
    const { runs } = await library.list()
    expect(runs.map(({ id }) => id).sort()).toEqual(['aaaa0001', taken.id].sort())
    const place = join(
      other.runs,
      (await readdir(other.runs)).find((n) => n.endsWith(taken.id))!,
    )
    expect((await readRunFolder(place)).info.id).toBe(taken.id)
    expect(await readRecorded(place)).toEqual(await readRecorded(folder))
  })

  it('by several at once brings it once', async () => {
    await bundleFile(await putRun(data.runs), file)
    const ids = await Promise.all([1, 2, 3, 4].map(() => importBundle(file, other.runs)))
    expect(ids).toEqual(['aaaa0001', 'aaaa0001', 'aaaa0001', 'aaaa0001'])
    await only()
  })

  it('where there is no folder of runs makes it', async () => {
    await bundleFile(await putRun(data.runs), file)
    await rm(other.runs, { recursive: true })
    await importBundle(file, other.runs)
    await only()
  })

  it('where nothing can be written says so and leaves nothing', async () => {
    await bundleFile(await putRun(data.runs), file)
    const refused = importBundle(file, '/dev/null/runs')
    await expect(refused).rejects.toMatchObject({ code: 'log-failed' })
  })

  it('of what is not there, or no file, says so', async () => {
    await mkdir(join(data.folder, 'folder.descentrun'))
    for (const name of ['none.descentrun', 'folder.descentrun']) {
      const refused = importBundle(join(data.folder, name), other.runs)
      await expect(refused).rejects.toMatchObject({
        code: 'bad-bundle',
        parameters: { name, kind: 'not-a-zip' },
      })
    }
    expect(await readdir(other.runs)).toEqual([])
  })

  it('that was broken off by the program’s end is cleared away after a day', async () => {
    const half = join(other.runs, '.half-0123')
    await mkdir(half)
    await other.library().sweep()
    expect(await readdir(other.runs)).toEqual(['.half-0123'])
    const then = new Date(Date.now() - 25 * 3600 * 1000)
    await utimes(half, then, then)
    await other.library().sweep()
    expect(await readdir(other.runs)).toEqual([])
  })
})
