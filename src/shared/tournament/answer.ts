import { shareWithin } from '../statistics/index.ts'
import type { TargetTimes } from './analysis.ts'
import type { Silence, TournamentRanking } from './ranking.ts'

/** One thing that a tournament shows, and no more. Contestants are indices. */
export type TournamentClause =
  | { readonly kind: 'silent'; readonly silence: Silence }
  /** Not all of its cells are done. */
  | { readonly kind: 'unfinished'; readonly tasks: number; readonly all: number }
  /** The test for any difference finds none. */
  | { readonly kind: 'none'; readonly tasks: number; readonly p: number }
  /** There are differences, but the critical difference distinguishes no two. */
  | { readonly kind: 'no-pair'; readonly tasks: number; readonly p: number }
  /** Ahead of all others. */
  | { readonly kind: 'first'; readonly contestant: number; readonly tasks: number }
  /** The leaders cannot be distinguished. */
  | { readonly kind: 'leaders'; readonly contestants: readonly number[]; readonly tasks: number }
  /** Shown to be behind the one with the best mean rank. */
  | { readonly kind: 'behind'; readonly leader: number; readonly contestants: readonly number[] }
  /** Came to the target first, or no later, on most tasks. */
  | { readonly kind: 'fastest'; readonly contestants: readonly number[]; readonly share: number }

/** @returns what a tournament shows with one budget, in the order it is said */
export function answerOfRanking(
  ranking: TournamentRanking,
  allTasks: number,
  times?: TargetTimes,
): TournamentClause[] {
  const { silence, tasks, p, differs, order, meanRanks, criticalDifference } = ranking
  const open: TournamentClause[] =
    tasks.length < allTasks && tasks.length > 0
      ? [{ kind: 'unfinished', tasks: tasks.length, all: allTasks }]
      : []
  if (silence) return [{ kind: 'silent', silence }, ...open]
  const count = tasks.length
  const fast = times ? fastestOf(times) : []
  if (!differs) return [{ kind: 'none', tasks: count, p }, ...open, ...fast]
  const leader = order[0]!
  const isBehind = (contestant: number): boolean =>
    meanRanks[contestant]! - meanRanks[leader]! >= criticalDifference
  const behind = order.filter(isBehind)
  const leaders = order.filter((contestant) => !isBehind(contestant))
  if (behind.length === 0) return [{ kind: 'no-pair', tasks: count, p }, ...open, ...fast]
  return [
    leaders.length === 1
      ? { kind: 'first', contestant: leader, tasks: count }
      : { kind: 'leaders', contestants: leaders, tasks: count },
    { kind: 'behind', leader, contestants: behind },
    ...open,
    ...fast,
  ]
}

function fastestOf({ profiles }: TargetTimes): TournamentClause[] {
  const shares = profiles.map((profile) => shareWithin(profile, 1))
  const share = Math.max(0, ...shares)
  if (share === 0) return []
  const contestants = [...shares.keys()].filter((at) => shares[at] === share)
  return [{ kind: 'fastest', contestants, share }]
}
