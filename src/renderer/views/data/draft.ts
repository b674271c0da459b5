import type { ColumnSummary, TableSummary } from '../../../shared/contract/tables.ts'
import { findGenerator } from '../../../shared/data/generators/index.ts'
import { taskOf } from '../../../shared/data/summary/target.ts'
import { plainTreatment, type ExperimentData } from '../../stores/experiment-data.ts'
import { hintOf } from './hints.ts'

/** What a person has chosen of a table, on the way to a race. */
export type Draft = Omit<ExperimentData, 'source' | 'name' | 'features'> & {
  readonly features: ReadonlySet<string>
}

/** @returns the table's column of that name */
export function columnOf(
  summary: TableSummary,
  name: string | undefined,
): ColumnSummary | undefined {
  return name === undefined ? undefined : summary.columns.find((column) => column.name === name)
}

/** @returns whether a column is filled and counted as a number is; the others as categories are */
export function isQuantity({ type }: ColumnSummary): boolean {
  return type === 'number' || type === 'date'
}

/** @returns the columns worth learning from: all but the target and those that a hint speaks against */
export function usefulFeatures(
  summary: TableSummary,
  target: string | undefined,
): ReadonlySet<string> {
  const useful = summary.columns.filter(
    (column) => column.name !== target && hintOf(column, summary.rows) === undefined,
  )
  return new Set(useful.map(({ name }) => name))
}

/** @returns every column that can be learned from at all */
export function allFeatures(summary: TableSummary, target: string | undefined): Set<string> {
  const usable = summary.columns.filter(
    ({ name, type, missing }) => name !== target && type !== 'text' && missing < summary.rows,
  )
  return new Set(usable.map(({ name }) => name))
}

/** A generator may be what it says only without scaling. */
function scalingOf({ source }: TableSummary): Draft['scaling']['kind'] {
  const generator = 'generator' in source ? findGenerator(source.generator) : undefined
  return generator?.scaling ?? plainTreatment.scaling.kind
}

/** What becomes of missing values unless told otherwise: they are filled where there are any. */
function treatmentOf({ columns }: TableSummary, target: string | undefined): Draft['missing'] {
  const lacks = (wanted: (column: ColumnSummary) => boolean): boolean =>
    columns.some((column) => column.missing > 0 && wanted(column))
  return {
    numbers: lacks((column) => column.name !== target && isQuantity(column)) ? 'median' : 'refuse',
    categories: lacks((column) => column.name !== target && !isQuantity(column))
      ? 'mode'
      : 'refuse',
    target: lacks(({ name }) => name === target) ? 'drop' : 'refuse',
  }
}

/**
 * What to propose for a table that has just been opened.
 *
 * @param kept what was chosen of this table before: still right as far as its columns are there
 */
export function firstDraft(summary: TableSummary, kept?: Omit<ExperimentData, 'source'>): Draft {
  const column =
    columnOf(summary, kept?.target) ?? columnOf(summary, summary.suggestedTarget ?? undefined)
  const target = column?.name
  const proposed: Draft = {
    ...plainTreatment,
    target,
    task: column ? taskOf(column, summary) : 'classification',
    features: usefulFeatures(summary, target),
    missing: treatmentOf(summary, target),
    scaling: { kind: scalingOf(summary), fit: 'train' },
  }
  if (!kept) return proposed
  const known = allFeatures(summary, target)
  const features = kept.features?.filter((name) => known.has(name))
  return {
    ...proposed,
    task: kept.target === target ? kept.task : proposed.task,
    features:
      kept.features === undefined
        ? known
        : features?.length
          ? new Set(features)
          : proposed.features,
    missing: mergedMissing(kept.missing, proposed.missing),
    scaling: kept.scaling,
    split: kept.split,
  }
}

/** A choice made before, but where it made none and there is now something missing. */
function mergedMissing(kept: Draft['missing'], proposed: Draft['missing']): Draft['missing'] {
  return {
    numbers: kept.numbers === 'refuse' ? proposed.numbers : kept.numbers,
    categories: kept.categories === 'refuse' ? proposed.categories : kept.categories,
    target: kept.target === 'refuse' ? proposed.target : kept.target,
  }
}

/** @returns the draft with another target; the one before becomes a feature if it is of use */
export function withTarget(draft: Draft, summary: TableSummary, target: string): Draft {
  const column = columnOf(summary, target)
  if (!column || draft.target === target) return draft
  const features = new Set(draft.features)
  features.delete(target)
  const before = columnOf(summary, draft.target)
  if (before && hintOf(before, summary.rows) === undefined) features.add(before.name)
  const fallback = treatmentOf(summary, target)
  return {
    ...draft,
    target,
    features,
    task: taskOf(column, summary),
    missing: mergedMissing(draft.missing, fallback),
  }
}

/** @returns the draft as a race takes it; every useful column but text needs no list */
export function toData(draft: Draft, summary: TableSummary): ExperimentData {
  const { features, ...rest } = draft
  const others = summary.columns.filter(
    ({ name, type }) => name !== draft.target && type !== 'text',
  )
  const all = others.length === features.size && others.every(({ name }) => features.has(name))
  const listed = summary.columns.flatMap(({ name }) => (features.has(name) ? [name] : []))
  return {
    ...rest,
    source: summary.source,
    name: summary.name,
    features: all ? undefined : listed,
  }
}
