/** What a cell holds; null is empty. */
export type Cell = string | number | null

/** The data behind a chart, tidy: a row per observation. */
export interface CsvTable {
  /** With the unit in brackets where there is one: `seconds [s]`. */
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly Cell[]>
}

/** @returns a number so that it reads back as the same one; NaN and infinities as most readers know them */
function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return numberText(cell)
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** @returns the table as RFC 4180 has it */
export function writeCsv({ columns, rows }: CsvTable): string {
  const lines = [columns.map(cellText).join(',')]
  for (const row of rows) lines.push(row.map(cellText).join(','))
  return `${lines.join('\r\n')}\r\n`
}
