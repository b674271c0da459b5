import type { TableSummary } from '../contract/tables.ts'
import type { Table } from './table.ts'
import { profileColumn } from './summary/column.ts'
import { previewOf } from './summary/preview.ts'
import { suggestTarget } from './summary/target.ts'

export { previewRows } from './summary/preview.ts'
export { relate } from './summary/relate.ts'

/** What can be said of a table from its cells alone. */
export type TableStatistics = Pick<
  TableSummary,
  'rows' | 'columns' | 'constantColumns' | 'suggestedTarget' | 'suggestedTask' | 'preview'
>

/** Looks at every cell a few times; a million rows of twenty columns take about a second. */
export function summariseTable(table: Table): TableStatistics {
  const profiles = table.columns.map(profileColumn)
  const columns = profiles.map(({ summary }) => summary)
  const suggestion = suggestTarget(profiles, table.rows)
  return {
    rows: table.rows,
    columns,
    // A column of nothing but missing values says as little.
    constantColumns: columns.filter(({ distinct }) => distinct <= 1).map(({ name }) => name),
    suggestedTarget: suggestion.target,
    suggestedTask: suggestion.task,
    preview: previewOf(table),
  }
}
