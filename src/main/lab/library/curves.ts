import { quantiles } from '../../../shared/math/quantiles.ts'
import { ThinnedPoints } from '../thin.ts'

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

/** What one process recorded at one point: of some runs their values. */
interface Values {
  readonly runs: readonly number[]
  readonly values: ArrayLike<number>
}

/**
 * Follows one metric of a race as its log is read, in little memory however long the log: of the points
 * all while they fit, then every second, every fourth and so on, and always the last.
 */
export class CurveKeeper {
  private readonly drawnRuns: number
  private readonly last: Float64Array
  private readonly points: ThinnedPoints<Values>
  private readonly diverged = new Set<number>()

  /**
   * @param lanes of the race; @param seeds likewise: run `lane · seeds + seed`
   * @param drawn how many of the lanes get a curve
   */
  constructor(
    private readonly lanes: number,
    private readonly seeds: number,
    private readonly drawn: number,
  ) {
    this.drawnRuns = Math.min(drawn, lanes) * seeds
    this.last = new Float64Array(lanes * seeds).fill(Number.NaN)
    this.points = new ThinnedPoints(mostKept * this.drawnRuns, ({ runs }) => runs.length)
  }

  /** @param values of `runs`, by index; those of one process come in the order of their steps */
  add(shard: number, step: number, runs: readonly number[], values: ArrayLike<number>): void {
    runs.forEach((run, at) => {
      if (run < this.last.length && !this.diverged.has(run)) this.last[run] = worst(values[at])
    })
    const drawn = runs.filter((run) => run < this.drawnRuns)
    if (drawn.length > 0) this.points.add(shard, step, { runs, values })
  }

  /** A run's numbers are no longer finite; the last that was recorded may still have been. */
  diverge(run: number): void {
    this.diverged.add(run)
    if (run < this.last.length) this.last[run] = Infinity
  }

  result(): LaneCurves {
    const curve = this.choose()
    return {
      sparks: Array.from({ length: Math.min(this.drawn, this.lanes) }, (_, lane) =>
        curve.map((values) => this.median(values, lane)),
      ),
      ends: Array.from({ length: this.lanes }, (_, lane) => this.median(this.last, lane)),
    }
  }

  /** Evenly chosen points, in which a run that is over holds its last value, up to where all ended. */
  private choose(): Float64Array[] {
    const byStep = new Map<number, Values[]>()
    for (const { step, items } of this.points.points()) {
      byStep.set(step, [...(byStep.get(step) ?? []), ...items])
    }
    if (byStep.size === 0) return []
    const held = new Float64Array(this.drawnRuns).fill(Number.NaN)
    const all = [...byStep.keys()]
      .sort((a, b) => a - b)
      .map((step) => {
        for (const { runs, values } of byStep.get(step)!) {
          runs.forEach((run, at) => {
            if (run < this.drawnRuns) held[run] = worst(values[at])
          })
        }
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

/** What is not finite is worse than anything; NaN stands for what was not recorded. */
function worst(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Infinity
}
