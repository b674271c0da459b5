import { displayWidth } from './display-width.ts'

/** A column of a text table. */
export interface TextColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** @returns the table as lines: columns as wide as their widest cell, two spaces apart */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const head = columns.map(({ title }) => title)
  const body = rows.map((row) => row.map(inOneLine))
  const widths = head.map((_, index) =>
    [head, ...body].reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), 0),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? ''
        const room = ' '.repeat((widths[index] ?? 0) - displayWidth(cell))
        return align === 'right' ? room + cell : cell + room
      })
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)]
}

/** A name out of somebody's file may hold a line break, or what a terminal takes as a command. */
const inOneLine = (cell: string): string => cell.replaceAll(/\p{Cc}/gu, ' ')
