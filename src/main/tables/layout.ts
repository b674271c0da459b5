import type { ReadOptions } from '#shared/experiment/source.ts'
import { findDialect, noDelimiter, type Dialect } from './dialect.ts'
import { cleanText } from './cleaning.ts'
import { dayComesFirst } from './dates.ts'
import { columnNames, hasHeader } from './header.ts'
import type { Habits } from './infer.ts'
import { isGap } from './marks.ts'
import { findDecimal } from './numbers.ts'
import { areTypes, describedBy, isBlank, isIndexName, remarkFields } from './preamble.ts'
import { splitAligned, splitRecords, type TextRecord } from './records.ts'
import { areUnits } from './units.ts'
import { readSample, type Sample } from './sample.ts'

/** How a text file is laid out, and what a sample of its cells is. */
export interface Layout {
  readonly dialect: Dialect
  /** As the file has it, whatever is made of it to be read. */
  readonly delimiter: string
  readonly header: boolean
  /** Rows before the first of the data; blank lines count. */
  readonly skip: number
  readonly habits: Habits
  readonly names: readonly string[]
  /** By column, what a row below the names says that it is counted in; empty where nothing does. */
  readonly units: readonly string[]
  /** By column: cells from the file's beginning, middle and end. */
  readonly cells: readonly (readonly string[])[]
  /** By column, whether it has neither a name nor a value, as far as the sample goes. */
  readonly hollow: readonly boolean[]
}

/** Cells of a sample, of all columns. */
const sampledCells = 400_000

/**
 * Looks at a text file.
 *
 * @param path a UTF-8 file
 * @param quotes whether it has quotation marks, so that its middle cannot be understood by itself
 * @param hint says what another look at the file finds its delimiter to be
 * @param known the dialect, where this program wrote the file
 * @returns undefined when there is no row in it
 */
export async function findLayout(
  path: string,
  options: ReadOptions,
  quotes: boolean,
  hint: () => Promise<readonly string[]>,
  known?: Dialect | undefined,
): Promise<Layout | undefined> {
  let sample: Sample
  let bytes = 2 ** 18
  // Long rows need a longer look.
  for (;;) {
    sample = await readSample(path, bytes)
    if (sample.complete || countLines(sample.text) > 4) break
    bytes *= 8
  }
  const { delimiter } = options
  let dialect = known ?? findDialect(sample.text, delimiter)
  if (!known && dialect.delimiter === noDelimiter && delimiter === undefined) {
    dialect = findDialect(sample.text, undefined, await hint())
  }
  const { skip, width, cleaning } = dialect
  const cut = (text: string): TextRecord[] =>
    splitRecords(
      cleaning ? cleanText(text, cleaning) : text,
      dialect,
      Math.ceil(sampledCells / width) + skip + 1,
    )
  const records = cut(sample.text)
  // The last one may have been cut off in the middle of a quoted value.
  if (!sample.complete && records.length > 1) records.pop()
  const isRow = (record: TextRecord): boolean => width === 1 || !isBlank(record)
  const first = records.findIndex((record, index) => index >= skip && isRow(record))
  if (first < 0) return undefined

  const fits = ({ fields }: TextRecord): boolean => fields.length === width
  const fieldsOf = (rows: readonly TextRecord[]): (readonly string[])[] =>
    rows.filter((row) => fits(row) && isRow(row)).map(({ fields }) => fields)
  const names = namesIn(sample.text, records, first, dialect)
  const below = fieldsOf(records.slice(first + 1))
  const header = options.header ?? (dialect.named || hasHeader([names, ...below.slice(0, 1000)]))
  const told = header && width > 1 && !known ? describedBy(below) : undefined
  const last = told && below[told.rows - 1]
  const ofUnits = records[first + 1]
  const label =
    header && ofUnits && isIndexName({ ...records[first]!, fields: names }, ofUnits, width)
      ? ofUnits.fields[0]!
      : undefined
  const telling =
    ofUnits && !fits(ofUnits) && (areUnits(ofUnits.fields) || areTypes(ofUnits.fields))
  const skipped = !header
    ? first
    : last
      ? records.findIndex(({ fields }) => fields === last) + 1
      : first + (telling || label !== undefined ? 2 : 1)
  const rows = fieldsOf(records.slice(skipped))
  if (!quotes) rows.push(...sample.elsewhere.flatMap((text) => fieldsOf(cut(text))))
  const cells = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]!))
  const given = header ? names : undefined
  const empty = cells.map((column) => column.every((cell) => cell.trim() === ''))
  const short = given !== undefined && given.length === width - 1
  // A header that is one short of its rows names all but the rows' own names, which come first.
  const moved = short && !empty.at(-1) ? ['', ...given] : given
  const shifted = label !== undefined && moved?.[0] === '' ? [label, ...moved.slice(1)] : moved
  const hollow = empty.map((each, column) => each && (shifted?.[column] ?? '').trim() === '')
  const ahead = hollow.indexOf(false)
  return {
    dialect,
    delimiter: dialect.delimiter,
    header,
    skip: skipped,
    habits: findHabits(cells, dialect.delimiter, options),
    names: columnNames(shifted, width, Math.max(0, ahead)),
    units: told?.units ?? [],
    cells,
    hollow: edges(hollow, header),
  }
}

/** Without names, only what is empty at the rows' ends comes of delimiters there. */
function edges(hollow: readonly boolean[], header: boolean): readonly boolean[] {
  const [first, last] = [hollow.indexOf(false), hollow.lastIndexOf(false)]
  return hollow.map((each, column) => each && (header || column < first || column > last))
}

/** The first row's fields, which may be names. */
function namesIn(
  text: string,
  records: readonly TextRecord[],
  first: number,
  { width, blanks, edges, quote }: Dialect,
): readonly string[] {
  const record = records[first]!
  const { fields } = record
  const bare = remarkFields(record)
  if (fields.length === width + 1 && bare.length === width) return bare
  if (blanks === 1 && !edges && fields.length !== width) {
    // Names of several words stand further apart than their words.
    const line = text.split('\n', first + 1)[first]!
    const apart = remarkFields(splitAligned(line, { blanks: 2, quote }))
    if (apart.length === width) return apart
  }
  return fields
}

/** What a file's columns together say of each. */
function findHabits(
  cells: readonly (readonly string[])[],
  delimiter: string,
  options: ReadOptions,
): Habits {
  const columns = cells.map((column) => column.map((cell) => cell.trim()))
  const decimal = options.decimal ?? findDecimal(columns, delimiter)
  const told = columns.map((column) =>
    column.some((cell) => /^\d{1,2}[-/]\d/.test(cell))
      ? dayComesFirst(column.filter((cell) => !isGap(cell)))
      : undefined,
  )
  const dayFirst = told.includes(true) || (!told.includes(false) && decimal === ',')
  return { decimal, told: options.decimal !== undefined, dayFirst }
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0 && lines < 5; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
