import { open } from 'node:fs/promises'
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
const rowCount = /^\(?\d+ rows?(?:\)| in set| selected| returned|$)/i

/** Says of line after line whether it is no row. What stands above the first row stays: it may name the columns. */
function lineTest({ drawn, remarks, hollow }: Cleaning): (line: string) => boolean {
  let begun = false
  return (line) => {
    if (line === '') return false
    if (remarks !== undefined && line.trimStart().startsWith(remarks)) return begun
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
  const within = insideQuotes(text)
  return text
    .split('\n')
    .map((line, index) => (!within[index] && isNone(line) ? '' : line))
    .join('\n')
}

/** Of each line whether it begins inside quotation marks; of none where these do not come in pairs. */
function insideQuotes(text: string): readonly boolean[] {
  const lines = text.split('\n')
  let inside = false
  const within = lines.map((line) => {
    const begins = inside
    if ((line.split('"').length - 1) % 2 === 1) inside = !inside
    return begins
  })
  return inside ? lines.map(() => false) : within
}

const marks = ['#', '%', '!', '//', '--'] as const

/** What lines between the rows begin with, where it may be a remark's mark; more would be values. */
function marksIn(lines: readonly string[]): { mark: string; found: readonly string[] }[] {
  return marks.flatMap((mark) => {
    const isRemark = (line: string): boolean => line.trimStart().startsWith(mark)
    const begun = lines.findIndex((line) => !isRemark(line))
    const found = begun < 0 ? [] : lines.slice(begun).filter(isRemark)
    return found.length > 0 && found.length <= lines.length * 0.4 ? [{ mark, found }] : []
  })
}

function filled(text: string): string[] {
  const within = insideQuotes(text)
  return text.split('\n').filter((line, index) => line.trim() !== '' && !within[index])
}

/** A text without what is likely none of its rows, whatever stands between its values. */
export function roughlyClean(text: string): string {
  const remarks = marksIn(filled(text)).find(({ mark }) => mark === '#')?.mark
  return cleanText(text, { drawn: true, remarks })
}

/**
 * What a text's lines need before they are cut into rows.
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
  const lines = filled(text)
  const drawn = lines.some((line) => drawing.test(line))
  const remarks = marksIn(lines).find(({ found }) => {
    const odd = found.filter(
      (line) => splitRecords(line, separation, 1)[0]!.fields.length !== width,
    )
    return odd.length * 2 >= found.length
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
    const none = !inside && isNone(line)
    if (brokenRows) for (const character of line) if (character === '"') inside = !inside
    return none ? '' : line
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
