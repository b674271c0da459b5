import { describe, expect, it } from 'vitest'
import { ThinnedPoints } from '#main/lab/thin.ts'

/** Feeds `count` points of two items each to every shard, one shard after the other. */
function feed(limit: number, count: number, shards: number): ThinnedPoints<number> {
  const thinned = new ThinnedPoints<number>(limit, () => 1)
  for (let shard = 0; shard < shards; shard++) {
    for (let point = 0; point < count; point++) {
      thinned.add(shard, point * 10, point)
      thinned.add(shard, point * 10, -point)
    }
  }
  return thinned
}

const steps = (thinned: ThinnedPoints<number>, shard: number): number[] =>
  thinned
    .points()
    .filter((point) => point.shard === shard)
    .map((point) => point.step)

describe('ThinnedPoints', () => {
  it('keeps everything that fits', () => {
    const thinned = feed(1000, 100, 2)
    expect(steps(thinned, 0)).toEqual(Array.from({ length: 100 }, (_, point) => point * 10))
    expect(thinned.points().every(({ items }) => items.length === 2)).toBe(true)
  })

  it('keeps evenly spaced points of every shard and the last of each', () => {
    // 100 points weigh 200 a shard, 400 in all. Every second weighs 200 in all, every fourth 100,
    // which is the first that stays at 120 or below.
    const thinned = feed(120, 100, 2)
    const every4th = Array.from({ length: 25 }, (_, index) => index * 40)
    expect(steps(thinned, 0)).toEqual([...every4th, 990])
    expect(steps(thinned, 1)).toEqual([...every4th, 990])
  })

  it('never grows beyond its limit and the last points', () => {
    const thinned = new ThinnedPoints<number>(64, () => 1)
    let most = 0
    for (let point = 0; point < 10_000; point++) {
      thinned.add(point % 3, Math.floor(point / 3), point)
      most = Math.max(most, thinned.points().length)
    }
    expect(most).toBeLessThanOrEqual(64 + 3)
  })

  it('keeps what is pinned, of the shard it is pinned for', () => {
    const thinned = new ThinnedPoints<number>(30, () => 1)
    thinned.pin(0, 37)
    thinned.pin(1, 99)
    for (let step = 0; step < 1000; step++) {
      thinned.add(0, step, step)
      thinned.add(1, step, step)
    }
    expect(steps(thinned, 0)).toContain(37)
    expect(steps(thinned, 0)).not.toContain(99)
    expect(steps(thinned, 1)).toContain(99)
    expect(thinned.points().length).toBeLessThanOrEqual(30 + 2 + 2)
  })

  it('comes to rest where more is pinned than fits', () => {
    const thinned = new ThinnedPoints<number>(10, () => 1)
    for (let step = 0; step < 100; step++) {
      thinned.pin(0, step)
      thinned.add(0, step, step)
    }
    expect(steps(thinned, 0)).toHaveLength(100)
  })
})
