import type { EngineOptions, Part } from '#shared/training/engine.ts'
import { mostEvaluated } from '#shared/training/memory.ts'
import type { Problem, Rows } from '#shared/training/problem.ts'
import type { NativeOps, Tensor } from './native.ts'

/** One seed's rows in float32: features with a trailing 1, and class labels or targets. */
export interface Rows32 {
  readonly features: Float32Array
  readonly labels: Int32Array
  readonly targets: Float32Array
}

/** Some rows of a part, of every seed. */
interface Chunk {
  /** Rows of each seed, with those that fill it up. */
  readonly count: number
  /** `[seeds × count]`, positions into each seed's rows; −1 where it has no more. */
  readonly order: Int32Array
  /** `[1, seeds or 1, count, inputs + 1]`: seeds of one split share it by broadcasting. */
  readonly features: Tensor
}

/** The data as TensorFlow sees it. */
export interface Parts {
  /** Each seed's rows. */
  rows(part: Part): readonly Rows32[]
  /**
   * A batch's features as a temporary tensor, `[1, seeds, count, inputs + 1]`.
   *
   * @param batch `[seeds × count]`, positions into each seed's training rows; −1 for a row of zeros
   */
  upload(batch: Int32Array, count: number): Tensor
  /** A whole part in chunks, uploaded when first asked for. */
  chunks(part: Part): readonly Chunk[]
  dispose(): void
}

/**
 * @param widest the most values one row yields in one layer
 * @param whole rows that a chunk is filled up to, for so many
 */
export function createParts(
  native: NativeOps,
  options: EngineOptions,
  widest: number,
  whole: (count: number) => number,
): Parts {
  const { lanes, problems } = options
  const seeds = problems.length
  const width = problems[0]!.inputs + 1
  const distinct = new Set(problems)
  const converted: Partial<Record<Part, Rows32[]>> = {}
  const uploaded: Partial<Record<Part, Chunk[]>> = {}
  let staging = new Float32Array(0)

  const rowsOf = (part: Part): Rows32[] => (converted[part] ??= convertAll(problems, part))

  /** Copies rows of some seeds one after the other. */
  const gather = (
    into: Float32Array,
    from: readonly Rows32[],
    order: Int32Array,
    count: number,
  ): void => {
    from.forEach(({ features }, seed) => {
      const end = (seed + 1) * count
      for (let slot = seed * count; slot < end; slot++) {
        const first = order[slot]! * width
        const to = slot * width
        if (first < 0) into.fill(0, to, to + width)
        else for (let i = 0; i < width; i++) into[to + i] = features[first + i]!
      }
    })
  }

  const uploadChunks = (part: Part): Chunk[] => {
    // Parts of a k-fold split may differ by a row.
    const counts = problems.map((problem) => problem[part].count)
    const all = Math.max(...counts)
    const most = Math.max(1, Math.floor(mostEvaluated / (lanes * seeds * widest)))
    const owners = distinct.size === 1 ? rowsOf(part).slice(0, 1) : rowsOf(part)
    const chunks: Chunk[] = []
    for (let start = 0; start < all; start += most) {
      const held = Math.min(most, all - start)
      const count = whole(held)
      const order = Int32Array.from({ length: seeds * count }, (_, slot) => {
        const at = slot % count
        return at < held && start + at < counts[Math.floor(slot / count)]! ? start + at : -1
      })
      const values = new Float32Array(owners.length * count * width)
      gather(values, owners, order, count)
      const features = native.keepFloats([1, owners.length, count, width], values)
      chunks.push({ count, order, features })
    }
    return chunks
  }

  return {
    rows: rowsOf,
    upload(batch, count) {
      const length = seeds * count * width
      // Filled anew for each batch: the tensor made from it is gone by then.
      if (staging.length < length) staging = new Float32Array(length)
      gather(staging, rowsOf('train'), batch, count)
      return native.floats([1, seeds, count, width], staging.subarray(0, length))
    },
    chunks: (part) => (uploaded[part] ??= uploadChunks(part)),
    dispose() {
      for (const { features } of Object.values(uploaded).flat()) native.free(features)
      delete uploaded.train
      delete uploaded.validation
    },
  }
}

/** Seeds that share a problem share its conversion. */
function convertAll(problems: readonly Problem[], part: Part): Rows32[] {
  const done = new Map<Problem, Rows32>()
  return problems.map((problem) => {
    const found = done.get(problem) ?? convert(problem[part], problem.inputs, problem.outputs)
    done.set(problem, found)
    return found
  })
}

function convert(rows: Rows, inputs: number, outputs: number): Rows32 {
  const width = inputs + 1
  const features = new Float32Array(rows.count * width)
  const labels = new Int32Array(rows.count)
  for (let row = 0; row < rows.count; row++) {
    for (let i = 0; i < inputs; i++) features[row * width + i] = rows.features[row * inputs + i]!
    features[row * width + inputs] = 1
    labels[row] = rows.targets.subarray(row * outputs, (row + 1) * outputs).indexOf(1)
  }
  return { features, labels, targets: Float32Array.from(rows.targets) }
}
