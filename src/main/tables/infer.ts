import type { ColumnType } from '#shared/experiment/source.ts'
import { findDateForm, type DateForm } from './dates.ts'
import { oddShare } from './limits.ts'
import { isGap, isMissing } from './marks.ts'
import { isIdentifier, parseNumber, type NumberFormat } from './number-format.ts'
import { findNumberFormat } from './numbers.ts'

/** What a column's values are read as. Whether strings are categories or text shows when all are read. */
export type Kind =
  | {
      readonly kind: 'number'
      readonly format: NumberFormat
      /** Its values so far are digits alone: a "007" among the rest would be somebody's name. */
      readonly digits: boolean
    }
  | { readonly kind: 'date'; readonly form: DateForm }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }

/** What says no and what says yes; the first of each is how the program says it. */
export const booleanWords = {
  false: ['false', 'no', '否'],
  true: ['true', 'yes', '是'],
} as const

/** Of a column that a person calls boolean. */
export const forcedBooleanWords = {
  false: [...booleanWords.false, '0', 'f', 'n', 'off'],
  true: [...booleanWords.true, '1', 't', 'y', 'on'],
} as const

export const isBooleanWord = (value: string): boolean => {
  const word = value.toLowerCase()
  return [...booleanWords.false, ...booleanWords.true].some((each) => each === word)
}

/** What a file's other columns say of how one of them is to be read. */
export interface Habits {
  readonly decimal: '.' | ','
  /** A person says which decimal mark it is. */
  readonly told?: boolean
  /** "1/2/2020" is the first of February. */
  readonly dayFirst: boolean
}

/**
 * What a column holds, from a sample of its values. A number or date column may hold a few values
 * that are none; one number that is a name, such as "007", makes all of them names.
 *
 * @param cells as the file has them
 * @param type what a person says of the column
 */
export function inferKind(
  cells: readonly string[],
  { decimal, told = false, dayFirst }: Habits,
  type?: ColumnType | undefined,
): Kind {
  const words = cells.map((cell) => cell.trim()).filter((cell) => !isMissing(cell))
  const values = words.filter((word) => !isGap(word))
  if (type === 'category' || type === 'text') return { kind: 'string' }
  if (type === 'boolean') return { kind: 'boolean' }
  if (type === 'date') return { kind: 'date', form: findDateForm(values, dayFirst).form }
  const enough = values.length * (1 - oddShare)
  const found = findNumberFormat(values, decimal)
  // A column may have a decimal mark of its own.
  const other =
    found.numbers < enough && !told ? findNumberFormat(values, decimal === ',' ? '.' : ',') : found
  const { format, numbers } = other.numbers >= enough ? other : found
  const digits = type === undefined && values.every((value) => /^\d+$/.test(value))
  const number: Kind = { kind: 'number', format, digits }
  // A column of nothing yet is taken for numbers: what comes later is checked against that.
  if (type === 'number' || words.length === 0) return number
  // Nothing but "None" is a word that comes again and again.
  if (values.length === 0) return { kind: 'string' }
  if (areNames(values)) return { kind: 'string' }
  if (numbers >= enough) return number
  if (values.every(isBooleanWord)) return { kind: 'boolean' }
  const { form, dates } = findDateForm(values, dayFirst)
  return dates >= enough ? { kind: 'date', form } : { kind: 'string' }
}

/** Whether a column's numbers are names for things: quantities have decimals here and there. */
function areNames(values: readonly string[]): boolean {
  return (
    values.some(isIdentifier) &&
    !values.some((value) => /^[+-]?\d*[.,]\d|^[+-]?\d+[.,]?\d*[eE][+-]?\d+$/.test(value))
  )
}

/**
 * Whether a kind takes some value that a column's kind so far refused, and is of the same sort: a number
 * in groups, a date that tells the day from the month.
 */
export function takesMore(other: Kind, kind: Kind, odd: readonly string[]): boolean {
  if (other.kind === 'number' && kind.kind === 'number') {
    return odd.some((text) => parseNumber(text.trim(), other.format) !== undefined)
  }
  if (other.kind !== 'date' || kind.kind !== 'date') return false
  const [now, then] = [other.form, kind.form]
  return now.formats[0] !== then.formats[0] || now.written !== then.written
}

/** How many of a column's present values may fail to be of its kind. */
export function mayBeOdd(kind: Kind, present: number): number {
  return kind.kind === 'number' || kind.kind === 'date' ? Math.floor(present * oddShare) : 0
}
