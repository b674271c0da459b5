import { csvNumber, csvText } from '#shared/csv.ts'

/** What a cell holds; null is empty. */
export type Cell = string | number | null

/** The data behind a chart, tidy: a row per observation. */
export interface CsvTable {
  /** With the unit in brackets where there is one: `seconds [s]`. */
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly Cell[]>
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? csvNumber(cell) : csvText(cell)
}

/** @returns the table as RFC 4180 has it */
export function writeCsv({ columns, rows }: CsvTable): string {
  const lines = [columns.map(cellText).join(',')]
  for (const row of rows) lines.push(row.map(cellText).join(','))
  return `${lines.join('\r\n')}\r\n`
}
