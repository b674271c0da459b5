import { quantiles } from '#shared/math/quantiles.ts'

/** The most points of a small curve. */
const mostValues = 32

/** Points that are kept while more come. */
const mostKept = 4 * mostValues

/** What a run's lanes come to, and their small curves. */
export interface LaneCurves {
  /** Of the first lanes: the median over seeds at each point; null where it is not finite. */
  readonly sparks: (number | null)[][]
  /** Of every lane: the median over seeds of where its runs ended; null where that is not finite. */
  readonly ends: (number | null)[]
}

interface Point {
  /** Counted by each process for itself; the same for all at the same step. */
  readonly index: number
  readonly step: number
  /** `[drawn runs]`, NaN where nothing was recorded. */
  readonly values: Float64Array
}

/**
 * Follows one metric of a race as its log is read, in little memory however long the log: of the points
 * all while they fit, then every second, every fourth and so on, and always the last.
 */
export class CurveKeeper {
  private readonly drawnRuns: number
  private readonly last: Float64Array
  private readonly counts = new Map<number, number>()
  private points = new Map<number, Point>()
  private readonly diverged = new Set<number>()
  private stride = 1
  /** The highest index of a point so far. */
  private highest = 0

  /**
   * @param lanes of the race; @param seeds likewise: run `lane · seeds + seed`
   * @param drawn how many of the lanes get a curve
   * @param worst what a run counts as whose numbers are not finite
   */
  constructor(
    private readonly lanes: number,
    private readonly seeds: number,
    private readonly drawn: number,
    private readonly worst: number,
  ) {
    this.drawnRuns = Math.min(drawn, lanes) * seeds
    this.last = new Float64Array(lanes * seeds).fill(Number.NaN)
  }

  /** @param values of `runs`, by index; those of one process come in the order of their steps */
  add(shard: number, step: number, runs: readonly number[], values: ArrayLike<number>): void {
    const index = this.counts.get(shard) ?? 0
    this.counts.set(shard, index + 1)
    const point = this.pointAt(index, step)
    runs.forEach((run, at) => {
      // What is not finite is worse than anything; NaN stands for what was not recorded.
      const value = Number.isFinite(values[at]) ? values[at]! : this.worst
      if (run < this.last.length && !this.diverged.has(run)) this.last[run] = value
      if (point && run < this.drawnRuns) point.values[run] = value
    })
  }

  /** A run's numbers are no longer finite; the last that was recorded may still have been. */
  diverge(run: number): void {
    this.diverged.add(run)
    if (run < this.last.length) this.last[run] = this.worst
  }

  result(): LaneCurves {
    const points = [...this.points.values()].sort((a, b) => a.step - b.step)
    const curve = this.choose(points)
    return {
      sparks: Array.from({ length: Math.min(this.drawn, this.lanes) }, (_, lane) =>
        curve.map((values) => this.median(values, lane)),
      ),
      ends: Array.from({ length: this.lanes }, (_, lane) => this.median(this.last, lane)),
    }
  }

  private pointAt(index: number, step: number): Point | undefined {
    const known = this.points.get(step)
    if (known) return known
    this.highest = Math.max(this.highest, index)
    if (index % this.stride !== 0 || this.drawnRuns === 0) return undefined
    // Beyond the highest index a larger stride drops nothing more.
    while (this.points.size >= mostKept && this.stride <= this.highest) {
      this.stride *= 2
      this.points = new Map([...this.points].filter(([, each]) => each.index % this.stride === 0))
    }
    if (this.points.size >= mostKept || index % this.stride !== 0) return undefined
    const point = { index, step, values: new Float64Array(this.drawnRuns).fill(Number.NaN) }
    this.points.set(step, point)
    return point
  }

  /** Evenly chosen points, in which a run that is over holds its last value, up to where all ended. */
  private choose(points: readonly Point[]): Float64Array[] {
    if (points.length === 0) return []
    const held = new Float64Array(this.drawnRuns).fill(Number.NaN)
    const all = points.map(({ values }) => {
      values.forEach((value, run) => {
        if (!Number.isNaN(value)) held[run] = value
      })
      return held.slice()
    })
    all[all.length - 1] = this.last.slice(0, this.drawnRuns)
    const count = Math.min(mostValues, all.length)
    const part = (at: number): number =>
      Math.round((at * (all.length - 1)) / Math.max(1, count - 1))
    return Array.from({ length: count }, (_, at) => all[part(at)]!)
  }

  private median(values: Float64Array, lane: number): number | null {
    const own = values.subarray(lane * this.seeds, (lane + 1) * this.seeds)
    const recorded = own.filter((value) => !Number.isNaN(value))
    const [middle = Number.NaN] = quantiles(recorded, [0.5])
    return Number.isFinite(middle) ? middle : null
  }
}
