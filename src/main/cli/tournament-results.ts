import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import { metricTitle } from '#shared/metrics/index.ts'
import {
  answerOfRanking,
  failureCurves,
  rankingOf,
  targetTimes,
  tuningCurves,
  type TournamentRanking,
} from '#shared/tournament/index.ts'
import { speech, tournamentLines as sentences } from '#shared/words/index.ts'
import { textTable } from './table.ts'

/** @returns what every budget shows: the sentences, then contestants by mean rank with their scores */
export function tournamentLines(record: TournamentRecord): string[] {
  const { spec, cells } = record
  const names = spec.contestants.map(({ lane }) => lane.id)
  const { words, format } = speech.en
  const parts = spec.budgets.flatMap((trials, budget) => {
    const ranking = rankingOf(spec, cells, budget)
    const clauses = answerOfRanking(ranking, spec.tasks.length, targetTimes(spec, cells, budget))
    const title = words.tournament.budget(format.whole(trials))
    return [
      `${title.charAt(0).toUpperCase()}${title.slice(1)}:`,
      ...sentences(clauses, names, speech.en).map((line) => `  ${line}`),
      ...(Number.isFinite(ranking.criticalDifference)
        ? [`  Critical difference of mean ranks: ${ranking.criticalDifference.toFixed(2)}.`]
        : []),
      '',
      ...scoreLines(record, ranking),
      '',
    ]
  })
  const { metric, at } = spec.objective
  const { judging, tuning } = spec.seeds
  const seeds = (what: string, { length }: readonly number[]): string =>
    `${length} ${what} ${length === 1 ? 'seed' : 'seeds'}`
  return [
    ...parts,
    `Scores: ${at} ${metricTitle(metric)}, the median over ${seeds('judging', judging)}, on rows that no trial was held against. Trials ran on ${seeds('other', tuning)}.`,
  ]
}

function scoreLines(
  { spec }: TournamentRecord,
  { order, meanRanks, scores }: TournamentRanking,
): string[] {
  return textTable(
    [
      { title: 'contestant' },
      { title: 'mean rank', align: 'right' },
      ...spec.tasks.map(({ id }) => ({ title: id, align: 'right' as const })),
    ],
    order.map((contestant) => [
      spec.contestants[contestant]?.lane.id ?? '',
      Number.isNaN(meanRanks[contestant]) ? '' : meanRanks[contestant]!.toFixed(2),
      ...scores.map((row) => {
        const score = row[contestant]
        return score === undefined ? '' : score === null ? 'diverged' : score.toPrecision(4)
      }),
    ]),
  )
}

/** What `tournament --json` prints. */
export function tournamentJson(record: TournamentRecord): Record<string, unknown> {
  const { id, folder, created, spec, cells, status } = record
  const names = spec.contestants.map(({ lane }) => lane.id)
  return {
    ...{ id, folder, created, status },
    tasks: spec.tasks.map((task) => task.id),
    contestants: names,
    budgets: spec.budgets.map((trials, budget) => {
      const ranking = rankingOf(spec, cells, budget)
      const times = targetTimes(spec, cells, budget)
      const clauses = answerOfRanking(ranking, spec.tasks.length, times)
      return { trials, ...ranking, times, answer: sentences(clauses, names, speech.en) }
    }),
    tuning: tuningCurves(spec, cells),
    failures: failureCurves(spec, cells),
    cells,
  }
}
