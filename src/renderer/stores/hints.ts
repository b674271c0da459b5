import type { ColumnSummary } from '#shared/contract/tables.ts'

/**
 * Why a column is of little use to learn from: it has no value at all, always the same one, free
 * text, a number per row that only counts them, or categories that hardly come twice.
 */
export type ColumnHint = 'empty' | 'constant' | 'text' | 'identifier' | 'manyValues'

/** Fewer rows than this are all different by chance. */
const fewRows = 12

/** @returns what speaks against learning from the column, undefined where nothing does */
export function hintOf(column: ColumnSummary, rows: number): ColumnHint | undefined {
  const present = rows - column.missing
  if (present <= 0) return 'empty'
  if (column.type === 'text') return 'text'
  if (column.distinct <= 1) return 'constant'
  if (present < fewRows) return undefined
  if (column.type === 'category' && column.distinct > present / 2) return 'manyValues'
  if (column.type !== 'number' || column.distinct !== present) return undefined
  const { min, max } = column
  return min !== null && max !== null && max - min === present - 1 ? 'identifier' : undefined
}
