import { taskName } from '../../data/table-name.ts'
import { costOf } from '../../experiment/sweep/scores.ts'
import { higherIsBetter, type Judged } from '../../metrics/index.ts'
import { meanRanksOf } from '../../statistics/index.ts'
import { scoresOf } from '../ranking.ts'
import { objectiveOf } from '../spec.ts'
import { nameOf, type FigureInput, type FigureTable } from './types.ts'

/** One contestant on one task. */
type MatrixCell =
  | {
      readonly kind: 'done'
      /** Over the judging seeds; null where it diverged. */
      readonly score: number | null
      /** Among those of its row that are done, from 1. */
      readonly rank: number
    }
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'waiting' }

export interface MatrixRow {
  readonly task: string
  readonly metric: Judged
  /** Whether all contestants have done it: else ranks may change. */
  readonly whole: boolean
  readonly cells: readonly MatrixCell[]
}

/**
 * @param running cells under way, by their place task by task, with the share of each that is done
 * @returns tasks × contestants as far as they are done
 */
export function matrixOf(
  input: Pick<FigureInput, 'spec' | 'cells' | 'budget' | 'language'>,
  running: readonly { readonly shard: number; readonly share: number }[],
): MatrixRow[] {
  const { spec, cells, budget, language } = input
  const width = spec.contestants.length
  const shares = new Map(running.map(({ shard, share }) => [shard, share]))
  return scoresOf(spec, cells, budget).map((row, at): MatrixRow => {
    const task = spec.tasks[at]!
    const { metric } = objectiveOf(spec, task)
    const up = higherIsBetter(metric)
    const done = [...row.keys()].filter((contestant) => row[contestant] !== undefined)
    const ranks = meanRanksOf(done.map((contestant) => costOf(row[contestant] ?? null, up)))
    return {
      task: taskName(task, language),
      metric,
      whole: done.length === width,
      cells: row.map((score, contestant): MatrixCell => {
        if (score !== undefined)
          return { kind: 'done', score, rank: ranks[done.indexOf(contestant)]! }
        const share = shares.get(at * width + contestant)
        return share === undefined ? { kind: 'waiting' } : { kind: 'running', share }
      }),
    }
  })
}

/** @returns the matrix as a tidy table: what is not done yet is not in it */
export function matrixTable(input: FigureInput, rows: readonly MatrixRow[]): FigureTable {
  const trials = input.spec.budgets[input.budget] ?? 0
  return {
    columns: ['task', 'contestant', 'budget', 'metric', 'score', 'diverged', 'rank'],
    rows: rows.flatMap(({ task, metric, cells }) =>
      cells.flatMap((cell, contestant) =>
        cell.kind === 'done'
          ? [
              [
                ...[task, nameOf(input, contestant), trials, metric],
                ...[cell.score, cell.score === null ? 1 : 0, cell.rank],
              ],
            ]
          : [],
      ),
    ),
  }
}
