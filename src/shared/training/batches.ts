import { createRandom, permutation, resumeRandom, type Random } from '../math/random.ts'

/** Deals out batches: each epoch takes every row once, in a new order per seed. */
export interface Batches {
  /**
   * Writes the next batch of every seed, `[seeds × count]`, positions into its training rows.
   *
   * @param into at least `seeds × batch` long
   * @returns count, the rows of this batch: the last of an epoch may be short
   */
  next(into: Int32Array): number
  /** Where it stands. */
  state(): BatchesState
}

/** Where the dealing of batches stands. */
export interface BatchesState {
  /** Epochs begun. */
  readonly epoch: number
  /** Rows dealt out of the last one. */
  readonly position: number
  /** Each seed's generator before it drew the order of that epoch; none where orders are written down. */
  readonly generators: readonly (readonly number[])[]
}

export interface BatchesOptions {
  readonly seeds: readonly number[]
  /** Training rows. */
  readonly rows: number
  /** Rows of a full batch. */
  readonly batch: number
  /** Orders written down, one per epoch, the last repeating; they replace chance. */
  readonly orders?: readonly (readonly number[])[]
  /** Where to go on. @default before the first batch of the first epoch */
  readonly resume?: BatchesState
}

/** @throws RangeError when the state to resume from is not one of such batches */
export function createBatches(options: BatchesOptions): Batches {
  const { seeds, rows, batch, orders, resume } = options
  const randoms = orders ? [] : randomsOf(seeds, resume)
  let generators: readonly (readonly number[])[] = []
  let epoch = 0
  let current: readonly Int32Array[] = []
  let position = 0
  let length = 0

  const startEpoch = (): void => {
    if (orders) {
      const order = Int32Array.from(orders[Math.min(epoch, orders.length - 1)] ?? [])
      current = seeds.map(() => order)
    } else {
      generators = randoms.map((random) => random.state())
      current = randoms.map((random) => permutation(random, rows))
    }
    length = current[0]?.length ?? 0
    position = 0
    epoch++
  }

  if (resume && resume.epoch > 0) {
    epoch = resume.epoch - 1
    startEpoch()
    if (resume.position > length) throw new RangeError('the epoch has fewer rows than were dealt')
    position = resume.position
  }

  return {
    state: () => ({ epoch, position, generators }),
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

function randomsOf(seeds: readonly number[], resume: BatchesState | undefined): Random[] {
  // Before the first epoch none has drawn anything.
  if (!resume || resume.epoch === 0) return seeds.map((seed) => createRandom(seed, 'batches'))
  if (resume.generators.length !== seeds.length) throw new RangeError('a generator per seed')
  return resume.generators.map(resumeRandom)
}
