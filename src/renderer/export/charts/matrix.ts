import type { CellPaint } from '../../charts/heat.ts'
import type { Figure } from '../figure.ts'
import { textAt, type Face, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'
import { wrapped } from '../wrap.ts'

/** A table of painted cells. */
export interface Matrix {
  /** Says which way to read it, in the corner. */
  readonly corner: string
  readonly columns: readonly string[]
  readonly rows: readonly {
    readonly name: string
    readonly cells: readonly {
      readonly text: string
      readonly paint: CellPaint
      /** Framed: where a row's name and its column's agree. */
      readonly framed?: boolean
    }[]
  }[]
}

const headFace: Face = { size: 12 }
const cellFace: Face = { mono: true, size: 12 }
/** Pixels that a row's and a column's name take at most, before they are broken. */
const longestName = 190

/** @returns a matrix as large as its words and numbers need, and its height */
export function matrixFigure(matrix: Matrix, paper: Paper, title?: string): Figure {
  const { columns, rows, corner } = matrix
  const { ink, second } = paper.inks
  const width = (text: string): number => paper.measure(text, headFace)
  const lines = (text: string, most: number): string[] => wrapped(text, most, width)
  const widestCell = Math.max(
    0,
    ...rows.flatMap(({ cells }) => cells.map(({ text }) => paper.measure(text, cellFace))),
  )
  const many = columns.length > 12
  const words = Math.min(many ? 90 : 150, Math.max(0, ...columns.map(width)))
  const cell = Math.ceil(Math.max(widestCell + 16, words + 14, many ? 34 : 76))
  const high = many ? 26 : 38
  const first = Math.ceil(
    Math.max(width(corner), ...rows.map(({ name }) => Math.min(longestName, width(name)))) + 14,
  )
  const heads = columns.map((name) => lines(name, cell - 8))
  const headHeight = Math.max(1, ...heads.map(({ length }) => length)) * 15 + 8
  const above = title ? 24 : 0
  const nodes: SvgNode[] = title ? [textAt(0, 14, title, { size: 12, weight: 600, fill: ink })] : []
  const head = { ...headFace, fill: second } as const
  nodes.push(textAt(0, above + headHeight - 9, corner, head))
  heads.forEach((parts, column) => {
    parts.forEach((part, at) => {
      const y = above + headHeight - 9 - (parts.length - 1 - at) * 15
      nodes.push(textAt(first + (column + 0.5) * cell, y, part, { ...head, anchor: 'middle' }))
    })
  })
  rows.forEach(({ name, cells }, row) => {
    const y = above + headHeight + row * high
    const parts = lines(name, longestName)
    parts.forEach((part, at) => {
      const middle = y + high / 2 + (at - (parts.length - 1) / 2) * 14
      nodes.push(textAt(0, middle, part, { ...head, fill: ink, at: 'middle' }))
    })
    cells.forEach(({ text, paint, framed }, column) => {
      nodes.push(
        element('rect', {
          x: first + column * cell + 0.5,
          y: y + 0.5,
          width: cell - 1,
          height: high - 1,
          rx: 2,
          fill: paint.background,
          stroke: framed ? second : paper.inks.hairline,
        }),
        textAt(first + (column + 0.5) * cell, y + high / 2, text, {
          ...cellFace,
          fill: paint.ink,
          anchor: 'middle',
          at: 'middle',
        }),
      )
    })
  })
  return {
    width: first + columns.length * cell,
    height: above + headHeight + rows.length * high,
    body: nodes,
    key: [],
  }
}
