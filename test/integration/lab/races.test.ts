import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { readPastRace } from '#main/lab/past-race.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { iris, ofKind, openLab, recordsOf, runsIn, type TestLab } from './support.ts'

let lab: TestLab

afterEach(() => lab.close())

/** Long enough that nothing ends it but the test. */
const endless = iris({ budget: { epochs: 100_000 }, record: { every: { samples: 2400 } } })

/** Steps of the recorded points of a run, in the order of the log. */
async function stepsOf(folder: string, run: number): Promise<number[]> {
  return ofKind(await recordsOf(folder), 'metrics')
    .filter(({ runs }) => runs.includes(run))
    .map(({ step }) => step)
}

describe('a race', () => {
  it('leaves a whole record: spec, versions, every point, every state, every end', async () => {
    lab = await openLab()
    const race = await lab.races.start(iris())
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'finished', step: 20, steps: 20 })

    const { spec, info } = await readRunFolder(race.folder)
    expect(spec).toEqual(parseSpec(iris()))
    expect(info).toMatchObject({
      id: race.id,
      app: '1.2.3',
      engine: 'native',
      node: process.versions.node,
      tensorflow: { package: expect.stringMatching(/^4\./), library: expect.stringMatching(/^\d/) },
    })
    expect(basename(race.folder)).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-iris-experiment-/)

    const records = await recordsOf(race.folder)
    expect(records[0]).toMatchObject({ kind: 'start', shape: { lanes: 6, steps: 20 } })
    // 48 samples are 2 steps of 24: 10 points of 6 runs.
    const points = Array.from({ length: 10 }, (_, index) => 2 * (index + 1))
    for (let run = 0; run < 6; run++) expect(await stepsOf(race.folder, run)).toEqual(points)
    const snapshots = ofKind(records, 'snapshot')
    expect(snapshots).toHaveLength(60)
    expect(snapshots.every(({ confusion }) => confusion.reduce((a, b) => a + b) === 30)).toBe(true)
    const finals = ofKind(records, 'final')
    expect(finals.map(({ run }) => run).sort()).toEqual([0, 1, 2, 3, 4, 5])
    // The last snapshot's parameters are those that the race ended with.
    for (const { run, parameters } of finals) {
      const last = snapshots.find((each) => each.run === run && each.step === 20)
      expect(last?.after.parameters).toEqual(parameters)
    }
    expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'finished', step: 20 })
  })

  it('logs what was done to it and goes on as if never interrupted', async () => {
    lab = await openLab()
    const whole = await lab.races.start(iris({ budget: { epochs: 6 } }))
    await whole.whenEnded()

    const race = await lab.races.start(iris(), { pace: 2 })
    await race.pause()
    const { step } = race.status()
    await race.advance()
    expect(race.status()).toMatchObject({ phase: 'paused' })
    expect(race.status().step).toBeGreaterThan(step)
    await race.setPace(null)
    await race.resume()
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'finished', step: 20, pace: null })
    await race.extend(2)
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'finished', step: 30, steps: 30 })

    const records = await recordsOf(race.folder)
    const done = records.filter(
      ({ kind }) => !['metrics', 'snapshot', 'strip', 'final'].includes(kind),
    )
    expect(done.map((record) => [record.kind, 'phase' in record && record.phase])).toEqual([
      ['start', false],
      ['phase', 'paused'],
      ['pace', false],
      ['phase', 'running'],
      ['end', false],
      ['extend', false],
      ['end', false],
    ])
    const last = (list: typeof records) =>
      ofKind(list, 'final')
        .filter(({ step }) => step === 30)
        .map(({ run, parameters }) => [run, parameters] as const)
        .sort(([a], [b]) => a - b)
    expect(last(records)).toHaveLength(6)
    expect(last(records)).toEqual(last(await recordsOf(whole.folder)))
  })

  it('is read back from its record when another has taken its place', async () => {
    lab = await openLab()
    const race = await lab.races.start(iris())
    await race.whenEnded()
    const { columns } = await race.recorded()
    const shown = race.race()
    await (await lab.races.start(iris())).whenEnded()
    const past = await readPastRace(join(lab.folder, 'runs'), race.id)
    expect(past.race).toEqual(shown)
    expect(past.recorded.columns).toEqual(columns)
    await expect(readPastRace(join(lab.folder, 'runs'), 'ffffffff')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('that is started while another runs, runs beside it; over, it stays until its processes are needed', async () => {
    lab = await openLab()
    const first = await lab.races.start(endless)
    const second = await lab.races.start(iris())
    await second.whenEnded()
    const phases = lab.races.list().map(({ id, status }) => [id, status.phase])
    expect(phases).toEqual([
      [second.id, 'finished'],
      [first.id, 'running'],
    ])
    const third = await lab.races.start(iris())
    expect(() => lab.races.find(second.id)).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(first.status().phase).toBe('running')
    await third.whenEnded()
    await first.stop()
    expect((await recordsOf(first.folder)).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  })

  it('ends with its record complete when the laboratory closes', async () => {
    lab = await openLab()
    const race = await lab.races.start(endless)
    await lab.races.dispose()
    expect((await recordsOf(race.folder)).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  })

  it('of a spec that does not fit its table leaves nothing behind', async () => {
    lab = await openLab()
    const wrong = iris({ target: 'colour' })
    await expect(lab.races.start(wrong)).rejects.toMatchObject({ code: 'bad-spec' })
    const unknown = iris({ dataset: { builtin: 'roses' } })
    await expect(lab.races.start(unknown)).rejects.toMatchObject({ code: 'not-found' })
    expect(await runsIn(lab.folder)).toEqual([])
    expect(lab.races.list()).toEqual([])
  })
})

describe('when a trainer process is killed', () => {
  it('the race fails with the reason, its log stays whole, and the next race works', async () => {
    lab = await openLab()
    const race = await lab.races.start(endless)
    const [pid] = race.training.shards.map((shard) => shard.pid)
    await expect.poll(() => race.status().step).toBeGreaterThan(500)
    process.kill(pid!, 'SIGKILL')
    await race.whenEnded()

    expect(race.status()).toMatchObject({
      phase: 'failed',
      error: { code: 'trainer-died', parameters: { pid } },
    })
    expect(lab.statuses.at(-1)).toEqual(race.status())
    const records = await recordsOf(race.folder)
    expect(records.at(-1)).toMatchObject({
      kind: 'end',
      reason: 'failed',
      error: { code: 'trainer-died' },
    })
    // Every 100th step of 24 rows, without a gap, whatever the process was doing.
    for (const run of [0, 5]) {
      const steps = await stepsOf(race.folder, run)
      expect(steps).toEqual(steps.map((_, index) => 100 * (index + 1)))
    }

    const next = await lab.races.start(iris())
    await next.whenEnded()
    expect(next.status().phase).toBe('finished')
    await expect(race.extend(1)).rejects.toMatchObject({ code: 'wrong-phase' })
  })
})

describe('when the log cannot be written', () => {
  it('the race fails with the reason and the next race works', async () => {
    // /dev/full refuses every write as a full disk does; the first lines go through.
    let writes = 0
    lab = await openLab({
      openFile: async (path) => {
        const file = await open(path, 'a')
        const full = await open('/dev/full', 'w')
        const write = file.writeFile.bind(file)
        file.writeFile = (text) =>
          (++writes > 3 && writes < 1000 ? full : { writeFile: write }).writeFile(text)
        const close = file.close.bind(file)
        file.close = async () => {
          await full.close()
          await close()
        }
        return file
      },
    })
    const race = await lab.races.start(endless)
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'failed', error: { code: 'log-failed' } })
    const records = await recordsOf(race.folder)
    expect(records.length).toBeGreaterThanOrEqual(3)

    writes = 1000
    const next = await lab.races.start(iris())
    await next.whenEnded()
    expect(next.status().phase).toBe('finished')
  })

  it('because its folder cannot be made, no race starts', async () => {
    lab = await openLab({ runsFolder: '/dev/null/runs' })
    await expect(lab.races.start(iris())).rejects.toMatchObject({ code: 'log-failed' })
    expect(lab.races.list()).toEqual([])
  })
})

describe('a reader that joins in the middle', () => {
  it.each([1, 2, 3])('misses no point between record and stream (%i)', async (attempt) => {
    // A slow disk: what the trainer has recorded is in the log only after a while.
    lab = await openLab({
      openFile: async (path) => {
        const file = await open(path, 'a')
        const write = file.writeFile.bind(file)
        file.writeFile = async (text) => {
          await setTimeout(40)
          return write(text)
        }
        return file
      },
    })
    const race = await lab.races.start(iris({ budget: { epochs: 40 } }), { pace: 40 })
    await expect.poll(() => race.status().step).toBeGreaterThan(attempt * 20)

    const seen = new Set<string>()
    const note = (run: Uint32Array, step: Uint32Array): void =>
      run.forEach((each, row) => seen.add(`${each}@${step[row]}`))
    const ends = [...race.training.shards.keys()].map((shard) => {
      const port = race.training.openStream(shard)
      return new Promise<void>((resolve) =>
        port.onMessage((message) => {
          note(message.columns.run, message.columns.step)
          port.acknowledge(message.sequence)
          if (message.phase === 'finished') resolve()
        }),
      )
    })
    await race.setPace(null)
    const { columns } = await race.recorded()
    note(columns.run, columns.step)
    await Promise.all(ends)

    // 40 epochs of 5 steps, a point every 2 steps, 6 runs.
    const expected = Array.from(
      { length: 100 * 6 },
      (_, row) => `${row % 6}@${2 + 2 * Math.floor(row / 6)}`,
    )
    expect([...seen].sort()).toEqual(expected.sort())
  })
})
