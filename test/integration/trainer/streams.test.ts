import { describe, expect, it } from 'vitest'
import type { StreamMessage } from '#shared/contract/stream.ts'
import { streamMessageSchema } from '#shared/contract/stream.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { StreamPort } from '#main/trainer/types.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { runRace, startCollecting, until, withPool } from './support.ts'

/** Records a number of 20 runs at each of 1500 steps: far more than 30 messages a second. */
const spec = specOf({
  lanes: lanesOf('sgd', 'adam'),
  seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  batchSize: 24,
  budget: { steps: 1500 },
  record: { metrics: ['batchLoss'], every: { steps: 1 } },
})

/** Keeps what a reader gets, and acknowledges it when told to. */
function keep(port: StreamPort, acknowledges: boolean): StreamMessage[] {
  const messages: StreamMessage[] = []
  port.onMessage((message) => {
    messages.push(message)
    if (acknowledges) port.acknowledge(message.sequence)
  })
  return messages
}

const stepsIn = (messages: readonly StreamMessage[]): Set<number> =>
  new Set(messages.flatMap(({ columns }) => [...columns.step]))

describe('a reader’s stream', () => {
  it('brings every point, numbered, in the contract’s form, at most 31 times a second', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const started = performance.now()
      // It waits for its readers at its second step.
      const race = await pool.start({ spec, table: await readTable('iris'), pace: 0.01 })
      const read = race.shards.map((_, shard) => {
        const port = race.openStream(shard)
        const messages: StreamMessage[] = []
        port.onMessage((message) => {
          messages.push(message)
          port.acknowledge(message.sequence)
        })
        return messages
      })
      await race.setPace(1500)
      await race.whenEnded()
      await until(() => read.every((each) => each.at(-1)?.phase === 'finished'), 'both ended')
      read.forEach((messages, shard) => {
        for (const message of messages) streamMessageSchema.parse(message)
        expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, i) => i + 1))
        const steps = [...stepsIn(messages)]
        expect(steps.at(-1)).toBe(1500)
        // From when the reader came: the race may have been under way by then.
        expect(steps).toEqual(Array.from(steps, (_, i) => 1501 - steps.length + i))
        expect(steps.length).toBeGreaterThan(1250)
        const runs = new Set(messages.flatMap(({ columns }) => [...columns.run]))
        expect([...runs].sort((a, b) => a - b)).toEqual(
          shard === 0 ? [0, 1, 2, 3, 4, 10, 11, 12, 13, 14] : [5, 6, 7, 8, 9, 15, 16, 17, 18, 19],
        )
        // On a machine that is busy it is longer under way, and the bound is wider.
        const seconds = (performance.now() - started) / 1000
        expect(messages.length).toBeLessThanOrEqual(31 * seconds + 2)
      })
    })
  })

  it('holds one message for a reader that does not acknowledge, and has the end for it', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const heavy = specOf({
        ...spec,
        model: { hidden: [60], initial: { kind: 'normal', deviation: 0.1 } },
        budget: { steps: 600 },
        record: { metrics: ['batchLoss'], every: { steps: 1 }, state: true },
      })
      const race = await pool.start({ spec: heavy, table: await readTable('iris') })
      const port = race.openStream(0)
      const messages = keep(port, false)
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: 600 })
      // What one that does not lag is told last is told after all that this one would have been.
      const other = keep(race.openStream(0), true)
      await until(() => other.at(-1)?.phase === 'finished', 'the other has the end')
      expect(messages).toHaveLength(1)
      port.acknowledge(1)
      await until(() => messages.length === 2, 'the rest has come')
      const rest = messages[1]!
      expect(rest).toMatchObject({ phase: 'finished', step: 600 })
      expect(rest.columns.step.at(-1)).toBe(600)
      // Every point recorded 20 states of 483 parameters, 29 thousand numbers and more: of the
      // 600, no more than 1 Mi numbers (or 64 points) were kept, and the last.
      const points = stepsIn([rest]).size
      expect(points).toBeGreaterThanOrEqual(33)
      expect(points).toBeLessThanOrEqual(65)
      expect(rest.snapshots).toHaveLength(20 * points)
    })
  })

  it('tells a reader who comes late where the race stands', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const race = await pool.start({ spec, table: await readTable('iris') })
      await race.whenEnded()
      const late = keep(race.openStream(0), true)
      await until(() => late.length === 1, 'it was told')
      expect(late[0]).toMatchObject({ sequence: 1, phase: 'finished', step: 1500 })
      await race.extend(2)
      await race.whenEnded()
      await until(() => late.at(-1)?.step === 1510, 'the extension has come')
      expect([...stepsIn(late)]).toEqual([
        1501, 1502, 1503, 1504, 1505, 1506, 1507, 1508, 1509, 1510,
      ])
    })
  })

  it('ends when its reader closes it or the race is let go', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const race = await pool.start({ spec, table: await readTable('iris'), pace: 100 })
      const closed = race.openStream(0)
      const released = race.openStream(0)
      const messages = keep(closed, true)
      const others = keep(released, true)
      await until(() => messages.length > 3, 'some came')
      closed.close()
      const count = messages.length
      const gone = new Promise<void>((resolve) => released.onClose(resolve))
      const heard = others.length
      await until(() => others.length > heard + 3, 'the other is told more')
      expect(messages).toHaveLength(count)
      await race.release()
      await gone
    })
  })
})

describe('the log’s stream', () => {
  it('loses nothing, in order, at most 31 messages a second', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const started = performance.now()
      const collected = await startCollecting(pool, { spec, table: await readTable('iris') })
      await collected.race.whenEnded()
      const seconds = (performance.now() - started) / 1000
      expect(collected.rows()).toBe(20 * 1500)
      for (const shard of [0, 1]) {
        const own = collected.messages.filter((each) => each.shard === shard)
        expect(own.map(({ message }) => message.sequence)).toEqual(own.map((_, i) => i + 1))
        // Two more for the start and the end, which do not wait.
        expect(own.length).toBeLessThanOrEqual(31 * seconds + 4)
      }
    })
  })

  it('makes the trainer wait for a log that lags, and loses nothing then either', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      let open: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (open = resolve))
      const collected = await startCollecting(pool, {
        spec,
        table: await readTable('iris'),
        log: () => gate,
      })
      const { race } = collected
      // While another of its kind runs through, it comes to a stand; while one more does, it stays there.
      const another = (): Promise<unknown> =>
        withPool({ processes: 1 }, async (other) =>
          runRace(other, { spec, table: await readTable('iris') }),
        )
      await another()
      const { step } = race.status()
      await another()
      expect(race.status()).toMatchObject({ phase: 'running', step })
      expect(step).toBeLessThan(1500)
      open()
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: 1500 })
      expect(collected.rows()).toBe(20 * 1500)
    })
  })

  it('ends the race as failed when the log cannot take it, and the next race works', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const full = new LabError('log-failed', 'The disk is full.')
      const table = await readTable('iris')
      const failing = await pool.start({ spec, table, log: () => Promise.reject(full) })
      expect(await failing.whenEnded()).toMatchObject({
        phase: 'failed',
        error: { code: 'log-failed', message: 'The disk is full.' },
      })
      const collected = await startCollecting(pool, { spec, table })
      expect(await collected.race.whenEnded()).toMatchObject({ phase: 'finished' })
      expect(collected.rows()).toBe(20 * 1500)
    })
  })
})
