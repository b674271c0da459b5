import type { ColumnSummary, TableSummary, Task } from '#shared/contract/tables.ts'
import { groupingNames, sexes, sureNames, usualNames } from './target-names.ts'

/** What a table seems to be for; null where nothing suggests itself. */
export interface Suggestion {
  readonly target: string | null
  readonly task: Task | null
}

/** Whole numbers of up to so many kinds are classes, if each kind comes often enough. */
const mostClasses = 20

/** Words of more kinds than this are classes only where their column is named so. */
const mostWords = 100

/**
 * The column to predict: one that is named so; else classes in the last column; else the only classes
 * among measurements, wherever they stand; else the last column of numbers. Keys, free text, dates
 * and what never varies are no targets. But where a column is named so and holds one class, a person
 * is to be told that.
 */
export function suggestTarget(columns: readonly ColumnSummary[], rows: number): Suggestion {
  const chosen = columns.length < 2 ? undefined : chooseTarget(columns, rows)
  return { target: chosen?.name ?? null, task: chosen ? suggestTask(chosen, rows) : null }
}

/**
 * What a column is predicted as when it is the target: words and a yes or no are classes, and so are
 * whole numbers of few kinds that each come several times; all else is a quantity.
 */
export function suggestTask(column: ColumnSummary, rows: number): Task {
  const { type, distinct, whole, missing } = column
  if (type === 'date') return 'regression'
  if (type !== 'number') return 'classification'
  if (!whole) return 'regression'
  const few = distinct <= mostClasses && distinct * 3 <= rows - missing
  return few || distinct <= 2 ? 'classification' : 'regression'
}

/**
 * The same of a column that a person makes the target. One of the program's own tables says itself
 * what its target is.
 */
export function taskOf(
  column: ColumnSummary,
  table: Pick<TableSummary, 'rows' | 'suggestedTarget' | 'suggestedTask'>,
): Task {
  const { suggestedTarget, suggestedTask } = table
  if (column.name === suggestedTarget && suggestedTask) return suggestedTask
  return suggestTask(column, table.rows)
}

function chooseTarget(columns: readonly ColumnSummary[], rows: number): ColumnSummary | undefined {
  const usable = columns.filter(
    ({ type, distinct }) => type !== 'text' && type !== 'date' && distinct > 0,
  )
  const varying = usable.filter((column) => column.distinct > 1 && !isKey(column, rows))
  const constant = usable.filter(({ distinct }) => distinct === 1)
  const classes = varying.filter((column) => areClasses(column, rows))
  const last = varying.at(-1)
  const place = isPlace(columns, last)
  return (
    named(place ? varying.filter((each) => spelled(each) !== 'y') : varying, sureNames) ??
    varying.find(isCalledTarget) ??
    named(constant, sureNames) ??
    (last && classes.includes(last) ? last : undefined) ??
    named(varying, usualNames) ??
    classesAmongMeasurements(varying, classes) ??
    varying.findLast(({ type }) => type === 'number') ??
    last ??
    usable.findLast(({ distinct }) => distinct > 1)
  )
}

const spelled = ({ name }: ColumnSummary): string => name.trim().toLowerCase()

/** The column of the first of some names that there is. */
function named(
  columns: readonly ColumnSummary[],
  names: readonly string[],
): ColumnSummary | undefined {
  const found = names.find((name) => columns.some((column) => spelled(column) === name))
  return columns.find((column) => spelled(column) === found)
}

/** Whether "y" stands after "x", and something else to predict after that: it is then a place. */
function isPlace(columns: readonly ColumnSummary[], last: ColumnSummary | undefined): boolean {
  const names = columns.map(spelled)
  const at = names.indexOf('y')
  return at > 0 && names[at - 1] === 'x' && last !== undefined && names.indexOf(spelled(last)) > at
}

/** "target_class", "HeartDiseaseLabel": the last of several words says it. */
function isCalledTarget({ name }: ColumnSummary): boolean {
  const words = name
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s_.-]+/)
  const said = ['target', 'label', 'class', 'outcome']
  return words.length > 1 && said.includes(words.at(-1)!.toLowerCase())
}

/** Whether a column counts the rows, or gives each a key. */
function isKey(column: ColumnSummary, rows: number): boolean {
  const { type, distinct, missing, whole, min, max } = column
  if (type !== 'number' || !whole || distinct < rows - missing || distinct < 3) return false
  const name = column.name.trim()
  const apart = /(?:^|[^\p{Letter}])(?:id|index|key|no|nr|row|uid|编号|序号|番号)$/iu
  const joined = /[a-z](?:I[dD]|N[or]|Key|Index)$/
  const counts = (max ?? 0) - (min ?? 0) === distinct - 1
  return apart.test(name) || joined.test(name) || counts
}

/** Whether a column's values are classes rather than quantities or names. */
function areClasses(column: ColumnSummary, rows: number): boolean {
  const { type, distinct, missing } = column
  if (type === 'number') return suggestTask(column, rows) === 'classification'
  return type === 'boolean' || (distinct <= mostWords && distinct < rows - missing)
}

/**
 * The one column of words among several of numbers; or, in a table without names, the classes in
 * numbers that it begins with, counted from 0 or 1.
 */
function classesAmongMeasurements(
  varying: readonly ColumnSummary[],
  classes: readonly ColumnSummary[],
): ColumnSummary | undefined {
  const [word, another] = classes.filter(({ type }) => type !== 'number')
  const numbers = varying.filter(({ type }) => type === 'number')
  if (word && !another && numbers.length > 1 && !groups(word)) return word
  const [first, second] = classes
  if (!first || second || first !== varying[0] || numbers.length < 3) return undefined
  const { min, max, distinct, name } = first
  const counted = (min === 0 || min === 1) && max === min + distinct - 1
  return counted && /^column\d+$/.test(name) ? first : undefined
}

function groups(column: ColumnSummary): boolean {
  const values = column.values?.map(({ value }) => value.toLowerCase()) ?? []
  const sex = values.some((value) => /^(?:f|w|female|女)$/.test(value))
  return (
    groupingNames.includes(spelled(column)) || (sex && values.every((each) => sexes.includes(each)))
  )
}
