import { isDate } from './dates.ts'
import { isMissing } from './marks.ts'
import { parseNumber } from './numbers.ts'

/**
 * Whether a table's first row names its columns: each column votes. A word over numbers is a name; a
 * number over numbers, or a word that comes again below, is a value.
 *
 * @param rows the first rows, of fields
 */
export function hasHeader(rows: readonly (readonly string[])[], decimal: '.' | ','): boolean {
  const [first, ...rest] = rows
  if (!first) return false
  const isValue = (text: string): boolean =>
    parseNumber(text, { decimal, thousands: '' }) !== undefined || isDate(text)
  const names = first.map((field) => field.trim())
  if (rest.length === 0) return !names.some(isValue)
  // Years over a table's columns are names, however they look.
  const years = names.filter((name) => /^(?:1[89]|20)\d\d$/.test(name)).map(Number)
  const areYears =
    years.length > 1 && years.every((year, index) => index === 0 || year === years[index - 1]! + 1)
  let votes = 0
  names.forEach((name, column) => {
    const below = rest.map((row) => (row[column] ?? '').trim()).filter((cell) => !isMissing(cell))
    if (below.length === 0) return
    const values = below.filter(isValue).length
    if (values >= below.length * 0.8) {
      if (name === '') return
      if (!isValue(name)) votes += isMissing(name) ? 0 : 1
      else if (!areYears) votes -= 1
    } else if (below.length >= 3 && below.includes(name)) votes -= 1
  })
  if (votes !== 0) return votes > 0
  return names.every((name) => name !== '' && (areYears || !isValue(name)))
}

/**
 * The columns' names, each its own: what is empty is named by its place, and what comes again gets a
 * number.
 *
 * @param header the first row, or none
 * @param width how many columns there are
 */
export function columnNames(header: readonly string[] | undefined, width: number): string[] {
  const given = (header ?? []).map((name) => name.replace(/\s+/g, ' ').trim())
  if (given[0]?.startsWith('#')) given[0] = given[0].slice(1).trim()
  const known = new Set(given)
  const taken = new Set<string>()
  /** By name, the number that the next column of that name tries. */
  const next = new Map<string, number>()
  return Array.from({ length: width }, (_, column) => {
    const base = given[column] || `column${column + 1}`
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
