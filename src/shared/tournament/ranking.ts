import { higherIsBetter, metricOf } from '../metrics/index.ts'
import { costOf, scoreOf } from '../experiment/sweep/scores.ts'
import {
  blocksNeeded,
  cliques,
  criticalDifference,
  friedman,
  holm,
  level,
  meanRanksOf,
  seedsNeeded,
  signedRank,
  signTest,
  type Friedman,
} from '../statistics/index.ts'
import type { CellResult } from './results.ts'
import { objectiveOf, type TournamentSpec } from './spec.ts'

/** Why a tournament cannot say who is better. */
export type Silence =
  /** There is nothing to compare with. */
  | { readonly kind: 'one-contestant' }
  /** No task is done by all. */
  | { readonly kind: 'no-task' }
  /** One task shows nothing beyond itself. */
  | { readonly kind: 'one-task' }
  /** So few tasks could tell no two of so many contestants apart, whatever came out. */
  | { readonly kind: 'few-tasks'; readonly tasks: number; readonly needed: number }
  /** On every task all are equal. */
  | { readonly kind: 'all-equal' }
  /** On every task every one diverged. */
  | { readonly kind: 'all-diverged' }

/** Two contestants over the tasks. */
interface PairVerdict {
  readonly pair: readonly [number, number]
  /** Tasks on which the first is better, worse and equal. */
  readonly better: number
  readonly worse: number
  readonly equal: number
  /** Of the signed-rank test, alone and after Holm's correction for all pairs. */
  readonly p: number
  readonly adjusted: number
  readonly shown: boolean
}

/** How contestants stand with one tuning budget. */
export interface TournamentRanking {
  /** Place of the budget. */
  readonly budget: number
  /** Tasks × contestants: the median over judging seeds; null where it diverged, undefined where it is not done. */
  readonly scores: readonly (readonly (number | null | undefined)[])[]
  /** Tasks that every contestant has done: what follows is of these. */
  readonly tasks: readonly number[]
  /** Tasks × contestants, from 1; equal ones share the mean. */
  readonly ranks: readonly (readonly number[])[]
  /** Contestants by mean rank, the best first. */
  readonly order: readonly number[]
  /** Per contestant; NaN without a task. */
  readonly meanRanks: readonly number[]
  readonly silence: Silence | undefined
  /** Unless there are less than three contestants or two tasks. */
  readonly friedman: Friedman | undefined
  /** Of the test for any difference: Iman and Davenport's, of two contestants the sign test; NaN without. */
  readonly p: number
  /** Between mean ranks; NaN where nothing can be said. */
  readonly criticalDifference: number
  /** Whether the test for any difference lets single pairs be looked at. */
  readonly differs: boolean
  /** Contestants that this tournament cannot tell apart; all of them where it shows no difference. */
  readonly cliques: readonly (readonly number[])[]
  /** Every pair, the first of which has the better mean rank. */
  readonly pairs: readonly PairVerdict[]
  /** Tasks without which signed ranks could show no pair, whatever came out; 0 without a pair. */
  readonly pairsNeed: number
}

/** @returns tasks × contestants: the median score with that budget; see {@link TournamentRanking} */
export function scoresOf(
  spec: TournamentSpec,
  cells: readonly CellResult[],
  budget: number,
): (number | null | undefined)[][] {
  const table = spec.tasks.map(() =>
    spec.contestants.map((): number | null | undefined => undefined),
  )
  for (const cell of cells) {
    const task = spec.tasks[cell.task]
    const judged = cell.judged[cell.chosen[budget] ?? -1]
    if (!task || !judged) continue
    const up = higherIsBetter(objectiveOf(spec, task).metric)
    table[cell.task]![cell.contestant] = scoreOf(judged.scores, up).median
  }
  return table
}

/**
 * Ranks contestants over the tasks that all of them have done, and tells which of them can be told apart:
 * Friedman's test first, then Nemenyi's critical difference, and of two alone the sign test; Wilcoxon's
 * signed ranks with Holm's correction beside it.
 *
 * @param budget its place in the spec's list
 * @see Demšar 2006, Statistical Comparisons of Classifiers over Multiple Data Sets
 */
export function rankingOf(
  spec: TournamentSpec,
  cells: readonly CellResult[],
  budget: number,
): TournamentRanking {
  const scores = scoresOf(spec, cells, budget)
  const tasks = [...scores.keys()].filter((task) =>
    scores[task]!.every((score) => score !== undefined),
  )
  const costs = tasks.map((task) => {
    const up = higherIsBetter(objectiveOf(spec, spec.tasks[task]!).metric)
    return scores[task]!.map((score) => costOf(score ?? null, up))
  })
  const ranks = costs.map(meanRanksOf)
  const contestants = spec.contestants.length
  const meanRanks = spec.contestants.map(
    (_, at) => ranks.reduce((sum, row) => sum + row[at]!, 0) / ranks.length,
  )
  const order = [...meanRanks.keys()].sort((a, b) => meanRanks[a]! - meanRanks[b]! || a - b)
  const silence = silenceOf(costs, contestants)
  const enough = contestants > 1 && tasks.length > 1
  const test = enough && contestants > 2 ? friedman(ranks) : undefined
  const apart = Math.abs(meanRanks[0]! - meanRanks[1]!)
  const p = enough ? (test?.f.p ?? signTest(apart, tasks.length)) : NaN
  const difference = silence ? NaN : criticalDifference(contestants, tasks.length, level)
  const differs = silence === undefined && p <= level
  return {
    ...{ budget, scores, tasks, ranks, order, meanRanks, silence, friedman: test, p, differs },
    criticalDifference: difference,
    cliques: differs ? cliques(meanRanks, difference) : contestants > 1 ? [order] : [],
    pairs: enough ? pairsOf(spec, tasks, costs, order) : [],
    pairsNeed: enough ? seedsNeeded((contestants * (contestants - 1)) / 2) : 0,
  }
}

function silenceOf(
  costs: readonly (readonly number[])[],
  contestants: number,
): Silence | undefined {
  if (contestants < 2) return { kind: 'one-contestant' }
  if (costs.length === 0) return { kind: 'no-task' }
  if (costs.length === 1) return { kind: 'one-task' }
  const all = costs.flat()
  if (all.every((cost) => cost === Infinity)) return { kind: 'all-diverged' }
  if (costs.every((row) => row.every((cost) => cost === row[0]))) return { kind: 'all-equal' }
  const needed = blocksNeeded(contestants, level)
  return costs.length < needed ? { kind: 'few-tasks', tasks: costs.length, needed } : undefined
}

function pairsOf(
  spec: TournamentSpec,
  tasks: readonly number[],
  costs: readonly (readonly number[])[],
  order: readonly number[],
): PairVerdict[] {
  const pairs = order.flatMap((one, at) =>
    order.slice(at + 1).map((other): readonly [number, number] => [one, other]),
  )
  const tests = pairs.map(([one, other]) =>
    signedRank(
      costs.map((row, at) => {
        const { metric } = objectiveOf(spec, spec.tasks[tasks[at]!]!)
        // Losses of different tasks have different sizes: how many times as large is what compares.
        const size = metricOf(metric).unit === 'loss' ? Math.log : (cost: number): number => cost
        const [a, b] = [size(row[one]!), size(row[other]!)]
        return a === b ? 0 : a - b
      }),
    ),
  )
  const adjusted = holm(tests.map(({ p }) => p))
  return pairs.map((pair, at) => {
    const { below, above, equal, p } = tests[at]!
    const corrected = adjusted[at]!
    return {
      ...{ pair, better: below, worse: above, equal, p },
      adjusted: corrected,
      shown: corrected <= level,
    }
  })
}
