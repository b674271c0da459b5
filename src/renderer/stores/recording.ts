import type { MetricColumns, Snapshot } from '../../shared/contract/stream.ts'
import { metrics, type Metric } from '../../shared/experiment/spec.ts'

/** One run's recorded points, sorted by step. */
export interface Track {
  readonly steps: number[]
  readonly samples: number[]
  readonly values: Partial<Record<Metric, number[]>>
  readonly snapshots: Map<number, Snapshot>
}

/**
 * All that a race has recorded, as it comes in. Plain arrays, deliberately not reactive: whoever
 * feeds it says once a frame that it has grown.
 */
export class Recording {
  readonly tracks: readonly Track[]
  /** Every step at which any run recorded a point, ascending. */
  readonly steps: number[] = []
  readonly #samples = new Map<number, number>()

  /** @param runs of the whole race */
  constructor(runs: number) {
    this.tracks = Array.from({ length: runs }, () => ({
      steps: [],
      samples: [],
      values: {},
      snapshots: new Map<number, Snapshot>(),
    }))
  }

  /**
   * Takes rows in whatever order and however often they come: a row of the same run and step is
   * the same row.
   *
   * @returns whether anything was new
   */
  take(columns: MetricColumns, snapshots: readonly Snapshot[]): boolean {
    let grown = false
    const names = metrics.filter((metric) => columns.metrics[metric])
    for (let row = 0; row < columns.run.length; row++) {
      const track = this.tracks[columns.run[row]!]
      if (track && this.#takeRow(track, columns, row, names)) grown = true
    }
    for (const snapshot of snapshots) {
      const track = this.tracks[snapshot.run]
      if (!track || track.snapshots.has(snapshot.step)) continue
      track.snapshots.set(snapshot.step, snapshot)
      grown = true
    }
    return grown
  }

  /** @returns samples seen at a recorded step */
  samplesAt(step: number): number | undefined {
    return this.#samples.get(step)
  }

  /** @returns what the run recorded at exactly that step */
  valueAt(run: number, metric: Metric, step: number): number | undefined {
    const track = this.tracks[run]
    if (!track) return undefined
    const at = place(track.steps, step)
    return track.steps[at] === step ? track.values[metric]?.[at] : undefined
  }

  snapshotAt(run: number, step: number): Snapshot | undefined {
    return this.tracks[run]?.snapshots.get(step)
  }

  /** @returns the last step that every run has reached, 0 before that */
  settledStep(): number {
    let least = Infinity
    for (const track of this.tracks) least = Math.min(least, track.steps.at(-1) ?? 0)
    return Number.isFinite(least) ? least : 0
  }

  /** @returns the first recorded step at which any of the run's losses was not a finite number */
  divergedAt(run: number): number | undefined {
    const track = this.tracks[run]
    if (!track) return undefined
    let first: number | undefined
    for (const metric of ['trainLoss', 'batchLoss', 'validationLoss'] as const) {
      const at = track.values[metric]?.findIndex((value) => !Number.isFinite(value)) ?? -1
      const step = at < 0 ? undefined : track.steps[at]
      if (step !== undefined && (first === undefined || step < first)) first = step
    }
    return first
  }

  #takeRow(track: Track, columns: MetricColumns, row: number, names: readonly Metric[]): boolean {
    const step = columns.step[row]!
    const at = place(track.steps, step)
    if (track.steps[at] === step) return false
    const samples = columns.samples[row]!
    track.steps.splice(at, 0, step)
    track.samples.splice(at, 0, samples)
    for (const name of names) {
      const values = (track.values[name] ??= [])
      values.splice(at, 0, columns.metrics[name]![row]!)
    }
    if (!this.#samples.has(step)) {
      this.#samples.set(step, samples)
      this.steps.splice(place(this.steps, step), 0, step)
    }
    return true
  }
}

/** @returns where `step` stands in the ascending list, or would stand; looks at the end first */
export function place(steps: readonly number[], step: number): number {
  const last = steps.length - 1
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
