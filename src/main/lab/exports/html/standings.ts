import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { metricOf } from '#shared/metrics/index.ts'
import type { Estimate, StandingColumn } from '#shared/statistics/index.ts'
import { answerLines, verdictText } from '#shared/words/index.ts'
import type { RaceStandings } from '#main/lab/race-standings.ts'
import type { ReportData } from './data.ts'
import { html, type Html } from './escape.ts'

/** @returns what the race showed, in sentences that say no more than the seeds hold */
export function verdictOf(data: ReportData): string {
  const { run, names, standings, language, text, format } = data
  const first = standings?.lanes[0]
  if (!standings || !first) return text.noMetric
  const name = (lane: number): string => names[lane]!
  const { metric, lanes, answer } = standings
  const alone =
    lanes.length === 1 && first.diverged === 0
      ? [
          text.alone(
            name(first.lane),
            metricOf(metric).name[language],
            format.metric(metric, first.columns.final.median),
          ),
        ]
      : []
  return format.text([...alone, ...answerLines(answer, name, run.shape.stepsPerEpoch, data)])
}

/** The standings as a table; nothing where there are none. */
export function standingsTable(data: ReportData): Html {
  const { run, names, standings, language, text, words, format } = data
  if (!standings) return html`<p>${text.noMetric}</p>`
  const { lanes, metric, step, target, reference } = standings
  const shown: readonly StandingColumn[] =
    target === undefined ? ['final', 'best', 'area'] : ['steps', 'seconds', 'final', 'best', 'area']
  const seeds = lanes[0]?.seeds ?? 0
  const kind = lanes[0]?.columns.final.kind
  const leader = names[reference]!
  const caption = text.medianOf(
    metricOf(metric).name[language],
    format.whole(step),
    words.seeds(format.whole(seeds)),
    kind === 'interval',
  )
  const compared = lanes.length > 1
  return html`<div class="scroll">
      <table class="standings">
        <thead>
          <tr>
            <th class="number">${text.rank}</th>
            <th>${text.lane}</th>
            ${shown.map((column) => html`<th class="number">${words.columns[column]}</th>`)}
            ${compared ? html`<th>${text.verdict}</th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${lanes.map((standing) => {
            const lane = run.spec.lanes[standing.lane]!
            const { comparison, diverged, reached } = standing
            const counts = [
              ...(target !== undefined && reached < seeds
                ? [
                    `${words.happened.target}: ${text.of(format.whole(reached), format.whole(seeds))}`,
                  ]
                : []),
              ...(diverged > 0
                ? [`${text.diverged}: ${text.of(format.whole(diverged), format.whole(seeds))}`]
                : []),
            ]
            return html`<tr>
              <td class="number">${standing.rank}</td>
              <th scope="row">${laneName(lane, run.spec.lanes, names[standing.lane]!)}</th>
              ${shown.map((column) => cell(data, standings, standing.columns[column], column))}
              ${
                compared
                  ? html`<td class="verdict-cell">
                      ${comparison ? verdictText(comparison, leader, data) : text.leads}
                      ${counts.map((count) => html`<span class="note">${count}</span>`)}
                    </td>`
                  : ''
              }
            </tr>`
          })}
        </tbody>
      </table>
    </div>
    <p class="note">${caption}</p>`
}

function cell(
  { text, format }: ReportData,
  { metric }: RaceStandings,
  { median, low, high, kind }: Estimate,
  column: StandingColumn,
): Html {
  const timed = column === 'steps' || column === 'seconds'
  const write = (value: number): string => {
    if (!Number.isFinite(value)) return timed ? text.never : text.diverged
    return timed ? format.short(value) : format.metric(metric, value)
  }
  const ordered = column === 'final' ? ' ordered' : ''
  const none = kind === 'none' || Number.isNaN(median)
  const range = none || kind === 'one' || low === high ? '' : `${write(low)} – ${write(high)}`
  return html`<td class="number${ordered}">
    ${none ? '–' : write(median)}${range ? html`<span class="note">${range}</span>` : ''}
  </td>`
}

/** A lane after a piece of its line, as the charts draw it. */
export function laneName(lane: LaneSpec, lanes: readonly LaneSpec[], title: string): Html {
  const rank = laneRanks(lanes)[lanes.indexOf(lane)] ?? 0
  const { colour, dash } = rankedStyle(lane, rank, 'light')
  return html`<span class="lane">
    <svg class="swatch" width="22" height="8" aria-hidden="true">
      <line
        x1="1"
        x2="21"
        y1="4"
        y2="4"
        stroke="${colour}"
        stroke-width="2"
        stroke-dasharray="${dash.join(' ')}"
      />
    </svg>
    <span>${title}</span>
  </span>`
}
