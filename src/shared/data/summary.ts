import type { ColumnSummary, TableSummary } from '../contract/tables.ts'
import type { Table } from './table.ts'
import { summariseColumn } from './summary/column.ts'
import { previewOf } from './summary/preview.ts'
import { suggestTarget } from './summary/target.ts'

export { previewRows } from './summary/preview.ts'
export { relate, relateSteps } from './summary/relate.ts'

/** What can be said of a table from its cells alone. */
export type TableStatistics = Pick<
  TableSummary,
  'rows' | 'columns' | 'constantColumns' | 'suggestedTarget' | 'suggestedTask' | 'preview'
>

/** Looks at every cell a few times; a million rows of twenty columns take about a second. */
export function summariseTable(table: Table): TableStatistics {
  const steps = summarySteps(table)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same a column at a step, for whoever has something else to do in between. */
export function* summarySteps(table: Table): Generator<void, TableStatistics, void> {
  const columns: ColumnSummary[] = []
  for (const column of table.columns) {
    columns.push(summariseColumn(column))
    yield
  }
  const suggestion = suggestTarget(columns, table.rows)
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
