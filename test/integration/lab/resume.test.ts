import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readPastRace } from '../../../src/main/lab/past-race.ts'
import { isRunHeld } from '../../../src/main/lab/run-lock.ts'
import type { LogRecord } from '../../../src/shared/experiment/log.ts'
import { iris, ofKind, openLab, recordsOf, type TestLab } from './support.ts'

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
  budget: { epochs: 120 },
  record: { metrics: ['batchLoss', 'trainLoss', 'rate'], every: { steps: 20 }, paths: true },
  stop: { target: { metric: 'trainLoss', value: 0.2 }, diverged: true },
})

/** What a record says, but for the clock and for which message brought it. */
function measured(records: readonly LogRecord[]): unknown[] {
  const key = (record: LogRecord): string => JSON.stringify([record.kind, 'shard' in record])
  return records
    .filter(({ kind }) => ['metrics', 'path', 'event', 'final'].includes(kind))
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

/** A run of the experiment that nothing ever interrupted. */
async function undisturbed(): Promise<unknown[]> {
  const lab = await open()
  const race = await lab.races.start(experiment)
  await race.whenEnded()
  expect(race.status().phase).toBe('finished')
  return measured(await recordsOf(race.folder))
}

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
    expect(resumed.status()).toMatchObject({ phase: 'running', steps: 600 })
    expect(resumed.status().step).toBeGreaterThan(90)
    await resumed.whenEnded()
    expect(resumed.status()).toMatchObject({ phase: 'finished' })
    expect(measured(await recordsOf(race.folder))).toEqual(expected)
    const [line] = ofKind(await recordsOf(race.folder), 'resume')
    expect(line?.steps.every((step) => step !== null && step > 90)).toBe(true)
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
