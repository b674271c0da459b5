import { typesetDates } from './dates.ts'
import { booleanWords, forcedBooleanWords, type Kind } from './infer.ts'
import { missingMarks } from './marks.ts'
import { numberCharacters, numberPattern, type NumberFormat } from './number-format.ts'
import type { Dialect } from './dialect.ts'
import { quoted } from './duckdb.ts'

/*
 * The SQL that reads a file. Columns go by number (c0, c1, …): no name from a file gets into it.
 */

export const rawColumn = (index: number): string => `c${index}`

export interface CsvSource {
  readonly path: string
  readonly dialect: Dialect
  /** Rows before the first of the data; blank lines count. */
  readonly skip: number
  /** In bytes. */
  readonly longestRow: number
  /** Some value holds a line end: then only who reads from the beginning knows where rows begin. */
  readonly brokenRows: boolean
}

/** A text file as a relation of texts, whose rows of another width go to the rejects. */
export function csvRelation(source: CsvSource): string {
  const { path, dialect, skip, longestRow, brokenRows } = source
  const { delimiter, quote, escape, width } = dialect
  const columns = Array.from({ length: width }, (_, index) => `${rawColumn(index)}: 'VARCHAR'`)
  const marks = missingMarks.filter((mark) => !mark.includes(delimiter))
  const options = {
    auto_detect: 'false',
    header: 'false',
    columns: `{${columns.join(', ')}}`,
    delim: quoted(delimiter),
    quote: quoted(quote),
    escape: quoted(escape),
    comment: "''",
    nullstr: `[${marks.map(quoted).join(', ')}]`,
    skip: String(skip),
    encoding: "'utf-8'",
    compression: "'none'",
    parallel: String(!brokenRows),
    store_rejects: 'true',
    rejects_limit: '0',
    max_line_size: String(longestRow),
    // Room for some of the longest rows, but no more memory for ordinary ones than they need.
    buffer_size: String(Math.max(4 * 2 ** 20, 2 * longestRow)),
  }
  const list = Object.entries(options).map(([name, value]) => `${name} = ${value}`)
  return `read_csv(${[quoted(path), ...list].join(', ')})`
}

/** A text column's values as its kind wants them: numbers as DOUBLE, strings by their hash. */
export function cellExpression(index: number, kind: Kind, forced: boolean): string {
  const cell = rawColumn(index)
  switch (kind.kind) {
    case 'number':
      return numberExpression(cell, kind.format)
    case 'date': {
      const { formats, typeset, written } = kind.form
      if (written) return 'NULL::DOUBLE'
      const text = (typeset ? typesetDates : []).reduce(
        (sofar, [from, to]) => `regexp_replace(${sofar}, ${quoted(from)}, ${quoted(to)})`,
        `trim(${cell})`,
      )
      if (formats.length === 0) return `epoch(TRY_CAST(${text} AS TIMESTAMPTZ))`
      return `epoch(try_strptime(${text}, [${formats.map(quoted).join(', ')}]))`
    }
    case 'boolean': {
      const words = forced ? forcedBooleanWords : booleanWords
      const among = (list: readonly string[]): string =>
        `lower(trim(${cell})) IN (${list.map(quoted).join(', ')})`
      return `CASE WHEN ${among(words.true)} THEN 1::DOUBLE WHEN ${among(words.false)} THEN 0::DOUBLE END`
    }
    case 'string':
      return `hash(trim(${cell}))`
  }
}

function numberExpression(cell: string, format: NumberFormat): string {
  const { decimal, unit, typeset } = format
  if (typeset) {
    const { from, to } = numberCharacters(format)
    const bare = unit === undefined ? cell : `replace(${cell}, ${quoted(unit)}, '')`
    return (
      `CASE WHEN regexp_full_match(${cell}, ${quoted(numberPattern(format))}) ` +
      `THEN TRY_CAST(translate(${bare}, ${quoted(from)}, ${quoted(to)}) AS DOUBLE) END`
    )
  }
  if (decimal === '.') return `TRY_CAST(${cell} AS DOUBLE)`
  return `CASE WHEN NOT contains(${cell}, '.') THEN TRY_CAST(replace(${cell}, ',', '.') AS DOUBLE) END`
}
