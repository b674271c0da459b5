import type { Silence, TournamentClause } from '../tournament/index.ts'
import type { Speech } from './index.ts'
import { chanceText } from './verdict.ts'

/**
 * @param contestants of the whole tournament, by name
 * @returns what a tournament shows, in sentences that say no more
 */
export function tournamentLines(
  clauses: readonly TournamentClause[],
  contestants: readonly string[],
  speech: Speech,
): string[] {
  const { tournament } = speech.words
  const { whole, list, and, percent } = speech.format
  const names = (places: readonly number[]): string =>
    list(places.map((place) => contestants[place] ?? ''))
  const together = (places: readonly number[]): string =>
    and(places.map((place) => contestants[place] ?? ''))
  const tasks = (count: number): string => tournament.tasks(whole(count))
  return clauses.map((clause) => {
    switch (clause.kind) {
      case 'silent':
        return silenceText(clause.silence, contestants.length, speech)
      case 'unfinished':
        return tournament.unfinished(whole(clause.tasks), tasks(clause.all))
      case 'none':
        return tournament.none(and(contestants), tasks(clause.tasks), chanceText(clause.p, speech))
      case 'no-pair':
        return tournament.noPair(tasks(clause.tasks), chanceText(clause.p, speech))
      case 'first':
        return tournament.first(contestants[clause.contestant] ?? '', tasks(clause.tasks))
      case 'leaders':
        return tournament.leaders(together(clause.contestants), tasks(clause.tasks))
      case 'behind':
        return tournament.behind(contestants[clause.leader] ?? '', names(clause.contestants))
      case 'fastest':
        return tournament.fastest(names(clause.contestants), percent(clause.share))
    }
  })
}

function silenceText(silence: Silence, contestants: number, { words, format }: Speech): string {
  const { tournament } = words
  switch (silence.kind) {
    case 'one-contestant':
      return tournament.oneContestant
    case 'no-task':
      return tournament.noTask
    case 'one-task':
      return tournament.oneTask
    case 'few-tasks':
      return tournament.fewTasks(
        tournament.tasks(format.whole(silence.tasks)),
        tournament.tasks(format.whole(silence.needed)),
        format.whole(contestants),
      )
    case 'all-equal':
      return tournament.allEqual
    case 'all-diverged':
      return tournament.allDiverged
  }
}
