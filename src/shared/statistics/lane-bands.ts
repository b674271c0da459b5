import type { RunEvent } from '../experiment/events.ts'
import { quantileOfSorted } from '../math/quantiles.ts'
import { higherIsBetter, isJudged, type Metric } from '../metrics/index.ts'

/** One run's recorded points, sorted by step. */
export interface Track {
  readonly steps: ArrayLike<number>
  readonly samples: ArrayLike<number>
  /** Seconds of training, pauses and pacing left out. */
  readonly seconds: ArrayLike<number>
  readonly values: Readonly<Partial<Record<Metric, ArrayLike<number>>>>
  /** Another one where points are no longer those that they were, but for new ones at the end. */
  readonly edition: number
}

/** A lane's seeds at each point that all of them have reached. */
export interface LaneBand {
  readonly steps: Float64Array
  readonly samples: Float64Array
  /** The median over the seeds still training. */
  readonly seconds: Float64Array
  /** 5th percentile, median and 95th percentile over the seeds. */
  readonly low: Float64Array
  readonly median: Float64Array
  readonly high: Float64Array
}

const columns = ['steps', 'samples', 'seconds', 'low', 'median', 'high'] as const
type Column = (typeof columns)[number]

/**
 * A metric's median and 5–95 % band over a lane's seeds. Fed again and again it looks at new points
 * only, whatever came before.
 *
 * A run that is over before its budget keeps its parameters, and with them its last loss, accuracy
 * and R²; one that diverged counts as the worst there is. What only a step has (norms, the rate, the
 * batch's loss) it has no more. A point that one of the seeds lacks, because the reader lagged, is
 * passed over.
 */
export class LaneBands {
  readonly #tracks: readonly Track[]
  readonly #metric: Metric
  readonly #buffers: Record<Column, Float64Array>
  readonly #next: Uint32Array
  readonly #values: Float64Array
  readonly #seconds: Float64Array
  readonly #kept: boolean
  readonly #worst: number
  #length = 0
  #mark = ''

  /** @param tracks one per seed */
  constructor(tracks: readonly Track[], metric: Metric) {
    this.#tracks = tracks
    this.#metric = metric
    this.#buffers = Object.fromEntries(
      columns.map((column) => [column, new Float64Array(64)]),
    ) as Record<Column, Float64Array>
    this.#next = new Uint32Array(tracks.length)
    this.#values = new Float64Array(tracks.length)
    this.#seconds = new Float64Array(tracks.length)
    this.#kept = isJudged(metric) && metric !== 'batchLoss'
    this.#worst = higherIsBetter(metric) ? -Infinity : Infinity
  }

  /**
   * Takes in what has been recorded since.
   *
   * @param events what happened to the lane's runs, `run` being the place of the seed
   */
  update(events: readonly RunEvent[]): LaneBand {
    const over = new Map(events.filter(({ ends }) => ends).map((event) => [event.run, event]))
    const mark = `${this.#tracks.map(({ edition }) => edition).join()} ${[...over.keys()].join()}`
    if (mark !== this.#mark) {
      this.#mark = mark
      this.#length = 0
      this.#next.fill(0)
    }
    while (this.#align(over)) this.#append(over)
    return Object.fromEntries(
      columns.map((column) => [column, this.#buffers[column].subarray(0, this.#length)]),
    ) as Record<Column, Float64Array>
  }

  /** Goes on to the next step that every seed has which is not over. @returns whether there is one */
  #align(over: ReadonlyMap<number, RunEvent>): boolean {
    const tracks = this.#tracks
    let target = -1
    for (;;) {
      let apart = false
      let training = false
      for (let seed = 0; seed < tracks.length; seed++) {
        const { steps } = tracks[seed]!
        let next = this.#next[seed]!
        while (next < steps.length && steps[next]! < target) next++
        this.#next[seed] = next
        if (next === steps.length) {
          if (over.has(seed)) continue
          return false
        }
        training = true
        if (steps[next]! > target) {
          apart = target >= 0
          target = steps[next]!
          if (apart) break
        }
      }
      if (!training) return false
      if (!apart) return true
    }
  }

  #append(over: ReadonlyMap<number, RunEvent>): void {
    const at = this.#length
    let count = 0
    let training = 0
    let step = 0
    let samples = 0
    for (let seed = 0; seed < this.#tracks.length; seed++) {
      const track = this.#tracks[seed]!
      const next = this.#next[seed]!
      const values = track.values[this.#metric]
      if (next < track.steps.length) {
        step = track.steps[next]!
        samples = track.samples[next]!
        this.#seconds[training++] = track.seconds[next]!
        this.#take(count++, values?.[next] ?? NaN)
        this.#next[seed] = next + 1
      } else if (this.#kept) {
        const diverged = over.get(seed)?.kind === 'diverged'
        this.#take(count++, diverged || next === 0 ? this.#worst : (values?.[next - 1] ?? NaN))
      }
    }
    if (at === this.#buffers.steps.length) this.#grow()
    const sorted = sort(this.#values, count)
    this.#buffers.steps[at] = step
    this.#buffers.samples[at] = samples
    this.#buffers.seconds[at] = quantileOfSorted(sort(this.#seconds, training), 0.5)
    this.#buffers.low[at] = quantileOfSorted(sorted, 0.05)
    this.#buffers.median[at] = quantileOfSorted(sorted, 0.5)
    this.#buffers.high[at] = quantileOfSorted(sorted, 0.95)
    this.#length++
  }

  /** A rule without a rate has none; whatever else is no number is the worst there is. */
  #take(place: number, value: number): void {
    this.#values[place] = Number.isNaN(value) && this.#metric !== 'rate' ? this.#worst : value
  }

  #grow(): void {
    for (const column of columns) {
      const longer = new Float64Array(this.#length * 2)
      longer.set(this.#buffers[column])
      this.#buffers[column] = longer
    }
  }
}

/** Sorts the first few values in place, by insertion while they are few: seeds mostly are. */
function sort(values: Float64Array, count: number): Float64Array {
  const part = values.subarray(0, count)
  if (count > 40) return part.sort()
  for (let index = 1; index < count; index++) {
    const value = values[index]!
    let to = index
    for (; to > 0 && values[to - 1]! > value; to--) values[to] = values[to - 1]!
    values[to] = value
  }
  return part
}
