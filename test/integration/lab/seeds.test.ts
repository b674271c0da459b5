import { cp, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { csvOf } from '#main/lab/exports/csv.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import type { LiveRace } from '#main/lab/live-race.ts'
import { readPastRace } from '#main/lab/past-race.ts'
import { inspectRun } from '#main/lab/run-damage.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { metrics, type ExperimentInput } from '#shared/experiment/spec.ts'
import { iris, ofKind, openLab, recordsOf, root, type TestLab } from './support.ts'

const labs: TestLab[] = []

afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close()
})

async function open(options?: Parameters<typeof openLab>[0]): Promise<TestLab> {
  const lab = await openLab(options)
  labs.unshift(lab)
  return lab
}

/** A rate with a schedule, runs that end early, what is looked into of the first seed, a split by seeds. */
const experiment: Partial<ExperimentInput> = {
  lanes: [
    { id: 'adam', optimizer: 'adam', schedule: { kind: 'cosine' } },
    { id: 'momentum', optimizer: 'momentum' },
    { id: 'adadelta', optimizer: 'adadelta' },
  ],
  split: { validation: 0.2, stratified: true, seed: 0, folds: 3 },
  budget: { epochs: 60 },
  record: {
    metrics: ['batchLoss', 'trainLoss', 'validationLoss', 'rate'],
    every: { steps: 20 },
    paths: true,
    strips: true,
  },
  stop: { target: { metric: 'trainLoss', value: 0.3 }, diverged: true },
}
const some = iris({ ...experiment, seeds: [3, 4] })
const all = iris({ ...experiment, seeds: [3, 4, 5, 6, 7] })

/** What each run came to, whichever process trained it; all but the clock. */
function numbersOf(records: readonly LogRecord[]): string[] {
  // Added runs have no end of a budget that was over before.
  const finals = new Map(ofKind(records, 'final').map((each) => [each.run, each]))
  const numbers = records.flatMap((record): unknown[] => {
    switch (record.kind) {
      case 'metrics':
        return record.runs.map((run, row) => [
          ...['metrics', run, record.step, record.samples],
          ...metrics.map((metric) => record[metric]?.[row]),
        ])
      case 'event':
        return [['event', record.event]]
      case 'path':
        return [['path', record.run, record.step, [...record.parameters], record.confusion]]
      case 'strip':
        return [['strip', record.run, record.step, [...record.values]]]
      case 'final':
        return finals.get(record.run) === record
          ? [['final', record.run, record.step, [...record.parameters]]]
          : []
      default:
        return []
    }
  })
  return numbers.map((each) => JSON.stringify(each)).sort()
}

const resumed = (records: readonly LogRecord[]): unknown[] =>
  ofKind(records, 'resume').map(({ steps }) => steps)

async function ended(race: LiveRace, phase = 'finished'): Promise<LiveRace> {
  await race.whenEnded()
  expect(race.status()).toMatchObject({ phase })
  return race
}

const logOf = (folder: string): Promise<string> => readFile(join(folder, 'log.jsonl'), 'utf8')

describe('a race that is over and gets more seeds', () => {
  it('is one race, with the numbers of one that was begun with all of them', async () => {
    const lab = await open()
    const whole = await ended(await lab.races.start(all))
    const expected = numbersOf(await recordsOf(whole.folder))
    const race = await ended(await lab.races.start(some))
    const before = await logOf(race.folder)
    const spec = await readFile(join(race.folder, 'spec.json'), 'utf8')

    const grown = await lab.races.grow(race.id, { seeds: 3 })
    expect(grown.spec.seeds).toEqual([3, 4, 5, 6, 7])
    expect(grown.race().shape).toMatchObject({ seeds: 5 })
    await expect(grown.changeRate('adam', 0.5)).rejects.toMatchObject({ code: 'rates-settled' })
    await ended(grown)
    const records = await recordsOf(race.folder)
    expect(numbersOf(records)).toEqual(expected)
    // Only the added ones were trained; what stood there stands there still, in every bit.
    expect(resumed(records)).toEqual([['rests', 'rests', null, null]])
    expect((await logOf(race.folder)).startsWith(before)).toBe(true)
    expect(await readFile(join(race.folder, 'spec.json'), 'utf8')).toBe(spec)
    const { info, altered } = await readRunFolder(race.folder)
    expect(altered).toEqual([])
    expect(info.shards.map(({ seeds }) => seeds)).toEqual([
      ...[[0, 1], [1, 2]], // prettier-ignore
      ...[[2, 3], [3, 5]], // prettier-ignore
    ])
    expect(await inspectRun(race.folder)).toBeUndefined()
    const past = await readPastRace(join(lab.folder, 'runs'), race.id)
    expect(past.race.shape).toMatchObject({ seeds: 5, shards: 4 })
    expect(past.race.status).toMatchObject({ phase: 'finished', step: 300 })

    // Exports and bundles are those of the whole.
    const csv = async (folder: string): Promise<string[]> => {
      let text = ''
      for await (const part of csvOf(await openExportedRun(folder))) text += part
      return text.split('\n').map((line) => line.replace(/^\w+,/, '')).sort() // prettier-ignore
    }
    const lines = await csv(race.folder)
    expect(lines).toHaveLength((await csv(whole.folder)).length)
    const other = await open()
    const path = join(other.folder, 'run.descentrun')
    await writeFile(path, await openBundle(race.folder, '1.2.3'))
    await importBundle(path, join(other.folder, 'runs'))
    const [name = ''] = await readdir(join(other.folder, 'runs'))
    const taken = join(other.folder, 'runs', name)
    expect(numbersOf(await recordsOf(taken))).toEqual(expected)

    // There it gets epochs and seeds once more, from what the bundle holds, as the whole does.
    await ended(await lab.races.grow(whole.id, { epochs: 8 }))
    const further = await ended(await other.races.grow(race.id, { epochs: 8 }))
    const longer = numbersOf(await recordsOf(further.folder))
    expect(longer).toEqual(numbersOf(await recordsOf(whole.folder)))
    expect(longer.length).toBeGreaterThan(expected.length)
  })

  it('after a kill in the middle of them leaves the others at rest, and comes to the same', async () => {
    const lab = await open()
    const race = await ended(await lab.races.start(some))
    await race.extend(4)
    await ended(race)
    let grown = await lab.races.grow(race.id, { seeds: 3 }, 60)
    await expect.poll(() => grown.status().step).toBeGreaterThan(60)
    process.kill(grown.training.shards[1]!.pid, 'SIGKILL')
    await ended(grown, 'failed')
    const beside = await open({ runsFolder: join(lab.folder, 'runs') })
    grown = await ended(await beside.races.resume(race.id))
    const [first, second] = resumed(await recordsOf(race.folder)) as unknown[][]
    expect(first).toEqual(['rests', 'rests', null, null])
    expect(second?.slice(0, 2)).toEqual(['rests', 'rests'])
    expect(second?.slice(2).some((step) => step !== null)).toBe(true)
    const whole = await ended(await lab.races.start(all))
    await ended(await lab.races.grow(whole.id, { epochs: 4 }))
    const expected = numbersOf(await recordsOf(whole.folder))
    expect(numbersOf(await recordsOf(race.folder))).toEqual(expected)
  })

  it('of a rate changed by hand has it in them too; stopped, they stop where it does', async () => {
    const lab = await open()
    const go = async (spec: typeof some, act: (race: LiveRace) => Promise<LiveRace>) => {
      // So slowly that both processes stand at the start when they are paused.
      let race = await lab.races.start(spec, { pace: 0.5 })
      await race.pause()
      await race.setPace(null)
      while (race.status().step < 40) await race.advance()
      await race.changeRate('momentum', 0.02)
      while (race.status().step < 80) await race.advance()
      await race.stop()
      race = await act(race)
      await ended(await lab.races.resume(race.id))
      return numbersOf(await recordsOf(race.folder))
    }
    const expected = await go(all, async (race) => race)
    const grown = await go(some, async (race) => {
      const more = await ended(await lab.races.grow(race.id, { seeds: 3 }), 'stopped')
      expect(more.status()).toMatchObject({ step: 80, steps: 300 })
      return more
    })
    expect(grown).toEqual(expected)
  })

  it('while it is under way is refused, and so is one of the first form', async () => {
    const lab = await open()
    const race = await lab.races.start(some, { pace: 5 })
    await expect(lab.races.grow(race.id, { seeds: 1 })).rejects.toMatchObject({
      code: 'wrong-phase',
    })
    await race.stop()
    const runs = join(root, 'test', 'fixtures', 'runs')
    const [name = ''] = await readdir(runs)
    const old = join(lab.folder, 'runs', name)
    await cp(join(runs, name), old, { recursive: true })
    await expect(lab.races.resumeFolder(old, null, { seeds: 1 })).rejects.toMatchObject({
      code: 'cannot-grow',
    })
    // A split that is written down is one seed's.
    await expect(lab.races.grow(race.id, { seeds: 999 })).rejects.toMatchObject({
      code: 'bad-spec',
    })
  })
})
