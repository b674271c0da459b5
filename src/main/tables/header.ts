import { isClock, isDate } from './dates.ts'
import { isGap } from './marks.ts'
import { numberLook } from './number-look.ts'

/** Whether a text is a number, a date or a time. @param text trimmed */
export function isValue(text: string): boolean {
  return numberLook(text) !== undefined || isDate(text) || isClock(text)
}

/** Of a column's present values so many are numbers, dates or times where it holds them. */
const most = 0.8

/**
 * Whether a table's first row names its columns.
 *
 * @param rows the first rows, of fields
 */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows
  if (!first) return false
  const names = first.map((field) => field.trim())
  if (rest.length === 0) return !names.some(isValue)
  if (areCounted(names)) return true
  const { votes, words } = headerVotes(names, rest)
  return votes === 0 ? words : votes > 0
}

/**
 * What the columns say of a row of names: a word over numbers is a name; a number over numbers, or a word
 * that comes again below, is a value.
 *
 * @returns columns for which it is a name less those for which it is a value; whether no name is a number
 */
export function headerVotes(
  first: readonly string[],
  rest: readonly (readonly string[])[],
): { readonly votes: number; readonly words: boolean } {
  const names = first.map((field) => field.trim())
  const numbered = areYears(names)
  let votes = 0
  let words = true
  names.forEach((name, column) => {
    const below = rest.map((row) => (row[column] ?? '').trim()).filter((cell) => !isGap(cell))
    if (below.length === 0) return
    words &&= name !== '' && (numbered || !isValue(name))
    if (holdsValues(below)) {
      if (isGap(name)) return
      // "5 %" over plain numbers is the name of a quantile, and a day or an hour is one over any.
      const bare =
        numberLook(name) === 'with unit' && !below.some((cell) => numberLook(cell) === 'with unit')
      const day = numberLook(name) === undefined && below.every((cell) => numberLook(cell))
      if (!isValue(name) || bare || day) votes++
      else if (!numbered) votes--
    } else if (below.length >= 3 && below.includes(name)) votes--
  })
  return { votes, words }
}

/** @param below a column's present values, trimmed */
export function holdsValues(below: readonly string[]): boolean {
  return below.length > 0 && below.filter(isValue).length >= below.length * most
}

/** Years over a table's columns are names, however they look. */
function areYears(names: readonly string[]): boolean {
  const years = names.filter((name) => /^(?:1[89]|20)\d\d$/.test(name)).map(Number)
  return (
    years.length > 1 && years.every((year, index) => index === 0 || year === years[index - 1]! + 1)
  )
}

/** Over a column of row numbers, which has no name, a program counts the columns. */
function areCounted([first, ...names]: readonly string[]): boolean {
  return first === '' && names.length > 0 && names.every((name, index) => name === String(index))
}

/**
 * The columns' names, each its own: what is empty is named by its place, and what comes again gets a
 * number.
 *
 * @param header the first row, or none
 * @param width how many columns there are
 * @param ahead of them, those before the first that has anything in it
 */
export function columnNames(
  header: readonly string[] | undefined,
  width: number,
  ahead = 0,
): string[] {
  const given = (header ?? []).map((name) => name.replace(/\s+/g, ' ').trim())
  if (given[0]?.startsWith('#')) given[0] = given[0].slice(1).trim() || '#'
  const known = new Set(given)
  const taken = new Set<string>()
  /** By name, the number that the next column of that name tries. */
  const next = new Map<string, number>()
  return Array.from({ length: width }, (_, column) => {
    const place = column < ahead ? width - column : column + 1 - ahead
    const base = given[column] || `column${place}`
    let name = base
    // A made name gives way to one that the file has further on.
    while (taken.has(name) || (name !== given[column] && known.has(name))) {
      const number = next.get(base) ?? 2
      next.set(base, number + 1)
      name = `${base}_${number}`
    }
    taken.add(name)
    return name
  })
}
