/*
 * Tables as programs print them for people: what is not printed whole, or not row by row, cannot be read
 * as rows.
 */

/** Lines that are looked at. */
const looked = 1000

/** Why a printed table is none to read; undefined where it is one, or was not printed. */
export function printedAs(text: string): 'part' | 'blocks' | undefined {
  const lines = text.split(/\r\n|\r|\n/, looked).map((line) => line.trimEnd())
  if (isPart(lines)) return 'part'
  return isInBlocks(lines) ? 'blocks' : undefined
}

const dots = /^(?:\.{2,3}|[…⋯⋮·])$/
const fieldsOf = (line: string): string[] => line.split(/[\s│┆|]+/).filter((field) => field !== '')
/** What R, tibbles, DuckDB and Spark say of rows that they leave out. */
const leftOut =
  /^(?:# (?:ℹ|…|\.\.\.) (?:with )?[\d,]+ more rows?\b.*| \[ reached .*max.* omitted \d+ rows \]|│ *\d+ rows .*\(\d+ shown\).*|only showing top \d+ rows?)$/

function isPart(lines: readonly string[]): boolean {
  if (lines.some((line) => leftOut.test(line))) return true
  const rows = lines.map(fieldsOf).filter((fields) => fields.length > 1)
  if (rows.some((fields) => fields.every((field) => dots.test(field)))) return true
  // Columns that are left out: dots among the names, and in all rows.
  const dotted = rows.filter((fields) => fields.includes('...') || fields.includes('…'))
  return rows.length > 2 && dotted.length >= rows.length * 0.9 && dotted[0] === rows[0]
}

/** psql's `\x`, MySQL's `\G`, SQLite's `.mode line`. */
const oneByOne = /^(?:[-─]\[ RECORD 1 \][-─+┬]*|\*{5,} 1\. row \*{5,})$/
const keyOf = (line: string): string => /^.*? = /.exec(line)?.[0] ?? ''

function isInBlocks(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => line !== '')
  if (first < 0) return false
  if (lines.slice(first, first + 5).some((line) => oneByOne.test(line))) return true
  const blank = lines.indexOf('', first)
  const record = lines.slice(first, blank < 0 ? undefined : blank)
  const keys = record.map(keyOf)
  const again = blank < 0 ? [] : lines.slice(blank + 1, blank + 1 + keys.length).map(keyOf)
  if (keys.length > 1 && !keys.includes('') && keys.every((key, at) => key === again[at])) {
    return true
  }
  return isWrapped(lines.slice(first)) || hasBrokenValues(lines)
}

/** Columns that found no room go on below, beside the same row names: R's way, and pandas' after "\". */
function isWrapped(lines: readonly string[]): boolean {
  const [names = '', ...rest] = lines
  if (/\s\\$/.test(names)) return true
  if (!names.startsWith(' ')) return false
  const nameOf = (line: string): string => /^\S*/.exec(line)![0]
  const next = rest.findIndex((line) => line.startsWith(' '))
  if (next < 2) return false
  const block = rest.slice(0, next)
  return block.every(
    (line, at) => line !== '' && nameOf(line) === nameOf(rest[next + 1 + at] ?? ''),
  )
}

/** psql marks by "+" at a column's end that its value goes on in the line below. */
function hasBrokenValues(lines: readonly string[]): boolean {
  const ruler = lines.findIndex((line) => /^-+(?:\+-+)+$/.test(line))
  if (ruler < 0) return false
  const ends = [...lines[ruler]!.matchAll(/-(?=\+|$)/g)].map(({ index }) => index)
  return lines.slice(ruler + 1).some((line) => ends.some((end) => line[end] === '+'))
}
