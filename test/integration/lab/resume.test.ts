import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { csvOf } from '#main/lab/exports/csv.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { readLog } from '#main/lab/log-reader.ts'
import { readPastRace } from '#main/lab/past-race.ts'
import { inspectRun } from '#main/lab/run-damage.ts'
import { isRunHeld } from '#main/lab/run-lock.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { readerHere } from '../support.ts'
import { iris, ofKind, openLab, recordsOf, root, type TestLab } from './support.ts'

const labs: TestLab[] = []

afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close()
})

async function open(): Promise<TestLab> {
  const lab = await openLab()
  labs.push(lab)
  return lab
}

/** Another program over the same runs. */
async function openBeside(lab: TestLab): Promise<TestLab> {
  const other = await openLab({ runsFolder: join(lab.folder, 'runs') })
  labs.unshift(other)
  return other
}

/** Two processes, by seeds; a rate with a schedule, and runs that end early. */
const experiment = iris({
  seeds: [1, 2, 3, 4],
  lanes: [
    { id: 'adam', optimizer: 'adam', schedule: { kind: 'cosine' } },
    { id: 'momentum', optimizer: 'momentum' },
    { id: 'adadelta', optimizer: 'adadelta' },
  ],
  budget: { epochs: 60 },
  record: {
    metrics: ['batchLoss', 'trainLoss', 'rate'],
    every: { steps: 20 },
    paths: true,
    strips: true,
  },
  stop: { target: { metric: 'trainLoss', value: 0.2 }, diverged: true },
})

/** What a record says, but for the clock and for which message brought it. */
function measured(records: readonly LogRecord[]): unknown[] {
  const key = (record: LogRecord): string => JSON.stringify([record.kind, 'shard' in record])
  return records
    .filter(({ kind }) => ['metrics', 'path', 'strip', 'event', 'final'].includes(kind))
    .map((record) => (record.kind === 'metrics' ? { ...record, seconds: 0 } : record))
    .map((record) => ({ order: `${key(record)} ${where(record)}`, record }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ record }) => record)
}

function where(record: LogRecord): string {
  const shard = 'shard' in record ? record.shard : 0
  const step = record.kind === 'event' ? record.event.step : 'step' in record ? record.step : 0
  const run = record.kind === 'event' ? record.event.run : 'run' in record ? record.run : 0
  return [shard, step, run].map((each) => String(each).padStart(8, '0')).join(' ')
}

/** A run of the experiment that nothing ever interrupted; trained once. */
function undisturbed(): Promise<unknown[]> {
  return (reference ??= (async () => {
    const lab = await open()
    const race = await lab.races.start(experiment)
    await race.whenEnded()
    expect(race.status().phase).toBe('finished')
    return measured(await recordsOf(race.folder))
  })())
}
let reference: Promise<unknown[]> | undefined

describe('a race whose log has lost something', () => {
  /** Stopped after a rate that was changed by hand, and a damaged line of that beginning. */
  async function damaged(beginning: string): Promise<{ lab: TestLab; folder: string; id: string }> {
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 150 })
    await expect.poll(() => race.status().step).toBeGreaterThan(30)
    await race.changeRate('adam', 0.01)
    await expect.poll(() => race.status().step).toBeGreaterThan(60)
    await race.stop()
    const path = join(race.folder, 'log.jsonl')
    const text = await readFile(path, 'utf8')
    const at = text.indexOf(beginning) + beginning.length + 20
    await writeFile(path, `${text.slice(0, at)}#${text.slice(at + 1)}`)
    return { lab, folder: race.folder, id: race.id }
  }

  it('begins anew, and has all of it again', async () => {
    const { lab, folder, id } = await damaged('{"kind":"metrics","shard":1,"step":40,')
    expect(await inspectRun(folder)).toMatchObject({
      lines: 1,
      steps: [{ lanes: ['adam', 'momentum', 'adadelta'], seeds: [3, 4], from: 40, to: 59 }],
    })
    const race = await lab.races.resume(id)
    await race.whenEnded()
    const records: LogRecord[] = []
    await readLog(folder, (record) => records.push(record))
    expect(ofKind(records, 'resume').map(({ steps }) => steps)).toEqual([[null, null]])
    const steps = ofKind(records, 'metrics').filter(({ shard }) => shard === 1)
    expect(steps.map(({ step }) => step)).toContain(40)
    // The line is still damaged; nothing is missing with it any more.
    expect(await inspectRun(folder)).toMatchObject({ lines: 1, steps: [] })
  })

  it('of what a person changed does not go on as if that had never been', async () => {
    const { lab, id } = await damaged('{"kind":"rate","shard":0,')
    await expect(lab.races.resume(id)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('changed by hand'),
    })
  })
})

describe('a race that goes on from its checkpoints', () => {
  it('comes to the numbers of one never interrupted: stopped, then taken up by another program', async () => {
    const expected = await undisturbed()
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 60 })
    await expect.poll(() => race.status().step).toBeGreaterThan(90)
    await race.pause()
    await race.stop()
    await lab.races.dispose()
    const other = await openBeside(lab)
    const resumed = await other.races.resume(race.id)
    expect(resumed.folder).toBe(race.folder)
    expect(resumed.status()).toMatchObject({ phase: 'running', steps: 300 })
    expect(resumed.status().step).toBeGreaterThan(90)
    await resumed.whenEnded()
    expect(resumed.status()).toMatchObject({ phase: 'finished' })
    expect(measured(await recordsOf(race.folder))).toEqual(expected)
    const [line] = ofKind(await recordsOf(race.folder), 'resume')
    expect(line?.steps.every((step) => typeof step === 'number' && step > 90)).toBe(true)
  })

  it('does so after a process was killed, and again after that', async () => {
    const expected = await undisturbed()
    const lab = await open()
    let race = await lab.races.start(experiment, { pace: 60 })
    for (const least of [70, 150]) {
      await expect.poll(() => race.status().step).toBeGreaterThan(least)
      process.kill(race.training.shards[0]!.pid, 'SIGKILL')
      await race.whenEnded()
      expect(race.status()).toMatchObject({ phase: 'failed', error: { code: 'trainer-died' } })
      race = await lab.races.resume(race.id, 60)
    }
    await race.setPace(null)
    await race.whenEnded()
    expect(race.status().phase).toBe('finished')
    expect(measured(await recordsOf(race.folder))).toEqual(expected)
  })

  it('begins anew where a checkpoint is gone or damaged, to the same numbers', async () => {
    const expected = await undisturbed()
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 60 })
    await expect.poll(() => race.status().step).toBeGreaterThan(60)
    await race.stop()
    await rm(join(race.folder, 'checkpoint-0.bin'))
    const damaged = join(race.folder, 'checkpoint-1.bin')
    await writeFile(damaged, (await readFile(damaged)).subarray(0, 100))
    const resumed = await lab.races.resume(race.id)
    await resumed.whenEnded()
    const records = await recordsOf(race.folder)
    expect(ofKind(records, 'resume')[0]?.steps).toEqual([null, null])
    expect(measured(records)).toEqual(expected)
  })

  it('begins anew where a checkpoint is of another race', async () => {
    const expected = await undisturbed()
    const lab = await open()
    const other = await lab.races.start(iris({ seeds: [1, 2], budget: { epochs: 4 } }))
    await other.whenEnded()
    const race = await lab.races.start(experiment, { pace: 60 })
    await expect.poll(() => race.status().step).toBeGreaterThan(30)
    await race.stop()
    const foreign = await readFile(join(other.folder, 'checkpoint-0.bin'))
    await writeFile(join(race.folder, 'checkpoint-0.bin'), foreign)
    const resumed = await lab.races.resume(race.id)
    await resumed.whenEnded()
    expect(measured(await recordsOf(race.folder))).toEqual(expected)
  })

  it('keeps to rates changed by hand and to more epochs asked for', async () => {
    const lab = await open()
    const spec = iris({ seeds: [1, 2], budget: { epochs: 20 }, record: { every: { steps: 30 } } })
    const act = async (interrupt: boolean): Promise<unknown[]> => {
      // So slowly that both processes stand at the start when they are paused.
      let race = await lab.races.start(spec, { pace: 0.5 })
      await race.pause()
      await race.setPace(null)
      while (race.status().step < 30) await race.advance()
      await race.changeRate('sgd', 0.5)
      if (interrupt) {
        await race.stop()
        race = await lab.races.resume(race.id)
      }
      if (race.status().phase === 'paused') await race.resume()
      await race.whenEnded()
      await race.extend(7)
      await race.whenEnded()
      const records = await recordsOf(race.folder)
      expect(ofKind(records, 'rate').map(({ rate }) => rate)).toEqual([0.5, 0.5])
      // 20 epochs of 5 steps, and 7 more.
      const steps = new Set(ofKind(records, 'metrics').map(({ step }) => step))
      expect([...steps].sort((a, b) => a - b)).toEqual([30, 60, 90, 100, 120, 135])
      const { race: past } = await readPastRace(join(lab.folder, 'runs'), race.id)
      expect(past.status).toMatchObject({ phase: 'finished', step: 135, steps: 135 })
      return measured(records)
    }
    const expected = await act(false)
    expect(await act(true)).toEqual(expected)
  })

  it('is for one program at a time, and for none when it is finished', async () => {
    const lab = await open()
    const other = await openBeside(lab)
    const race = await lab.races.start(experiment, { pace: 20 })
    expect(await isRunHeld(race.folder)).toBe(true)
    await expect(other.races.resume(race.id)).rejects.toMatchObject({ code: 'run-busy' })
    await race.stop()
    expect(await isRunHeld(race.folder)).toBe(false)
    // So slowly that it is not over before it is looked at.
    const [one, two] = await Promise.allSettled([
      lab.races.resume(race.id, 20),
      other.races.resume(race.id, 20),
    ])
    const won = [one, two].filter(({ status }) => status === 'fulfilled')
    expect(won.length).toBeLessThanOrEqual(1)
    const running = await lab.races.resume(race.id, 20).catch(() => other.races.resume(race.id, 20))
    await running.setPace(null)
    await running.whenEnded()
    await expect(lab.races.resume(race.id)).rejects.toMatchObject({ code: 'wrong-phase' })
    await expect(lab.races.resume('none')).rejects.toMatchObject({ code: 'not-found' })
    // What was refused left nothing behind.
    const names = await readdir(race.folder)
    expect(names.filter((name) => name.startsWith('hold'))).toEqual([])
    expect(names.filter((name) => name.endsWith('.draft'))).toEqual([])
  })

  it('extends no race that another program has gone on with', async () => {
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 60 })
    await expect.poll(() => race.status().step).toBeGreaterThan(20)
    await race.stop()
    const other = await openBeside(lab)
    const resumed = await other.races.resume(race.id)
    await expect(race.extend(5)).rejects.toMatchObject({ code: /run-busy|wrong-phase/ })
    await resumed.whenEnded()
    await expect(race.extend(5)).rejects.toMatchObject({ code: 'wrong-phase' })
  })

  it('takes up one that is paused here where it is', async () => {
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 20 })
    await race.pause()
    expect(await lab.races.resume(race.id, null)).toBe(race)
    await race.whenEnded()
    expect(race.status().phase).toBe('finished')
    expect(ofKind(await recordsOf(race.folder), 'resume')).toEqual([])
  })
})

describe('a run’s folder that is named', () => {
  it('is the one that goes on, be it a copy beside its original or called otherwise', async () => {
    const expected = await undisturbed()
    const lab = await open()
    const race = await lab.races.start(experiment, { pace: 150 })
    await expect.poll(() => race.status().step).toBeGreaterThan(60)
    await race.stop()
    await lab.races.dispose()
    const copy = `${race.folder}-copy`
    const renamed = join(lab.folder, 'my best run')
    await cp(race.folder, copy, { recursive: true })
    await cp(race.folder, renamed, { recursive: true })
    const before = await readFile(join(race.folder, 'log.jsonl'))
    for (const folder of [copy, renamed]) {
      const resumed = await (await openBeside(lab)).races.resumeFolder(folder)
      expect(resumed.folder).toBe(folder)
      await resumed.whenEnded()
      expect(measured(await recordsOf(folder))).toEqual(expected)
    }
    expect(await readFile(join(race.folder, 'log.jsonl'))).toEqual(before)
  })
})

describe('a run of form 2', () => {
  it('that was stopped, resumed and changed by hand goes on to the numbers that its program came to', async () => {
    const lab = await open()
    const form2 = join(root, 'test', 'fixtures', 'runs-of-form-2')
    const name = (await readdir(form2)).find((each) => each.endsWith('71ae525a'))!
    const folder = join(lab.folder, 'runs', name)
    await cp(join(form2, name), folder, { recursive: true })
    expect(await inspectRun(folder)).toBeUndefined()
    const race = await lab.races.resume('71ae525a')
    expect(race.status().step).toBeGreaterThanOrEqual(36)
    await race.whenEnded()
    let csv = ''
    for await (const part of csvOf(await openExportedRun(folder))) csv += part
    const rows = csv.trimEnd().split('\r\n').slice(1)
    // Of run, lane, optimizer, convention, seed, step, epoch, samples, seconds, metric and value.
    const told = rows.map((row) => [1, 4, 5, 9, 10].map((at) => row.split(',')[at]).join())
    const finished = await readFile(join(form2, '71ae525a-finished.csv'), 'utf8')
    const wanted = finished.trimEnd().split('\n').sort()
    // Between versions of the program the last bits of an update may differ.
    const split = (line: string): [name: string, value: number] => {
      const at = line.lastIndexOf(',')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }
    const [found, expected] = [told.sort().map(split), wanted.map(split)]
    expect(found.map(([name]) => name)).toEqual(expected.map(([name]) => name))
    found.forEach(([name, value], index) => {
      expect(Math.abs(value - expected[index]![1]), name).toBeLessThan(1e-6)
    })
    expect(await inspectRun(folder)).toBeUndefined()
  })
})

describe('a run on a person’s file that leaves its target open', () => {
  const text = [
    'size,weight,when,note,kind',
    ...Array.from({ length: 60 }, (_, at) => {
      const kind = (at * 7) % 5 < 2 ? 'left' : 'right'
      return `${at % 7},${(at * 3) % 5},2026-01-${10 + (at % 9)},text ${at},${kind}`
    }),
    '',
  ].join('\n')

  it('goes on to the same numbers, here and from a bundle elsewhere', async () => {
    const reader = readerHere()
    try {
      const readTable = createTableSources({ reader }).read
      const lab = await openLab({ readTable })
      labs.push(lab)
      const file = join(lab.folder, 'own.csv')
      await writeFile(file, text)
      const spec = parseSpec({
        dataset: { file },
        lanes: [{ id: 'adam', optimizer: 'adam' }],
        seeds: [1, 2],
        budget: { epochs: 60 },
        record: { metrics: ['trainLoss', 'validationLoss'], every: { steps: 10 } },
      })
      const whole = await lab.races.start(spec)
      await whole.whenEnded()
      // What was found stands in the spec that is kept.
      expect((await readRunFolder(whole.folder)).spec).toMatchObject({
        target: 'kind',
        features: ['size', 'weight', 'when'],
        dataset: {
          read: {
            ...{ format: 'csv', encoding: 'utf-8', delimiter: ',', decimal: '.', header: true },
            types: { size: 'number', weight: 'number', when: 'date', kind: 'category' },
          },
        },
      })
      const expected = measured(await recordsOf(whole.folder))
      const race = await lab.races.start(spec, { pace: 100 })
      await expect.poll(() => race.status().step).toBeGreaterThan(20)
      await race.stop()
      const bundle = join(lab.folder, 'run.descentrun')
      await writeFile(bundle, await openBundle(race.folder, '1.2.3'))
      const resumed = await lab.races.resume(race.id)
      await resumed.whenEnded()
      expect(measured(await recordsOf(race.folder))).toEqual(expected)

      await rm(file)
      const elsewhere = join(lab.folder, 'elsewhere')
      const id = await importBundle(bundle, elsewhere)
      const other = await openLab({ readTable, runsFolder: elsewhere })
      labs.unshift(other)
      const there = await other.races.resume(id)
      await there.whenEnded()
      expect(measured(await recordsOf(there.folder))).toEqual(expected)
    } finally {
      reader.dispose()
    }
  })
})
