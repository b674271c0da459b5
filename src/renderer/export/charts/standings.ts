import type { StandingColumn } from '../../../shared/statistics/index.ts'
import { useText } from '../../composables/useText.ts'
import type { ReadStandings } from '../../race/standings/reader.ts'
import type { StandingHead, StandingRow } from '../../race/standings/useStandingWords.ts'
import type { Cell } from '../csv.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import { element, type SvgNode } from '../svg.ts'
import { wrapped } from '../wrap.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

export interface StandingsInput {
  readonly table: string
  readonly regression: boolean
  readonly settings: readonly string[]
  readonly standings: ReadStandings
  readonly heads: readonly StandingHead[]
  /** As the page says them, in the order of the standings. */
  readonly rows: readonly StandingRow[]
  readonly note: string
}

/** Who leads by which number, and whether that is more than noise: a table. */
export function standingsChart(input: StandingsInput): ExportedChart {
  const { metric } = input.standings
  return {
    file: `race-standings-${metric}`,
    title: t('export.title.standings', { table: input.table, metric: t(`metric.${metric}`) }),
    settings: [input.note, ...input.settings].filter((line) => line !== ''),
    figure: (paper) => draw(input, paper),
    table: () => ({ columns: columnsOf(input), rows: rowsOf(input) }),
  }
}

const nameRoom = 210
const verdictRoom = 250
const columnRoom = 122

function draw({ heads, rows }: StandingsInput, paper: Paper): Figure {
  const { ink, second, hairline } = paper.inks
  const body: SvgNode[] = []
  const measured =
    (weight: number) =>
    (text: string): number =>
      paper.measure(text, { size: 12, weight })
  const firstColumn = 64 + nameRoom
  const right = (at: number): number => firstColumn + (at + 1) * columnRoom - 12
  const verdictAt = firstColumn + heads.length * columnRoom + 8
  const width = verdictAt + verdictRoom
  const rule = (y: number): void => {
    body.push(element('line', { x1: 0, x2: width, y1: y, y2: y, stroke: hairline }))
  }
  heads.forEach(({ title, unit, ordered }, at) => {
    const text = unit ? `${title} (${unit})` : title
    const style = { fill: ordered ? ink : second, size: 11, weight: ordered ? 600 : 420 }
    body.push(textAt(right(at), 16, text, { ...style, anchor: 'end' }))
  })
  body.push(
    textAt(64, 16, t('racePanels.standings.lane'), { fill: second, size: 11 }),
    textAt(verdictAt, 16, t('racePanels.standings.verdict'), { fill: second, size: 11 }),
  )
  rule(24.5)
  let y = 26
  for (const row of rows) {
    const names = wrapped(row.name, nameRoom - 12, measured(600))
    const said = [row.verdict, row.reached, row.lost].filter((text) => text !== '')
    const verdict = said.flatMap((text) => wrapped(text, verdictRoom, measured(420)))
    const height = Math.max(34, 12 + 16 * Math.max(names.length, verdict.length))
    const line = y + 18
    body.push(textAt(16, line, String(row.rank), { fill: second, mono: true, anchor: 'end' }))
    if (row.look) {
      const { colour, dash } = reinked(row.look, paper.theme)
      body.push(
        element('line', {
          x1: 28,
          x2: 54,
          y1: line - 4,
          y2: line - 4,
          stroke: colour,
          'stroke-width': 2.25,
          'stroke-dasharray': dash.join(' ') || undefined,
        }),
      )
    }
    names.forEach((text, at) =>
      body.push(textAt(64, line + at * 16, text, { fill: ink, weight: 600 })),
    )
    row.cells.forEach(({ median, interval, ordered, word }, at) => {
      const style = { fill: ink, mono: !word, weight: ordered ? 600 : 420, anchor: 'end' } as const
      body.push(textAt(right(at), line, median, style))
      if (interval) {
        body.push(
          textAt(right(at), line + 14, interval, {
            fill: second,
            mono: true,
            size: 10,
            anchor: 'end',
          }),
        )
      }
    })
    verdict.forEach((text, at) => body.push(textAt(verdictAt, line + at * 16, text, { fill: ink })))
    y += Math.max(height, row.cells.some(({ interval }) => interval) ? 42 : 0)
    rule(y + 0.5)
  }
  return { width, height: y + 4, body, key: [] }
}

/** In the numbers' own units: steps, seconds, the metric as it is recorded. */
function columnsOf({ standings, heads, regression }: StandingsInput): string[] {
  const unit = (column: StandingColumn): string =>
    column === 'steps'
      ? ' [steps]'
      : column === 'seconds'
        ? ' [s]'
        : metricUnit(standings.metric, regression)
  const name = (column: StandingColumn): string =>
    column === 'steps' || column === 'seconds'
      ? 'to target'
      : `${standings.metric} ${column === 'area' ? 'mean' : column}`
  return [
    'rank',
    'lane',
    'seeds',
    'reached target',
    'diverged',
    ...heads.flatMap(({ column }) =>
      ['median', 'low', 'high'].map((part) => `${name(column)} ${part}${unit(column)}`),
    ),
    'compared with',
    'better in',
    'worse in',
    'p',
    'p adjusted',
    'outcome',
  ]
}

function rowsOf({ standings, heads, rows }: StandingsInput): Cell[][] {
  const names = new Map(standings.lanes.map(({ lane }, at) => [lane, rows[at]?.name ?? null]))
  const other = names.get(standings.reference) ?? null
  return standings.lanes.map(({ rank, lane, seeds, reached, diverged, columns, comparison }) => [
    rank,
    names.get(lane) ?? null,
    seeds,
    standings.target === undefined ? null : reached,
    diverged,
    ...heads.flatMap(({ column }) => {
      const { median, low, high } = columns[column]
      return [median, low, high]
    }),
    comparison ? other : null,
    comparison?.better ?? null,
    comparison?.worse ?? null,
    comparison?.p ?? null,
    comparison?.adjusted ?? null,
    comparison?.outcome ?? 'reference',
  ])
}
