import { describe, expect, it } from 'vitest'
import { createCheckpoints, readCheckpoint } from '#main/trainer/checkpoints.ts'
import { pack } from '#shared/pack.ts'
import type { Checkpoint } from '#shared/training/checkpoint.ts'

const empty = new Float64Array()
const none = new Uint32Array()

const checkpoint: Checkpoint = {
  ...{ version: 1, step: 7, milliseconds: 3 },
  stack: { parameters: Float64Array.of(0.1, NaN, -0), slots: [empty], rates: Float64Array.of(1) },
  batches: { epoch: 1, position: 3, generators: [[1, -2, 3, 4]] },
  watch: { watched: none, stepped: none, rates: empty, gradients: empty },
  ...{ stop: { best: empty, waited: none }, ended: [{ index: 0, step: 2 }] },
}

function setUp(weight = 5): {
  kept: Uint8Array[]
  time: { now: number }
  feed: { latest: number }
} & {
  checkpoints: ReturnType<typeof createCheckpoints>
} {
  const kept: Uint8Array[] = []
  const time = { now: 0 }
  const feed = { latest: 3, keep: (packed: Uint8Array) => void kept.push(packed) }
  const trainer = { checkpoint: () => checkpoint, weight }
  return { kept, time, feed, checkpoints: createCheckpoints(trainer, feed, () => time.now) }
}

describe('checkpoints', () => {
  it('are sent when it is time, one at a time, the next when the last is on the disk', () => {
    const { kept, time, feed, checkpoints } = setUp()
    checkpoints.consider()
    expect(kept).toHaveLength(0)
    time.now = 500
    checkpoints.consider()
    time.now = 5000
    checkpoints.consider()
    expect(kept).toHaveLength(1)
    checkpoints.taken(2)
    checkpoints.consider()
    expect(kept).toHaveLength(1)
    feed.latest = 9
    checkpoints.taken(3)
    // It took 4,500 ms: at most a fiftieth of the time is spent on them.
    time.now = 5000 + 224_000
    checkpoints.consider()
    expect(kept).toHaveLength(1)
    time.now = 5000 + 225_000
    checkpoints.consider()
    expect(kept).toHaveLength(2)
  })

  it('may lie further apart the longer a race has run', () => {
    const { kept, time, feed, checkpoints } = setUp()
    const count = (until: number): number => {
      const before = kept.length
      for (; time.now < until; time.now += 10) {
        checkpoints.consider()
        if (kept.length > feed.latest) feed.latest = kept.length
        checkpoints.taken(feed.latest)
      }
      return kept.length - before
    }
    // The first ten seconds, one of the second minute, and one much later.
    expect(count(10_000)).toBeGreaterThan(15)
    time.now = 60_000
    expect(count(70_000)).toBeLessThan(5)
    time.now = 3_600_000
    expect(count(3_610_000)).toBeLessThan(4)
  })

  it('are sent at once where a person paused or changed something', () => {
    const { kept, checkpoints } = setUp()
    checkpoints.keep()
    checkpoints.keep()
    expect(kept).toHaveLength(2)
    expect(readCheckpoint(kept[0]!)).toEqual(checkpoint)
  })

  it('are not made of more than would be good for the memory', () => {
    const { kept, time, checkpoints } = setUp(2 ** 24 + 1)
    checkpoints.keep()
    time.now = 1000
    checkpoints.consider()
    expect(kept).toHaveLength(0)
  })

  it('are refused where they are none, are cut short, or of a form to come', () => {
    const bytes = pack(checkpoint)
    for (const damaged of [
      bytes.subarray(0, bytes.length - 3),
      new Uint8Array(),
      Uint8Array.of(0xc1),
      pack({ ...checkpoint, version: 2 }),
      pack({ ...checkpoint, stack: undefined }),
      pack({ ...checkpoint, batches: { ...checkpoint.batches, generators: [[1]] } }),
    ]) {
      expect(() => readCheckpoint(damaged)).toThrow(
        expect.objectContaining({ code: 'no-checkpoint' }) as Error,
      )
    }
  })
})
