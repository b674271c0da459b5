import { describe, expect, it } from 'vitest'
import type { PathPoint, RateChange, RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { firstNotFinite } from '#shared/training/finite.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { runRace, startCollecting, until, withPool, type Collected } from './support.ts'

const eventsOf = ({ messages }: Collected): RunEvent[] =>
  messages.flatMap(({ message }) => message.events)
const ratesOf = ({ messages }: Collected): RateChange[] =>
  messages.flatMap(({ message }) => message.rates)
const pathsOf = ({ messages }: Collected): PathPoint[] =>
  messages.flatMap(({ message }) => message.paths)
const byRun = (a: RunEvent, b: RunEvent): number => a.run - b.run

const iris: Partial<ExperimentInput> = {
  lanes: lanesOf('momentum', 'adagrad', 'adadelta', 'rmsprop', 'adam'),
  seeds: [1, 2, 3, 4],
  model: { hidden: [6], activation: 'tanh', initial: { kind: 'glorot' } },
  batchSize: 24,
  budget: { steps: 120 },
  record: { metrics: ['batchLoss', 'trainLoss', 'rate'], every: { steps: 4 } },
}

describe.each([1, 2])('with %i processes', (processes) => {
  it('a lane’s rate changes in the midst of a race, and the log says from where on', async () => {
    const lanes = [
      { id: 'plain', optimizer: 'sgd', hyper: { lr: 0.05 } },
      {
        id: 'falling',
        optimizer: 'sgd',
        hyper: { lr: 0.1 },
        schedule: { kind: 'exponential', parameters: { gamma: 0.99 } },
      },
    ]
    const record = { metrics: ['rate' as const, 'trainLoss' as const], every: { steps: 1 } }
    const spec = specOf({ ...iris, lanes, record, budget: { epochs: 80 } })
    await withPool({ processes }, async (pool) => {
      const table = await readTable('iris')
      const collected = await startCollecting(pool, { spec, table, pace: 25 })
      const { race } = collected
      await until(() => race.status().step >= 20, 'step 20 is done')
      await race.changeRate('plain', 0.2)
      await race.pause()
      await race.changeRate('falling', 0.5)
      await expect(race.changeRate('gone', 0.5)).rejects.toMatchObject({
        code: 'bad-spec',
        details: ["lane: there is no 'gone', only plain, falling"],
      })
      await expect(race.changeRate('plain', 1001)).rejects.toMatchObject({ code: 'bad-spec' })
      await race.setPace(null)
      await race.resume()
      await race.whenEnded()
      await expect(race.changeRate('plain', 0.3)).rejects.toMatchObject({ code: 'wrong-phase' })
      await race.extend(1)
      await race.whenEnded()

      const rates = ratesOf(collected)
      expect(rates).toHaveLength(2 * processes)
      collected.messages.forEach(({ shard, message }) => {
        for (const { lane, rate, step } of message.rates) {
          const index = lane === 'plain' ? 0 : 1
          const { lanes: own, seeds } = race.shards[shard]!
          expect(own[0] <= index && index < own[1]).toBe(true)
          for (let seed = seeds[0]; seed < seeds[1]; seed++) {
            const run = index * spec.seeds.length + seed
            const before = lane === 'plain' ? 0.05 : 0.1
            for (let at = 1; at <= 405; at++) {
              const own = at > step ? rate : before
              const expected = lane === 'plain' ? own : own * 0.99 ** (at - 1)
              expect(collected.value('rate', run, at)! / expected).toBeCloseTo(1, 12)
            }
          }
        }
      })
      // Up to the change, the race without one; after it, another.
      const same = await runRace(pool, { spec, table })
      const step = Math.min(...rates.map((each) => each.step))
      const loss = (of: Collected, at: number) => of.value('trainLoss', 0, at)
      expect(loss(collected, step)).toBe(loss(same, step))
      expect(loss(collected, 400)).not.toBe(loss(same, 400))
    })
  })

  it('runs end early by themselves, and each stays as a run of exactly that budget', async () => {
    await withPool({ processes }, async (pool) => {
      const table = await readTable('iris')
      const stop = {
        target: { metric: 'trainLoss' as const, value: 0.35 },
        patience: { metric: 'trainLoss' as const, points: 4, least: 0.1 },
      }
      const stopped = await runRace(pool, { spec: specOf({ ...iris, stop }), table })
      const events = eventsOf(stopped).sort(byRun)
      expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['target', 'patience']))
      const whole = await runRace(pool, { spec: specOf(iris), table })
      for (let run = 0; run < 20; run++) {
        const end = events.find((event) => event.run === run)?.step ?? 120
        for (let step = 4; step <= 120; step += 4) {
          const expected = step <= end ? whole.value('trainLoss', run, step) : undefined
          expect(stopped.value('trainLoss', run, step)).toBe(expected)
        }
      }
      for (const { run, step } of [events[0]!, events.at(-1)!]) {
        const alone = await runRace(pool, {
          spec: specOf({ ...iris, budget: { steps: step } }),
          table,
        })
        expect(stopped.ends.get(run)).toEqual(alone.ends.get(run))
      }
      const finals = stopped.messages.flatMap(({ message }) => message.final ?? [])
      for (const { run, step } of finals) {
        expect(step).toBe(events.find((event) => event.run === run)?.step ?? 120)
      }
    })
  })

  it('a race whose every run has ended is over, and cannot go on', async () => {
    await withPool({ processes }, async (pool) => {
      const stop = { target: { metric: 'trainLoss' as const, value: 100 } }
      const { race } = await runRace(pool, {
        spec: specOf({ ...iris, stop, budget: { steps: 100_000 } }),
        table: await readTable('iris'),
      })
      expect(race.status()).toMatchObject({ phase: 'finished', step: 4, steps: 100_000 })
      await expect(race.extend(1)).rejects.toMatchObject({
        code: 'wrong-phase',
        message: expect.stringContaining('Every run'),
      })
    })
  })

  it('a divergence is found in its very step, wherever points are recorded', async () => {
    const wild: Partial<ExperimentInput> = {
      dataset: { builtin: 'diabetes' },
      target: 'progression',
      loss: 'meanSquaredError',
      model: { hidden: [8], activation: 'relu', initial: { kind: 'he' } },
      lanes: [
        { id: 'fast', optimizer: 'sgd', hyper: { lr: 20 } },
        { id: 'rolling', optimizer: 'momentum', hyper: { lr: 3, momentum: 0.9 } },
        { id: 'calm', optimizer: 'adam' },
        { id: 'unguarded', optimizer: 'rmsprop', convention: 'pytorch', hyper: { epsilon: 0 } },
        {
          id: 'shrinking',
          optimizer: 'sgd',
          hyper: { lr: 1 },
          weightDecay: { kind: 'decoupled', rate: 4 },
        },
      ],
      seeds: [1, 2],
      batchSize: 16,
      budget: { steps: 150 },
    }
    await withPool({ processes }, async (pool) => {
      const table = await readTable('diabetes')
      const everything = { metrics: ['batchLoss' as const], every: { steps: 1 }, state: true }
      const open = await runRace(pool, {
        spec: specOf({ ...wild, record: everything, stop: { diverged: false } }),
        table,
      })
      const expected = new Map<number, number>()
      for (const { message } of open.messages) {
        for (const { run, step, gradients, after } of message.snapshots) {
          const finite = [gradients, after.slots, after.parameters].every(
            (values) => firstNotFinite(values) < 0,
          )
          const loss = open.value('batchLoss', run, step)!
          const first = expected.get(run) ?? Infinity
          if ((!finite || !Number.isFinite(loss)) && step < first) expected.set(run, step)
        }
      }
      expect(expected.size).toBeGreaterThanOrEqual(6)
      expect(expected.size).toBeLessThan(10)

      const sparse = { metrics: ['trainLoss' as const], every: { steps: 1000 } }
      const closed = await runRace(pool, { spec: specOf({ ...wild, record: sparse }), table })
      const events = eventsOf(closed)
      expect(new Map(events.map(({ run, step }) => [run, step]))).toEqual(expected)
      // The same events where the runs go on, which they then do.
      const others = eventsOf(open).map((event) => ({ ...event, ends: true }))
      expect(others.sort(byRun)).toEqual([...events].sort(byRun))
    })
  })

  it('paths are recorded from the start on, of each lane’s first seed', async () => {
    await withPool({ processes }, async (pool) => {
      const record = { metrics: ['trainLoss' as const], every: { steps: 40 }, paths: true }
      const collected = await runRace(pool, {
        spec: specOf({ ...iris, record }),
        table: await readTable('iris'),
      })
      const paths = pathsOf(collected)
      for (const run of [0, 4, 8, 12, 16]) {
        const own = paths.filter((point) => point.run === run)
        expect(own.map(({ step }) => step)).toEqual([0, 40, 80, 120])
        expect(own.at(-1)!.parameters).toEqual(collected.ends.get(run))
        expect(own.every(({ confusion }) => confusion.reduce((a, b) => a + b) === 30)).toBe(true)
      }
      expect(paths).toHaveLength(20)
    })
  })
})

describe('a process whose every run has ended', () => {
  it('does not hold the others back, paused, advanced or extended', async () => {
    const spec = specOf({
      dataset: { builtin: 'diabetes' },
      target: 'progression',
      loss: 'meanSquaredError',
      lanes: [
        { id: 'wild', optimizer: 'sgd', hyper: { lr: 1000 } },
        { id: 'calm', optimizer: 'sgd', hyper: { lr: 0.01 } },
      ],
      budget: { epochs: 30 },
      record: { metrics: ['trainLoss'], every: { steps: 5 } },
    })
    await withPool({ processes: 2 }, async (pool) => {
      const table = await readTable('diabetes')
      const collected = await startCollecting(pool, { spec, table, pace: 40 })
      const { race } = collected
      const { stepsPerEpoch } = race.shape
      expect(race.shards.map(({ lanes }) => lanes)).toEqual([
        [0, 1],
        [1, 2],
      ])
      await until(() => eventsOf(collected).length > 0, 'the wild lane has diverged')
      const [event] = eventsOf(collected)
      await until(() => race.status().step > event!.step + 5, 'the calm lane is further')
      const paused = await race.pause()
      const advanced = await race.advance()
      expect(advanced).toMatchObject({
        phase: 'paused',
        step: 5 * Math.ceil((paused.step + 1) / 5),
      })
      await race.setPace(null)
      await race.resume()
      const steps = 30 * stepsPerEpoch
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: steps, steps })
      await race.extend(2)
      expect(await race.whenEnded()).toMatchObject({
        phase: 'finished',
        step: steps + 2 * stepsPerEpoch,
      })
      const finals = collected.messages.flatMap(({ message }) => message.final ?? [])
      expect(new Set(finals.filter(({ run }) => run === 0).map(({ step }) => step))).toEqual(
        new Set([event!.step]),
      )
      const whole = await runRace(pool, { spec: { ...spec, budget: { epochs: 32 } }, table })
      expect(collected.ends.get(1)).toEqual(whole.ends.get(1))
      expect(collected.ends.get(0)).toEqual(whole.ends.get(0))
    })
  })
})
