import { quantiles } from '../math/quantiles.ts'
import { higherIsBetter, metricOf, type Judged, type Metric } from '../metrics/index.ts'
import { seedsNeeded } from './compare.ts'
import { estimate } from './estimate.ts'
import type { RunCurve } from './score.ts'
import type { Standings } from './standings.ts'

/** A lane, and in how many of how many seeds it is so. */
export interface LaneCount {
  readonly lane: number
  readonly count: number
  readonly seeds: number
}

/** One thing that a race shows, and no more. Lanes are indices. */
export type Clause =
  /** The leader is ahead of every other lane. */
  | { readonly kind: 'take'; readonly lane: number; readonly seeds: number }
  /** There is but one seed. */
  | { readonly kind: 'oneSeed'; readonly lane: number; readonly needed: number }
  /** So many seeds could show no difference between so many lanes, whatever they came to. */
  | {
      readonly kind: 'tooFew'
      readonly seeds: number
      readonly needed: number
      readonly lanes: number
    }
  /** In all seeds the leader is the better, by such a factor where there is one. */
  | {
      readonly kind: 'inAll'
      readonly lane: number
      readonly seeds: number
      readonly others: readonly { readonly lane: number; readonly factor: number }[]
    }
  /** The seeds cannot tell between these; the leader is the first. */
  | { readonly kind: 'undecided'; readonly lanes: readonly number[]; readonly seeds: number }
  /** These are equal in every seed. */
  | { readonly kind: 'equal'; readonly lanes: readonly number[]; readonly seeds: number }
  /** Shown to be behind the leader. */
  | { readonly kind: 'trajectories'; readonly lane: number; readonly others: readonly LaneCount[] }
  | { readonly kind: 'diverged'; readonly others: readonly LaneCount[] }
  /** Still getting better at the end. */
  | { readonly kind: 'improving'; readonly lanes: readonly number[] }
  /** No loss moves any more. */
  | { readonly kind: 'flat' }
  /** Held-out loss rises from its minimum: in the lane that does so first from such a step on. */
  | {
      readonly kind: 'overfit'
      readonly lanes: readonly number[]
      readonly all: boolean
      readonly step: number
    }
  | { readonly kind: 'untuned' }

export interface AnswerInput {
  /** Of a race that is over, compared with its leader. */
  readonly standings: Standings
  readonly metric: Judged
  /** Lanes × seeds, of any metric; without points where it was not recorded. */
  readonly curvesOf: (metric: Metric) => readonly (readonly RunCurve[])[]
  /** Whether a sweep chose every lane's hyper-parameters. */
  readonly tuned: boolean
}

/** What is smaller than that share of a loss, or of a score's whole range, is nothing to act on. */
const least = 0.01

/** @returns what a person can act on, in the order it is said */
export function answerOf({ standings, metric, curvesOf, tuned }: AnswerInput): Clause[] {
  const first = standings.lanes.find(({ lane }) => lane === standings.reference)
  if (!first || !standings.leads) return []
  const diverged = standings.lanes.filter((each) => each.diverged > 0)
  const lost: Clause[] =
    diverged.length === 0
      ? []
      : [
          {
            kind: 'diverged',
            others: diverged.map(({ lane, diverged: count, seeds }) => ({ lane, count, seeds })),
          },
        ]
  if (!Number.isFinite(first.columns.final.median)) return lost
  return [
    ...leadOf(standings, first.lane, first.seeds),
    ...lost,
    ...trainingOf(curvesOf(metric), metric),
    ...overfitOf(curvesOf('validationLoss'), curvesOf('trainLoss')),
    ...(tuned || standings.lanes.length < 2 ? [] : [{ kind: 'untuned' } as const]),
  ]
}

/** @returns how many seeds more are worth running; 0 where more would decide nothing that is open */
export function moreSeeds(clauses: readonly Clause[]): number {
  for (const clause of clauses) {
    if (clause.kind === 'oneSeed') return Math.max(5, clause.needed - 1)
    if (clause.kind === 'tooFew') return Math.max(5, clause.needed - clause.seeds)
    if (clause.kind === 'undecided') return 5
  }
  return 0
}

function leadOf({ lanes }: Standings, leader: number, seeds: number): Clause[] {
  const others = lanes.flatMap(({ lane, comparison }) => (comparison ? [{ lane, comparison }] : []))
  const [any] = others
  if (!any) return []
  if (seeds < 2) {
    return [{ kind: 'oneSeed', lane: leader, needed: seedsNeeded(any.comparison.comparisons) }]
  }
  const trailing = others.filter(({ comparison }) => comparison.outcome === 'behind')
  const open = others.filter(({ comparison }) => comparison.outcome !== 'behind')
  const trajectories: Clause[] =
    trailing.length === 0
      ? []
      : [
          {
            kind: 'trajectories',
            lane: leader,
            others: trailing.map(({ lane, comparison }) => ({
              lane,
              count: comparison.worse,
              seeds: comparison.seeds,
            })),
          },
        ]
  if (open.length === 0) return [{ kind: 'take', lane: leader, seeds }, ...trajectories]
  if (open.every(({ comparison }) => comparison.reason === 'equal')) {
    return [
      { kind: 'equal', lanes: [leader, ...open.map(({ lane }) => lane)], seeds },
      ...trajectories,
    ]
  }
  const needed = any.comparison.seedsNeeded
  if (seeds >= needed) {
    return [
      { kind: 'undecided', lanes: [leader, ...open.map(({ lane }) => lane)], seeds },
      ...trajectories,
    ]
  }
  const inAll = open.filter(({ comparison }) => comparison.worse === seeds)
  return [
    ...(inAll.length === 0
      ? []
      : [
          {
            kind: 'inAll',
            lane: leader,
            seeds,
            others: inAll.map(({ lane, comparison }) => ({ lane, factor: comparison.factor })),
          } as const,
        ]),
    { kind: 'tooFew', seeds, needed, lanes: lanes.length },
  ]
}

/** Whether the last tenth of the race still made lanes better, by more than the seeds differ in that. */
function trainingOf(curves: readonly (readonly RunCurve[])[], metric: Judged): Clause[] {
  const gains = curves.map((runs) =>
    estimate(Float64Array.from(runs, (run) => gainOf(run, metric))),
  )
  const improving = gains.flatMap(({ median, low, high, count }, lane) =>
    count > 1 && median > Math.max(least, high - low) ? [lane] : [],
  )
  if (improving.length > 0) return [{ kind: 'improving', lanes: improving }]
  const still = gains.every(
    ({ median, count }) => count === 0 || (count > 1 && Math.abs(median) <= least),
  )
  const any = gains.some(({ count }) => count > 1)
  return still && any && metricOf(metric).unit === 'loss' ? [{ kind: 'flat' }] : []
}

/** Of a loss the logarithm of the factor by which it fell, else the difference; NaN of a run that ended early. */
function gainOf({ steps, values, endedAt, divergedAt }: RunCurve, metric: Judged): number {
  const last = steps.length - 1
  if (last < 1 || endedAt !== undefined || divergedAt !== undefined) return NaN
  let at = last
  while (at > 0 && steps[at]! > 0.9 * steps[last]!) at--
  const [from, to] = [values[at]!, values[last]!]
  if (higherIsBetter(metric)) return to - from
  return from > 0 && to > 0 ? Math.log(from / to) : NaN
}

/** A lane overfits when in most of its seeds held-out loss has risen while training loss fell. */
function overfitOf(
  validation: readonly (readonly RunCurve[])[],
  train: readonly (readonly RunCurve[])[],
): Clause[] {
  const found = validation.flatMap((runs, lane) => {
    const steps = runs.map((run, seed) => turnOf(run, train[lane]?.[seed]))
    const turned = steps.filter((step) => !Number.isNaN(step))
    const [step = NaN] = quantiles(Float64Array.from(turned), [0.5])
    return turned.length * 2 > runs.length ? [{ lane, step }] : []
  })
  if (found.length === 0) return []
  return [
    {
      kind: 'overfit',
      lanes: found.map(({ lane }) => lane),
      all: found.length === validation.length,
      step: Math.min(...found.map(({ step }) => step)),
    },
  ]
}

/** @returns the step of the lowest held-out loss, if it has risen since and training loss has not; else NaN */
function turnOf({ steps, values, divergedAt }: RunCurve, train: RunCurve | undefined): number {
  const last = steps.length - 1
  if (last < 1 || divergedAt !== undefined) return NaN
  let lowest = 0
  for (let at = 1; at <= last; at++) if (values[at]! < values[lowest]!) lowest = at
  const rises =
    values[last]! > values[lowest]! * (1 + least) && steps[lowest]! <= 0.9 * steps[last]!
  const learns = train && train.values[last]! < train.values[lowest]!
  return rises && learns ? steps[lowest]! : NaN
}
