import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { bundleLimits, type BundleLimits } from '#main/lab/library/bundle/limits.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { LogLine } from '#shared/experiment/log.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import {
  bundleFile,
  end,
  filesOf,
  finished,
  infoOf,
  logText,
  point,
  putRun,
  smallSpec,
  start,
  testFolder,
  type TestFolder,
} from './support.ts'
import { bundleOf, zipOf, type RawEntry } from './zip.ts'
import { cases } from '#test/support/thorough.ts'

let data: TestFolder
let file: string

beforeEach(async () => {
  data = await testFolder()
  file = join(data.folder, 'hostile.descentrun')
})
afterEach(() => data.close())

const spec = JSON.stringify(parseSpec(smallSpec))
const info = JSON.stringify(infoOf('aaaa0001', '2026-11-20T10:00:00.000Z'))

/** The files of an honest bundle, some in place of others. */
function files(change: Record<string, RawEntry['data'] | undefined> = {}): RawEntry[] {
  const all = { 'spec.json': spec, 'run.json': info, 'log.jsonl': logText(finished), ...change }
  return Object.entries(all).flatMap(([name, data]) => (data === undefined ? [] : [{ name, data }]))
}

/** Takes in what is to be refused, and sees that nothing is left of it anywhere. */
async function refusal(
  bytes: Buffer,
  limits: Partial<BundleLimits> = {},
): Promise<{ kind: unknown; reason: string }> {
  await writeFile(file, bytes)
  const before = Object.keys(await filesOf(data.folder))
  const error: unknown = await importBundle(file, data.runs, { ...bundleLimits, ...limits }).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LabError)) throw new Error(`not refused: ${String(error)}`)
  expect(error.code).toBe('bad-bundle')
  expect(error.message).toMatch(/^hostile\.descentrun is no run bundle that can be opened: .+\. /)
  expect(await readdir(data.runs)).toEqual([])
  expect(Object.keys(await filesOf(data.folder))).toEqual(before)
  return { kind: error.parameters['kind'], reason: String(error.parameters['reason']) }
}

it('an honest bundle made by hand is taken in', async () => {
  await writeFile(file, bundleOf(files()))
  expect(await importBundle(file, data.runs)).toBe('aaaa0001')
})

describe('a file that is no archive', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['a text', Buffer.from('step,loss\n1,2\n')],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256))],
    ['the beginning of one', Buffer.from('PK\x03\x04')],
    ['an end without a beginning', zipOf([]).subarray(0, 20)],
  ])('%s is refused', async (_, bytes) => {
    expect(await refusal(bytes)).toMatchObject({ kind: 'not-a-zip' })
  })

  it('an archive of something else is refused', async () => {
    expect(await refusal(zipOf([]))).toMatchObject({ kind: 'no-run' })
    const letter = zipOf([{ name: 'run.json', data: info }])
    expect(await refusal(letter)).toMatchObject({ kind: 'no-run' })
    const manifest = zipOf([{ name: 'bundle.json', data: '{"name":"my-app"}' }])
    expect(await refusal(manifest)).toMatchObject({ kind: 'no-run' })
  })

  it('one that breaks off, wherever, is refused', async () => {
    const whole = bundleOf(files())
    for (let length = 0; length < whole.length; length += 97) {
      expect(await refusal(whole.subarray(0, length))).toMatchObject({ kind: 'not-a-zip' })
    }
  })
})

describe('an entry that no bundle has', () => {
  it.each([
    '../outside.txt',
    'data/../../outside.txt',
    '/etc/outside.txt',
    'C:/outside.txt',
    '..\\outside.txt',
    'data\\outside.txt',
    'data/sub/outside.txt',
    'data/',
    'data/.hidden',
    'data/con',
    'data/a:b',
    'data/a\u0000b',
    'data/a\u202eb',
    './spec.json',
    'SPEC.JSON',
    'summary.json',
    'hold-1.json',
    'checkpoint-.bin',
    'checkpoint--1.bin',
    'checkpoint-1.bin/x',
    'stray.txt',
    '',
    'x'.repeat(5000),
  ])('%j is refused', async (name) => {
    const hostile = bundleOf([...files(), { name, data: 'x' }])
    expect(['entry', 'not-a-zip']).toContain((await refusal(hostile)).kind)
  })

  it('is refused where the bundle does not name it', async () => {
    const [specFile, ...rest] = files()
    const manifest = JSON.parse(
      (await manifestOf(bundleOf([specFile!, ...rest]))).toString(),
    ) as object
    const more = [...files(), { name: 'notes.json', data: '{}' }]
    expect(await refusal(bundleOf(more, manifest))).toMatchObject({ kind: 'entry' })
  })

  it('is refused twice', async () => {
    const twice = [...files(), { name: 'log.jsonl', data: logText(finished) }]
    expect(await refusal(bundleOf(twice))).toMatchObject({ kind: 'entry' })
    const manifests = [...files(), { name: 'bundle.json', data: '{}' }]
    expect(await refusal(bundleOf(manifests))).toMatchObject({ kind: 'entry' })
    const cases = ['data/own.csv', 'data/OWN.csv'].map((name) => ({ name, data: 'x' }))
    expect(await refusal(bundleOf([...files(), ...cases]))).toMatchObject({ kind: 'entry' })
  })

  it.each([
    ['a link', { mode: 0o120777 }],
    ['a folder', { mode: 0o040755 }],
    ['a device', { mode: 0o020644 }],
    ['encrypted', { flags: 0x801 }],
    ['packed by bzip2', { method: 12 }],
  ])('is refused as %s', async (_, change) => {
    const [specFile, infoFile, log] = files()
    const hostile = bundleOf([specFile!, infoFile!, { ...log!, ...change }])
    expect(await refusal(hostile)).toMatchObject({ kind: 'entry' })
  })

  it.each(['spec.json', 'run.json', 'log.jsonl'])('is refused where %s lacks', async (name) => {
    expect(await refusal(bundleOf(files({ [name]: undefined })))).toMatchObject({ kind: 'entry' })
  })
})

/** The manifest of an archive made by hand, whose last file it is. */
async function manifestOf(bytes: Buffer): Promise<Buffer> {
  const zip = await fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== 'bundle.json') continue
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
  throw new Error('no manifest')
}

describe('a bomb', () => {
  it('of many files is refused', async () => {
    const many = Array.from({ length: 65 }, (_, at) => ({ name: `checkpoint-${at}.bin`, data: '' }))
    expect(await refusal(bundleOf([...files(), ...many]))).toMatchObject({ kind: 'too-large' })
  })

  it('of a file above its limit is refused before it is unpacked', async () => {
    const line = logText([point(4, [1, 2, 3, 4])]).repeat(100)
    const large = bundleOf(files({ 'log.jsonl': logText([start]) + line }))
    expect(await refusal(large, { log: 10_000 })).toMatchObject({ kind: 'too-large' })
    const notes = bundleOf(files({ 'notes.json': JSON.stringify({ note: 'x'.repeat(2 ** 21) }) }))
    expect(await refusal(notes)).toMatchObject({ kind: 'too-large' })
  })

  it('of files that are too large together is refused', async () => {
    const parts = [1, 2, 3].map((at) => ({
      name: `checkpoint-${at}.bin`,
      data: 'x'.repeat(50_000),
    }))
    const all = bundleOf([...files(), ...parts])
    expect(await refusal(all, { total: 140_000 })).toMatchObject({ kind: 'too-large' })
  })

  it('of nothing but zeros is refused for what it would become', async () => {
    const zeros = { name: 'checkpoint-1.bin', data: Buffer.alloc(40 * 2 ** 20) }
    const bytes = bundleOf([...files(), zeros])
    expect(bytes.length).toBeLessThan(100_000)
    expect(await refusal(bytes)).toMatchObject({ kind: 'too-large' })
  })

  it.each([0, 10, 100_000, 0xffff_fffe])(
    'that declares %d bytes for something else is refused',
    async (declared) => {
      const bomb = { name: 'checkpoint-1.bin', data: Buffer.alloc(2 ** 20), declared }
      const { kind } = await refusal(bundleOf([...files(), bomb]))
      expect(['too-large', 'changed', 'not-a-zip']).toContain(kind)
    },
  )

  it('that says it is what the bundle says it is, but is more, is refused', async () => {
    const log = logText(finished)
    const bomb = { name: 'log.jsonl', data: log + ' '.repeat(2 ** 22), declared: log.length }
    const [specFile, infoFile] = files()
    const honest = JSON.parse((await manifestOf(bundleOf(files()))).toString()) as object
    const { kind } = await refusal(bundleOf([specFile!, infoFile!, bomb], honest))
    expect(['changed', 'not-a-zip']).toContain(kind)
  })
})

describe('a file that is another', () => {
  it('is refused by its digest', async () => {
    const honest = JSON.parse((await manifestOf(bundleOf(files()))).toString()) as object
    const log = logText(finished).replace('0.9', '0.8')
    const { kind, reason } = await refusal(bundleOf(files({ 'log.jsonl': log }), honest))
    expect({ kind, reason }).toEqual({
      kind: 'changed',
      reason: 'its log.jsonl is not the file that was put in',
    })
  })

  it('is refused by its size', async () => {
    const honest = JSON.parse((await manifestOf(bundleOf(files()))).toString()) as object
    const longer = bundleOf(files({ 'run.json': `${info} ` }), honest)
    expect(await refusal(longer)).toMatchObject({ kind: 'changed' })
  })
})

describe('a file of another form', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a spec that is no JSON', { 'spec.json': '{' }, 'form'],
    ['a spec that describes nothing', { 'spec.json': '{}' }, 'form'],
    ['a spec with an unknown rule', { 'spec.json': spec.replace('"adam"', '"evil"') }, 'form'],
    [
      'a spec of a newer form',
      { 'spec.json': spec.replace('"version":1', '"version":2') },
      'newer',
    ],
    ['versions that are no JSON', { 'run.json': 'x' }, 'form'],
    ['versions that lack', { 'run.json': '{"version":1}' }, 'form'],
    [
      'a run of a newer form',
      { 'run.json': info.replace(/"version":\d+/, '"version":99') },
      'newer',
    ],
    ['notes of another form', { 'notes.json': '{"title":5}' }, 'form'],
    ['a run begun on no date', { 'run.json': info.replace('2026-11-20', '2026-13-40') }, 'form'],
    [
      'shards that are no partition',
      { 'run.json': info.replace('[0,2]', '[0,1]') },
      'contradiction',
    ],
    ['no shards', { 'run.json': info.replace(/"shards":.*]/, '"shards":[]') }, 'contradiction'],
    ['a run of another id', { 'run.json': info.replace('aaaa0001', 'bbbb0002') }, 'contradiction'],
  ])('%s is refused', async (_, change, kind) => {
    expect(await refusal(bundleOf(files(change)))).toMatchObject({ kind })
  })

  it('a bundle of a newer form is refused with what to do', async () => {
    await writeFile(file, bundleOf(files(), { version: 2 }))
    await expect(importBundle(file, data.runs)).rejects.toMatchObject({
      message: expect.stringMatching(/Update Descent Lab/),
      parameters: { kind: 'newer' },
    })
  })

  it.each<[string, object]>([
    ['no entries', { entries: undefined }],
    ['an entry without a digest', { entries: [{ name: 'spec.json', bytes: 5 }] }],
    ['an id that is none', { run: '' }],
    ['no table', { data: { kind: 'elsewhere' } }],
  ])('a bundle that says %s is refused', async (_, change) => {
    expect(await refusal(bundleOf(files(), change))).toMatchObject({ kind: 'form' })
  })

  it('an id that is a path gets a new one', async () => {
    const id = '../../outside'
    const hostile = bundleOf(files({ 'run.json': info.replace('aaaa0001', id) }), { run: id })
    await writeFile(file, hostile)
    expect(await importBundle(file, data.runs)).toMatch(/^[0-9a-f]{8}$/)
    expect(await readdir(data.folder)).toEqual(
      expect.arrayContaining(['hostile.descentrun', 'runs']),
    )
    expect(await readdir(data.folder)).toHaveLength(2)
  })
})

describe('a table', () => {
  const sha = 'a'.repeat(64)
  const onFile = (path: string): string =>
    JSON.stringify({ ...parseSpec(smallSpec), dataset: { file: path, read: {}, sha256: sha } })
  const lacks = { kind: 'fingerprint', name: 'own.csv', sha256: sha, reason: 'missing' }

  it.each(['../../secret.csv', 'secret.csv', 'data/../secret.csv', 'data/sub/secret.csv', '.'])(
    'at %s is refused',
    async (path) => {
      const hostile = bundleOf(files({ 'spec.json': onFile(path) }), { data: lacks })
      expect(await refusal(hostile)).toMatchObject({ kind: 'entry' })
    },
  )

  it('that is not the one of the experiment is refused', async () => {
    const own = files({ 'spec.json': onFile('/home/x/own.csv'), 'data/own.csv': 'a,b\n' })
    const told = { kind: 'included', name: 'own.csv', sha256: sha }
    expect(await refusal(bundleOf(own, { data: told }))).toMatchObject({ kind: 'contradiction' })
    expect(await refusal(bundleOf(own, { data: lacks }))).toMatchObject({ kind: 'contradiction' })
    expect(await refusal(bundleOf(files(), { data: lacks }))).toMatchObject({
      kind: 'contradiction',
    })
    const own2 = files({ 'spec.json': onFile('/home/x/own.csv') })
    expect(await refusal(bundleOf(own2))).toMatchObject({ kind: 'contradiction' })
    expect(await refusal(bundleOf(own2, { data: told }))).toMatchObject({ kind: 'contradiction' })
  })
})

describe('a log', () => {
  const withLog = (lines: readonly LogLine[] | string): Buffer =>
    bundleOf(files({ 'log.jsonl': typeof lines === 'string' ? lines : logText(lines) }))
  const shape = (change: object): LogLine =>
    ({ ...start, shape: { ...(start as { shape: object }).shape, ...change } }) as LogLine
  const at = { shard: 0, step: 4 }
  const zeros = (length: number): number[] => new Array<number>(length).fill(0)
  const state = { parameters: zeros(15), slots: zeros(30) }
  const snapshot = {
    ...{ kind: 'snapshot' as const, ...at, run: 0, before: state, after: state },
    ...{ gradients: zeros(15), confusion: zeros(9) },
  }

  // Adam: gradient, step, rate and two slots, each three quartiles and 15 weights.
  const strip = { kind: 'strip' as const, ...at, run: 0, values: zeros(5 * 18) }

  it.each<[string, LogLine[]]>([
    ['of other lanes', [shape({ lanes: 3 })]],
    ['of other seeds', [shape({ seeds: 1 })]],
    ['of more runs than a machine holds', [shape({ lanes: 2 ** 40, seeds: 2 ** 40 })]],
    ['of another model', [shape({ parameters: 16 })]],
    ['of more inputs', [shape({ featureNames: ['a'] })]],
    ['of no process', [shape({ shards: 0 })]],
    ['of more processes than its run', [shape({ shards: 2 })]],
    ['that begins twice', [start, start]],
    ['with a run that is none', [start, { ...point(4, [1]), runs: [4] } as LogLine]],
    ['with a run twice', [start, { ...point(4, [1, 2]), runs: [0, 0] } as LogLine]],
    ['with more runs than there are', [start, point(4, [1, 2, 3, 4, 5])]],
    ['with a process that is none', [start, { ...point(4, [1]), shard: 1 } as LogLine]],
    ['with a metric that is not recorded', [start, { ...point(4, [1]), rate: [1] } as LogLine]],
    [
      'with too many parameters',
      [start, { kind: 'final', run: 0, step: 8, parameters: zeros(16) }],
    ],
    [
      'with parameters of no run',
      [start, { kind: 'final', run: 9, step: 8, parameters: zeros(15) }],
    ],
    ['with too many slots', [start, { ...snapshot, before: { ...state, slots: zeros(45) } }]],
    ['with too few gradients', [start, { ...snapshot, gradients: [] }]],
    ['with another confusion', [start, { ...snapshot, confusion: zeros(4) }]],
    [
      'with a path of another model',
      [start, { kind: 'path', ...at, run: 0, parameters: [], confusion: [] }],
    ],
    ['with a strip of another rule', [start, { ...strip, values: zeros(72) }]],
    ['with a strip of a second seed', [start, { ...strip, run: 1 }]],
    ['with a strip of no run', [start, { ...strip, run: 4 }]],
    [
      'with an event of no run',
      [start, { kind: 'event', shard: 0, event: { run: 4, step: 1, kind: 'target', ends: true } }],
    ],
    [
      'that goes on in more processes than it has',
      [start, { kind: 'resume', at: '2026-11-20T10:00:00.000Z', steps: [4, 4] }],
    ],
    [
      'with a rate of no lane',
      [start, { kind: 'rate', ...at, at: '2026-11-20T10:00:00.000Z', lane: 'x', rate: 1 }],
    ],
  ])('%s is refused', async (_, lines) => {
    expect(await refusal(withLog(lines))).toMatchObject({ kind: 'contradiction' })
  })

  it('whose snapshots and strips are those of its model is taken in', async () => {
    const lines = [start, snapshot, { ...snapshot, confusion: [] }, strip, end]
    await writeFile(file, withLog(lines))
    expect(await importBundle(file, data.runs)).toBe('aaaa0001')
  })

  it.each(['', '\n', 'garbage\n', '{"kind":"end"}\n', logText([end]), '\0'.repeat(1000)])(
    'that does not begin as a log does is refused: %j',
    async (text) => {
      expect(await refusal(withLog(text))).toMatchObject({ kind: 'form' })
    },
  )

  it('with a few lines that cannot be read is taken in as it is', async () => {
    const text = `${logText([start])}torn{\n${logText(finished.slice(1))}${'x\n'.repeat(99)}`
    await writeFile(file, withLog(text))
    await importBundle(file, data.runs)
    const [name] = await readdir(data.runs)
    expect(await readFile(join(data.runs, name!, 'log.jsonl'), 'utf8')).toBe(text)
  })

  it('of 400,000 lines of garbage is given up early', async () => {
    const text = logText([start]) + 'garbage\n'.repeat(400_000)
    const { kind, reason } = await refusal(withLog(text))
    expect(kind).toBe('form')
    expect(reason).toContain('line 102')
  })

  it('with one endless line is given up before it is read', async () => {
    const text = logText([start]) + `[${'0,'.repeat(100_000)}0]`
    expect(await refusal(withLog(text), { line: 100_000 })).toMatchObject({ kind: 'too-large' })
  })

  it('of 20,000 resumptions is taken in and read', async () => {
    const at = '2026-11-20T10:00:00.000Z'
    const resumes = Array.from({ length: 20_000 }, (_, step): LogLine => {
      return { kind: 'resume', at, steps: [step % 8] }
    })
    const bytes = withLog([start, ...resumes, ...finished.slice(1)])
    // Small enough to be sent to anybody.
    expect(bytes.length).toBeLessThan(400_000)
    await writeFile(file, bytes)
    await importBundle(file, data.runs)
    const { runs } = await data.library().list()
    expect(runs).toMatchObject([{ state: 'finished', step: 8 }])
  })

  it('of more commands than a person gives is refused', async () => {
    const pause: LogLine = {
      kind: 'phase',
      at: '2026-11-20T10:00:00.000Z',
      phase: 'paused',
      step: 1,
    }
    const hostile = withLog([start, pause, pause, pause])
    expect(await refusal(hostile, { commands: 2 })).toMatchObject({ kind: 'too-large' })
  })

  it('of nested brackets does not overthrow the reader', async () => {
    const deep = `{"kind":"metrics","runs":${'['.repeat(200_000)}\n`
    const hostile = withLog(logText([start]) + deep.repeat(101))
    expect(await refusal(hostile, { ratioFrom: 2 ** 25 })).toMatchObject({ kind: 'form' })
  })
})

describe('any damage to a bundle', () => {
  it('is refused or does no harm', async () => {
    const source = await testFolder()
    try {
      const folder = await putRun(source.runs)
      await writeFile(join(folder, 'checkpoint-4.bin'), 'weights '.repeat(20))
      await bundleFile(folder, file)
      const whole = await readFile(file)
      const outside = Object.keys(await filesOf(data.folder))
      const before = await filesOf(folder)
      const damage = fc.oneof(
        fc.record({ kind: fc.constant('byte'), at: fc.nat(whole.length - 1), to: fc.nat(255) }),
        fc.record({ kind: fc.constant('cut'), at: fc.nat(whole.length - 1), to: fc.nat(400) }),
        fc.record({ kind: fc.constant('zero'), at: fc.nat(whole.length - 1), to: fc.nat(40) }),
        fc.record({ kind: fc.constant('again'), at: fc.nat(whole.length - 1), to: fc.nat(400) }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
          let bytes = Buffer.from(whole)
          for (const { kind, at, to } of damages) {
            if (kind === 'byte' && at < bytes.length) bytes[at] = to
            if (kind === 'zero') bytes.subarray(at, at + to).fill(0)
            if (kind === 'cut')
              bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + to)])
            if (kind === 'again') {
              const part = bytes.subarray(at, at + to)
              bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)])
            }
          }
          await writeFile(file, bytes)
          try {
            await importBundle(file, data.runs)
            const [name] = await readdir(data.runs)
            expect(await filesOf(join(data.runs, name!))).toEqual(before)
          } catch (error) {
            if (!(error instanceof LabError)) throw error
            expect(error.code).toBe('bad-bundle')
            expect(await readdir(data.runs)).toEqual([])
          }
          await data.close()
          const fresh = await testFolder()
          data = fresh
          file = join(fresh.folder, 'hostile.descentrun')
          await writeFile(file, whole)
          expect(Object.keys(await filesOf(fresh.folder))).toEqual(outside)
        }),
        { numRuns: cases(15, 200) },
      )
    } finally {
      await source.close()
    }
  })
})
