import { open } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { readRecorded } from '#main/lab/recorded.ts'
import type { RateChange, RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { iris, ofKind, openLab, recordsOf, type TestLab } from './support.ts'

let lab: TestLab

afterEach(() => lab.close())

const lanes: ExperimentInput['lanes'] = [
  { id: 'plain', optimizer: 'sgd', hyper: { lr: 0.05 } },
  { id: 'rateless', optimizer: 'adadelta' },
]

describe('a rate changed while a race runs', () => {
  it('is in the log of each process with its step, and in what a reader finds there', async () => {
    lab = await openLab()
    const long = iris({ lanes, seeds: [1, 2], budget: { epochs: 200 } })
    const race = await lab.races.start(long, { pace: 80 })
    await expect.poll(() => race.status().step).toBeGreaterThan(30)
    await race.changeRate('plain', 0.5)
    await race.pause()
    await race.changeRate('plain', 0.25)
    const paused = await race.recorded()
    expect(paused.rates.map(({ rate }) => rate)).toEqual(
      expect.arrayContaining([0.5, 0.25]) as number[],
    )
    await race.setPace(null)
    await race.resume()
    await race.whenEnded()

    const records = await recordsOf(race.folder)
    const rates = ofKind(records, 'rate')
    // Two processes, by seeds: each has runs of the lane.
    expect(rates.filter(({ shard }) => shard === 0).map(({ rate }) => rate)).toEqual([0.5, 0.25])
    expect(rates.filter(({ shard }) => shard === 1).map(({ rate }) => rate)).toEqual([0.5, 0.25])
    expect(new Set(rates.map(({ at }) => at)).size).toBe(2)
    expect(rates.every(({ lane, step }) => lane === 'plain' && step >= 30 && step < 1000)).toBe(
      true,
    )
    expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'finished' })
    const told = (await readRecorded(race.folder)).rates
    expect(told).toEqual(rates.map(({ at, lane, rate, step }) => ({ at, lane, rate, step })))
  })

  it('is refused for a lane without one, one that is not there, and a race that is over', async () => {
    lab = await openLab()
    const race = await lab.races.start(iris({ lanes, budget: { epochs: 2000 } }), { pace: 200 })
    await expect(race.changeRate('rateless', 0.5)).rejects.toMatchObject({
      code: 'bad-spec',
      details: ['lanes[1]: adadelta (tutorial) has no learning rate'],
    })
    await expect(race.changeRate('Plain', 0.5)).rejects.toMatchObject({ code: 'bad-spec' })
    await race.stop()
    await expect(race.changeRate('plain', 0.5)).rejects.toMatchObject({ code: 'wrong-phase' })
    expect(ofKind(await recordsOf(race.folder), 'rate')).toEqual([])
  })

  it('has its record before the end, however near that is', async () => {
    lab = await openLab()
    for (let attempt = 0; attempt < 8; attempt++) {
      const race = await lab.races.start(iris({ lanes, seeds: [1, 2], budget: { epochs: 20 } }))
      const changed = await race.changeRate('plain', 0.5).then(
        () => true,
        () => false,
      )
      await race.whenEnded()
      const records = await recordsOf(race.folder)
      expect(records.at(-1)?.kind).toBe('end')
      expect(ofKind(records, 'rate')).toHaveLength(changed ? 2 : 0)
    }
  })
})

describe('what happens to runs', () => {
  const wild = iris({
    lanes: [
      ...lanes,
      {
        id: 'wild',
        optimizer: 'sgd',
        hyper: { lr: 1000 },
        weightDecay: { kind: 'decoupled', rate: 100 },
      },
    ],
    seeds: [1, 2, 3],
    budget: { epochs: 60 },
    record: { metrics: ['trainLoss'], every: { steps: 50 }, paths: true },
  })

  it('is in the log, with each run’s end at its own step', async () => {
    lab = await openLab()
    const race = await lab.races.start(wild)
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'finished', step: 300, steps: 300 })
    const { events, paths, columns } = await readRecorded(race.folder)
    expect(events.map(({ run }) => run).sort()).toEqual([6, 7, 8])
    expect(events.every(({ kind, ends }) => kind === 'diverged' && ends)).toBe(true)
    const ends = new Map(events.map(({ run, step }) => [run, step]))
    for (const { run, step } of ofKind(await recordsOf(race.folder), 'final')) {
      expect(step).toBe(ends.get(run) ?? 300)
    }
    columns.run.forEach((run, row) => {
      expect(columns.step[row]).toBeLessThanOrEqual(ends.get(run) ?? 300)
    })
    expect(paths.filter(({ run }) => run === 0).map(({ step }) => step)).toEqual([
      0, 50, 100, 150, 200, 250, 300,
    ])
    expect(new Set(paths.map(({ run }) => run))).toEqual(new Set([0, 3, 6]))
  })

  it('reaches a reader that joins in the middle once, by record or by stream', async () => {
    // A slow disk: what happened is in the log only after a while.
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
    const race = await lab.races.start(wild, { pace: 30 })
    await expect.poll(() => race.status().step).toBeGreaterThan(20)
    await race.changeRate('plain', 0.5)
    const events: RunEvent[] = []
    const rates: RateChange[] = []
    const ends = [...race.training.shards.keys()].map((shard) => {
      const port = race.training.openStream(shard)
      return new Promise<void>((resolve) =>
        port.onMessage((message) => {
          events.push(...message.events)
          rates.push(...message.rates)
          port.acknowledge(message.sequence)
          if (message.phase === 'finished') resolve()
        }),
      )
    })
    await race.setPace(null)
    const recorded = await race.recorded()
    await Promise.all(ends)
    const heard = new Set([...recorded.events, ...events].map(({ run }) => run))
    expect([...heard].sort()).toEqual([6, 7, 8])
    expect(new Set([...recorded.rates, ...rates].map(({ rate }) => rate))).toEqual(new Set([0.5]))
  })
})
