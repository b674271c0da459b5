import type { Brush } from '#renderer/charts/brush.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { MatrixRow } from '#renderer/charts/heat.ts'
import { linesOf } from '../figure.ts'

/** A table of painted cells. */
export interface Matrix {
  /** Says which way to read it, in the corner. */
  readonly corner: string
  readonly columns: readonly string[]
  readonly rows: readonly MatrixRow[]
}

const cellFace = { mono: true } as const
/** Pixels that a row's and a column's name take at most, before they are broken. */
const longestName = 190

/** Paints a matrix as large as its words and numbers need. @returns its size */
export function paintMatrix(
  brush: Brush,
  { inks }: Paper,
  { columns, rows, corner }: Matrix,
  title?: string,
): { readonly width: number; readonly height: number } {
  const { ink, second, hairline } = inks
  const widest = (texts: readonly string[], face = {}): number =>
    Math.max(0, ...texts.map((text) => brush.measure(text, face)))
  const many = columns.length > 12
  const numbers = rows.flatMap(({ cells }) => cells.map(({ text }) => text))
  const words = Math.min(many ? 90 : 150, widest(columns))
  const cell = Math.ceil(Math.max(widest(numbers, cellFace) + 16, words + 14, many ? 34 : 76))
  const high = many ? 26 : 38
  const names = Math.min(longestName, widest(rows.map(({ name }) => name)))
  const first = Math.ceil(Math.max(brush.measure(corner), names) + 14)
  const heads = columns.map((name) => linesOf(brush, name, cell - 8))
  const above = title ? 24 : 0
  const top = above + Math.max(1, ...heads.map(({ length }) => length)) * 15 + 8
  if (title) brush.text(0, 14, title, { weight: 600, fill: ink })
  brush.text(0, top - 9, corner, { fill: second })
  heads.forEach((parts, column) => {
    parts.forEach((part, at) => {
      const y = top - 9 - (parts.length - 1 - at) * 15
      brush.text(first + (column + 0.5) * cell, y, part, { fill: second, anchor: 'middle' })
    })
  })
  rows.forEach(({ name, cells }, row) => {
    const y = top + row * high
    const parts = linesOf(brush, name, longestName)
    parts.forEach((part, at) => {
      const middle = y + high / 2 + (at - (parts.length - 1) / 2) * 14
      brush.text(0, middle, part, { fill: ink, at: 'middle' })
    })
    cells.forEach(({ text, paint, framed }, column) => {
      const x = first + column * cell
      const box = { x: x + 0.5, y: y + 0.5, width: cell - 1, height: high - 1 }
      brush.rect(box, { fill: paint.background, stroke: framed ? second : hairline }, 2)
      const style = { ...cellFace, fill: paint.ink, anchor: 'middle', at: 'middle' } as const
      brush.text(x + cell / 2, y + high / 2, text, style)
    })
  })
  return { width: first + columns.length * cell, height: top + rows.length * high }
}
