import type { ReadOptions } from '../../shared/experiment/source.ts'
import { findDialect, noDelimiter, type Dialect } from './dialect.ts'
import { columnNames, hasHeader } from './header.ts'
import { findDecimal } from './numbers.ts'
import { splitRecords } from './records.ts'
import { readSample, type Sample } from './sample.ts'

/** How a text file is laid out, and what a sample of its cells is. */
export interface Layout {
  readonly dialect: Dialect
  readonly header: boolean
  readonly decimal: '.' | ','
  readonly names: readonly string[]
  /** By column: cells from the file's beginning, middle and end. */
  readonly cells: readonly (readonly string[])[]
  /** The last column comes of a delimiter at every line's end, as far as the sample goes. */
  readonly trailing: boolean
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
  const { skip, width } = dialect
  const rowsOf = (text: string, complete: boolean): (readonly string[])[] => {
    const records = splitRecords(text, dialect, Math.ceil(sampledCells / width) + skip + 1)
    // The last one may have been cut off in the middle of a quoted value.
    if (!complete && records.length > 1) records.pop()
    return records.map(({ fields }) => fields)
  }
  const isRow = (fields: readonly string[]): boolean =>
    width === 1 || fields.length > 1 || fields[0] !== ''
  const first = rowsOf(sample.text, sample.complete).slice(skip).filter(isRow)
  if (first.length === 0) return undefined

  const whole = first.slice(1).filter((fields) => fields.length === width)
  const decimal =
    options.decimal ??
    findDecimal(
      whole.flat().map((cell) => cell.trim()),
      dialect.delimiter,
    )
  const judged = [first[0]!, ...whole.slice(0, 1000)]
  const header = options.header ?? hasHeader(judged, decimal)
  const rows = [...(header ? whole : first.filter((fields) => fields.length === width))]
  if (!quotes) {
    for (const text of sample.elsewhere) {
      rows.push(...rowsOf(text, true).filter((fields) => fields.length === width))
    }
  }
  const cells = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]!))
  const given = header ? first[0]! : undefined
  const trailing =
    width > 1 && (given?.[width - 1] ?? '').trim() === '' && cells.at(-1)!.every((c) => c === '')
  // A header that is one short of its rows names all but the rows' own names, which come first.
  const shifted = given && given.length === width - 1 && !trailing ? ['', ...given] : given
  return { dialect, header, decimal, names: columnNames(shifted, width), cells, trailing }
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0 && lines < 5; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
