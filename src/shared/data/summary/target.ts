import type { Task } from '../../contract/tables.ts'
import type { ColumnProfile } from './column.ts'

/** What a table seems to be for; null where nothing suggests itself. */
export interface Suggestion {
  readonly target: string | null
  readonly task: Task | null
}

/** Names that people give to what is to be predicted, the surest first. */
const targetNames = [
  ...['target', 'label', 'class', 'y', 'labels', 'classes', 'output', 'outcome', 'response'],
  ...['目标', '标签', '类别', '类标', '分类', '因变量', '目标变量'],
]

/** Whole numbers of up to so many kinds are classes, if each kind comes often enough. */
const mostClasses = 20

/**
 * The column to predict: one that is named so, else the last from which something can be learned
 * that does not merely number the rows.
 */
export function suggestTarget(profiles: readonly ColumnProfile[], rows: number): Suggestion {
  if (profiles.length < 2) return { target: null, task: null }
  const usable = profiles.filter(({ summary }) => summary.type !== 'text' && summary.distinct > 0)
  const named = targetNames.flatMap((name) =>
    usable.filter(({ summary }) => summary.name.trim().toLowerCase() === name),
  )
  // Classes at the end are the target even if there is but one of them: that is then to be said.
  const last = usable.at(-1)
  const classes = last && last.summary.type !== 'number' && last.summary.type !== 'date'
  const varying = usable.filter(({ summary }) => summary.distinct > 1)
  const telling = varying.filter((profile) => !numbersRows(profile, rows))
  const chosen = named[0] ?? (classes ? last : undefined) ?? telling.at(-1) ?? varying.at(-1)
  if (!chosen) return { target: null, task: null }
  return { target: chosen.summary.name, task: taskOf(chosen, rows) }
}

/** Whether a column counts the rows, or gives each a key. */
function numbersRows({ summary, whole }: ColumnProfile, rows: number): boolean {
  const { type, distinct, min, max, name } = summary
  if (type !== 'number' || !whole || distinct < rows || rows < 3) return false
  const key = /(^|[^\p{Letter}])(id|index|key|no|nr|row|编号|序号)$/iu.test(name.trim())
  return key || (max ?? 0) - (min ?? 0) === rows - 1
}

function taskOf({ summary, whole }: ColumnProfile, rows: number): Task {
  if (summary.type === 'date') return 'regression'
  if (summary.type !== 'number') return 'classification'
  if (summary.distinct <= 2) return 'classification'
  const few = summary.distinct <= mostClasses && summary.distinct * 3 <= rows
  return whole && few ? 'classification' : 'regression'
}
