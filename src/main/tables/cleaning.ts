import { open } from 'node:fs/promises'
import { holdsValues, isValue } from './header.ts'
import { isMissing } from './marks.ts'
import { decodeFile } from './normalise.ts'
import { splitAligned, splitRecords, type Separation } from './records.ts'

/** Which lines of a text are none of its table's rows. */
export interface Cleaning {
  /** Lines are drawn between the rows, as databases and Markdown do. */
  readonly drawn?: boolean
  /** What remarks between the rows begin with. */
  readonly remarks?: string | undefined
  /** The delimiter, where rows of nothing else are to go. */
  readonly hollow?: string
}

/** What a line of a drawing is made of, and what it has at least. */
const drawing = /^(?=.*(?:---|===|───|━━━|═══|--:|:--))[-=+|:\s─━═│┃┌┐└┘├┤┬┴┼╞╡╪╭╮╰╯╔╗╚╝╠╣╦╩╬║]*$/
const rowCount = /^\(?\d+ (?:rows?|row\(s\))(?:\)| in set| selected| returned| affected|$)/i

/** Says of line after line whether it is no row. What stands above the first row stays: it may name the columns. */
function lineTest({ drawn, remarks, hollow }: Cleaning): (line: string) => boolean {
  let begun = false
  return (line) => {
    if (line === '') return false
    if (isRemark(line, remarks)) return begun
    if (drawn && (drawing.test(line) || rowCount.test(line))) return true
    if (hollow !== undefined && isHollow(line, hollow)) return true
    begun ||= line.trim() !== ''
    return false
  }
}

function isHollow(line: string, delimiter: string): boolean {
  for (const character of line) {
    if (!delimiter.includes(character) && character !== ' ' && character !== '\t') return false
  }
  return true
}

/** A text without the lines that are no rows: blank lines are in their places. */
export function cleanText(text: string, cleaning: Cleaning): string {
  const isNone = lineTest(cleaning)
  const lines = text.split('\n')
  const inside = insideQuotes(lines, cleaning.remarks)
  return lines.map((line, at) => (!inside[at] && isNone(line) ? '' : line)).join('\n')
}

/** Whether a line has one quotation mark more than come in pairs. */
const isOpen = (line: string): boolean => (line.split('"').length - 1) % 2 === 1

function isRemark(line: string, mark: string | undefined): boolean {
  if (mark === undefined || !line.trimStart().startsWith(mark)) return false
  // A spreadsheet's error is a value.
  const [, value] = mark === '#' ? (/^\s*(#[^,;|\t]*)[,;|\t]/.exec(line) ?? []) : []
  return value === undefined || !isMissing(value.trim())
}

/**
 * Of each line whether it begins inside quotation marks; of none where these do not come in pairs. Those in
 * remarks enclose nothing.
 */
function insideQuotes(lines: readonly string[], mark: string | undefined): readonly boolean[] {
  let inside = false
  const within = lines.map((line) => {
    const begins = inside
    if ((begins || !isRemark(line, mark)) && isOpen(line)) inside = !inside
    return begins
  })
  return inside ? lines.map(() => false) : within
}

const marks = ['#', '%', '!', '//', '--'] as const

interface Remarks {
  readonly mark: string
  readonly found: readonly string[]
  /** The lines that are none. */
  readonly others: readonly string[]
}

/** What lines between the rows begin with, where it may be a remark's mark; more would be values. */
function remarksIn(text: string): Remarks[] {
  const all = text.split('\n')
  return marks.flatMap((mark) => {
    const inside = insideQuotes(all, mark)
    const lines = all.filter((line, at) => line.trim() !== '' && !inside[at])
    const others = lines.filter((line) => !isRemark(line, mark))
    const begun = others.length > 0 ? lines.indexOf(others[0]!) : lines.length
    const found = lines.slice(begun).filter((line) => isRemark(line, mark))
    return found.length > 0 && found.length <= lines.length * 0.4 ? [{ mark, found, others }] : []
  })
}

/** A text without what is likely none of its rows, whatever stands between its values. */
export function roughlyClean(text: string): string {
  const remarks = remarksIn(text).find(({ mark }) => mark === '#')?.mark
  return cleanText(text, { drawn: true, remarks })
}

/**
 * What a text's lines need before they are cut into rows. Lines that begin with a remark's mark are
 * remarks where they are cut into another number of values than rows are. What is as wide as a row is
 * one that somebody took out, "#7,1.5", where a number stands in its place in the others.
 *
 * @param text a file's start, with line feeds alone
 * @returns undefined where nothing
 */
export function findCleaning(
  text: string,
  separation: Separation,
  width: number,
): Cleaning | undefined {
  if (width === 1) return undefined
  const drawn = text.split('\n').some((line) => drawing.test(line))
  const fieldsOf = (line: string): readonly string[] => splitRecords(line, separation, 1)[0]!.fields
  const remarks = remarksIn(text).find(({ mark, found, others }) => {
    const odd = found.filter((line) => fieldsOf(line).length !== width)
    if (odd.length * 2 >= found.length) return true
    // Between dashes and percent signs and their remarks only the width tells.
    const firstOf = (line: string): string => fieldsOf(line)[0]!.trim()
    const taken = (line: string): boolean => isValue(firstOf(line).replace(/^#+\s*/, ''))
    return mark === '#' && found.every(taken) && holdsValues(others.slice(1, 100).map(firstOf))
  })?.mark
  return drawn || remarks !== undefined ? { drawn, remarks } : undefined
}

const csv = { delimiter: ',', quote: '"', escape: '"' } as const

/** How a text that was cleaned is cut. */
export function cleanSeparation(separation: Separation): Separation {
  return separation.blanks === undefined ? separation : csv
}

/**
 * Writes a text anew, line by line, each where it was: lines that are no rows become blank, and aligned
 * columns are cut as {@link cleanSeparation} says.
 *
 * @param brokenRows whether values in quotation marks may hold line ends
 */
export async function cleanFile(
  from: string,
  to: string,
  cleaning: Cleaning,
  { blanks, quote }: Separation,
  brokenRows: boolean,
): Promise<void> {
  const isNone = lineTest(cleaning)
  let inside = false
  const cleaned = (line: string): string => {
    if (blanks !== undefined) {
      if (line === '' || isNone(line)) return ''
      return splitAligned(line, blanks, quote).fields.map(enclosed).join(',')
    }
    if (!inside && isNone(line)) return ''
    if (brokenRows && isOpen(line)) inside = !inside
    return line
  }
  const out = await open(to, 'w', 0o600)
  try {
    let rest = ''
    for await (const piece of decodeFile(from, 'utf-8')) {
      const lines = (rest + piece.replaceAll('\r\n', '\n')).split('\n')
      rest = lines.pop()!
      if (lines.length > 0) await out.write(`${lines.map(cleaned).join('\n')}\n`)
    }
    if (rest !== '') await out.write(cleaned(rest))
  } finally {
    await out.close()
  }
}

const enclosed = (value: string): string =>
  /[",\n]/.test(value) || value.trim() !== value ? `"${value.replaceAll('"', '""')}"` : value
