import { higherIsBetter, metricOf } from '../metrics/index.ts'
import { costOf } from '../experiment/sweep/scores.ts'
import { leadOf } from '../experiment/sweep/ranges.ts'
import { scoreOf } from '../experiment/sweep/scores.ts'
import { quantileOfSorted } from '../math/quantiles.ts'
import { ruleOf } from '../own/lane.ts'
import {
  bestOf,
  performanceProfiles,
  suggestTarget,
  type BestOf,
  type Profile,
} from '../statistics/index.ts'
import type { CellResult } from './results.ts'
import { objectiveOf, type TournamentSpec } from './spec.ts'

/** What one contestant's score on one task would be with each number of trials. */
export interface TuningCurve {
  readonly task: number
  readonly contestant: number
  /** On the tuning seeds, as it stands; null where it diverged, undefined without the budget 0. */
  readonly untuned: number | null | undefined
  /** For every number of trials up to those that were run; costs are scores in the metric's own unit. */
  readonly points: readonly BestOf[]
}

/**
 * What tuning buys: the expected best of k of the trials that were run, by their tuning scores. `untuned`
 * is the judged score, since defaults are judged alone.
 */
export function tuningCurves(spec: TournamentSpec, cells: readonly CellResult[]): TuningCurve[] {
  const defaults = spec.budgets.indexOf(0)
  return cells.map(({ task, contestant, trials, chosen, judged }) => {
    const up = higherIsBetter(objectiveOf(spec, spec.tasks[task]!).metric)
    const costs = trials.map(({ scores }) => costOf(scoreOf(scores, up).median, up))
    const own = (cost: number): number => (up ? -cost : cost)
    const points = bestOf(costs).map((point) => ({
      ...point,
      expected: own(point.expected),
      low: own(point.low),
      median: own(point.median),
      high: own(point.high),
    }))
    const alone = judged[chosen[defaults] ?? -1]
    return { task, contestant, untuned: alone && scoreOf(alone.scores, up).median, points }
  })
}

/** Trials of one contestant in a stretch of learning rates, over all tasks. */
export interface FailureBin {
  /** Of the stretch, from one end to before the other. */
  readonly from: number
  readonly to: number
  readonly runs: number
  readonly diverged: number
}

export interface FailureCurve {
  readonly contestant: number
  /** The hyper-parameter that trials are spread over: `lr`, or another for a rule without. */
  readonly key: string | undefined
  /** By ascending rate; stretches without a trial are left out. */
  readonly bins: readonly FailureBin[]
}

/** Stretches of a decade of rates. */
const binsPerDecade = 2

/** Where it fails: the share of runs that diverged, over the learning rate, over all tasks. */
export function failureCurves(spec: TournamentSpec, cells: readonly CellResult[]): FailureCurve[] {
  return spec.contestants.map(({ lane }, contestant) => {
    const rule = ruleOf(lane)
    const key = rule && leadOf(rule)?.key
    const bins = new Map<number, { runs: number; diverged: number }>()
    for (const cell of cells) {
      if (cell.contestant !== contestant || key === undefined) continue
      for (const { hyper, scores } of cell.trials) {
        const value = hyper[key]
        if (value === undefined || value <= 0) continue
        // What rounding puts just below a stretch belongs to it.
        const at = Math.floor(Math.log10(value) * binsPerDecade + 1e-9)
        const bin = bins.get(at) ?? { runs: 0, diverged: 0 }
        bins.set(at, {
          runs: bin.runs + scores.length,
          diverged: bin.diverged + scores.filter((score) => score === null).length,
        })
      }
    }
    const edge = (at: number): number => Number((10 ** (at / binsPerDecade)).toPrecision(12))
    return {
      contestant,
      key,
      bins: [...bins]
        .sort(([a], [b]) => a - b)
        .map(([at, bin]) => ({ from: edge(at), to: edge(at + 1), ...bin })),
    }
  })
}

/** Times to the targets of the tasks. */
export interface TargetTimes {
  /** Tasks that every contestant has done and that have a target. */
  readonly tasks: readonly number[]
  /** One per task of these, in its metric's own unit. */
  readonly targets: readonly number[]
  /** Tasks × contestants: steps to it, the median over judging seeds; Infinity where half never came to it. */
  readonly steps: readonly (readonly number[])[]
  /** One per contestant; empty without a task. */
  readonly profiles: readonly Profile[]
}

/**
 * Performance profiles of the time to target, in steps, with one budget. A task's target is the one that
 * it names, else one that some contestants reach and others do not.
 */
export function targetTimes(
  spec: TournamentSpec,
  cells: readonly CellResult[],
  budget: number,
): TargetTimes {
  const tasks: number[] = []
  const targets: number[] = []
  const steps: number[][] = []
  spec.tasks.forEach((task, at) => {
    const own = cells.filter((cell) => cell.task === at).sort((a, b) => a.contestant - b.contestant)
    if (own.length < spec.contestants.length) return
    const { metric } = objectiveOf(spec, task)
    const up = higherIsBetter(metric)
    const medians = own.map((cell) => ({
      steps: cell.steps,
      median: medianCurve(cell, budget, up),
    }))
    const target = task.reach ?? suggestTarget(medians, up, metricOf(metric).unit === 'loss')
    if (target === undefined) return
    tasks.push(at)
    targets.push(target)
    steps.push(own.map((cell) => stepsTo(cell, budget, target, up)))
  })
  return { tasks, targets, steps, profiles: tasks.length > 0 ? performanceProfiles(steps) : [] }
}

const curvesOf = (
  { judged, chosen }: CellResult,
  budget: number,
): CellResult['judged'][number]['curves'] => judged[chosen[budget] ?? -1]?.curves ?? []

function medianOf(costs: readonly number[]): number {
  return quantileOfSorted(Float64Array.from(costs).sort(), 0.5)
}

/** The median over the seeds at each point, the worst infinity where half have diverged. */
function medianCurve(cell: CellResult, budget: number, up: boolean): number[] {
  const curves = curvesOf(cell, budget)
  return cell.steps.map((_, point) => {
    const median = medianOf(curves.map((curve) => costOf(curve[point] ?? null, up)))
    return up ? -median : median
  })
}

function stepsTo(cell: CellResult, budget: number, target: number, up: boolean): number {
  const least = costOf(target, up)
  return medianOf(
    curvesOf(cell, budget).map((curve) => {
      const at = curve.findIndex((value) => costOf(value, up) <= least)
      return at < 0 ? Infinity : cell.steps[at]!
    }),
  )
}
