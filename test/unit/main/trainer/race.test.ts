import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRace } from '#main/trainer/race.ts'
import type { Answer, Request } from '#main/trainer/protocol.ts'
import type { Worker } from '#main/trainer/worker.ts'
import { describeRace } from '#shared/data/describe.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { readTable } from '#test/support/tables.ts'

const spec = parseSpec({ ...findPreset('iris')!.spec, seeds: [1, 2, 3] })
const table = await readTable('iris')

/** A process that does nothing but say where it stands; `hangs` it never comes up to another. */
function fakeWorker(step: number, hangs = false) {
  const asked: string[] = []
  let calledOff = (): void => undefined
  const worker: Worker = {
    ...{ alive: true, pid: 1, listener: undefined },
    load: () => Promise.reject(new Error('not loaded')),
    notify: () => undefined,
    kill: () => undefined,
    async request(body: Request): Promise<Answer & { ok: true }> {
      asked.push(body.kind === 'advance' ? `advance ${body.until}` : body.kind)
      if (body.kind === 'advance') {
        if (hangs) await new Promise<void>((resolve) => (calledOff = resolve))
        else step = body.until
      }
      if (body.kind === 'pause') calledOff()
      worker.listener?.onStatus({ race: 1, phase: 'paused', step, over: false })
      return { ok: true }
    },
  }
  return { worker, asked }
}

function raceOf(workers: readonly Worker[]): ReturnType<typeof createRace> {
  const shape = { ...describeRace(spec, table), shards: workers.length }
  const shares = workers.map((worker, seed) => {
    const rectangle = { lanes: [0, spec.lanes.length], seeds: [seed, seed + 1] } as const
    return { worker, rectangle }
  })
  const onRelease = (): void => undefined
  const request = { spec, table }
  return createRace({ number: 1, request, shape, shares, transfersPorts: false, onRelease })
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a pause', () => {
  it('lets those behind come up to the foremost, so that all stand at one step', async () => {
    const [ahead, behind, last] = [fakeWorker(44), fakeWorker(10), fakeWorker(43)]
    const race = raceOf([ahead.worker, behind.worker, last.worker])
    expect(await race.pause()).toMatchObject({ phase: 'paused', step: 44, furthest: 44 })
    expect(ahead.asked).toEqual(['pause'])
    expect(behind.asked).toEqual(['pause', 'advance 44'])
    expect(last.asked).toEqual(['pause', 'advance 44'])
  })

  it('does not wait for long for one that is far behind', async () => {
    const [ahead, behind, last] = [fakeWorker(9000), fakeWorker(10, true), fakeWorker(9000)]
    const race = raceOf([ahead.worker, behind.worker, last.worker])
    vi.useFakeTimers()
    const paused = race.pause()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await paused).toMatchObject({ phase: 'paused', step: 10, furthest: 9000 })
    expect(behind.asked).toEqual(['pause', 'advance 9000', 'pause'])
  })
})
