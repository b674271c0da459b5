import type { Loss } from '#shared/models.ts'
import type { NativeOps, Tensor } from './native.ts'
import type { Rows32 } from './parts.ts'

/**
 * The last step of a network, from scores to losses. It is done here rather than by ops: what it
 * needs is read back anyway, and its arithmetic is less than an op costs.
 */
export interface Head {
  /** Reads what the scores say, of which the other functions work out the rest. */
  read(scores: Tensor): Scores
  /** The gradient by the scores is the deltas times this. */
  factor(count: number): number
}

/** What the scores of some rows say, `[runs × count × outputs]`. */
interface Scores {
  /**
   * Adds each run's losses to a sum.
   *
   * @param rows each seed's
   * @param order `[seeds × count]`, positions into them; −1 counts for nothing
   */
  addLosses(rows: readonly Rows32[], order: Int32Array, count: number, sums: Float64Array): void
  /**
   * The gradient of each row's loss by its scores, but for the factor; 0 where the order has −1. Nothing
   * else works after it.
   */
  deltas(rows: readonly Rows32[], order: Int32Array, count: number): Float32Array
  /**
   * Adds each run's rows by true and predicted class, the first of the highest; a row whose loss is
   * not a number has none.
   *
   * @param confusion `[runs × classes × classes]`
   */
  addClasses(
    rows: readonly Rows32[],
    order: Int32Array,
    count: number,
    confusion: Uint32Array,
  ): void
}

export function createHead(native: NativeOps, loss: Loss, runs: number, outputs: number): Head {
  return loss === 'crossEntropy'
    ? {
        read: (scores) => readProbabilities(native, scores, runs, outputs),
        factor: (count) => 1 / count,
      }
    : {
        read: (scores) => readDifferences(native, scores, runs, outputs),
        factor: (count) => 2 / (count * outputs),
      }
}

/**
 * Turns a row of scores into their softmax, in place. TensorFlow's own takes the exponentials of a tensor
 * block by block and of what is left of a block in another way: a run's would depend on its neighbours.
 *
 * @returns the logarithm of the sum of the exponentials
 */
function softmax(values: Float32Array, at: number, outputs: number): number {
  if (powers.length < outputs) powers = new Float64Array(outputs)
  let most = -Infinity
  for (let o = 0; o < outputs; o++) if (values[at + o]! > most) most = values[at + o]!
  let sum = 0
  for (let o = 0; o < outputs; o++) sum += powers[o] = Math.exp(values[at + o]! - most)
  const part = 1 / sum
  for (let o = 0; o < outputs; o++) values[at + o] = powers[o]! * part
  return most + Math.log(sum)
}

/** The exponentials of the row at work. */
let powers = new Float64Array(0)

/** Cross-entropy of the softmax. */
function readProbabilities(
  native: NativeOps,
  scores: Tensor,
  runs: number,
  outputs: number,
): Scores {
  const values = native.readFloats(scores)
  /** Whether the scores have become probabilities. */
  let softened = false

  return {
    addLosses(rows, order, count, sums) {
      for (let run = 0, at = 0; run < runs; run++) {
        const seed = run % rows.length
        const { labels } = rows[seed]!
        let sum = 0
        for (let slot = seed * count; slot < (seed + 1) * count; slot++, at += outputs) {
          const score = values[at + (labels[order[slot]!] ?? 0)]!
          const normalizer = softmax(values, at, outputs)
          if (order[slot]! >= 0) sum += normalizer - score
        }
        sums[run]! += sum
      }
      softened = true
    },
    deltas(rows, order, count) {
      for (let run = 0, at = 0; run < runs; run++) {
        const seed = run % rows.length
        const { labels } = rows[seed]!
        for (let slot = seed * count; slot < (seed + 1) * count; slot++, at += outputs) {
          if (!softened) softmax(values, at, outputs)
          if (order[slot]! < 0) values.fill(0, at, at + outputs)
          else values[at + labels[order[slot]!]!]! -= 1
        }
      }
      return values
    },
    addClasses(rows, order, count, confusion) {
      for (let run = 0, at = 0; run < runs; run++) {
        const seed = run % rows.length
        const { labels } = rows[seed]!
        for (let slot = seed * count; slot < (seed + 1) * count; slot++, at += outputs) {
          if (order[slot]! < 0 || Number.isNaN(values[at]!)) continue
          let guess = 0
          for (let o = 1; o < outputs; o++) if (values[at + o]! > values[at + guess]!) guess = o
          const label = labels[order[slot]!]!
          confusion[(run * outputs + label) * outputs + guess]!++
        }
      }
    },
  }
}

/** Mean squared error. */
function readDifferences(native: NativeOps, scores: Tensor, runs: number, outputs: number): Scores {
  const values = native.readFloats(scores)

  return {
    addLosses(rows, order, count, sums) {
      for (let run = 0, at = 0; run < runs; run++) {
        const seed = run % rows.length
        const { targets } = rows[seed]!
        let sum = 0
        for (let slot = seed * count; slot < (seed + 1) * count; slot++) {
          const target = order[slot]! * outputs
          if (target < 0) at += outputs
          else {
            for (let o = 0; o < outputs; o++, at++) sum += (values[at]! - targets[target + o]!) ** 2
          }
        }
        sums[run]! += sum / outputs
      }
    },
    deltas(rows, order, count) {
      for (let run = 0, at = 0; run < runs; run++) {
        const seed = run % rows.length
        const { targets } = rows[seed]!
        for (let slot = seed * count; slot < (seed + 1) * count; slot++) {
          const target = order[slot]! * outputs
          if (target < 0) values.fill(0, at, (at += outputs))
          else for (let o = 0; o < outputs; o++, at++) values[at]! -= targets[target + o]!
        }
      }
      return values
    },
    addClasses: () => undefined,
  }
}
