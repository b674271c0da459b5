import type { Brush } from '#renderer/charts/brush.ts'
import { innerScale, linearScale } from '#shared/charts/scale.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { ColumnSummary } from '#shared/contract/tables.ts'
import { acrossRoom, paintAxes, upRoom } from '#renderer/charts/plot.ts'
import { useText } from '#renderer/composables/useText.ts'
import { heightsOf } from '#renderer/views/data/bars.ts'
import { valueText } from '#renderer/views/data/words.ts'
import type { CsvTable } from '../csv.ts'
import { linesOf, type ExportedChart, type Figure } from '../figure.ts'

const { t, format } = useText()

export interface ColumnInput {
  readonly id: string
  readonly table: string
  readonly settings: readonly string[]
  readonly column: ColumnSummary
  readonly rows: number
}

/** Bars' own ink; a test keeps it equal to the token. */
export const barInk = { light: '#4c93b5', dark: '#94d5f5' } as const

/** How a column's values are spread: a histogram of numbers, bars of the others' commonest. */
export function columnChart(input: ColumnInput): ExportedChart {
  const { column } = input
  return {
    title: t('export.title.column', { table: input.table, column: column.name }),
    settings: input.settings,
    paint: (brush, paper) =>
      column.histogram ? histogram(column, brush, paper) : bars(input, brush, paper),
    table: () => tableOf(column),
  }
}

function tableOf({ name, histogram: classes, values }: ColumnSummary): CsvTable {
  if (classes) {
    const { edges, counts } = classes
    return {
      columns: [`${name} from`, `${name} to`, 'rows'],
      rows: counts.map((count, at) => [edges[at] ?? null, edges[at + 1] ?? null, count]),
    }
  }
  return {
    columns: [name, 'rows'],
    rows: (values ?? []).map(({ value, count }) => [value, count]),
  }
}

const size = { width: 760, height: 400, top: 10 }

function histogram(column: ColumnSummary, brush: Brush, paper: Paper): Figure {
  const { histogram: classes, name, type } = column
  const { edges = [], counts = [] } = classes ?? {}
  const highest = counts.reduce((most, count) => Math.max(most, count), 0)
  const scale = linearScale({ min: 0, max: highest || 1 }, 6)
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1]
  // Dates have no round numbers: their ends are named.
  const ticks =
    type === 'date' ? [from, (from + to) / 2, to] : innerScale({ min: from, max: to }, 8).ticks
  const up = scale.ticks
    .filter((tick) => Number.isInteger(tick))
    .map((tick) => ({ at: size.height * (1 - tick / scale.max), text: format.whole(tick) }))
  const axes = {
    across: ticks.map((tick) => ({
      at: (size.width * (tick - from)) / (to - from || 1),
      text: valueText(type, tick),
    })),
    up,
    acrossName: name,
    upName: t('export.axis.rows'),
  }
  const left = upRoom(brush, axes)
  const box = { x: left, y: size.top, width: size.width, height: size.height }
  const fill = barInk[paper.theme]
  const share = highest / scale.max
  const bottom = box.y + box.height
  const right = box.x + box.width
  for (const { at } of up)
    brush.line(box.x, box.y + at, right, box.y + at, { stroke: paper.inks.grid })
  for (const { from: start, to: end, height } of heightsOf(column)) {
    const high = box.height * height * share
    const x = box.x + start * box.width
    brush.rect({ x, y: bottom - high, width: (end - start) * box.width, height: high }, { fill })
  }
  brush.line(box.x, bottom, right, bottom, { stroke: paper.inks.edge })
  paintAxes(brush, paper, box, axes)
  return { width: left + size.width + 50, height: bottom + acrossRoom, key: [] }
}

/** Pixels that a value's name takes at most before it is broken. */
const longestName = 240
const barRoom = 420
const line = 16

function bars({ column, rows }: ColumnInput, brush: Brush, { theme, inks }: Paper): Figure {
  const values = [...(column.values ?? [])].sort((a, b) => b.count - a.count)
  const all = rows - column.missing
  const names = values.map(({ value }) => linesOf(brush, value === '' ? '“”' : value, longestName))
  const widest = Math.max(40, ...names.flat().map((name) => brush.measure(name)))
  const left = Math.ceil(widest + 14)
  const longest = values[0]?.count ?? 1
  let y = 6
  values.forEach(({ count }, at) => {
    const lines = names[at] ?? []
    const height = Math.max(24, lines.length * line + 8)
    const middle = y + height / 2
    lines.forEach((part, row) => {
      const place = middle + (row - (lines.length - 1) / 2) * line
      brush.text(left - 14, place, part, { fill: inks.ink, anchor: 'end', at: 'middle' })
    })
    const long = Math.max(1, (count / longest) * barRoom)
    brush.rect({ x: left, y: middle - 7, width: long, height: 14 }, { fill: barInk[theme] })
    const text = `${format.whole(count)} · ${format.percent(all > 0 ? count / all : 0, 1)}`
    const number = { fill: inks.second, mono: true, size: 11, at: 'middle' } as const
    brush.text(left + long + 8, middle, text, number)
    y += height
  })
  const others = column.distinct - values.length
  if (others > 0) {
    const rest = all - values.reduce((sum, { count }) => sum + count, 0)
    const text = t('data.setup.moreClasses', { n: others, rows: format.whole(rest) })
    brush.text(left, y + 14, text, { fill: inks.second })
    y += 24
  }
  brush.line(left, 4, left, y, { stroke: inks.edge })
  brush.text(left, y + 22, `${t('export.axis.rows')} →`, { fill: inks.second, size: 11 })
  return { width: left + barRoom + 130, height: y + 32, key: [] }
}
