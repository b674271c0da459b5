import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { startCollecting, trainerEntry, until, withPool } from './support.ts'

const spec = specOf({
  lanes: lanesOf('sgd', 'adam'),
  seeds: [1, 2, 3, 4],
  batchSize: 24,
  budget: { steps: 400 },
  record: { metrics: ['trainLoss'], every: { steps: 1 } },
})

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a trainer process killed by kill -9', () => {
  it('ends the race with an error that says what happened, keeps the log, and the next race works', async () => {
    await withPool({ processes: 2 }, async (pool) => {
      const table = await readTable('iris')
      const collected = await startCollecting(pool, { spec, table, pace: 40 })
      const { race } = collected
      const [victim, survivor] = race.shards
      const closed = new Promise<void>((resolve) => race.openStream(0).onClose(resolve))
      await until(() => collected.rows() > 100, 'something is logged')
      process.kill(victim!.pid, 'SIGKILL')

      const status = await race.whenEnded()
      expect(status.phase).toBe('failed')
      expect(status.error).toMatchObject({
        code: 'trainer-died',
        parameters: { pid: victim!.pid, signal: 'SIGKILL' },
      })
      expect(status.error!.message).toContain('SIGKILL')
      await closed
      // The other was stopped, and what it had recorded is logged to its last step.
      const last = collected.messages.filter(({ shard }) => shard === 1).at(-1)!.message
      expect(last.phase).toBe('stopped')
      expect(last.final!.map(({ run }) => run)).toEqual([2, 3, 6, 7])
      for (let step = 1; step <= last.step; step++) {
        expect(collected.value('trainLoss', 2, step)).toBeTypeOf('number')
      }
      await expect(race.resume()).rejects.toMatchObject({ code: 'wrong-phase' })

      const next = await startCollecting(pool, { spec, table })
      expect(await next.race.whenEnded()).toMatchObject({ phase: 'finished', step: 400 })
      expect(next.rows()).toBe(8 * 400)
      const pids = next.race.shards.map(({ pid }) => pid)
      expect(pids).toContain(survivor!.pid)
      expect(pids).not.toContain(victim!.pid)
    })
  })

  it.each(['paused', 'finished'] as const)('is noticed when the race is %s', async (phase) => {
    await withPool({ processes: 1 }, async (pool) => {
      const table = await readTable('iris')
      const { race } = await startCollecting(pool, {
        spec,
        table,
        pace: phase === 'paused' ? 20 : null,
      })
      if (phase === 'paused') await race.pause()
      else await race.whenEnded()
      process.kill(race.shards[0]!.pid, 'SIGKILL')
      await until(() => pool.pids().length === 0, 'its death is known')
      if (phase === 'finished') {
        // What is finished stays so, until more is asked of it.
        expect(race.status()).toMatchObject({ phase: 'finished', error: undefined })
        await race.extend(1)
      }
      expect(await race.whenEnded()).toMatchObject({
        phase: 'failed',
        error: { code: 'trainer-died' },
      })
      const next = await startCollecting(pool, { spec, table })
      expect(await next.race.whenEnded()).toMatchObject({ phase: 'finished' })
    })
  })

  it('before it is ready refuses the start, and the next start works', async () => {
    await withPool({ processes: 1, fresh: true }, async (pool) => {
      const table = await readTable('iris')
      const starting = pool.start({ spec, table })
      await until(() => pool.pids().length === 1, 'it is launched')
      process.kill(pool.pids()[0]!, 'SIGKILL')
      await expect(starting).rejects.toMatchObject({ code: 'trainer-died' })
      const next = await startCollecting(pool, { spec, table })
      expect(await next.race.whenEnded()).toMatchObject({ phase: 'finished' })
    })
  })
})

describe('a trainer process', () => {
  it('ends when the program that started it is killed', async () => {
    const entry = await trainerEntry()
    const script = `
      const { fork } = require('node:child_process')
      const child = fork(${JSON.stringify(entry)}, [], { serialization: 'advanced' })
      child.on('message', () => console.log(child.pid))
      child.send({ request: 1, body: { kind: 'release' } })`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(pid), 'it has ended')
  })

  it('that is in the middle of a word says nothing when the program that started it is killed', async () => {
    const entry = await trainerEntry()
    // Answers to all of this are on their way when nobody is there any more.
    const script = `
      const { fork } = require('node:child_process')
      const child = fork(${JSON.stringify(entry)}, [], { serialization: 'advanced' })
      child.once('message', () => process.kill(process.pid, 'SIGKILL'))
      for (let request = 1; request <= 5000; request++) child.send({ request, body: { kind: 'release' } })`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [parent.stdout, parent.stderr]) stream.on('data', (part) => (said += part))
    // The trainer has them too, so that they end when it does.
    await Promise.all([once(parent.stdout, 'close'), once(parent.stderr, 'close')])
    expect(said).toBe('')
  })

  it('survives what a terminal and a job send, which the program answers', async () => {
    await withPool({ processes: 1 }, async (pool) => {
      const table = await readTable('iris')
      const { race } = await startCollecting(pool, { spec, table, pace: 400 })
      for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
        process.kill(race.shards[0]!.pid, signal)
      }
      expect(await race.whenEnded()).toMatchObject({ phase: 'finished', step: 400 })
    })
  })

  it('that cannot be started is an error, not a hang', async () => {
    await withPool({ processes: 1, execPath: '/nowhere/node' }, async (pool) => {
      const starting = pool.start({ spec, table: await readTable('iris') })
      await expect(starting).rejects.toMatchObject({ code: 'trainer-died' })
    })
  })
})
