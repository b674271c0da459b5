import type { Column, Table } from '../table.ts'

/** The most rows of a preview; a text column need not keep more. */
export const previewRows = 50
/** The most cells, so that a table of thousands of columns stays small on its way to a page. */
const previewCells = 50_000

/** @returns the first rows as text, a cell per column; null where missing */
export function previewOf(table: Table): (string | null)[][] {
  const affordable = Math.max(5, Math.floor(previewCells / Math.max(1, table.columns.length)))
  const rows = Math.min(table.rows, previewRows, affordable)
  const texts = table.columns.map((column) => cellsOf(column, rows))
  return Array.from({ length: rows }, (_, row) => texts.map((cell) => cell(row)))
}

function cellsOf(column: Column, rows: number): (row: number) => string | null {
  switch (column.type) {
    case 'text':
      return (row) => column.preview[row] ?? null
    case 'number':
      return (row) => (Number.isNaN(column.values[row]) ? null : String(column.values[row]))
    case 'date': {
      const shown = column.values.subarray(0, rows)
      const days = shown.every((value) => Number.isNaN(value) || value % 86_400 === 0)
      return (row) => dateText(column.values[row]!, days)
    }
    default:
      return (row) => column.categories[column.codes[row]!] ?? null
  }
}

/** The latest moment a date object can hold, in seconds. */
const latest = 8.64e12

/** @param days whether the time of day is left out */
function dateText(seconds: number, days: boolean): string | null {
  if (Number.isNaN(seconds)) return null
  if (!(Math.abs(seconds) <= latest)) return String(seconds)
  const text = new Date(seconds * 1000).toISOString()
  return days ? text.slice(0, text.indexOf('T')) : text.replace('T', ' ').replace(/(\.000)?Z$/, '')
}
