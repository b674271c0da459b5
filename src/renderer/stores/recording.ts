import type { RateChange, RunEvent, Snapshot, StreamMessage } from '../../shared/contract/stream.ts'
import { metrics, type Metric } from '../../shared/experiment/spec.ts'
import { place, Track } from './track.ts'

export { place, Track } from './track.ts'

/** What a message of the stream, or the record so far, adds to a recording. */
export type Recorded = Pick<StreamMessage, 'columns' | 'snapshots' | 'paths' | 'events' | 'rates'>

/**
 * All that a race has recorded, as it comes in. Typed arrays, deliberately not reactive: whoever
 * feeds it says once a frame that it has grown.
 */
export class Recording {
  readonly tracks: readonly Track[]
  /** Every step at which any run recorded a point, ascending. */
  readonly steps: number[] = []
  /** What happened to runs, in the order it came. */
  readonly events: RunEvent[] = []
  /** Rates changed by hand, in the order it was asked for; each process that has runs of the lane tells its own step. */
  readonly rates: RateChange[] = []
  readonly #samples = new Map<number, number>()
  readonly #heard = new Set<string>()
  /** What ended a run before its budget, by run. */
  readonly #ended = new Map<number, RunEvent>()
  readonly #diverged = new Map<number, RunEvent>()

  /** @param runs of the whole race */
  constructor(runs: number) {
    this.tracks = Array.from({ length: runs }, () => new Track())
  }

  /**
   * Takes rows in whatever order and however often they come: a row of the same run and step is
   * the same row.
   *
   * @returns whether anything was new
   */
  take({ columns, snapshots, paths, events, rates }: Recorded): boolean {
    const names = metrics.filter((metric) => columns.metrics[metric])
    const grown = new Set<Track>()
    let anything = false
    for (let row = 0; row < columns.run.length; row++) {
      const track = this.tracks[columns.run[row]!]
      if (!track?.insert(columns, row, names)) continue
      grown.add(track)
      this.#note(columns.step[row]!, columns.samples[row]!)
    }
    for (const track of grown) track.publish()
    for (const snapshot of snapshots) {
      const track = this.tracks[snapshot.run]
      if (!track || track.snapshots.has(snapshot.step)) continue
      track.snapshots.set(snapshot.step, snapshot)
      anything = true
    }
    for (const path of paths) {
      const track = this.tracks[path.run]
      if (!track || track.paths.has(path.step)) continue
      track.paths.set(path.step, path)
      anything = true
    }
    for (const event of events) if (this.#takeEvent(event)) anything = true
    for (const change of rates) if (this.#takeRate(change)) anything = true
    return anything || grown.size > 0
  }

  /** @returns what ended a run before its budget; undefined while it is under way, or when it ran to its end */
  ended(run: number): RunEvent | undefined {
    return this.#ended.get(run)
  }

  /** @returns where and how a run left the finite numbers */
  divergence(run: number): RunEvent | undefined {
    return this.#diverged.get(run)
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

  /** @returns the run's state at a recorded step; behind its early end, the last it had */
  snapshotAt(run: number, step: number): Snapshot | undefined {
    const track = this.tracks[run]
    const end = this.#ended.get(run)
    if (!track || !end || step <= end.step) return track?.snapshots.get(step)
    return track.snapshots.get(track.steps.at(-1) ?? 0)
  }

  /** @returns the last step that every run has reached, 0 before that; runs that are over do not hold it back */
  settledStep(): number {
    let least = Infinity
    let furthest = 0
    this.tracks.forEach((track, run) => {
      const step = track.steps.at(-1) ?? 0
      furthest = Math.max(furthest, step)
      if (!this.#ended.has(run)) least = Math.min(least, step)
    })
    return Number.isFinite(least) ? least : furthest
  }

  /**
   * @returns the step in which the run left the finite numbers, or the first recorded at which its loss
   *   over a whole part of the data did: float32 may overflow there before it does in a batch
   */
  divergedAt(run: number): number | undefined {
    const track = this.tracks[run]
    if (!track) return undefined
    let first = this.#diverged.get(run)?.step
    for (const metric of ['trainLoss', 'batchLoss', 'validationLoss'] as const) {
      const at = track.values[metric]?.findIndex((value) => !Number.isFinite(value)) ?? -1
      const step = at < 0 ? undefined : track.steps[at]
      if (step !== undefined && (first === undefined || step < first)) first = step
    }
    return first
  }

  #takeEvent(event: RunEvent): boolean {
    const key = `${event.run} ${event.step} ${event.kind}`
    if (!this.tracks[event.run] || this.#heard.has(key)) return false
    this.#heard.add(key)
    this.events.push(event)
    if (event.ends) this.#ended.set(event.run, event)
    if (event.kind === 'diverged') this.#diverged.set(event.run, event)
    return true
  }

  #takeRate(change: RateChange): boolean {
    const key = `${change.at} ${change.lane} ${change.step}`
    if (this.#heard.has(key)) return false
    this.#heard.add(key)
    this.rates.push(change)
    this.rates.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.step - b.step))
    return true
  }

  #note(step: number, samples: number): void {
    if (this.#samples.has(step)) return
    this.#samples.set(step, samples)
    this.steps.splice(place(this.steps, step), 0, step)
  }
}
