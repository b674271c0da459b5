import type { ColumnSummary, TableSummary } from '#shared/contract/tables.ts'
import { mostNumericClasses } from '#shared/data/encode.ts'
import { countsOf } from './counts.ts'
import { isQuantity } from '#shared/data/table.ts'
import { allFeatures, columnOf, usefulFeatures, type Draft } from '#renderer/stores/draft.ts'

/** Why a draft cannot be trained on. */
export type Problem =
  | { readonly kind: 'noTarget' }
  | { readonly kind: 'textTarget'; readonly name: string }
  | { readonly kind: 'emptyTarget'; readonly name: string }
  | { readonly kind: 'oneClass'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'manyClasses'; readonly name: string; readonly n: number }
  | { readonly kind: 'dateClasses'; readonly name: string }
  | { readonly kind: 'decimalClasses'; readonly name: string }
  | { readonly kind: 'notNumber'; readonly name: string }
  | { readonly kind: 'targetMissing'; readonly name: string; readonly n: number }
  | { readonly kind: 'noFeatures'; readonly none: boolean }
  | { readonly kind: 'emptyFeature'; readonly name: string }
  | { readonly kind: 'numbersMissing'; readonly name: string; readonly n: number }
  | { readonly kind: 'categoriesMissing'; readonly name: string; readonly n: number }
  | { readonly kind: 'nothingLeft' }
  | { readonly kind: 'fewRows'; readonly folds: number; readonly n: number }
  | { readonly kind: 'tooLarge'; readonly inputs: number }

/** The most encoded cells that fit into memory, as the laboratory counts them. */
const mostCells = 2 ** 29

/** @returns everything that stands in a race's way, the target's first; empty where nothing does */
export function problemsOf(summary: TableSummary, draft: Draft): Problem[] {
  const problems = [...targetProblems(summary, draft), ...featureProblems(summary, draft)]
  if (problems.length > 0) return problems
  const { dropped, inputs } = countsOf(summary, draft)
  const rows = summary.rows - dropped.least
  const { folds } = draft.split
  if (rows < 1 || dropped.least === summary.rows) return [{ kind: 'nothingLeft' }]
  if (folds !== undefined && rows < folds) return [{ kind: 'fewRows', folds, n: rows }]
  if (rows * inputs.least > mostCells) return [{ kind: 'tooLarge', inputs: inputs.least }]
  return []
}

function targetProblems(summary: TableSummary, draft: Draft): Problem[] {
  const column = columnOf(summary, draft.target)
  if (!column) return [{ kind: 'noTarget' }]
  const { name, distinct, missing } = column
  if (missing === summary.rows) return [{ kind: 'emptyTarget', name }]
  if (column.type === 'text') return [{ kind: 'textTarget', name }]
  const problems: Problem[] = []
  if (missing > 0 && draft.missing.target === 'refuse') {
    problems.push({ kind: 'targetMissing', name, n: missing })
  }
  if (draft.task === 'regression') {
    if (!isQuantity(column)) problems.push({ kind: 'notNumber', name })
  } else if (column.type === 'date') problems.push({ kind: 'dateClasses', name })
  else if (column.type === 'number' && distinct > 0 && !column.whole) {
    problems.push({ kind: 'decimalClasses', name })
  } else if (distinct < 2) problems.push({ kind: 'oneClass', name, value: onlyValue(column) })
  else if (column.type === 'number' && distinct > mostNumericClasses) {
    problems.push({ kind: 'manyClasses', name, n: distinct })
  }
  return problems
}

function onlyValue({ values, min }: ColumnSummary): string | undefined {
  return values?.[0]?.value ?? (min === null ? undefined : String(min))
}

function featureProblems(summary: TableSummary, draft: Draft): Problem[] {
  if (draft.features.size === 0) {
    return [{ kind: 'noFeatures', none: allFeatures(summary, draft.target).size === 0 }]
  }
  const chosen = summary.columns.filter(({ name }) => draft.features.has(name))
  const empty = chosen.find(({ missing }) => missing === summary.rows)
  if (empty) return [{ kind: 'emptyFeature', name: empty.name }]
  const lacking = chosen.filter(({ missing }) => missing > 0)
  const numbers = lacking.filter(isQuantity)
  const categories = lacking.filter((column) => !isQuantity(column))
  const problems: Problem[] = []
  if (draft.missing.numbers === 'refuse' && numbers[0]) {
    problems.push({ kind: 'numbersMissing', name: numbers[0].name, n: cells(numbers) })
  }
  if (draft.missing.categories === 'refuse' && categories[0]) {
    problems.push({ kind: 'categoriesMissing', name: categories[0].name, n: cells(categories) })
  }
  return problems
}

function cells(columns: readonly ColumnSummary[]): number {
  return columns.reduce((sum, { missing }) => sum + missing, 0)
}

/** @returns the draft with the problem mended the usual way; undefined where only a person knows how */
export function mended(problem: Problem, summary: TableSummary, draft: Draft): Draft | undefined {
  switch (problem.kind) {
    case 'manyClasses':
    case 'dateClasses':
    case 'decimalClasses':
      return { ...draft, task: 'regression' }
    case 'notNumber':
      return { ...draft, task: 'classification' }
    case 'targetMissing':
      return { ...draft, missing: { ...draft.missing, target: 'drop' } }
    case 'numbersMissing':
      return { ...draft, missing: { ...draft.missing, numbers: 'median' } }
    case 'categoriesMissing':
      return { ...draft, missing: { ...draft.missing, categories: 'mode' } }
    case 'emptyFeature': {
      const usable = allFeatures(summary, draft.target)
      return { ...draft, features: new Set([...draft.features].filter((name) => usable.has(name))) }
    }
    case 'noFeatures': {
      if (problem.none) return undefined
      const useful = usefulFeatures(summary, draft.target)
      return {
        ...draft,
        features: useful.size > 0 ? useful : allFeatures(summary, draft.target),
      }
    }
    case 'fewRows':
      return { ...draft, split: { ...draft.split, folds: undefined } }
    default:
      return undefined
  }
}
