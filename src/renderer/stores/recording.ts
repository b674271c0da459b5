import {
  pathSize,
  snapshotSize,
  type MetricColumns,
  type PathPoint,
  type Phase,
  type RateChange,
  type RunEvent,
  type Snapshot,
  type StreamMessage,
} from '#shared/contract/stream.ts'
import { metrics, type Metric } from '#shared/experiment/spec.ts'
import { pairSize, sameStretch } from './spread.ts'
import { BoundedStates } from './states.ts'
import { place, Track } from './track.ts'

export { place, Track } from './track.ts'

/** What a message of the stream, or the record so far, adds to a recording. */
export type Recorded = Pick<
  StreamMessage,
  'columns' | 'snapshots' | 'paths' | 'strips' | 'events' | 'rates'
> & {
  /** While it is `running`, the newest of many points may wait for the next. */
  readonly phase?: Phase
}

export interface RecordingLimits {
  /** Points of all runs together. @default 400_000 */
  readonly points?: number
  /** Points of one run, if it is one of few. @default 10_000 */
  readonly perRun?: number
  /** Numbers of all snapshots, and likewise of all paths. @default 4_000_000 */
  readonly numbers?: number
}

/**
 * What a race has recorded, as it comes in, thinned evenly where it is more than a page can hold and
 * draw: events and rates are all there, and so is every run's last point once the race stands still.
 * Typed arrays, deliberately not reactive: whoever feeds it says that it has grown.
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
  readonly #snapshots: BoundedStates<Snapshot>
  readonly #paths: BoundedStates<PathPoint>
  readonly #most: number
  #points = 0
  /** Of the stretches of which one point each is kept. */
  #stretch = 1
  /** Of each run the newest point, where it is passed over until it turns out to be the last. */
  readonly #newest = new Map<number, { readonly columns: MetricColumns; readonly row: number }>()

  /** @param runs of the whole race */
  constructor(runs: number, limits: RecordingLimits = {}) {
    const { points = 400_000, perRun = 10_000, numbers = 4_000_000 } = limits
    this.tracks = Array.from({ length: runs }, () => new Track())
    this.#most = Math.min(points, perRun * runs)
    const snapshots = this.tracks.map((track) => track.snapshots)
    this.#snapshots = new BoundedStates(snapshots, snapshotSize, numbers)
    const paths = this.tracks.map((track) => track.paths)
    this.#paths = new BoundedStates(paths, pathSize, numbers)
  }

  /** About how many steps lie between two points that are kept of a long recording; 1 while all are. */
  get stretch(): number {
    return this.#stretch
  }

  /**
   * Takes rows in whatever order and however often they come: a row of the same run and step is
   * the same row.
   *
   * @returns whether anything was new
   */
  take({ columns, snapshots, paths, strips, events, rates, phase }: Recorded): boolean {
    const grown = new Set<Track>()
    let anything = false
    const names = namesOf(columns)
    for (let row = 0; row < columns.run.length; row++) {
      const run = columns.run[row]!
      const track = this.tracks[run]
      if (!track) continue
      if (this.#waits(run, track, columns, row)) continue
      if (this.#insert(track, columns, row, names)) grown.add(track)
    }
    for (const event of events) if (this.#takeEvent(event)) anything = true
    this.#settle(phase, grown)
    this.#thinPoints(grown)
    for (const track of grown) track.publish()
    for (const snapshot of snapshots) if (this.#snapshots.add(snapshot)) anything = true
    for (const path of paths) if (this.#paths.add(path)) anything = true
    for (const strip of strips ?? []) if (this.tracks[strip.run]?.takeStrip(strip)) anything = true
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
    return this.tracks[run]?.valueAt(metric, step)
  }

  /** @returns the run's state at a recorded step; after its early end, the last it had */
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

  /** Whether the point is passed over, since the run's last one is near, and waits to be its newest. */
  #waits(run: number, track: Track, columns: MetricColumns, row: number): boolean {
    const step = columns.step[row]!
    const { lastStep } = track
    const near = track.length > 0 && sameStretch(lastStep, step, this.#stretch)
    if (near && step === lastStep) return true
    const newest = this.#newest.get(run)
    if (newest && newest.columns.step[newest.row]! <= step) this.#newest.delete(run)
    if (!near || step < lastStep) return false
    if (!this.#newest.has(run)) this.#newest.set(run, { columns, row })
    return true
  }

  #insert(track: Track, columns: MetricColumns, row: number, names: readonly Metric[]): boolean {
    if (!track.insert(columns, row, names)) return false
    this.#points++
    this.#note(columns.step[row]!, columns.samples[row]!)
    return true
  }

  /** Takes in the newest points of runs that go no further, for now or for good. */
  #settle(phase: Phase | undefined, grown: Set<Track>): void {
    for (const [run, { columns, row }] of this.#newest) {
      if (phase === 'running' && !this.#ended.has(run)) continue
      this.#newest.delete(run)
      const track = this.tracks[run]!
      if (this.#insert(track, columns, row, namesOf(columns))) grown.add(track)
    }
  }

  #thinPoints(grown: Set<Track>): void {
    const furthest = this.steps.at(-1) ?? 0
    let thinned = false
    while (this.#points > this.#most && this.#stretch <= furthest) {
      this.#stretch = this.#stretch > 1 ? 2 * this.#stretch : pairSize(this.steps)
      for (const track of this.tracks) track.thin(this.#stretch)
      this.#points = this.tracks.reduce((sum, { length }) => sum + length, 0)
      thinned = true
    }
    if (!thinned) return
    const kept = new Set<number>()
    for (const track of this.tracks) {
      grown.add(track)
      track.publish()
      for (const step of track.steps) kept.add(step)
    }
    for (const step of this.steps) if (!kept.has(step)) this.#samples.delete(step)
    this.steps.length = 0
    for (const step of [...kept].sort((a, b) => a - b)) this.steps.push(step)
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

function namesOf({ metrics: recorded }: MetricColumns): Metric[] {
  return metrics.filter((metric) => recorded[metric])
}
