import type { MetricColumns, PathPoint, Snapshot, StripPoint } from '#shared/contract/stream.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { spread } from './spread.ts'

/**
 * One run's recorded points, sorted by step. Its columns are views of growing buffers: a longer
 * recording has new views, the numbers in an old one stay.
 */
export class Track {
  steps = new Uint32Array(0)
  samples = new Float64Array(0)
  /** Seconds of training, pauses and pacing left out. */
  seconds = new Float64Array(0)
  readonly values: Partial<Record<Metric, Float64Array>> = {}
  readonly snapshots = new Map<number, Snapshot>()
  /** By step; of a lane's first seed, where the experiment records paths. */
  readonly paths = new Map<number, PathPoint>()
  /** By step, ascending; of a lane's first seed, where the experiment records strips. */
  readonly strips: StripPoint[] = []
  #edition = 0
  #length = 0
  #capacity = 0
  #steps = new Uint32Array(0)
  #samples = new Float64Array(0)
  #seconds = new Float64Array(0)
  readonly #values = new Map<Metric, Float64Array>()

  /**
   * Changes when a point came in before others, or the points were thinned: what was computed from
   * them is void.
   */
  get edition(): number {
    return this.#edition
  }

  /** How many points there are, those not published yet among them. */
  get length(): number {
    return this.#length
  }

  /** The last point's step, 0 before the first, published or not. */
  get lastStep(): number {
    return this.#length > 0 ? this.#steps[this.#length - 1]! : 0
  }

  /** @returns what was recorded at exactly that step */
  valueAt(metric: Metric, step: number): number | undefined {
    const at = place(this.steps, step)
    return this.steps[at] === step ? this.values[metric]?.[at] : undefined
  }

  /**
   * Takes one row of the columns, wherever its step belongs; `publish` makes it seen.
   *
   * @param names the metrics the columns hold
   * @returns whether the step was new
   */
  insert(columns: MetricColumns, row: number, names: readonly Metric[]): boolean {
    const step = columns.step[row]!
    const at = place(this.#steps, step, this.#length)
    if (at < this.#length && this.#steps[at] === step) return false
    if (this.#length === this.#capacity) this.#grow()
    for (const name of names) {
      if (!this.#values.has(name))
        this.#values.set(name, new Float64Array(this.#capacity).fill(NaN))
    }
    if (at < this.#length) this.#shift(at)
    this.#length++
    this.#steps[at] = step
    this.#samples[at] = columns.samples[row]!
    this.#seconds[at] = columns.seconds[row]!
    for (const [name, values] of this.#values) values[at] = columns.metrics[name]?.[row] ?? NaN
    return true
  }

  /** @returns whether the step was new */
  takeStrip(point: StripPoint): boolean {
    const { strips } = this
    let at = strips.length
    while (at > 0 && strips[at - 1]!.step > point.step) at--
    if (strips[at - 1]?.step === point.step) return false
    strips.splice(at, 0, point)
    return true
  }

  /** Keeps of each stretch of so many steps the first point, and the last of all; `publish` shows it. */
  thin(size: number): void {
    const kept = spread(this.#steps.subarray(0, this.#length), size)
    if (kept.length === this.#length) return
    this.#edition++
    // Into new buffers: views handed out before must not see it happen, and the room is given back.
    const steps = this.#steps
    const pick = (values: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(this.#capacity)
      kept.forEach((from, to) => (next[to] = values[from]!))
      return next
    }
    this.#capacity = Math.max(64, Math.ceil(kept.length * 1.5))
    this.#steps = new Uint32Array(this.#capacity)
    kept.forEach((from, to) => (this.#steps[to] = steps[from]!))
    this.#samples = pick(this.#samples)
    this.#seconds = pick(this.#seconds)
    for (const [name, values] of this.#values) this.#values.set(name, pick(values))
    this.#length = kept.length
  }

  /** Shows what was inserted. */
  publish(): void {
    this.steps = this.#steps.subarray(0, this.#length)
    this.samples = this.#samples.subarray(0, this.#length)
    this.seconds = this.#seconds.subarray(0, this.#length)
    for (const [name, values] of this.#values) this.values[name] = values.subarray(0, this.#length)
  }

  /** Makes room at a place in the middle; views handed out before must not see it happen. */
  #shift(at: number): void {
    this.#edition++
    this.#resize(this.#capacity)
    this.#steps.copyWithin(at + 1, at, this.#length)
    for (const values of [this.#samples, this.#seconds, ...this.#values.values()]) {
      values.copyWithin(at + 1, at, this.#length)
    }
  }

  #grow(): void {
    this.#resize(Math.max(64, this.#capacity * 2))
  }

  #resize(capacity: number): void {
    const longer = (values: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(capacity)
      next.set(values)
      return next
    }
    const steps = new Uint32Array(capacity)
    steps.set(this.#steps)
    this.#steps = steps
    this.#samples = longer(this.#samples)
    this.#seconds = longer(this.#seconds)
    for (const [name, values] of this.#values) this.#values.set(name, longer(values))
    this.#capacity = capacity
  }
}

/**
 * @param length how many of the steps count
 * @returns where `step` stands in the ascending list, or would stand; looks at the end first
 */
export function place(steps: ArrayLike<number>, step: number, length = steps.length): number {
  const last = length - 1
  if (last < 0 || steps[last]! < step) return last + 1
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]! < step) low = middle + 1
    else high = middle
  }
  return low
}
