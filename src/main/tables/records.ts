/** How values and rows are distinguished in a text. */
export interface Separation {
  /** A space where {@link blanks} is given. */
  readonly delimiter: string
  /** Columns are aligned: so many spaces, or a tab, part two values, and those around a line none. */
  readonly blanks?: 1 | 2
  /** Columns are aligned, and begin at these places of a line, the first at its start: {@link blanks} is 1. */
  readonly edges?: readonly number[]
  /** No-break spaces and the like align columns as spaces do. */
  readonly noBreak?: boolean
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
export function splitRecords(text: string, separation: Separation, most = Infinity): TextRecord[] {
  const { delimiter, quote, escape, blanks } = separation
  if (blanks !== undefined) return splitLines(text, { ...separation, blanks }, most)
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

/** How a line of aligned columns is cut. */
type Alignment = Pick<Separation, 'quote' | 'edges' | 'noBreak'> & { readonly blanks: 1 | 2 }

function splitLines(text: string, alignment: Alignment, most: number): TextRecord[] {
  const records: TextRecord[] = []
  for (let at = 0; at < text.length && records.length < most;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    records.push(splitAligned(text.slice(at, end), alignment))
    at = end + 1
  }
  return records
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

/** Spaces of other widths, and those that no line is broken at. */
export const oddSpaces = '\u00a0\u2000-\u200a\u202f\u205f\u3000'
const oddSpace = new RegExp(`[${oddSpaces}]`, 'g')

/** A line of aligned columns; a value in quotation marks may have blanks in it. */
export function splitAligned(whole: string, alignment: Alignment): TextRecord {
  const { blanks, quote, edges } = alignment
  const line = alignment.noBreak ? whole.replace(oddSpace, ' ') : whole
  if (edges) return splitAtEdges(line, edges)
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

/** A value that goes over an edge leaves its row with one value fewer. */
function splitAtEdges(line: string, edges: readonly number[]): TextRecord {
  const fields: string[] = []
  if (isEmpty(line)) return { fields: [''], enclosed: 0, malformed: false }
  let start = 0
  for (const edge of edges.slice(1)) {
    if (edge <= line.length && line[edge - 1] !== ' ') continue
    fields.push(line.slice(start, edge).trim())
    start = edge
  }
  fields.push(line.slice(start).trim())
  return { fields, enclosed: 0, malformed: fields.length < edges.length }
}

const isEmpty = (line: string): boolean => line.trim() === ''

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
