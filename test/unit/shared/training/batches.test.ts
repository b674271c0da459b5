import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBatches, type BatchesOptions } from '#shared/training/batches.ts'

/** So many batches, each by seed. */
function deal(options: BatchesOptions, count: number): number[][][] {
  const batches = createBatches(options)
  const into = new Int32Array(options.seeds.length * options.batch)
  return Array.from({ length: count }, () => {
    const rows = batches.next(into)
    return options.seeds.map((_, seed) => [...into.subarray(seed * rows, (seed + 1) * rows)])
  })
}

describe('createBatches', () => {
  it('takes every row once an epoch, in another order each time, the last batch short', () => {
    const dealt = deal({ seeds: [1], rows: 10, batch: 4 }, 6).map(([own]) => own!)
    expect(dealt.map((batch) => batch.length)).toEqual([4, 4, 2, 4, 4, 2])
    const epochs = [dealt.slice(0, 3).flat(), dealt.slice(3).flat()]
    for (const epoch of epochs) {
      expect([...epoch].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
    expect(epochs[0]).not.toEqual(epochs[1])
  })

  it('gives a seed the same batches, whichever seeds it is dealt with', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(0xffffffff), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (seeds, rows, size) => {
          const batch = Math.min(size, rows)
          const together = deal({ seeds, rows, batch }, 5)
          seeds.forEach((seed, index) => {
            const alone = deal({ seeds: [seed], rows, batch }, 5)
            expect(alone.map(([own]) => own)).toEqual(together.map((each) => each[index]))
          })
        },
      ),
    )
  })

  it('replays orders written down, the last one again and again', () => {
    const orders = [
      [2, 0, 1],
      [1, 2, 0],
    ]
    const dealt = deal({ seeds: [9], rows: 3, batch: 2, orders }, 6)
    expect(dealt.map(([own]) => own)).toEqual([[2, 0], [1], [1, 2], [0], [1, 2], [0]])
  })
})
