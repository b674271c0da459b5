import { compareLanes, type Comparison } from './compare.ts'
import { estimate, type Estimate } from './estimate.ts'
import { commonPoint, RunScorer, type RunCurve, type RunScore } from './score.ts'

/** What lanes can be ordered by, in the order tables show them. */
export const standingColumns = ['steps', 'seconds', 'final', 'best', 'area'] as const
export type StandingColumn = (typeof standingColumns)[number]

/** What one lane's seeds came to. */
export interface LaneStanding {
  /** Its index. */
  readonly lane: number
  /** From 1; lanes that are equal in the ordering column share one. */
  readonly rank: number
  readonly seeds: number
  /** Runs that came to the target. */
  readonly reached: number
  readonly diverged: number
  /** In the metric's unit, steps and seconds; a run that has not reached the target counts as Infinity. */
  readonly columns: Readonly<Record<StandingColumn, Estimate>>
  /** Against the leader or the lane chosen; undefined for that lane itself. */
  readonly comparison: Comparison | undefined
}

export interface Standings {
  /** The best first. */
  readonly lanes: readonly LaneStanding[]
  /** Index of the lane that the others are compared with. */
  readonly reference: number
  /** Whether it was chosen as the leader. */
  readonly leads: boolean
  /** Up to which step all is counted: the last that every run still going has reached. */
  readonly step: number
}

export interface StandingsOptions {
  readonly higherIsBetter: boolean
  readonly orderBy: StandingColumn
  /** Index of the lane to compare with; left out, the leader. */
  readonly reference?: number
  readonly target?: number
}

/**
 * Standings of lanes over their seeds.
 *
 * @param curves lanes × seeds, the same seed at the same place in each lane
 */
export function standingsOf(
  curves: readonly (readonly RunCurve[])[],
  options: StandingsOptions,
): Standings {
  const { step, samples } = commonPoint(curves.flat())
  const scores = curves.map((runs) =>
    runs.map((curve) =>
      new RunScorer(options.higherIsBetter, options.target).score(curve, step, samples),
    ),
  )
  return rankScores(scores, step, options)
}

/**
 * The same from scores that were read before.
 *
 * @param scores lanes × seeds
 * @param step up to which they count
 */
export function rankScores(
  scores: readonly (readonly RunScore[])[],
  step: number,
  options: StandingsOptions,
): Standings {
  const { orderBy, higherIsBetter } = options
  const isTime = orderBy === 'steps' || orderBy === 'seconds'
  const higher = !isTime && higherIsBetter
  const columns = scores.map((runs) => columnsOf(runs))
  const keys = columns.map((each, lane) => keysOf(each, orderBy, higherIsBetter, scores[lane]!))
  const order = scores.map((_, lane) => lane).sort((a, b) => compareKeys(keys[a]!, keys[b]!))
  const leads = options.reference === undefined
  const reference = options.reference ?? order[0] ?? 0
  const comparisons = compareLanes({
    lanes: columns.map((each) => each[orderBy].values),
    higherIsBetter: higher,
    reference,
    chosenByResult: leads,
  })
  let rank = 0
  const lanes = order.map((lane, at): LaneStanding => {
    const before = order[at - 1]
    if (before === undefined || compareKeys(keys[before]!, keys[lane]!) !== 0) rank = at + 1
    const runs = scores[lane]!
    return {
      lane,
      rank,
      seeds: runs.length,
      reached: runs.filter(({ steps }) => Number.isFinite(steps)).length,
      diverged: runs.filter(({ diverged }) => diverged).length,
      columns: columns[lane]!,
      comparison: comparisons[lane],
    }
  })
  return { lanes, reference, leads, step }
}

function columnsOf(runs: readonly RunScore[]): Record<StandingColumn, Estimate> {
  const of = (column: StandingColumn): Estimate =>
    estimate(Float64Array.from(runs, (run) => run[column]))
  return {
    steps: of('steps'),
    seconds: of('seconds'),
    final: of('final'),
    best: of('best'),
    area: of('area'),
  }
}

/**
 * What lanes are sorted by, lower first: the column's median; where that is equal, as it is while
 * half of the runs have not reached the target, how many have, and then the best values.
 */
function keysOf(
  columns: Record<StandingColumn, Estimate>,
  orderBy: StandingColumn,
  higherIsBetter: boolean,
  runs: readonly RunScore[],
): readonly number[] {
  const sign = higherIsBetter ? -1 : 1
  if (orderBy !== 'steps' && orderBy !== 'seconds') return [sign * columns[orderBy].median]
  const reached = runs.filter(({ steps }) => Number.isFinite(steps)).length
  return [columns[orderBy].median, -reached, sign * columns.best.median]
}

/** NaN, of a lane that has nothing yet, comes last. */
function compareKeys(one: readonly number[], other: readonly number[]): number {
  for (const [at, a] of one.entries()) {
    const b = other[at]!
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1
    if (a < b) return -1
    if (a > b) return 1
  }
  return 0
}
