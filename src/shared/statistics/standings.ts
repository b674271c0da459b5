import { compareLanes, type Comparison } from './compare.ts'
import { estimate, type Estimate } from './estimate.ts'
import { compareKeys, rankLanes } from './ranking.ts'
import { commonPoint, RunScorer, type RunCurve, type RunScore } from './score.ts'

/** What a table of standings can be sorted by, in the order it shows them. */
export const standingColumns = ['steps', 'seconds', 'final', 'best', 'area'] as const
export type StandingColumn = (typeof standingColumns)[number]

/** What one lane's seeds came to. */
export interface LaneStanding {
  /** Its index. */
  readonly lane: number
  /** Of the race's ranking, from 1; lanes that are equal share one. */
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
  const { higherIsBetter } = options
  const columns = scores.map((runs) => columnsOf(runs))
  const order = rankLanes(
    columns.map(({ final }) => final.median),
    higherIsBetter,
  )
  const leads = options.reference === undefined
  const reference = options.reference ?? order[0]?.lane ?? 0
  const comparisons = compareLanes({
    lanes: columns.map(({ final }) => final.values),
    higherIsBetter,
    reference,
    chosenByResult: leads,
  })
  const lanes = order.map(({ lane, rank }): LaneStanding => {
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

/**
 * The lanes by one of the columns, the best first; their ranks stay what they are. Where times are
 * equal, as they are while half of the runs have not reached the target, it counts how many have.
 */
export function sortedBy(
  lanes: readonly LaneStanding[],
  column: StandingColumn,
  higherIsBetter: boolean,
): readonly LaneStanding[] {
  const timed = column === 'steps' || column === 'seconds'
  const sign = !timed && higherIsBetter ? -1 : 1
  return lanes.toSorted(
    (a, b) =>
      compareKeys(sign * a.columns[column].median, sign * b.columns[column].median) ||
      (timed ? b.reached - a.reached : 0) ||
      a.rank - b.rank,
  )
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
