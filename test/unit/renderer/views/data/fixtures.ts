import type { TableSummary } from '#shared/contract/tables.ts'
import { summariseTable } from '#shared/data/summary.ts'
import type { Column, Table } from '#shared/data/table.ts'

/** A column by its cells: numbers, words, or text; null is missing. */
export function column(
  name: string,
  cells: readonly (number | string | boolean | null)[],
  type?: Column['type'],
): Column {
  const sample = cells.find((cell) => cell !== null)
  const kind =
    type ??
    (typeof sample === 'string' ? 'category' : typeof sample === 'boolean' ? 'boolean' : 'number')
  if (kind === 'text') {
    const missing = cells.filter((cell) => cell === null).length
    const distinct = new Set(cells.filter((cell) => cell !== null)).size
    return {
      type: 'text',
      name,
      missing,
      distinct,
      preview: cells.slice(0, 50).map((cell) => (cell === null ? null : String(cell))),
    }
  }
  if (kind === 'number' || kind === 'date') {
    return {
      type: kind,
      name,
      values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))),
    }
  }
  if (kind === 'boolean') {
    return {
      type: 'boolean',
      name,
      categories: ['false', 'true'],
      codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : cell ? 1 : 0)),
    }
  }
  const categories = [...new Set(cells.filter((cell) => cell !== null).map(String))]
  return {
    type: 'category',
    name,
    categories,
    codes: Int32Array.from(cells, (cell) =>
      cell === null ? -1 : categories.indexOf(String(cell)),
    ),
  }
}

export function table(...columns: readonly Column[]): Table {
  const [first] = columns
  const rows = !first
    ? 0
    : first.type === 'text'
      ? first.preview.length
      : 'values' in first
        ? first.values.length
        : first.codes.length
  return { name: 'small.csv', rows, columns, target: '' }
}

/** What the laboratory would say of the table, read from a file. */
export function summaryOf(of: Table): TableSummary {
  return {
    source: { file: `/${of.name}`, read: {}, sha256: 'a'.repeat(64) },
    name: of.name,
    encoding: 'utf-8',
    delimiter: ',',
    header: true,
    rejected: [],
    rejectedCount: 0,
    nonFinite: 0,
    bytes: 100,
    ...summariseTable(of),
  }
}

/** Twenty rows with something of everything; the last column is the target. */
export function everything(): Table {
  const rows = Array.from({ length: 20 }, (_, row) => row)
  return table(
    column(
      'id',
      rows.map((row) => row + 1),
    ),
    column(
      'size',
      rows.map((row) => (row === 3 || row === 4 ? null : Math.sin(row))),
    ),
    column(
      'colour',
      rows.map((row) => (row === 4 ? null : ['red', 'green', 'blue'][row % 3]!)),
    ),
    column(
      'lift',
      rows.map((row) => row % 2 === 0),
    ),
    column(
      'sold',
      rows.map((row) => 86_400 * row * row),
      'date',
    ),
    column(
      'note',
      rows.map((row) => `about ${row}`),
      'text',
    ),
    column(
      'country',
      rows.map(() => 86),
    ),
    column(
      'nothing',
      rows.map(() => null),
      'number',
    ),
    column(
      'class',
      rows.map((row) => (row === 19 ? null : row % 4 === 0 ? 'a' : 'b')),
    ),
  )
}
