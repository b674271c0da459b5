import { readFile, readdir, writeFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import { Races } from '#main/lab/races.ts'
import { Sweeps, type SweepsOptions } from '#main/lab/sweeps/index.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import type { SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import {
  parseSweep,
  sweepResults,
  tunedRace,
  type SweepInput,
  type SweepSpec,
  type TrialResult,
} from '#shared/experiment/sweep/index.ts'
import { noReader } from '#test/support/no-reader.ts'
import { iris, ofKind, openLab, recordsOf, runsIn, type TestLab } from './support.ts'

let lab: TestLab
let sweeps: Sweeps
/** Everything reported, in order. */
let told: { status: SweepStatus; results: TrialResult[] }[]

function openSweeps(options: Partial<SweepsOptions> = {}): Sweeps {
  return new Sweeps({
    folder: join(lab.folder, 'sweeps'),
    version: '1.2.3',
    readTable: createTableSources({ reader: noReader }).read,
    openRaces: (runsFolder, onStatus) =>
      new Races({
        pool: lab.pool,
        readTable: createTableSources({ reader: noReader }).read,
        runsFolder,
        version: '1.2.3',
        onStatus,
      }),
    onProgress: (status, results) => told.push({ status, results }),
    ...options,
  })
}

beforeEach(async () => {
  lab = await openLab()
  told = []
  sweeps = openSweeps()
})

afterEach(async () => {
  await sweeps.dispose()
  await lab.close()
})

/** 4 contestants × 8 trials × 2 seeds are 64 runs, in four stacked races of 8 trials. */
function wine(change: Partial<SweepInput> = {}, epochs = 10): SweepSpec {
  return parseSweep({
    title: 'Wine sweep',
    experiment: {
      dataset: { builtin: 'wine' },
      model: { hidden: [8], activation: 'tanh' },
      lanes: [
        { id: 'sgd', optimizer: 'sgd' },
        { id: 'momentum', optimizer: 'momentum' },
        { id: 'adadelta', optimizer: 'adadelta' },
        { id: 'adam', optimizer: 'adam', convention: 'pytorch' },
      ],
      seeds: [1, 2],
      budget: { epochs },
    },
    trials: 8,
    search: { rate: { from: 1e-4, to: 100 } },
    ...change,
  })
}

async function finished(sweep: SweepRecord): Promise<SweepRecord> {
  await sweeps.whenEnded()
  return sweeps.read(sweep.id)
}

/** Lines of the trials' file. */
async function linesOf({ folder }: SweepRecord): Promise<{ trial: number }[]> {
  const text = await readFile(join(folder, 'trials.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { trial: number })
}

const chunksOf = async ({ folder }: SweepRecord): Promise<string[]> => runsIn(folder)

describe('a sweep', () => {
  it('runs as many trials of each, writes each down, and reports how far it is', async () => {
    expect(await sweeps.plan(wine())).toEqual({ trials: 32, runs: 64, steps: 50, chunks: 4 })
    const sweep = await finished(await sweeps.start(wine()))
    expect(sweep.status).toMatchObject({ phase: 'finished', done: 32, total: 32, share: 1 })
    expect((await linesOf(sweep)).map(({ trial }) => trial)).toEqual([...Array(32).keys()])
    expect(sweep.results.every(({ scores }) => scores.length === 2)).toBe(true)
    expect(await chunksOf(sweep)).toHaveLength(4)

    const shares = told.map(({ status }) => status.share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(told.flatMap(({ results }) => results)).toEqual(sweep.results)
    expect(told.at(-1)?.status).toEqual(sweep.status)
    expect(told.some(({ status }) => (status.secondsLeft ?? 0) > 0)).toBe(true)

    // An SGD of rate 100 goes beyond all bounds or stays far off; a moderate one learns Wine.
    const spec = sweep.spec
    const [sgd] = sweepResults(spec, sweep.results)
    expect(sgd?.best?.median).toBeLessThan(0.2)
    expect(sgd?.curve.at(-1)?.median ?? Infinity).toBeGreaterThan(1)
    expect(await sweeps.list()).toMatchObject([{ id: sweep.id, phase: 'finished', done: 32 }])

    // What is gone from the disk is shown no more.
    expect(await sweeps.current()).toMatchObject({ id: sweep.id })
    await rm(sweep.folder, { recursive: true })
    expect(await sweeps.current()).toBeNull()
  })

  it('gives a trial the score that a race of its own would have', async () => {
    const sweep = await finished(await sweeps.start(wine()))
    const spec = sweep.spec
    const { spec: race } = tunedRace(spec, sweep.results)
    // On the tuning seeds here, which the race of the tuned never runs on.
    const live = await lab.races.start(parseSpec({ ...race, seeds: spec.experiment.seeds }))
    await live.whenEnded()
    const last = ofKind(await recordsOf(live.folder), 'metrics').filter(({ step }) => step === 50)
    const results = sweepResults(spec, sweep.results)
    results.forEach(({ best }, lane) => {
      const { scores } = sweep.results.find(({ index }) => index === best?.index)!
      scores.forEach((score, seed) => {
        const run = 2 * lane + seed
        const record = last.find(({ runs }) => runs.includes(run))!
        const value = record.validationLoss![record.runs.indexOf(run)]!
        expect(Math.abs(value - score!)).toBeLessThan(1e-4)
      })
    })
  })

  it('scores a run that diverged as worse than any number, by any metric', async () => {
    // A linear model's squared error at rate 100 grows without bound; its R² is judged.
    const sweep = await finished(
      await sweeps.start(
        parseSweep({
          experiment: {
            dataset: { builtin: 'diabetes' },
            loss: 'meanSquaredError',
            lanes: [{ id: 'sgd', optimizer: 'sgd' }],
            seeds: [1, 2],
            budget: { epochs: 60 },
          },
          trials: 2,
          search: { rate: { from: 0.01, to: 100 } },
          objective: { metric: 'trainR2', at: 'best' },
        }),
      ),
    )
    expect(sweep.results[1]?.scores).toEqual([null, null])
    const [sgd] = sweepResults(sweep.spec, sweep.results)
    expect(sgd?.best).toMatchObject({ index: 0, diverged: 0 })
    expect(sgd?.best?.median).toBeGreaterThan(0.3)
  })

  it('that makes no sense is refused with the path, and leaves nothing behind', async () => {
    const { experiment } = wine()
    const whole = { ...experiment, split: { validation: 0 } }
    await expect(sweeps.start(wine({ experiment: whole }))).rejects.toMatchObject({
      code: 'bad-spec',
      details: [expect.stringMatching(/^objective\.metric: .*held-out/)],
    })
    const unknown = { ...experiment, target: 'colour' }
    await expect(sweeps.start(wine({ experiment: unknown }))).rejects.toMatchObject({
      details: [expect.stringMatching(/^experiment\.target: /)],
    })
    expect(await readdir(lab.folder)).not.toContain('sweeps')
    expect(await sweeps.current()).toBeNull()
  })
})

describe('a sweep that was interrupted', () => {
  /** Long enough to be caught in the middle. */
  const long = wine({}, 90)

  /** What the sweep comes to when nobody interrupts it; trained once. */
  function uninterrupted(): Promise<readonly TrialResult[]> {
    return (reference ??= (async () => {
      const sweep = await finished(await sweeps.start(long))
      expect(sweep.status.phase).toBe('finished')
      return sweep.results
    })())
  }
  let reference: Promise<readonly TrialResult[]> | undefined

  /** Waits until trials are finished and others run: a process that dies between two races is replaced. */
  async function underWay(): Promise<void> {
    const runs = async (): Promise<boolean> => {
      const { done, total, share } = (await sweeps.current())!.status
      return done > 0 && share > done / total
    }
    await expect.poll(runs, { interval: 5 }).toBe(true)
  }

  /** Resumes it in a new program and compares every bit with a sweep that ran through. */
  async function resumesAlike(id: string, done: number): Promise<void> {
    sweeps = openSweeps()
    expect(await sweeps.current()).toMatchObject({ id, status: { phase: 'stopped', done } })
    const resumed = await finished(await sweeps.resume(id))
    expect(resumed.status).toMatchObject({ phase: 'finished', done: 32 })
    // No finished trial ran again: each stands there once, and of the four races one at most, the
    // one that was given up if it had begun, was run twice.
    const lines = (await linesOf(resumed)).map(({ trial }) => trial)
    expect([...lines].sort((a, b) => a - b)).toEqual([...Array(32).keys()])
    const chunks = await chunksOf(resumed)
    expect([4, 5]).toContain(chunks.length)
    expect(resumed.results).toEqual(await uninterrupted())
  }

  it('by a person goes on where it was, to the same numbers in every bit', async () => {
    const { id } = await sweeps.start(long)
    await underWay()
    const status = await sweeps.stop(id)
    expect(status.phase).toBe('stopped')
    expect(status.done).toBeGreaterThan(0)
    expect(status.done).toBeLessThan(32)
    expect(await sweeps.stop(id)).toEqual(status)
    await resumesAlike(id, status.done)
  })

  it('by the death of its trainer fails with the reason, and goes on to the same numbers', async () => {
    const { id } = await sweeps.start(long)
    await underWay()
    // One that has done its share of a race is replaced: until one is hit that has not.
    const strike = async (): Promise<unknown> => {
      const [pid] = lab.pool.pids()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      return (await sweeps.current())?.status.phase
    }
    await expect.poll(strike, { interval: 5 }).toBe('failed')
    await sweeps.whenEnded()
    const { status } = await sweeps.read(id)
    expect(status).toMatchObject({ phase: 'failed', error: { code: 'trainer-died' } })
    expect(status.done).toBeGreaterThan(0)
    await resumesAlike(id, status.done)
  })

  it('inside a line forgets that line alone', async () => {
    const sweep = await finished(await sweeps.start(wine()))
    // The program was killed in the second race's write: seven and a half of its lines are there.
    const path = join(sweep.folder, 'trials.jsonl')
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, 16)
    await writeFile(path, lines.join('\n').slice(0, -40))
    sweeps = openSweeps()
    expect((await sweeps.read(sweep.id)).status).toMatchObject({ phase: 'stopped', done: 15 })
    const resumed = await finished(await sweeps.resume(sweep.id))
    expect(resumed.results).toEqual(sweep.results)
    // Four races were run; the torn one and the two after it are run again.
    expect(await chunksOf(resumed)).toHaveLength(7)
    // What was written after the torn line is read as well.
    expect((await openSweeps().read(sweep.id)).results).toEqual(sweep.results)
  })
})

describe('a sweep in the laboratory', () => {
  it('and a race take turns, or run beside or instead of one another, as a person says', async () => {
    const whole = createLab({
      shell: 'served',
      version: '1.2.3',
      pool: lab.pool,
      reader: noReader,
      dataFolder: join(lab.folder, 'own'),
    })
    const page = whole.connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
    const phases = async (): Promise<string[]> =>
      (await page.listWork()).map(({ kind, phase }) => `${kind} ${phase}`)
    try {
      const endless = iris({ budget: { epochs: 1_000_000 }, record: { every: { epochs: 1000 } } })
      const first = await page.startRace({ spec: endless, pace: null })

      // Whoever does not say what is to become of both is asked.
      const busy = { code: 'lab-busy', parameters: { table: 'iris', beside: 0 } }
      await expect(page.startSweep({ spec: wine() })).rejects.toMatchObject(busy)
      await expect(page.startRace({ spec: endless, pace: null })).rejects.toMatchObject(busy)
      expect(await phases()).toEqual(['race running'])

      // What is quick never waits.
      await page.startRace({ spec: iris(), pace: null })
      await expect.poll(phases).toEqual(['race running', 'race finished'])

      // After it.
      const { id: waits } = await page.queueWork({ kind: 'sweep', spec: wine() })
      const dropped = await page.queueWork({ kind: 'race', spec: endless, pace: null })
      expect(await phases()).toEqual([
        'race running',
        'race finished',
        'sweep waiting',
        'race waiting',
      ])
      expect(await page.dropWork({ id: dropped.id })).toBe(true)
      await page.pauseRace({ id: first.id })
      expect(await phases()).toEqual(['race paused', 'race finished', 'sweep waiting'])

      // Instead of it: the first is kept, and goes on later from where it was.
      await page.resumeRace({ id: first.id })
      const second = await page.startRace({ spec: endless, pace: null, when: 'instead' })
      expect((await recordsOf(first.folder)).at(-1)).toMatchObject({ reason: 'stopped' })
      await page.stopRace({ id: second.id })
      await expect.poll(phases).toContain('sweep finished')
      const sweep = (await page.listWork()).find(({ id }) => id === waits)
      expect(await page.currentSweep()).toMatchObject({ id: sweep?.of })
      const again = await page.resumeRun({ id: first.id, pace: null })
      expect(again.status).toMatchObject({ phase: 'running', steps: first.status.steps })
      expect(again.id).toBe(first.id)
      expect((await phases()).filter((each) => each.startsWith('race running'))).toHaveLength(1)

      // Beside it, also a sweep that goes on.
      const beside = await page.startRace({ spec: endless, pace: null, when: 'beside' })
      expect(beside.shape.shards).toBe(1)
      expect((await phases()).filter((each) => each === 'race running')).toHaveLength(2)
      await expect(page.resumeSweep({ id: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
    } finally {
      await whole.dispose()
    }
  })
})
