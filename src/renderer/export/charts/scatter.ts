import type { Paper } from '#shared/charts/theme.ts'
import type { Table } from '#shared/data/table.ts'
import { dotColour, valueColour } from '#renderer/charts/boundary-colours.ts'
import { toHex } from '#shared/charts/colour.ts'
import { rampOf, type KeyEntry } from '#renderer/charts/key.ts'
import { drawScatter, scatterBox, type ScatterPoints } from '#renderer/charts/scatter.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { Cell } from '../csv.ts'
import type { ExportedChart } from '../figure.ts'

const { t, format } = useText()

interface ScatterInput {
  readonly id: string
  readonly name: string
  readonly settings: readonly string[]
  readonly across: string
  readonly up: string
  readonly points: ScatterPoints
  /** The rows behind the picture, all of them. */
  readonly table: Table
}

const size = { width: 820, height: 560 }

/** Two columns of a table against each other, coloured by the target. */
export function scatterChart(input: ScatterInput): ExportedChart {
  const { across, up, points, table } = input
  return {
    title: t('export.title.scatter', { table: input.name, x: across, y: up }),
    settings: input.settings,
    paint: (brush, paper) => {
      const place = { ...size, scale: 1, theme: paper.theme }
      brush.move(20, 0, () =>
        drawScatter(brush, points, { ...place, text: (value) => format.short(value, 4) }),
      )
      const { left, right, top, bottom } = scatterBox(place)
      const name = { fill: paper.inks.ink, anchor: 'middle' } as const
      brush.text(20 + (left + right) / 2, bottom + 36, across, name)
      brush.text(8, (top + bottom) / 2, up, { ...name, turn: -90 })
      const key = keyOf(points, table, paper)
      return { width: size.width + 20, height: size.height + 22, key }
    },
    table: () => ({ columns: table.columns.map(({ name }) => name), rows: rowsOf(table) }),
  }
}

function keyOf({ classes }: ScatterPoints, { target }: Table, { theme }: Paper): KeyEntry[] {
  if (classes) {
    return classes.slice(0, 20).map((text, index) => ({
      sign: { dot: toHex(dotColour(index, theme)) },
      text,
    }))
  }
  const ramp = rampOf((share) => toHex(valueColour(share, theme)))
  return [{ sign: { ramp, from: t('export.key.low'), to: t('export.key.high') }, text: target }]
}

function* rowsOf({ columns, rows }: Table): Generator<Cell[]> {
  for (let row = 0; row < rows; row++) {
    yield columns.map((column): Cell => {
      if (column.type === 'text') return null
      if ('codes' in column) return column.categories[column.codes[row] ?? -1] ?? null
      const value = column.values[row] ?? NaN
      return Number.isNaN(value) ? null : value
    })
  }
}
