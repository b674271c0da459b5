import { quantileOfSorted } from '#shared/math/quantiles.ts'
import { higherIsBetter } from '#shared/metrics/index.ts'
import type { SweepSpec } from './spec.ts'

/** What a trial came to: on each tuning seed, in their order; null where the run diverged. */
export interface TrialResult {
  /** The trial's. */
  readonly index: number
  readonly scores: readonly (number | null)[]
}

/** A trial's scores taken together. */
export interface Score {
  /** Null where half of its runs or more diverged: nothing is worse. */
  readonly median: number | null
  /** The worst and the best of its seeds; null for a run that diverged. */
  readonly worst: number | null
  readonly best: number | null
  /** Runs that diverged. */
  readonly diverged: number
}

/** @param up whether more is better */
export function scoreOf(scores: readonly (number | null)[], up: boolean): Score {
  const costs = Float64Array.from(scores, (score) => costOf(score, up)).sort()
  const back = (cost: number | undefined): number | null =>
    cost === undefined || cost === Infinity ? null : up ? -cost : cost
  return {
    median: back(quantileOfSorted(costs, 0.5)),
    worst: back(costs.at(-1)),
    best: back(costs[0]),
    diverged: costs.filter((cost) => cost === Infinity).length,
  }
}

/** What a score costs: less is better, and divergence is infinitely bad. */
export function costOf(score: number | null, up: boolean): number {
  if (score === null) return Infinity
  return up ? -score : score
}

/** Gathers what the runs of a chunk recorded, point by point, into their scores. */
export class RunScores {
  private readonly values: (number | undefined)[]
  private readonly lost: boolean[]
  /** After which step each run is over. */
  private readonly ends: number[]
  private readonly up: boolean

  /** @param runs trials × seeds */
  constructor(
    private readonly objective: SweepSpec['objective'],
    runs: number,
  ) {
    this.values = new Array<number | undefined>(runs).fill(undefined)
    this.lost = new Array<boolean>(runs).fill(false)
    this.ends = new Array<number>(runs).fill(Infinity)
    this.up = higherIsBetter(objective.metric)
  }

  /** A recorded point, in the order of steps. */
  point(run: number, step: number, value: number): void {
    if (step > this.ends[run]!) return
    if (!Number.isFinite(value)) this.lost[run] = true
    const before = this.values[run]
    const keeps =
      this.objective.at === 'best' &&
      before !== undefined &&
      costOf(before, this.up) <= costOf(value, this.up)
    if (!keeps) this.values[run] = value
  }

  /** A run that was ended before its budget: what comes after the step says nothing. */
  ended(run: number, step: number): void {
    this.ends[run] = step
  }

  /** A run that diverged is lost, however good it was before. */
  diverged(run: number): void {
    this.lost[run] = true
  }

  /** @returns each run's score, lane-major, or undefined where a run recorded nothing */
  scores(): (number | null | undefined)[] {
    return this.values.map((value, run) => (this.lost[run] ? null : value))
  }
}
