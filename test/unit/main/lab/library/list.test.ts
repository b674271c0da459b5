import { createHash } from 'node:crypto'
import {
  appendFile,
  chmod,
  cp,
  mkdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createdOfName, idOfName } from '#main/lab/library/folders.ts'
import { holdRun } from '#main/lab/run-lock.ts'
import { sealed } from '#main/lab/seal.ts'
import { runListSchema, type RunDamage, type RunList } from '#shared/contract/runs.ts'
import type { LogLine, RunInfo } from '#shared/experiment/log.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { choiceOf, ruleOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import {
  end,
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

beforeEach(async () => {
  data = await testFolder()
})
afterEach(() => data.close())

describe('a folder name', () => {
  it('ends in the id of its run', () => {
    expect(idOfName('2026-11-20_10-00-00-iris-experiment-bf829ba4')).toBe('bf829ba4')
    expect(idOfName('2026-11-20_10-00-00-bf829ba4')).toBe('bf829ba4')
    expect(idOfName('my-best-run')).toBe('my-best-run')
    expect(idOfName('x'.repeat(200))).toMatch(/^[0-9a-f]{16}$/)
  })

  it('begins with when it was made', () => {
    const date = createdOfName('2026-11-20_10-05-30-iris-bf829ba4')
    expect(date).toEqual(new Date(2026, 10, 20, 10, 5, 30))
    expect(createdOfName('my-best-run')).toBeUndefined()
  })
})

describe('the list of runs', () => {
  it('tells of a finished one what its log comes to', async () => {
    await putRun(data.runs)
    const { runs, deleted } = await data.library().list()
    expect(deleted).toEqual({ runs: 0, bytes: 0, ids: [] })
    expect(runs).toMatchObject([
      {
        ...{ id: 'aaaa0001', name: 'Small', created: '2026-11-20T10:00:00.000Z' },
        ...{ state: 'finished', step: 8, steps: 8, dataset: 'iris', seeds: 2, damaged: 0 },
        ...{ metric: 'validationLoss', seconds: 0.08, resumable: false },
        lanes: [
          { id: 'quick', optimizer: 'adam', convention: 'tutorial' },
          { id: 'slow', optimizer: 'sgd', convention: 'tutorial' },
        ],
        // Medians of two: (0.9 + 0.7) / 2, (0.5 + 0.3) / 2; likewise 1.15 and 1.
        best: { lane: 'quick', value: 0.4 },
        sparks: [
          { lane: 'quick', values: [0.8, 0.4] },
          { lane: 'slow', values: [expect.closeTo(1.15), 1] },
        ],
      },
    ])
    expect(runs[0]).not.toHaveProperty('problem')
  })

  it('tells of a rule that a person wrote what it computes, and its colour', async () => {
    const [rule] = openRules('w -= lr * g', 'Mine').rules
    const mine = choiceOf({ ...rule!, colour: '#2f6fde' })
    const lanes = [
      { id: 'quick', optimizer: 'adam' },
      { id: 'slow', ...mine },
    ]
    await putRun(data.runs, { spec: parseSpec({ ...smallSpec, lanes }) })
    const [run] = (await data.library().list()).runs
    const hash = ruleHash(ruleOf(mine)!).slice(0, 4)
    expect(run!.lanes[1]).toEqual({
      ...{
        id: 'slow',
        optimizer: 'own:Mine',
        convention: 'own',
        hyper: { lr: 0.02 },
        rule: { hash, colour: '#2f6fde' },
      },
    })
    expect(lineStyle(run!.lanes[1]!, 'light').colour).toBe('#2f6fde')
  })

  it('is empty where there is no folder, and leaves files and hidden folders out', async () => {
    await rm(data.runs, { recursive: true })
    expect((await data.library().list()).runs).toEqual([])
    await mkdir(join(data.runs, '.half-1'), { recursive: true })
    await writeFile(join(data.runs, 'notes.txt'), '')
    expect((await data.library().list()).runs).toEqual([])
  })

  it('has the newest first', async () => {
    await putRun(data.runs, { id: '1', created: '2026-11-20T10:00:00.000Z' })
    await putRun(data.runs, { id: '3', created: '2026-11-22T10:00:00.000Z' })
    await putRun(data.runs, { id: '2', created: '2026-11-21T10:00:00.000Z' })
    const { runs } = await data.library().list()
    expect(runs.map(({ id }) => id)).toEqual(['3', '2', '1'])
  })

  it('adds up what everything takes on disk', async () => {
    const folder = await putRun(data.runs)
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'own.csv'), 'x'.repeat(1000))
    await writeFile(join(folder, 'checkpoint-4.bin'), 'y'.repeat(500))
    const library = data.library()
    const before = await library.list()
    const sizes = await Promise.all(
      ['spec.json', 'run.json', 'log.jsonl', 'summary.json'].map(
        async (name) => (await readFile(join(folder, name))).length,
      ),
    )
    expect(before.bytes).toBe(sizes.reduce((sum, size) => sum + size, 1500))
    expect((await library.list()).bytes).toBe(before.bytes)
  })

  it('keeps one whose program was killed, up to where it came', async () => {
    await putRun(data.runs, {
      log: `${logText([start, point(4, [1, 2, 3, 4])])}{"kind":"metrics","shard":0,"st`,
    })
    const { runs } = await data.library().list()
    expect(runs[0]).toMatchObject({ state: 'interrupted', step: 4, steps: 8, damaged: 0 })
    expect(runs[0]).not.toHaveProperty('damage')
    expect(runs[0]?.best).toEqual({ lane: 'quick', value: 1.5 })
  })

  it('tells one that is being written by its holder, and no longer once he is gone', async () => {
    const folder = await putRun(data.runs, { log: [start, point(4, [1, 2, 3, 4])] })
    const hold = await holdRun(folder)
    const library = data.library()
    expect((await library.list()).runs[0]).toMatchObject({ state: 'running', step: 4 })
    await hold.release()
    expect((await library.list()).runs[0]).toMatchObject({ state: 'interrupted', step: 4 })
  })

  it('says of which it knows that it can go on', async () => {
    const ended = { ...end, reason: 'stopped' as const, step: 4 }
    const stopped = await putRun(data.runs, { id: '1', log: [start, ended] })
    const whole = await putRun(data.runs, { id: '2' })
    const library = data.library()
    for (const folder of [stopped, whole]) await writeFile(join(folder, 'checkpoint-4.bin'), 'x')
    const { runs } = await library.list()
    expect(Object.fromEntries(runs.map(({ id, resumable }) => [id, resumable]))).toEqual({
      1: true,
      2: false,
    })
  })

  it('reads what one that went on recorded twice only once', async () => {
    const resume = { kind: 'resume' as const, at: '2026-11-20T10:02:00.000Z', steps: [4] }
    await putRun(data.runs, {
      log: [start, point(4, [1, 1, 4, 4]), point(6, [9, 9, 9, 9]), resume, point(6, [2, 2, 3, 3])],
    })
    const [run] = (await data.library().list()).runs
    expect(run).toMatchObject({ step: 6, best: { lane: 'quick', value: 2 } })
    expect(run?.sparks[0]?.values).toEqual([1, 2])
  })

  it('counts the steps that it was extended by', async () => {
    const more = { kind: 'extend' as const, at: '2026-11-20T10:02:00.000Z', epochs: 3, step: 8 }
    await putRun(data.runs, { log: [...finished, more, point(12, [1, 1, 1, 1])] })
    // 2 epochs of 4 steps, and 3 more.
    expect((await data.library().list()).runs[0]).toMatchObject({
      ...{ state: 'interrupted', step: 12, steps: 20 },
    })
  })

  it('holds a diverged run for the worst, and a lane of them for none', async () => {
    const diverged = (run: number) => ({
      ...{ kind: 'event' as const, shard: 0 },
      event: { run, step: 5, kind: 'diverged' as const, ends: true },
    })
    await putRun(data.runs, {
      log: [
        ...[start, point(4, [0.1, 0.2, 0.6, 0.8])],
        ...[diverged(0), diverged(1), point(8, ['NaN', 'NaN', 0.5, 0.7]), end],
      ],
    })
    const [run] = (await data.library().list()).runs
    expect(run?.best).toEqual({ lane: 'slow', value: 0.6 })
    expect(run?.sparks[0]).toEqual({ lane: 'quick', values: [expect.closeTo(0.15), null] })
  })

  it('draws one whose every process begins at a step of its own', async () => {
    // More first points than are kept at all: no stride thins them out.
    const spec = parseSpec({ ...smallSpec, seeds: Array.from({ length: 100 }, (_, seed) => seed) })
    const shards = Array.from({ length: 200 }, (_, shard): RunInfo['shards'][number] => {
      const [lane, seed] = [Math.floor(shard / 100), shard % 100]
      return { lanes: [lane, lane + 1], seeds: [seed, seed + 1] }
    })
    const shape = { ...(start as { shape: object }).shape, seeds: 100, shards: 200 }
    const points = shards.map((_, shard) => ({
      ...{ ...point(shard + 1, [1]), shard, runs: [shard] },
      ...{ trainLoss: [2], validationLoss: [2] },
    }))
    await putRun(data.runs, {
      spec,
      info: { shards: shards },
      log: [{ ...start, shape } as LogLine, ...(points as LogLine[]), end],
    })
    const { runs } = await data.library().list()
    expect(runs[0]).toMatchObject({ state: 'finished', best: { value: 2 }, seeds: 100 })
    expect(runs[0]!.sparks[0]!.values).toHaveLength(32)
  })

  it('draws a long one in 32 values, the last with them', async () => {
    const points = Array.from({ length: 1000 }, (_, at) => point(at + 1, [1000 - at, 1000 - at]))
    await putRun(data.runs, { log: [start, ...points] })
    const [run] = (await data.library().list()).runs
    const values = run?.sparks[0]?.values ?? []
    expect(values).toHaveLength(32)
    expect([values[0], values.at(-1)]).toEqual([1000, 1])
    expect(values).toEqual(values.toSorted((a, b) => b! - a!))
  })
})

describe('a folder that is damaged', () => {
  const broken: Record<string, (folder: string) => Promise<unknown>> = {
    'without a spec': (folder) => rm(join(folder, 'spec.json')),
    'whose spec is no JSON': (folder) => writeFile(join(folder, 'spec.json'), '{"version":'),
    'whose spec describes nothing': (folder) => writeFile(join(folder, 'spec.json'), '{}'),
    'without its versions': (folder) => rm(join(folder, 'run.json')),
    'whose versions are no JSON': (folder) => writeFile(join(folder, 'run.json'), '\0'),
    'without a log': (folder) => rm(join(folder, 'log.jsonl')),
    'with an empty log': (folder) => writeFile(join(folder, 'log.jsonl'), ''),
    'whose log is something else': (folder) => writeFile(join(folder, 'log.jsonl'), 'PK\x03\x04\n'),
    'whose log is a folder': async (folder) => {
      await rm(join(folder, 'log.jsonl'))
      await mkdir(join(folder, 'log.jsonl'))
    },
    'that is empty': async (folder) => {
      await rm(folder, { recursive: true })
      await mkdir(folder)
    },
  }

  it.each(Object.keys(broken))('%s is a row with its problem', async (name) => {
    const folder = await putRun(data.runs)
    await broken[name]!(folder)
    const list = runListSchema.parse(await data.library().list())
    expect(list.runs).toMatchObject([{ id: 'aaaa0001', problem: { message: expect.any(String) } }])
    const created = new Date(list.runs[0]!.created).getTime()
    expect(created).toBe(new Date('2026-11-20T10:00:00.000Z').getTime())
  })

  it('that somebody named otherwise is dated by its own change', async () => {
    await mkdir(join(data.runs, 'stray'))
    const then = new Date('2026-01-02T03:04:05.000Z')
    await utimes(join(data.runs, 'stray'), then, then)
    const { runs } = await data.library().list()
    expect(runs).toMatchObject([{ id: 'stray', name: 'stray', created: then.toISOString() }])
  })

  it('tells of a newer version what to do', async () => {
    await putRun(data.runs, { info: { version: 99 } })
    const [run] = (await data.library().list()).runs
    expect(run?.problem).toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(/Update/),
    })
    expect(run).toMatchObject({ state: 'finished', step: 8 })
  })

  it('with lines that are no records counts them', async () => {
    const lines = logText(finished).split('\n')
    const log = [lines[0], 'garbage', '{"kind":"metrics"}', ...lines.slice(3)].join('\n')
    await putRun(data.runs, { log })
    expect((await data.library().list()).runs[0]).toMatchObject({
      ...{ state: 'finished', damaged: 2 },
      damage: { files: [], lines: 2, ranges: [[2, 3]] },
    })
  })
})

describe('damage', () => {
  const known = (list: RunList): (RunDamage | undefined)[] => list.runs.map(({ damage }) => damage)

  it('of the log is told with the lanes, seeds and steps that are lost', async () => {
    const lines = logText(finished).split('\n')
    await putRun(data.runs, { log: lines.toSpliced(1, 1).join('\n') })
    const damage: RunDamage = {
      ...{ files: [], lines: 1, ranges: [[2, 2]] },
      steps: [{ lanes: ['quick', 'slow'], seeds: [1, 2], from: 4, to: 7 }],
    }
    expect(known(await data.library().list())).toEqual([damage])
    // What is kept to list faster hides nothing, in this program and the next.
    expect(known(await data.library().list())).toEqual([damage])
    expect(known(await data.library().check())).toEqual([damage])
  })

  it('of the last point of a finished run is told, too', async () => {
    const lines = logText(finished).split('\n')
    await putRun(data.runs, { log: lines.toSpliced(2, 1).join('\n') })
    expect(known(await data.library().list())[0]?.steps).toEqual([
      { lanes: ['quick', 'slow'], seeds: [1, 2], from: 8, to: 8 },
    ])
  })

  it('of what describes the run is told, and such a run does not go on', async () => {
    const stopped = { ...end, reason: 'stopped' as const, step: 4 }
    const one = await putRun(data.runs, { id: '1', log: [start, stopped] })
    const two = await putRun(data.runs, { id: '2', log: [start, stopped] })
    const replace = async (path: string, from: string, to: string): Promise<void> =>
      writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
    await replace(join(one, 'spec.json'), '"epochs": 2', '"epochs": 3')
    await replace(join(two, 'run.json'), '"native"', '"reference"')
    const { runs } = await data.library().list()
    const byId = new Map(runs.map((run) => [run.id, run]))
    expect(byId.get('1')).toMatchObject({ damage: { files: ['spec.json'] }, resumable: false })
    expect(byId.get('2')).toMatchObject({ damage: { files: ['run.json'] }, resumable: false })
  })

  it('of a log that is another run’s is told', async () => {
    const folder = await putRun(data.runs)
    const other = { ...start, at: '2026-11-20T11:00:00.000Z' }
    await writeFile(join(folder, 'log.jsonl'), logText([other as LogLine, ...finished.slice(1)]))
    expect(known(await data.library().list())[0]?.files).toEqual(['log.jsonl'])
  })

  it('of a checkpoint is told, and such a run goes on all the same', async () => {
    const stopped = { ...end, reason: 'stopped' as const, step: 4 }
    const folder = await putRun(data.runs, { log: [start, point(4, [1, 1, 1, 1]), stopped] })
    await writeFile(join(folder, 'checkpoint-0.bin'), 'x')
    const library = data.library()
    const told = { damage: { files: ['checkpoint-0.bin'] }, resumable: true }
    expect((await library.list()).runs).toMatchObject([told])
    await rm(join(folder, 'checkpoint-0.bin'))
    expect((await library.list()).runs[0]).not.toHaveProperty('damage')
  })

  it('that changed neither size nor time is found by a check alone', async () => {
    const folder = await putRun(data.runs)
    const path = join(folder, 'log.jsonl')
    await data.library().list()
    const { atime, mtime } = await stat(path)
    await writeFile(path, (await readFile(path, 'utf8')).replace('0.9', '0.8'))
    await utimes(path, atime, mtime)
    expect(known(await data.library().check())[0]).toMatchObject({ lines: 1 })
  })

  it('of a table that the run brought along is found by a check', async () => {
    const text = 'a,b\n1,2\n3,4\n'
    const sha256 = createHash('sha256').update(text).digest('hex')
    const dataset = { file: 'data/own.csv', read: {}, sha256 }
    const folder = await putRun(data.runs, { spec: { ...parseSpec(smallSpec), dataset } })
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'own.csv'), text)
    expect(known(await data.library().check())).toEqual([undefined])
    await writeFile(join(folder, 'data', 'own.csv'), text.replace('3', '4'))
    expect(known(await data.library().check())[0]?.files).toEqual(['data/own.csv'])
  })
})

describe('what is kept of a log', () => {
  const summaryOf = async (folder: string): Promise<string> =>
    readFile(join(folder, 'summary.json'), 'utf8')

  it('is used while nothing changes, by another program too', async () => {
    const folder = await putRun(data.runs)
    await data.library().list()
    const kept = JSON.parse(await summaryOf(folder)) as { digest: { step: number } }
    kept.digest.step = 7
    await writeFile(join(folder, 'summary.json'), JSON.stringify(sealed(kept)))
    expect((await data.library().list()).runs[0]?.step).toBe(7)
  })

  it('is made anew when the log grows', async () => {
    const folder = await putRun(data.runs, { log: [start, point(4, [1, 2, 3, 4])] })
    const library = data.library()
    expect((await library.list()).runs[0]?.step).toBe(4)
    await appendFile(join(folder, 'log.jsonl'), logText([point(8, [1, 2, 3, 4]), end], 2))
    expect((await library.list()).runs[0]).toMatchObject({ step: 8, state: 'finished' })
    expect((await data.library().list()).runs[0]).toMatchObject({ step: 8, state: 'finished' })
  })

  it('is made anew when the spec is replaced', async () => {
    const folder = await putRun(data.runs)
    const library = data.library()
    await library.list()
    const spec = await readFile(join(folder, 'spec.json'), 'utf8')
    await writeFile(join(folder, 'spec.json'), spec.replace('"Small"', '"Other name"'))
    expect((await library.list()).runs[0]?.name).toBe('Other name')
  })

  it.each(['', '{', '{"version":1}', '{"version":99}', 'null'])(
    'may be damaged: %j',
    async (text) => {
      const folder = await putRun(data.runs)
      await data.library().list()
      await writeFile(join(folder, 'summary.json'), text)
      expect((await data.library().list()).runs[0]).toMatchObject({ step: 8, state: 'finished' })
    },
  )

  it('may be a thing that cannot be written, in a folder that cannot', async () => {
    const folder = await putRun(data.runs)
    await mkdir(join(folder, 'summary.json'))
    await chmod(folder, 0o500)
    expect((await data.library().list()).runs[0]).toMatchObject({ step: 8, state: 'finished' })
    await chmod(folder, 0o700)
  })

  it('is not put into the folder of a run that somebody writes', async () => {
    const folder = await putRun(data.runs)
    const hold = await holdRun(folder)
    await data.library().list()
    await expect(summaryOf(folder)).rejects.toMatchObject({ code: 'ENOENT' })
    await hold.release()
  })
})

describe('runs of earlier versions', () => {
  it('are listed with their numbers', async () => {
    await cp(recordsOfOld, data.runs, { recursive: true })
    const { runs } = await data.library().list()
    const byId = new Map(runs.map((run) => [run.id, run]))
    expect(byId.get('bf829ba4')).toMatchObject({
      ...{ name: 'Iris, as first recorded', state: 'finished', step: 10, steps: 10, seeds: 2 },
      ...{ metric: 'validationLoss', damaged: 0 },
    })
    expect(byId.get('9f1ff660')).toMatchObject({ state: 'finished', best: { lane: 'calm' } })
    // The rate of 999 took every seed beyond what a number can hold.
    expect(byId.get('9f1ff660')?.sparks.at(-1)?.values.at(-1)).toBeNull()
    expect(runs.every((run) => !run.problem)).toBe(true)
  })
})
