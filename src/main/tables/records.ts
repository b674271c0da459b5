/** How values and rows are told apart in a text. */
export interface Separation {
  /** A space where {@link blanks} is given. */
  readonly delimiter: string
  /** Columns are aligned: so many spaces, or a tab, part two values, and those around a line none. */
  readonly blanks?: 1 | 2
  /** Empty where no value is quoted. */
  readonly quote: string
  readonly escape: string
}

/** A row of a text, as it is written. */
export interface TextRecord {
  readonly fields: readonly string[]
  /** How many of them quotation marks enclose. */
  readonly enclosed: number
  /** Something follows a closing quotation mark, or one is never closed. */
  readonly malformed: boolean
}

/**
 * Cuts a text into rows, blank lines among them as rows of one empty field, as DuckDB's reader does:
 * a quotation mark opens a value only where the value begins (or after spaces there).
 *
 * @param text with line feeds alone
 * @param most records
 */
export function splitRecords(
  text: string,
  { delimiter, quote, escape, blanks }: Separation,
  most = Infinity,
): TextRecord[] {
  if (blanks !== undefined) return splitLines(text, blanks, quote, most)
  const records: TextRecord[] = []
  let at = 0
  while (at < text.length && records.length < most) {
    const fields: string[] = []
    let enclosed = 0
    let malformed = false
    for (;;) {
      let start = at
      if (quote !== '') while (text[start] === ' ' && delimiter !== ' ') start++
      if (quote !== '' && text.startsWith(quote, start)) {
        const { value, next, closed } = unquote(text, start + 1, quote, escape)
        const end = untilEnd(text, next, delimiter)
        const rest = text.slice(next, end).trimEnd()
        enclosed++
        malformed ||= !closed || rest !== ''
        fields.push(value + rest)
        at = end
      } else {
        const end = untilEnd(text, at, delimiter)
        fields.push(text.slice(at, end))
        at = end
      }
      if (text.startsWith(delimiter, at)) {
        at += delimiter.length
        continue
      }
      break
    }
    if (text[at] === '\n') at++
    records.push({ fields, enclosed, malformed })
  }
  return records
}

function splitLines(text: string, blanks: 1 | 2, quote: string, most: number): TextRecord[] {
  const records: TextRecord[] = []
  for (let at = 0; at < text.length && records.length < most;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    records.push(splitAligned(text.slice(at, end), blanks, quote))
    at = end + 1
  }
  return records
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

/** A line of aligned columns; a value in quotation marks may have blanks in it. */
export function splitAligned(line: string, blanks: 1 | 2, quote: string): TextRecord {
  const fields: string[] = []
  let enclosed = 0
  let malformed = false
  let at = 0
  for (;;) {
    while (isBlank(line[at])) at++
    if (at >= line.length) break
    if (quote !== '' && line.startsWith(quote, at)) {
      const { value, next, closed } = unquote(line, at + 1, quote, quote)
      enclosed++
      malformed ||= !closed || (next < line.length && !isBlank(line[next]))
      fields.push(value)
      at = next
    } else {
      const start = at
      while (at < line.length && !partsAt(line, at, blanks)) at++
      fields.push(line.slice(start, at))
    }
  }
  return { fields: fields.length > 0 ? fields : [''], enclosed, malformed }
}

function partsAt(line: string, at: number, blanks: 1 | 2): boolean {
  if (!isBlank(line[at])) return false
  return blanks === 1 || line[at] === '\t' || isBlank(line[at + 1]) || at + 1 === line.length
}

function untilEnd(text: string, from: number, delimiter: string): number {
  const newline = text.indexOf('\n', from)
  const line = newline < 0 ? text.length : newline
  // Only within the line: an indexOf over the whole text would make long texts slow.
  const first = delimiter[0]!
  for (let at = from; at < line; at++) {
    if (text[at] === first && text.startsWith(delimiter, at)) return at
  }
  return line
}

function unquote(
  text: string,
  from: number,
  quote: string,
  escape: string,
): { value: string; next: number; closed: boolean } {
  let value = ''
  let start = from
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (character === escape && text[at + 1] === quote) {
      value += text.slice(start, at) + quote
      at += 2
      start = at
    } else if (character === quote) {
      return { value: value + text.slice(start, at), next: at + 1, closed: true }
    } else at++
  }
  return { value: value + text.slice(start), next: text.length, closed: false }
}
