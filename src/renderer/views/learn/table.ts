import type { TableSummary } from '#shared/contract/tables.ts'
import { tableName } from '#shared/data/table-name.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { LessonTable } from '#shared/lessons/index.ts'
import { firstDraft, toData, withTarget, type Draft } from '#renderer/stores/draft.ts'
import { toSpecPart } from '#renderer/stores/experiment-data.ts'

/** A table that a learner has opened, and what is predicted of it. */
export interface OwnTable {
  readonly summary: TableSummary
  readonly draft: Draft
}

/** @returns what to do with a table that was just opened; its last column is predicted where nothing suggests itself */
export function ownTable(summary: TableSummary): OwnTable {
  const draft = firstDraft(summary)
  const last = summary.columns.at(-1)?.name
  const chosen = draft.target === undefined && last !== undefined
  return { summary, draft: chosen ? withTarget(draft, summary, last) : draft }
}

/** @returns the table as a lesson trains on it */
export function lessonTable({ summary, draft }: OwnTable): LessonTable {
  const known = sourceName(summary.source)
  return {
    name: {
      en: tableName(known, 'en', summary.name),
      'zh-CN': tableName(known, 'zh-CN', summary.name),
    },
    data: toSpecPart(toData(draft, summary)),
  }
}
