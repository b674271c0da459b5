import type { ColumnSummary } from '../../../shared/contract/tables.ts'
import { linearScale } from '../../../shared/charts/scale.ts'
import { useText } from '../../composables/useText.ts'
import { heightsOf } from '../../views/data/bars.ts'
import { valueText } from '../../views/data/words.ts'
import type { CsvTable } from '../csv.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'
import { wrapped } from '../wrap.ts'
import { boxAxes, upRoom, acrossRoom } from './axes.ts'

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
    file: `data-${input.id}-${column.name}`,
    title: t('export.title.column', { table: input.table, column: column.name }),
    settings: input.settings,
    figure: (paper) => (column.histogram ? histogram(column, paper) : bars(input, paper)),
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

function histogram(column: ColumnSummary, paper: Paper): Figure {
  const { histogram: classes, name, type } = column
  const { edges = [], counts = [] } = classes ?? {}
  const highest = counts.reduce((most, count) => Math.max(most, count), 0)
  const scale = linearScale({ min: 0, max: highest || 1 }, 6)
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1]
  // Dates have no round numbers: their ends are named.
  const ticks =
    type === 'date'
      ? [from, (from + to) / 2, to]
      : linearScale({ min: from, max: to }, 8).ticks.filter((tick) => tick >= from && tick <= to)
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
  const left = upRoom(paper, axes)
  const box = { x: left, y: size.top, width: size.width, height: size.height }
  const fill = barInk[paper.theme]
  const share = highest / scale.max
  return {
    width: left + size.width + 50,
    height: size.top + size.height + acrossRoom,
    body: [
      ...up.map(({ at }) =>
        element('line', {
          x1: box.x,
          x2: box.x + box.width,
          y1: box.y + at,
          y2: box.y + at,
          stroke: paper.inks.grid,
        }),
      ),
      ...heightsOf(column).map(({ from: start, to: end, height }) =>
        element('rect', {
          x: box.x + start * box.width,
          y: box.y + box.height * (1 - height * share),
          width: (end - start) * box.width,
          height: box.height * height * share,
          fill,
        }),
      ),
      element('line', {
        x1: box.x,
        x2: box.x + box.width,
        y1: box.y + box.height,
        y2: box.y + box.height,
        stroke: paper.inks.edge,
      }),
      ...boxAxes(paper, box, axes),
    ],
    key: [],
  }
}

/** Pixels that a value's name takes at most before it is broken. */
const longestName = 240
const barRoom = 420
const line = 16

function bars({ column, rows }: ColumnInput, paper: Paper): Figure {
  const values = [...(column.values ?? [])].sort((a, b) => b.count - a.count)
  const all = rows - column.missing
  const width = (text: string): number => paper.measure(text, {})
  const names = values.map(({ value }) => wrapped(value === '' ? '“”' : value, longestName, width))
  const left = Math.ceil(Math.max(40, ...names.flat().map(width)) + 14)
  const longest = values[0]?.count ?? 1
  const { inks } = paper
  const body: SvgNode[] = []
  let y = 6
  values.forEach(({ count }, at) => {
    const lines = names[at] ?? []
    const height = Math.max(24, lines.length * line + 8)
    const middle = y + height / 2
    lines.forEach((part, row) => {
      const place = middle + (row - (lines.length - 1) / 2) * line
      body.push(textAt(left - 14, place, part, { fill: inks.ink, anchor: 'end', at: 'middle' }))
    })
    const long = Math.max(1, (count / longest) * barRoom)
    body.push(
      element('rect', {
        x: left,
        y: middle - 7,
        width: long,
        height: 14,
        fill: barInk[paper.theme],
      }),
      textAt(
        left + long + 8,
        middle,
        `${format.whole(count)} · ${format.percent(all > 0 ? count / all : 0, 1)}`,
        { fill: inks.second, mono: true, size: 11, at: 'middle' },
      ),
    )
    y += height
  })
  const others = column.distinct - values.length
  if (others > 0) {
    const rest = all - values.reduce((sum, { count }) => sum + count, 0)
    body.push(
      textAt(left, y + 14, t('data.setup.moreClasses', { n: others, rows: format.whole(rest) }), {
        fill: inks.second,
      }),
    )
    y += 24
  }
  body.push(
    element('line', { x1: left, x2: left, y1: 4, y2: y, stroke: inks.edge }),
    textAt(left, y + 22, `${t('export.axis.rows')} →`, { fill: inks.second, size: 11 }),
  )
  return { width: left + barRoom + 130, height: y + 32, body, key: [] }
}
