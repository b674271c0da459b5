import type { ColumnSummary, TableSummary } from '#shared/contract/tables.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { findGenerator } from '../generators/index.ts'
import { isQuantity } from '../table.ts'

type Missing = ExperimentSpec['missing']

/** What becomes of missing values unless configured otherwise: they are filled where there are any. */
export function treatmentOf(
  { columns }: Pick<TableSummary, 'columns'>,
  target: string | undefined,
): Missing {
  const lacks = (wanted: (column: ColumnSummary) => boolean): boolean =>
    columns.some((column) => column.missing > 0 && wanted(column))
  const quantities = lacks((column) => column.name !== target && isQuantity(column))
  const categories = lacks((column) => column.name !== target && !isQuantity(column))
  return {
    numbers: quantities ? 'median' : 'refuse',
    categories: categories ? 'mode' : 'refuse',
    target: lacks(({ name }) => name === target) ? 'drop' : 'refuse',
  }
}

/** A choice made before, but where it made none and there is now something missing. */
export function mergedTreatment(kept: Missing, proposed: Missing): Missing {
  return {
    numbers: kept.numbers === 'refuse' ? proposed.numbers : kept.numbers,
    categories: kept.categories === 'refuse' ? proposed.categories : kept.categories,
    target: kept.target === 'refuse' ? proposed.target : kept.target,
  }
}

/** A generator may be what it says only without scaling. */
export function scalingOf({ source }: Pick<TableSummary, 'source'>): ExperimentSpec['scaling'] {
  const generator = 'generator' in source ? findGenerator(source.generator) : undefined
  return { kind: generator?.scaling ?? 'standard', fit: 'train' }
}
