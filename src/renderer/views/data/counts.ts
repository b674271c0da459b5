import type { ColumnSummary, TableSummary } from '#shared/contract/tables.ts'
import { validationCount } from '#shared/data/split.ts'
import { isQuantity } from '#shared/data/table.ts'
import type { Draft } from '#renderer/stores/draft.ts'

/** A whole number known within bounds; both are the same where it is known exactly. */
export interface Span {
  readonly least: number
  readonly most: number
}

export interface Counts {
  /** Rows left out because a value is missing. Which cells lie in one row only the table knows. */
  readonly dropped: Span
  readonly train: Span
  readonly validation: Span
  /** What the model takes in: a number per quantity, one per value of a category. */
  readonly inputs: Span
}

/** How many rows and inputs a race on this draft will have. */
export function countsOf(summary: TableSummary, draft: Draft): Counts {
  const dropped = droppedRows(summary, draft)
  const kept: Span = { least: summary.rows - dropped.most, most: summary.rows - dropped.least }
  const { folds } = draft.split
  const held = (rows: number, round: (value: number) => number): number => {
    if (rows <= 0) return 0
    return folds === undefined ? validationCount(rows, draft.split.validation) : round(rows / folds)
  }
  const validation = { least: held(kept.least, Math.floor), most: held(kept.most, Math.ceil) }
  // Both parts shrink as rows are dropped, so their bounds belong to the same ends.
  const train = {
    least: kept.least - held(kept.least, Math.ceil),
    most: kept.most - held(kept.most, Math.floor),
  }
  return { dropped, train, validation, inputs: inputCount(summary, draft, dropped) }
}

function droppedRows(summary: TableSummary, draft: Draft): Span {
  const lacking: number[] = []
  for (const column of summary.columns) {
    if (column.missing > 0 && drops(column, draft)) lacking.push(column.missing)
  }
  const sum = lacking.reduce((total, each) => total + each, 0)
  const largest = lacking.reduce((most, each) => Math.max(most, each), 0)
  return { least: largest, most: Math.min(summary.rows, sum) }
}

function drops(column: ColumnSummary, { target, features, missing }: Draft): boolean {
  if (column.name === target) return missing.target === 'drop'
  if (!features.has(column.name)) return false
  return (isQuantity(column) ? missing.numbers : missing.categories) === 'drop'
}

function inputCount(summary: TableSummary, { features, missing }: Draft, dropped: Span): Span {
  let inputs = 0
  let owned = 0
  for (const column of summary.columns) {
    if (!features.has(column.name)) continue
    inputs += column.type === 'category' ? column.distinct : 1
    if (!isQuantity(column) && column.missing > 0 && missing.categories === 'own') owned++
  }
  // The rows that lack a category may all be among those left out.
  return { least: inputs + (dropped.most > 0 ? 0 : owned), most: inputs + owned }
}
