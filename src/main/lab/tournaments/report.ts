import { experimentName, taskName } from '#shared/data/table-name.ts'
import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import { metricOf } from '#shared/metrics/index.ts'
import type { Language } from '#shared/text.ts'
import {
  answerOfRanking,
  objectiveOf,
  rankingOf,
  targetTimes,
  type TournamentRanking,
} from '#shared/tournament/index.ts'
import { chanceText, speech, tournamentLines } from '#shared/words/index.ts'
import { html, type Html } from '../exports/html/escape.ts'
import { reportFormat } from '../exports/html/format.ts'
import { reportPage } from '../exports/html/report-page.ts'
import { laneName } from '../exports/html/standings.ts'
import { budgetPictures, figureInput, overallPictures } from './report-figures.ts'
import { tournamentReportText } from './report-text.ts'

/**
 * One page with what every budget shows: the sentences, the charts, the ranks and scores, the pairs; then
 * what tuning buys and where contestants fail, and the whole description. It needs nothing beside itself, neither a script.
 *
 * @param app the program's version
 */
export async function tournamentReport(
  record: TournamentRecord,
  language: Language,
  app: string,
): Promise<string> {
  const { drawSvg } = await import('../exports/html/draw.ts')
  const { spec, cells, status } = record
  const text = tournamentReportText[language]
  const { words } = speech[language]
  const format = reportFormat(language)
  const title = experimentName(spec.title ?? '', '', language) || text.tournament
  const names = spec.contestants.map(({ lane }) => lane.id)
  const about = [
    words.tournament.tasks(format.whole(spec.tasks.length)),
    text.contestants(format.whole(names.length)),
    text.cells(format.whole(status.done), format.whole(status.total)),
    format.date(record.created),
  ].join(' · ')
  const sections = spec.budgets.map((trials, budget) => {
    const ranking = rankingOf(spec, cells, budget)
    const times = targetTimes(spec, cells, budget)
    const clauses = answerOfRanking(ranking, spec.tasks.length, times)
    const lines = tournamentLines(clauses, names, speech[language])
    return html`<h2>${text.budget(words.tournament.budget(format.whole(trials)))}</h2>
      ${lines.map((line) => html`<p>${line}</p>`)}
      ${budgetPictures(figureInput(record, language, budget), drawSvg)}
      ${testsLine(ranking, language)} ${scoreTable(record, ranking, language)}
      ${pairTable(record, ranking, language)}`
  })
  const { judging, tuning } = spec.seeds
  const body = html`${sections}
    <h2>${text.overall}</h2>
    ${overallPictures(figureInput(record, language, 0), drawSvg)}
    <p class="note">${text.method(format.whole(judging.length), format.whole(tuning.length))}</p>`
  const lanes = { lanes: spec.contestants.map(({ lane }) => lane) }
  return reportPage({ language, app, title, about, lanes }, text, body, { spec })
}

function testsLine(
  { friedman, criticalDifference }: TournamentRanking,
  language: Language,
): Html | string {
  if (!friedman || Number.isNaN(criticalDifference)) return ''
  const text = tournamentReportText[language]
  const { format } = speech[language]
  const [one, other] = friedman.f.freedom
  return html`<p class="note">
    ${text.tests(
      `χ²(${friedman.freedom}) = ${format.short(friedman.statistic, 4)}`,
      chanceText(friedman.p, speech[language]),
      `F(${one}, ${other}) = ${format.short(friedman.f.statistic, 4)}`,
      chanceText(friedman.f.p, speech[language]),
      format.fixed(criticalDifference, 2),
    )}
  </p>`
}

function scoreTable(
  { spec }: TournamentRecord,
  ranking: TournamentRanking,
  language: Language,
): Html {
  const text = tournamentReportText[language]
  const format = reportFormat(language)
  const { order, meanRanks, scores } = ranking
  const lanes = spec.contestants.map(({ lane }) => lane)
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>${text.contestant}</th>
          <th class="number">${text.meanRank}</th>
          ${spec.tasks.map(
            (task) =>
              html`<th class="number">
                ${taskName(task, language)}<span class="note"
                  >${metricOf(objectiveOf(spec, task).metric).name[language]}</span
                >
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${order.map((contestant) => {
          const { lane } = spec.contestants[contestant]!
          const rank = meanRanks[contestant]!
          return html`<tr>
            <th scope="row">${laneName(lane, lanes, lane.id)}</th>
            <td class="number ordered">${Number.isNaN(rank) ? '–' : format.fixed(rank, 2)}</td>
            ${scores.map((row, task) => {
              const score = row[contestant]
              const { metric } = objectiveOf(spec, spec.tasks[task]!)
              const shown =
                score === undefined
                  ? '–'
                  : score === null
                    ? text.diverged
                    : format.metric(metric, score)
              return html`<td class="number">${shown}</td>`
            })}
          </tr>`
        })}
      </tbody>
    </table>
  </div>`
}

/** Only pairs of which the signed ranks tell something; all others are alike as far as they show. */
function pairTable(
  { spec }: TournamentRecord,
  { pairs, pairsNeed, tasks }: TournamentRanking,
  language: Language,
): Html | string {
  const text = tournamentReportText[language]
  const { format } = speech[language]
  const shown = pairs.filter((pair) => pair.shown)
  if (pairs.length === 0) return ''
  if (shown.length === 0) {
    const { tournament } = speech[language].words
    const count = (value: number): string => tournament.tasks(format.whole(value))
    const why =
      tasks.length < pairsNeed
        ? tournament.fewForPairs(count(tasks.length), count(pairsNeed))
        : text.noPair
    return html`<p class="note">${why}</p>`
  }
  const name = (contestant: number): string => spec.contestants[contestant]!.lane.id
  return html`<p class="note">${text.pairs}</p>
    <ul>
      ${shown.map(
        ({ pair: [one, other], better, worse, equal, adjusted }) =>
          html`<li>
            ${text.pair(
              name(one),
              name(other),
              format.whole(better),
              format.whole(better + worse + equal),
              chanceText(adjusted, speech[language]),
            )}
          </li>`,
      )}
    </ul>`
}
