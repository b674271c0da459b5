import { hasHeader, headerVotes, holdsValues, isValue } from './header.ts'
import { isGap } from './marks.ts'
import type { TextRecord } from './records.ts'
import { areUnits, bareUnit } from './units.ts'

/** Rows above a table that are none of it, at most. */
export const mostTitles = 60
/** Rows of a table that are looked at to tell it from what is above. */
const judged = 60

/** A row of nothing but delimiters is as good as none. */
export const isBlank = ({ fields, enclosed }: TextRecord): boolean =>
  enclosed === 0 && fields.every((field) => field.trim() === '')

/** A line that the programs of laboratories put above their numbers; Grace's begin with "@". */
const isRemark = ({ fields }: TextRecord): boolean =>
  /^\s*(?:[#%!*]|\/\/|--|@(?:\s|TYPE\b|$))/.test(fields[0]!)

/**
 * Where a table begins: with the row that names its columns, or with its first values. Titles and
 * remarks above it are passed over, also those that happen to be as wide as it is.
 *
 * @param records of the text's beginning, blank lines among them
 * @param whole whether a mark alone may be a field, since blanks part none
 * @returns how many records come before
 */
export function findStart(records: readonly TextRecord[], width: number, whole: boolean): number {
  const first = firstRow(records, width)
  if (width === 1) return first
  const named = namedByRemark(records, first, width, whole)
  if (named !== undefined) return named
  return laterHeader(records, first, width) ?? first
}

const passed = (record: TextRecord): boolean => isBlank(record) || isRemark(record)

function firstRow(records: readonly TextRecord[], width: number): number {
  const last = records.length - 1
  let first = 0
  while (first < last && passed(records[first]!)) first++
  if (width === 1) return first
  const fits = (at: number): boolean => records[at]!.fields.length === width
  const next = (at: number): number => {
    let other = at + 1
    while (other < last && passed(records[other]!)) other++
    return other
  }
  let even = first
  while (
    even < last &&
    even - first < mostTitles &&
    !(fits(even) && fits(Math.min(last, next(even))))
  ) {
    even++
  }
  if (even === first) return first
  if (!fits(even)) {
    // No two rows alike: what has one field only is above the table.
    while (first < last && (passed(records[first]!) || records[first]!.fields.length === 1)) first++
    return first
  }
  // Names whose first row below is cut short are names all the same, unless others follow that are as good.
  const top = records[first]!.fields
  const named = top.every((field) => field.trim() !== '' && !isValue(field.trim()))
  if (fits(first) && named) {
    const rows = rowsFrom(records, even, width)
    const [later = [], ...below] = rows
    const better = headerVotes(top, below).votes > headerVotes(later, below).votes
    if (better || !hasHeader(rows)) return first
  }
  // A row of names may be longer or shorter than those below it: R leaves out that of the row names.
  const above = even - 1
  const names = records[above]
  if (above < first || !names || passed(names)) return even
  const over = records[above - 1]
  if (above > first && over && isIndexName(over, names, width)) return above - 1
  if (names.fields.length < 2) return even
  const full = names.fields.findLastIndex((field) => field.trim() !== '') + 1
  if (full === width) return above
  // What columns are counted in stands below their names, and some columns have nothing there.
  if (above > first && fits(above - 1) && areUnits(names.fields)) return above - 1
  // And so do a tibble's types, where the rows' own names have neither.
  const alike = over?.fields.length === names.fields.length
  if (above > first && alike && areTypes(names.fields)) return above - 1
  if (hasHeader(rowsFrom(records, even, width))) return even
  return names.fields.some((field) => isValue(field.trim())) ? even : above
}

/** pandas writes the name of the rows' own names below those of the columns, alone in its line. */
export function isIndexName(names: TextRecord, below: TextRecord, width: number): boolean {
  const [label = '', ...rest] = below.fields
  const alone = label.trim() !== '' && !isValue(label.trim()) && rest.every((field) => field === '')
  const full = names.fields.length === width && names.fields[0] === ''
  const over = full ? names.fields.slice(1) : names.fields
  const named = over.every((name) => name !== '' && !isValue(name.trim()))
  return width > 2 && alone && over.length === width - 1 && named
}

/** A remark's fields, without what makes it one. */
export function remarkFields({ fields }: TextRecord): readonly string[] {
  const [first = '', ...rest] = fields
  const bare = first.replace(/^\s*(?:[#%!*]+|\/\/|--)\s*/, '')
  return bare === '' ? rest : [bare, ...rest]
}

/** "#x,y,z" above "1,2,3" names the columns. */
function namedByRemark(
  records: readonly TextRecord[],
  first: number,
  width: number,
  whole: boolean,
): number | undefined {
  const above = records[first - 1]
  if (!above || isBlank(above) || !isRemark(above) || above.fields[0]!.startsWith('@')) {
    return undefined
  }
  // "#" may itself name a column, of numbers that count the rows.
  const names = [remarkFields(above), above.fields].find(({ length }) => length === width)
  if (!names || (names === above.fields && !whole)) return undefined
  const rows = rowsFrom(records, first, width)
  const tells = numericColumns(rows).length > 0 && !hasHeader(rows)
  return tells && hasHeader([names, ...rows]) ? first - 1 : undefined
}

function rowsFrom(
  records: readonly TextRecord[],
  from: number,
  width: number,
): (readonly string[])[] {
  return records
    .slice(from, from + judged)
    .filter(({ fields }) => fields.length === width)
    .map(({ fields }) => fields)
}

/**
 * A row of names that comes after others that look like rows and are none: a title may have as many
 * commas as the table, and an instrument's settings as many values as it has columns.
 */
function laterHeader(
  records: readonly TextRecord[],
  first: number,
  width: number,
): number | undefined {
  const end = Math.min(records.length - 1, first + mostTitles)
  /** Something stands between that is no row of the table. */
  let gap = false
  /** A row that is taken for names if none is that looks more like them. */
  let found: number | undefined
  for (let at = first + 1; at < end; at++) {
    const record = records[at]!
    if (passed(record) || record.fields.length !== width) {
      gap = true
      continue
    }
    const rows = rowsFrom(records, at, width)
    const numeric = numericColumns(rows.slice(1))
    const cells = numeric.map((column) => record.fields[column]!.trim())
    if (cells.length === 0) continue
    // The table has begun.
    if (cells.every((cell) => isGap(cell) || isValue(cell))) return found
    if (cells.some((cell) => isGap(cell) || isValue(cell))) continue
    const names = areNames(record.fields, rows.slice(1))
    // One word among numbers may also be a broken row below the names.
    const apart = gap && cells.length > 1
    if (!apart && areNames(records[first]!.fields, rows.slice(1))) continue
    if (names) return at
    found ??= at
  }
  return found
}

/** Whether a row may name columns: each of its fields is a word of its own, and none goes on a sentence. */
function areNames(fields: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const inUse = (_: unknown, column: number): boolean =>
    rows.some((row) => row[column]!.trim() !== '')
  const names = fields.map((field) => field.trim()).filter(inUse)
  // Over the rows' own names there may be none.
  const words = names.every((name, column) => {
    return name === '' ? column === 0 && names.length > 1 : !isValue(name)
  })
  const goesOn = (row: readonly string[]): boolean =>
    row.slice(1).some((field) => field.startsWith(' '))
  return words && new Set(names).size === names.length && (!goesOn(fields) || rows.some(goesOn))
}

/** Columns of numbers, dates or times. */
export function numericColumns(rows: readonly (readonly string[])[]): number[] {
  const [first = []] = rows
  return [...first.keys()].filter((column) =>
    holdsValues(rows.map((row) => (row[column] ?? '').trim()).filter((cell) => !isGap(cell))),
  )
}

/** Rows below the names that tell of the columns, and are none of the table's. */
export interface Description {
  readonly rows: number
  /** By column what it is counted in, empty where there is none. */
  readonly units: readonly string[]
}

/** So many rows, at most, tell of the columns. */
const mostDescribing = 12

/**
 * What stands below the names and tells of the columns: what they are counted in, what type they are of,
 * or in two rows and more whatever else a survey or a bank says of them.
 *
 * @param rows below the names
 */
export function describedBy(rows: readonly (readonly string[])[]): Description | undefined {
  const units = unitsRow(rows)
  const from = Math.min(mostDescribing, Math.floor(rows.length / 2))
  const numeric = numericColumns(rows.slice(from, from + judged))
  const tells = (row: readonly string[]): boolean => {
    const cells = numeric.map((column) => row[column]!.trim())
    return (
      cells.some((cell) => !isGap(cell)) && cells.every((cell) => isGap(cell) || !isValue(cell))
    )
  }
  const first = rows.slice(0, mostDescribing + 1).findIndex((row) => !tells(row))
  // One row of words may also be a broken one.
  const several = numeric.length > 1 && first > 1 && first <= mostDescribing ? first : 0
  const count = Math.max(several, units ? 1 : 0)
  return count > 0 ? { rows: count, units: units ?? [] } : undefined
}

/** The row that says what columns are counted in, or what type they are of, if the first of the rows is one. */
function unitsRow(rows: readonly (readonly string[])[]): string[] | undefined {
  const [first, ...rest] = rows
  const numeric = numericColumns(rest.slice(0, judged))
  if (!first || numeric.length === 0) return undefined
  const cells = first.map((field) => field.trim())
  const told = numeric.map((column) => cells[column]!)
  if (cells.every((cell) => cell === '' || isTypeName(cell))) return cells.map(() => '')
  if (told.some(isValue)) return undefined
  const others = cells.filter((_, column) => !numeric.includes(column))
  if (!others.every((cell) => isGap(cell) || areUnits([cell]))) return undefined
  // Words below the names of nothing but numbers say what each is.
  const describes =
    told.length > 1 &&
    told.length === cells.length &&
    told.every((cell) => !isGap(cell)) &&
    new Set(told).size === told.length
  return areUnits(told) || describes
    ? cells.map((cell) => (isGap(cell) ? '' : bareUnit(cell)))
    : undefined
}

export const areTypes = (fields: readonly string[]): boolean =>
  fields.every((field) => isTypeName(field.trim()))

/** What programs call the types of columns. */
function isTypeName(cell: string): boolean {
  return /^<?(?:[uif](?:8|16|32|64)|cat|lst|u?(?:tiny|small|big|huge)?int(?:eger)?(?:8|16|32|64)?|float(?:32|64)?|real|dbl|double|numeric|decimal(?:\(.*\))?|n?(?:var)?char(?:\(.*\))?|chr|text|str(?:ing)?|object|fct|ord|dttm|lgl|bool(?:ean)?|date|time(?:stamp)?|datetime)>?$/i.test(
    cell,
  )
}
