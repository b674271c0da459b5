import type { ColumnSummary, TableSummary } from '#shared/contract/tables.ts'
import { taskOf } from '#shared/data/summary/target.ts'
import { mergedTreatment, scalingOf, treatmentOf } from '#shared/data/summary/treatment.ts'
import { plainTreatment, type ExperimentData } from './experiment-data.ts'
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
    scaling: scalingOf(summary),
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
    missing: mergedTreatment(kept.missing, proposed.missing),
    scaling: kept.scaling,
    split: kept.split,
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
    missing: mergedTreatment(draft.missing, fallback),
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
