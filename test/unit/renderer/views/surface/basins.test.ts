import { describe, expect, it } from 'vitest'
import { batchOrder, computeBasins, type Helper } from '#renderer/views/surface/basin-compute.ts'
import type { BasinOrder, ToWorker } from '#renderer/views/surface/basin-messages.ts'

const order: BasinOrder = {
  surface: { kind: 'listed', id: 'quadratic' },
  optimizer: 'sgd',
  convention: 'tutorial',
  hyper: { lr: 0.1 },
  domain: { x: [0, 1], y: [0, 1] },
  width: 3,
  height: 18,
  steps: 10,
  tolerance: 0.1,
}

/** Answers each batch a turn later, with its row numbers as minima. */
class Answering implements Helper {
  onmessage: Helper['onmessage'] = null
  onerror: Helper['onerror'] = null
  ended = false
  readonly asked: ToWorker[] = []
  readonly fail: boolean

  constructor(fail = false) {
    this.fail = fail
  }

  postMessage(message: ToWorker): void {
    this.asked.push(message)
    if (message.kind === 'order') return
    const { from, to } = message
    const minimum = new Uint8Array((to - from) * 3).map((_, pixel) => from + Math.floor(pixel / 3))
    const data = this.fail
      ? { failed: 'broken' }
      : { from, to, minimum, steps: new Uint16Array((to - from) * 3) }
    queueMicrotask(() => {
      if (!this.ended) this.onmessage?.(new MessageEvent('message', { data }))
    })
  }

  terminate(): void {
    this.ended = true
  }
}

describe('computing a basin map', () => {
  it('asks for every row once, far apart ones first', () => {
    const batches = batchOrder(400)
    const rows = batches.flatMap(([from, to]) =>
      Array.from({ length: to - from }, (_, i) => from + i),
    )
    expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, row) => row))
    expect(batches.slice(0, 3).map(([from]) => from)).toEqual([0, 64, 128])
  })

  it('shares the rows among its workers and puts them where they belong', async () => {
    const helpers: Answering[] = []
    const shares: number[] = []
    const task = computeBasins(
      order,
      2,
      () => {
        const helper = new Answering()
        helpers.push(helper)
        return helper
      },
      (share) => shares.push(share),
    )
    await task.finished
    expect([...task.map.minimum]).toEqual(
      Array.from({ length: 54 }, (_, pixel) => Math.floor(pixel / 3)),
    )
    expect(task.map.done.every((row) => row === 1)).toBe(true)
    expect(shares.at(-1)).toBe(1)
    expect(helpers.every(({ ended }) => ended)).toBe(true)
    // Each was told the order first and then had its part.
    for (const { asked } of helpers) {
      expect(asked[0]).toEqual({ kind: 'order', order })
      expect(asked.length).toBeGreaterThan(2)
    }
  })

  it('ends its workers when cancelled, and when one fails', async () => {
    const helper = new Answering()
    computeBasins(
      order,
      1,
      () => helper,
      () => undefined,
    ).cancel()
    expect(helper.ended).toBe(true)
    const broken = new Answering(true)
    await expect(
      computeBasins(
        order,
        1,
        () => broken,
        () => undefined,
      ).finished,
    ).rejects.toThrow('broken')
    expect(broken.ended).toBe(true)
  })
})
