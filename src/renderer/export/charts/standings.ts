import type { Brush } from '#renderer/charts/brush.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { StandingColumn } from '#shared/statistics/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ReadStandings } from '#renderer/race/standings/reader.ts'
import type { StandingHead, StandingRow } from '#renderer/race/standings/useStandingWords.ts'
import type { Cell } from '../csv.ts'
import { linesOf, type ExportedChart, type Figure } from '../figure.ts'
import { reinked } from '../reink.ts'
import { metricUnit } from './units.ts'

const { t } = useText()

interface StandingsInput {
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
    title: t('export.title.standings', { table: input.table, metric: t(`metric.${metric}`) }),
    settings: [input.note, ...input.settings].filter((line) => line !== ''),
    paint: (brush, paper) => draw(input, brush, paper),
    table: () => ({ columns: columnsOf(input), rows: rowsOf(input) }),
  }
}

const nameRoom = 210
const verdictRoom = 250
const columnRoom = 122

function draw({ heads, rows }: StandingsInput, brush: Brush, { theme, inks }: Paper): Figure {
  const { ink, second, hairline } = inks
  const firstColumn = 64 + nameRoom
  const right = (at: number): number => firstColumn + (at + 1) * columnRoom - 12
  const verdictAt = firstColumn + heads.length * columnRoom + 8
  const width = verdictAt + verdictRoom
  const small = { fill: second, size: 11 } as const
  const weightOf = (ordered: boolean): number => (ordered ? 600 : 420)
  heads.forEach(({ title, unit, ordered }, at) => {
    const text = unit ? `${title} (${unit})` : title
    const style = { fill: ordered ? ink : second, size: 11, weight: weightOf(ordered) }
    brush.text(right(at), 16, text, { ...style, anchor: 'end' })
  })
  brush.text(64, 16, t('racePanels.standings.lane'), small)
  brush.text(verdictAt, 16, t('racePanels.standings.verdict'), small)
  brush.line(0, 24.5, width, 24.5, { stroke: hairline })
  let y = 26
  for (const row of rows) {
    const names = linesOf(brush, row.name, nameRoom - 12, { weight: 600 })
    const said = [row.verdict, row.reached, row.lost].filter((text) => text !== '')
    const verdict = said.flatMap((text) => linesOf(brush, text, verdictRoom))
    const height = Math.max(34, 12 + 16 * Math.max(names.length, verdict.length))
    const line = y + 18
    brush.text(16, line, String(row.rank), { fill: second, mono: true, anchor: 'end' })
    if (row.look) brush.swatch(28, line - 4, reinked(row.look, theme))
    names.forEach((text, at) => brush.text(64, line + at * 16, text, { fill: ink, weight: 600 }))
    row.cells.forEach(({ median, interval, ordered, word }, at) => {
      const weight = weightOf(ordered)
      brush.text(right(at), line, median, { fill: ink, mono: !word, weight, anchor: 'end' })
      const below = { fill: second, mono: true, size: 10, anchor: 'end' } as const
      if (interval) brush.text(right(at), line + 14, interval, below)
    })
    verdict.forEach((text, at) => brush.text(verdictAt, line + at * 16, text, { fill: ink }))
    y += Math.max(height, row.cells.some(({ interval }) => interval) ? 42 : 0)
    brush.line(0, y + 0.5, width, y + 0.5, { stroke: hairline })
  }
  return { width, height: y + 4, key: [] }
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
