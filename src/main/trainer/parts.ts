import type { EngineOptions, Evaluation, Part } from '../../shared/training/engine.ts'
import type { Problem, Rows } from '../../shared/training/problem.ts'
import type { NativeOps, Tensor } from './native.ts'

/** The most float32 values one layer may yield at once while a whole part is evaluated: 32 MiB. */
const mostValues = 2 ** 23

/** Some rows of a part, of every seed. */
export interface Chunk {
  /** Where its rows begin in the part. */
  readonly start: number
  readonly rows: number
  /** `[1, seeds or 1, rows, inputs + 1]`, the last input 1. */
  readonly features: Tensor
  /** Labels `[runs × rows]`, or in regression `[1, seeds or 1, rows, outputs]`. */
  readonly targets: Tensor
}

/** The data as TensorFlow sees it. */
export interface Parts {
  /** The constant 1: the second of two axes. */
  readonly lastAxis: Tensor
  /** A batch as temporary tensors: see {@link Chunk}, but always of every seed. */
  upload(batch: Int32Array, count: number): { features: Tensor; targets: Tensor }
  /** A part in chunks, which stay uploaded. */
  chunks(part: Part): readonly Chunk[]
  /** Collects what the chunks of one evaluation say. */
  tally(part: Part, classes: number): Tally
  dispose(): void
}

export interface Tally {
  /** @param differences `[runs × rows × outputs]` */
  squares(differences: ArrayLike<number>, chunk: Chunk): void
  /** @param losses and guesses `[runs × rows]` */
  entropies(losses: ArrayLike<number>, guesses: ArrayLike<number> | undefined, chunk: Chunk): void
  result(): Evaluation
}

/** One problem's rows in float32: features with a trailing 1, and labels or targets. */
interface Rows32 {
  readonly features: Float32Array
  readonly targets: Float32Array
  readonly labels: Int32Array
}

/** @param widest the most values one row yields in one layer */
export function createParts(native: NativeOps, options: EngineOptions, widest: number): Parts {
  const { lanes, problems, loss } = options
  const { inputs, outputs } = problems[0]!
  const seeds = problems.length
  const runs = lanes * seeds
  const width = inputs + 1
  const regression = loss === 'meanSquaredError'
  const distinct = [...new Set(problems)]
  const converted: Record<Part, Map<Problem, Rows32>> = {
    train: convertAll(distinct, 'train'),
    validation: new Map(),
  }
  const uploaded: Partial<Record<Part, Chunk[]>> = {}
  const lastAxis = native.keepIntegers([], Int32Array.of(1))
  let batchFeatures = new Float32Array(0)
  let batchLabels = new Int32Array(0)
  let batchTargets = new Float32Array(0)

  const rowsOf = (part: Part, problem: Problem): Rows32 => converted[part].get(problem)!

  const uploadChunks = (part: Part): Chunk[] => {
    if (part === 'validation') converted.validation = convertAll(distinct, 'validation')
    const count = problems[0]![part].count
    const most = Math.max(1, Math.floor(mostValues / (runs * widest)))
    const chunks: Chunk[] = []
    for (let start = 0; start < count; start += most) {
      const rows = Math.min(most, count - start)
      chunks.push(uploadChunk(part, start, rows))
    }
    return chunks
  }

  const uploadChunk = (part: Part, start: number, rows: number): Chunk => {
    // Seeds that share one split share its tensor, by broadcasting.
    const owners = distinct.length === 1 ? distinct : problems
    const slices = owners.map((problem) => {
      const { features, targets } = rowsOf(part, problem)
      return {
        features: features.subarray(start * width, (start + rows) * width),
        targets: targets.subarray(start * outputs, (start + rows) * outputs),
      }
    })
    const features = native.keepFloats(
      [1, owners.length, rows, width],
      concatenate(slices.map((slice) => slice.features)),
    )
    if (regression) {
      const targets = concatenate(slices.map((slice) => slice.targets))
      return {
        start,
        rows,
        features,
        targets: native.keepFloats([1, owners.length, rows, outputs], targets),
      }
    }
    const labels = new Int32Array(runs * rows)
    for (let run = 0; run < runs; run++) {
      const own = rowsOf(part, problems[run % seeds]!).labels
      labels.set(own.subarray(start, start + rows), run * rows)
    }
    return { start, rows, features, targets: native.keepIntegers([runs * rows], labels) }
  }

  const gather = (batch: Int32Array, count: number): void => {
    for (let seed = 0; seed < seeds; seed++) {
      const { features, labels, targets } = rowsOf('train', problems[seed]!)
      for (let index = 0; index < count; index++) {
        const slot = seed * count + index
        const row = batch[slot]!
        let from = row * width
        let to = slot * width
        for (const end = to + width; to < end; to++, from++) batchFeatures[to] = features[from]!
        if (!regression) batchLabels[slot] = labels[row]!
        else {
          for (let o = 0; o < outputs; o++) {
            batchTargets[slot * outputs + o] = targets[row * outputs + o]!
          }
        }
      }
    }
  }

  return {
    lastAxis,
    upload(batch, count) {
      const rows = seeds * count
      if (batchFeatures.length < rows * width) {
        batchFeatures = new Float32Array(rows * width)
        if (regression) batchTargets = new Float32Array(rows * outputs)
        else batchLabels = new Int32Array(lanes * rows)
      }
      gather(batch, count)
      const features = native.floats(
        [1, seeds, count, width],
        batchFeatures.subarray(0, rows * width),
      )
      if (regression) {
        const values = batchTargets.subarray(0, rows * outputs)
        return { features, targets: native.floats([1, seeds, count, outputs], values) }
      }
      for (let lane = 1; lane < lanes; lane++) batchLabels.copyWithin(lane * rows, 0, rows)
      const labels = batchLabels.subarray(0, lanes * rows)
      return { features, targets: native.integers([lanes * rows], labels) }
    },
    chunks: (part) => (uploaded[part] ??= uploadChunks(part)),
    tally: (part, classes) =>
      createTally(runs, classes, problems[0]![part].count, outputs, (run, row) => {
        return rowsOf(part, problems[run % seeds]!).labels[row]!
      }),
    dispose() {
      native.free(lastAxis)
      for (const chunk of Object.values(uploaded).flat()) {
        native.free(chunk.features)
        native.free(chunk.targets)
      }
      delete uploaded.train
      delete uploaded.validation
    },
  }

  function convertAll(all: readonly Problem[], part: Part): Map<Problem, Rows32> {
    return new Map(all.map((problem) => [problem, convert(problem[part], inputs, outputs)]))
  }
}

function convert(rows: Rows, inputs: number, outputs: number): Rows32 {
  const features = new Float32Array(rows.count * (inputs + 1))
  const labels = new Int32Array(rows.count)
  for (let row = 0; row < rows.count; row++) {
    for (let i = 0; i < inputs; i++) {
      features[row * (inputs + 1) + i] = rows.features[row * inputs + i]!
    }
    features[row * (inputs + 1) + inputs] = 1
    labels[row] = rows.targets.subarray(row * outputs, (row + 1) * outputs).indexOf(1)
  }
  return { features, labels, targets: Float32Array.from(rows.targets) }
}

function concatenate(arrays: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0))
  let at = 0
  for (const array of arrays) {
    result.set(array, at)
    at += array.length
  }
  return result
}

function createTally(
  runs: number,
  classes: number,
  count: number,
  outputs: number,
  labelOf: (run: number, row: number) => number,
): Tally {
  const losses = new Float64Array(runs)
  const right = new Float64Array(runs)
  const confusion = new Uint32Array(runs * classes * classes)
  return {
    squares(differences, { rows }) {
      const each = rows * outputs
      for (let run = 0, at = 0; run < runs; run++) {
        for (const end = at + each; at < end; at++) losses[run]! += differences[at]! ** 2 / outputs
      }
    },
    entropies(values, guesses, { start, rows }) {
      for (let run = 0, at = 0; run < runs; run++) {
        for (let row = 0; row < rows; row++, at++) {
          const loss = values[at]!
          losses[run]! += loss
          if (!guesses || Number.isNaN(loss)) continue
          const label = labelOf(run, start + row)
          const guess = guesses[at]!
          if (guess === label) right[run]!++
          confusion[(run * classes + label) * classes + guess]!++
        }
      }
    },
    result() {
      return {
        losses: losses.map((sum) => sum / count),
        accuracies: right.map((rows) => (classes > 0 ? rows / count : NaN)),
        confusion,
      }
    },
  }
}
