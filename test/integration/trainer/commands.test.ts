import { describe, expect, it } from 'vitest'
import type { TrainerPool } from '#main/trainer/types.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { hearAll, runRace, startCollecting, until, withPool, type Collected } from './support.ts'

const spec = specOf({
  lanes: lanesOf('sgd', 'momentum', 'adam', 'adadelta'),
  model: { hidden: [6], activation: 'sigmoid', initial: { kind: 'normal', deviation: 0.1 } },
  batchSize: 24,
  budget: { epochs: 40 },
  record: { metrics: ['batchLoss', 'trainLoss'], every: { samples: 48 }, state: true },
})
const steps = 200
const runs = [0, 1, 2, 3]

async function table(): ReturnType<typeof readTable> {
  return readTable('iris')
}

/** The same race without a word in between. */
async function uninterrupted(pool: TrainerPool, epochs = 40): Promise<Collected> {
  return runRace(pool, { spec: { ...spec, budget: { epochs } }, table: await table() })
}

function expectSame(actual: Collected, expected: Collected, upTo = steps): void {
  for (const run of runs) {
    expect(actual.ends.get(run)).toEqual(expected.ends.get(run))
    for (let step = 2; step <= upTo; step += 2) {
      expect(actual.value('trainLoss', run, step)).toBe(expected.value('trainLoss', run, step))
      expect(actual.value('batchLoss', run, step)).toBe(expected.value('batchLoss', run, step))
    }
  }
}

describe.each([1, 2])('with %i processes', (processes) => {
  it('pauses, resumes and paces without changing a bit', async () => {
    await withPool({ processes }, async (pool) => {
      const collected = await startCollecting(pool, { spec, table: await table(), pace: 40 })
      const { race } = collected
      for (let round = 0; round < 3; round++) {
        await until(
          () => race.status().step >= 20 * (round + 1),
          `step ${20 * (round + 1)} is done`,
        )
        const paused = await race.pause()
        expect(paused).toMatchObject({ phase: 'paused', furthest: paused.step })
        await hearAll(race)
        expect(race.status()).toEqual(paused)
        expect((await race.resume()).phase).toBe('running')
        await race.setPace(30 + 10 * round)
      }
      await race.setPace(null)
      const end = await race.whenEnded()
      expect(end).toMatchObject({ phase: 'finished', step: steps, steps, pace: null })
      expectSame(collected, await uninterrupted(pool))
    })
  })

  it('goes on when it is resumed before it has come to a stand', async () => {
    await withPool({ processes }, async (pool) => {
      const { race } = await startCollecting(pool, { spec, table: await table(), pace: 40 })
      const [paused, resumed] = await Promise.all([race.pause(), race.resume()])
      expect([paused.phase, resumed.phase]).toEqual(['paused', 'running'])
      await race.setPace(null)
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: steps })
    })
  })

  it('advances by one recorded point at a time, to the end', async () => {
    await withPool({ processes }, async (pool) => {
      const collected = await startCollecting(pool, { spec, table: await table(), pace: 5 })
      const { race } = collected
      const { step } = await race.pause()
      // Two steps of 24 rows are 48 samples: the next even step, for every shard alike.
      let at = (await race.advance()).step
      expect(at % 2).toBe(0)
      expect(at).toBeGreaterThan(step)
      for (let round = 0; round < 5; round++) {
        const next = await race.advance()
        expect(next).toMatchObject({ phase: 'paused', step: at + 2 })
        at = next.step
      }
      while (at < steps) {
        const next = await race.advance()
        expect(next.step).toBe(at + 2)
        at = next.step
      }
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: steps })
      await expect(race.advance()).rejects.toMatchObject({ code: 'wrong-phase' })
      expectSame(collected, await uninterrupted(pool))
    })
  })

  it('goes on after its end as if the budget had been larger', async () => {
    await withPool({ processes }, async (pool) => {
      const short = { ...spec, budget: { epochs: 10 } }
      const collected = await startCollecting(pool, { spec: short, table: await table() })
      const { race } = collected
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: 50, steps: 50 })
      expect(await race.extend(25)).toMatchObject({ steps: 175 })
      await race.whenEnded()
      await race.extend(5)
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: steps })
      expectSame(collected, await uninterrupted(pool))
    })
  })

  it('stops where it stands, with its log complete, and can go on even then', async () => {
    await withPool({ processes }, async (pool) => {
      const collected = await startCollecting(pool, { spec, table: await table(), pace: 40 })
      const { race, messages } = collected
      await until(() => race.status().step >= 30, 'step 30 is done')
      const stopped = await race.stop()
      expect(stopped.phase).toBe('stopped')
      expect(stopped.step).toBeLessThan(steps)
      const last = messages.filter(({ message }) => message.final)
      expect(last.map(({ message }) => message.phase)).toEqual(new Array(processes).fill('stopped'))
      expect([...collected.ends.keys()].sort()).toEqual(runs)
      const before = messages.length
      await hearAll(race)
      expect(messages).toHaveLength(before)
      expect(await race.stop()).toEqual(stopped)
      await expect(race.pause()).rejects.toMatchObject({ code: 'wrong-phase' })

      await race.setPace(null)
      const { steps: budget } = await race.extend(4)
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: budget })
      const even = Math.floor(budget / 2) * 2
      const whole = await runRace(pool, {
        spec: { ...spec, budget: { steps: budget } },
        table: await table(),
      })
      expectSame(collected, whole, even)
    })
  })
})

describe('a pool', () => {
  it('keeps its processes for the next race and lets go of the last', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const first = await uninterrupted(pool)
      const pids = pool.pids()
      expect(pids).toHaveLength(2)
      const second = await uninterrupted(pool)
      expect(pool.pids()).toEqual(pids)
      expectSame(second, first)
      await expect(first.race.extend(1)).rejects.toMatchObject({ code: 'wrong-phase' })
      expect(pool.versions()).toEqual({
        package: '4.22.0',
        library: expect.stringMatching(/^\d+\./),
      })
    })
  })

  it('gives a race beside a running one a process of its own, and ends that after it', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const slow = await startCollecting(pool, { spec, table: await table(), pace: 5 })
      expect(pool.free()).toBe(0)
      const beside = await startCollecting(pool, { spec, table: await table() })
      expect((await beside.race.whenEnded()).phase).toBe('finished')
      expect(slow.race.status().phase).toBe('running')
      expect(pool.pids()).toHaveLength(2)
      await beside.race.release()
      expect(pool.pids()).toEqual(slow.race.shards.map(({ pid }) => pid))
      await slow.race.stop()
      expect(slow.ends.size).toBe(runs.length)
      expect(pool.free()).toBe(1)
    })
  })

  it('leaves a race that is over extendable until its process is needed', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const first = await startCollecting(pool, { spec, table: await table() })
      await first.race.whenEnded()
      await first.race.extend(1)
      expect((await first.race.whenEnded()).phase).toBe('finished')
      await uninterrupted(pool)
      await expect(first.race.extend(1)).rejects.toMatchObject({ code: 'wrong-phase' })
    })
  })

  it('refuses a spec that does not fit its table, and starts the next', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const wrong = pool.start({ spec: specOf({ target: 'colour' }), table: await table() })
      await expect(wrong).rejects.toMatchObject({
        code: 'bad-spec',
        details: ["target: Iris has no column 'colour'"],
      })
      await uninterrupted(pool)
    })
  })

  it('trains on the reference engine too', async () => {
    await withPool({ processes: 2, fresh: true }, async (pool) => {
      const request = { spec, table: await table() }
      const reference = await runRace(pool, { ...request, engine: 'reference' })
      expect(pool.versions()).toBeUndefined()
      const native = await runRace(pool, request)
      for (const run of runs) {
        const difference =
          reference.value('trainLoss', run, steps)! - native.value('trainLoss', run, steps)!
        expect(Math.abs(difference)).toBeLessThan(1e-4)
      }
    })
  })
})
