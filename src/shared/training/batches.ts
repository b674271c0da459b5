import { createRandom, permutation, type Random } from '../math/random.ts'

/** Deals out batches: each epoch takes every row once, in a new order per seed. */
export interface Batches {
  /**
   * Writes the next batch of every seed, `[seeds × count]`, positions into its training rows.
   *
   * @param into at least `seeds × batch` long
   * @returns count, the rows of this batch: the last of an epoch may be short
   */
  next(into: Int32Array): number
}

export interface BatchesOptions {
  readonly seeds: readonly number[]
  /** Training rows. */
  readonly rows: number
  /** Rows of a full batch. */
  readonly batch: number
  /** Orders written down, one per epoch, the last repeating; they replace chance. */
  readonly orders?: readonly (readonly number[])[]
}

/** Starts at the first batch of the first epoch. */
export function createBatches({ seeds, rows, batch, orders }: BatchesOptions): Batches {
  const randoms: Random[] = orders ? [] : seeds.map((seed) => createRandom(seed, 'batches'))
  let epoch = 0
  let current: readonly Int32Array[] = []
  let position = 0
  let length = 0

  const startEpoch = (): void => {
    if (orders) {
      const order = Int32Array.from(orders[Math.min(epoch, orders.length - 1)] ?? [])
      current = seeds.map(() => order)
    } else {
      current = randoms.map((random) => permutation(random, rows))
    }
    length = current[0]?.length ?? 0
    position = 0
    epoch++
  }

  return {
    next(into) {
      if (position >= length) startEpoch()
      const count = Math.min(batch, length - position)
      current.forEach((order, seed) => {
        into.set(order.subarray(position, position + count), seed * count)
      })
      position += count
      return count
    },
  }
}
