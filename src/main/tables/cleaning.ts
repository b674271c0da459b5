import { open } from 'node:fs/promises'
import { holdsValues, isValue } from './header.ts'
import { isGap, isMissing } from './marks.ts'
import { decodeFile } from './normalise.ts'
import { numericColumns } from './preamble.ts'
import { splitAligned, splitRecords, type Separation } from './records.ts'

/** Which lines of a text are none of its table's rows. */
export interface Cleaning {
  /** Lines are drawn between the rows, as databases and Markdown do. */
  readonly drawn?: boolean
  /** The line of dashes below the names, and these, which both may come again. */
  readonly ruler?:
    | { readonly line: string; readonly names: string; readonly framed: boolean }
    | undefined
  /** What remarks between the rows begin with. */
  readonly remarks?: string | undefined
  /** The delimiter, where rows of nothing else are to go. */
  readonly hollow?: string
}

/** What a line of a drawing is made of, and what it has at least. */
const drawing = /^(?=.*(?:---|===|───|━━━|═══|--:|:--))[-=+|:\s─━═│┃┆┌┐└┘├┤┬┴┼╞╡╪╭╮╰╯╔╗╚╝╠╣╦╩╬║]*$/
/** What stands below a table that a database's program prints. */
const tail =
  /^\s*(?:\(?\d+ (?:rows?|row\(s\)|record\(s\))(?:\)| in set| selected| returned| affected|$)|Time: [\d.,]+ ms|\[\d+ rows x \d+ columns\]$)/i

/** Says of line after line whether it is no row. What stands above the first row stays: it may name the columns. */
function lineTest({ drawn, ruler, remarks, hollow }: Cleaning): (line: string) => boolean {
  let begun = false
  let named = false
  return (line) => {
    if (line === '') return false
    if (isRemark(line, remarks)) return begun
    if (drawn && (drawing.test(line) || tail.test(line))) return true
    if (ruler) {
      const bare = line.trimEnd()
      if (bare === ruler.line || (named && bare === ruler.names)) return true
      named ||= bare === ruler.names
    }
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

/** A row without the bars around it. Polars draws other ones between columns. */
const withoutFrame = (line: string): string =>
  line.replace(/^\s*([|│])(.*)\1\s*$/, (_, bar: string, row: string) =>
    bar === '│' ? row.replaceAll('┆', '│') : row,
  )

/** A text without the lines that are no rows: blank lines are in their places. */
export function cleanText(text: string, cleaning: Cleaning): string {
  const isNone = lineTest(cleaning)
  const lines = text.split('\n')
  const inside = insideQuotes(lines, cleaning.remarks)
  const unframed = cleaning.ruler?.framed ? withoutFrame : (line: string) => line
  return lines.map((line, at) => (!inside[at] && isNone(line) ? '' : unframed(line))).join('\n')
}

/** Whether a line has one quotation mark more than come in pairs. */
const isOpen = (line: string): boolean => (line.split('"').length - 1) % 2 === 1

const errorAndDelimiter = /^\s*(#[\p{L}\p{M}\p{N} /!?._#¡¿-]*)[^\p{L}\p{M}\p{N} /!?._#¡¿-]/u

function isRemark(line: string, mark: string | undefined): boolean {
  if (mark === undefined || !line.trimStart().startsWith(mark)) return false
  // A spreadsheet's error is a value, whatever character comes after it as the delimiter.
  const [, value] = mark === '#' ? (errorAndDelimiter.exec(line) ?? []) : []
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
  /** Of all lines that are not blank. */
  readonly share: number
}

/** More are remarks only if they are none of the rows for certain. */
const fewRemarks = 0.4

/** What lines between the rows begin with, where it may be a remark's mark. */
function remarksIn(text: string): Remarks[] {
  const all = text.split('\n')
  return marks.flatMap((mark) => {
    const inside = insideQuotes(all, mark)
    const lines = all.filter((line, at) => line.trim() !== '' && !inside[at])
    const others = lines.filter((line) => !isRemark(line, mark))
    const begun = others.length > 0 ? lines.indexOf(others[0]!) : lines.length
    const found = lines.slice(begun).filter((line) => isRemark(line, mark))
    const share = found.length / lines.length
    return found.length > 0 && others.length > 1 ? [{ mark, found, others, share }] : []
  })
}

/** A text without what is likely none of its rows, whatever stands between its values. */
export function roughlyClean(text: string, ruler?: Cleaning['ruler']): string {
  const remarks = remarksIn(text).find(
    ({ mark, share }) => mark === '#' && share <= fewRemarks,
  )?.mark
  return cleanText(text, { drawn: true, ruler, remarks })
}

/** What is left without lines that begin with a remark's mark, where these are many, with a test of a cut of it. */
export function withoutRemarks(text: string): {
  readonly text: string
  areRemarks(separation: Separation, width: number): boolean
}[] {
  return remarksIn(text)
    .filter(({ share }) => share > fewRemarks)
    .map((remarks) => ({
      text: remarks.others.join('\n'),
      areRemarks: (separation, width) => areRemarks(remarks, separation, width),
    }))
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
  ruler?: Cleaning['ruler'],
): Cleaning | undefined {
  const drawn =
    ruler !== undefined || (width > 1 && text.split('\n').some((line) => drawing.test(line)))
  const remarks = remarksIn(text).find((each) => areRemarks(each, separation, width))?.mark
  return drawn || remarks !== undefined ? { drawn, ruler, remarks } : undefined
}

/** Whether lines that begin with a remark's mark are remarks, as the others are cut. */
function areRemarks(
  { mark, found, others, share }: Remarks,
  separation: Separation,
  width: number,
): boolean {
  const fieldsOf = (line: string): readonly string[] =>
    splitRecords(line, separation, 1)[0]!.fields.map((field) => field.trim())
  const odd = found.filter((line) => fieldsOf(line).length !== width)
  if (odd.length * (share > fewRemarks ? 1.1 : 2) >= found.length) return true
  const rows = others.slice(1, 100).map(fieldsOf)
  const numeric = numericColumns(rows)
  const without = (line: string): string => line.trimStart().slice(mark.length)
  // Where rows have numbers, remarks have words.
  const wordy = found
    .map((line) => fieldsOf(without(line)))
    .every((fields) =>
      numeric.every((column) => column >= fields.length || !holds(fields[column]!)),
    )
  if (numeric.length > 0 && wordy) return true
  if (width === 1 || share > fewRemarks) return false
  // Between dashes and percent signs and their remarks only the width tells.
  const taken = (line: string): boolean => isValue(fieldsOf(line)[0]!.replace(/^#+\s*/, ''))
  return mark === '#' && found.every(taken) && holdsValues(rows.map(([first]) => first!))
}

const holds = (cell: string): boolean => isValue(cell) || isGap(cell)

const csv = { delimiter: ',', quote: '"', escape: '"' } as const

/** How a text that was cleaned is cut. */
export function cleanSeparation(separation: Separation): Separation {
  return separation.blanks === undefined ? separation : csv
}

/**
 * Writes a text anew, line by line, each where it was: lines that are no rows become blank, and aligned
 * columns are cut as {@link cleanSeparation} says. Where there is one column a blank line is a row: lines
 * that are none are left out.
 *
 * @param width of the table
 * @param brokenRows whether values in quotation marks may hold line ends
 * @returns for one column, the lines that were kept, from 1
 */
export async function cleanFile(
  from: string,
  to: string,
  cleaning: Cleaning,
  separation: Separation & { readonly width: number },
  brokenRows: boolean,
): Promise<number[] | undefined> {
  const { blanks, width } = separation
  if (width === 1) return await leaveOut(from, to, cleaning)
  const isNone = lineTest(cleaning)
  let inside = false
  const cleaned = (line: string): string => {
    if (blanks !== undefined) {
      if (line === '' || isNone(line)) return ''
      return splitAligned(line, { ...separation, blanks })
        .fields.map(enclosed)
        .join(',')
    }
    if (!inside && isNone(line)) return ''
    const row = cleaning.ruler?.framed ? withoutFrame(line) : line
    if (brokenRows && isOpen(line)) inside = !inside
    return row
  }
  await rewrite(from, to, (lines) => lines.map(cleaned))
  return undefined
}

/** Writes the lines of one column that are rows. Blank lines before what stands below the table go with that. */
async function leaveOut(from: string, to: string, cleaning: Cleaning): Promise<number[]> {
  const isNone = lineTest(cleaning)
  const kept: number[] = []
  let line = 0
  let blank: number[] = []
  await rewrite(from, to, (lines) =>
    lines.flatMap((each) => {
      line++
      if (each.trim() === '') {
        blank.push(line)
        return []
      }
      const before = blank
      if (isNone(each)) {
        // A remark may stand between a blank line and the next row.
        if (tail.test(each)) blank = []
        return []
      }
      blank = []
      kept.push(...before, line)
      return [...before.map(() => ''), each]
    }),
  )
  return kept
}

async function rewrite(
  from: string,
  to: string,
  make: (lines: readonly string[]) => readonly string[],
): Promise<void> {
  const out = await open(to, 'w', 0o600)
  try {
    const write = async (lines: readonly string[]): Promise<void> => {
      const made = make(lines)
      if (made.length > 0) await out.write(`${made.join('\n')}\n`)
    }
    let rest = ''
    for await (const piece of decodeFile(from, 'utf-8')) {
      const lines = (rest + piece.replaceAll('\r\n', '\n')).split('\n')
      rest = lines.pop()!
      await write(lines)
    }
    if (rest !== '') await write([rest])
  } finally {
    await out.close()
  }
}

const enclosed = (value: string): string =>
  /[",\n]/.test(value) || value.trim() !== value ? `"${value.replaceAll('"', '""')}"` : value
