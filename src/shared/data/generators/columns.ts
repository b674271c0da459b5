import type { CategoryColumn, Column, NumberColumn, Table } from '../table.ts'

/** Number columns `x1`, `x2`, … of so many rows, to be filled. */
export function numberColumns(count: number, rows: number, prefix = 'x'): NumberColumn[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'number',
    name: `${prefix}${index + 1}`,
    values: new Float64Array(rows),
  }))
}

/** The column that tells the rows' classes, to be filled. */
export function classColumn(rows: number, categories: readonly string[]): CategoryColumn {
  return { type: 'category', name: 'class', codes: new Int32Array(rows), categories }
}

/** A table whose target is its last column. */
export function tableEndingIn(name: string, features: readonly Column[], target: Column): Table {
  const rows = 'values' in target ? target.values.length : 0
  return {
    name,
    rows: 'codes' in target ? target.codes.length : rows,
    columns: [...features, target],
    target: target.name,
  }
}
