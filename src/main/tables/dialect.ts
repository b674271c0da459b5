import { isDate } from './dates.ts'
import { isMissing } from './marks.ts'
import { parseNumber } from './numbers.ts'
import { splitRecords, type Separation, type TextRecord } from './records.ts'

/** How a text is cut into a table. */
export interface Dialect extends Separation {
  /** Rows before the header, or before the data where there is none; blank lines count. */
  readonly skip: number
  /** Values in a row. */
  readonly width: number
}

/** No text has it: the delimiter where there is one column. */
export const noDelimiter = '\u001f'

/** Rows, and characters, that a dialect is judged by. */
const judged = 500
const judgedText = 100_000
/** Lines above a table that are none of its rows. */
const mostTitles = 20
/** But so many rows at least. */
const fewest = 10

/** The usual delimiters; others are considered only where none of these cuts the text evenly. */
const usual = [',', ';', '\t', '|'] as const
const unusual = [':', '^', '~', '\u0001', ' '] as const

interface Judgement {
  readonly separation: Separation
  readonly width: number
  /** Of the rows, how many have that width. */
  readonly share: number
  readonly score: number
  /** Some row breaks its quotation. */
  readonly malformed: boolean
}

/**
 * The dialect in which a text makes the most even rows with the most values that are something
 * (numbers, dates, missing, or enclosed in quotation marks).
 *
 * @param text a file's start, with line feeds alone and whole rows
 * @param chosen what a person says the delimiter is
 * @param hints delimiters that somebody else's look at the file suggests
 */
export function findDialect(
  text: string,
  chosen?: string | undefined,
  hints: readonly string[] = [],
): Dialect {
  const part = beginning(text)
  const judge = (delimiters: readonly string[]): Judgement =>
    delimiters
      .flatMap((delimiter) => judgeQuotings(part, delimiter))
      .reduce((best, each) => (each.score > best.score ? each : best))
  if (chosen !== undefined) return withPreamble(text, judge([chosen]))
  let best = judge(usual)
  if (!isEven(best)) {
    const other = judge([...new Set([...hints, ...unusual])])
    if (isEven(other) || (best.width < 2 && other.share > 0.6)) best = other
  }
  if (best.width > 1 && best.share >= 0.6) return withPreamble(text, best)
  return withPreamble(text, judge([noDelimiter]))
}

/** As much of a text as tells its dialect, in whole lines. */
function beginning(text: string): string {
  let end = 0
  for (let line = 0; line < fewest || end < judgedText; line++) {
    const next = text.indexOf('\n', end)
    if (next < 0) return text
    end = next + 1
  }
  return text.slice(0, end)
}

const isEven = ({ width, share }: Judgement): boolean => width > 1 && share >= 0.9

/** Ways to quote that a text may have with a delimiter. */
function judgeQuotings(text: string, delimiter: string): Judgement[] {
  const judge = (quote: string, escape: string): Judgement =>
    judgeText(text, { delimiter, quote, escape })
  const found = [judge('"', '"')]
  if (text.includes('\\"')) found.push(judge('"', '\\'))
  // Marks that don't come in pairs are perhaps none: inches, or a quotation in the middle of a text.
  if (found.every(({ malformed }) => malformed)) found.push(judge('', ''))
  if (!text.includes('"') && /(?:^|[,;\t|\n])'[^'\n]*'(?=$|[,;\t|\n])/.test(text)) {
    found.push(judge("'", "'"))
  }
  return found
}

const isBlank = ({ fields }: TextRecord): boolean => fields.length === 1 && fields[0] === ''

function judgeText(text: string, separation: Separation): Judgement {
  const all = splitRecords(text, separation, judged).filter((each) => !isBlank(each))
  // Titles above a table say nothing of it.
  const table = all.findIndex(({ fields }) => fields.length > 1)
  const titled = table > 0 && table <= mostTitles && all.length - table >= Math.max(2, table)
  const records = titled ? all.slice(table) : all
  const counts = new Map<number, number>()
  for (const { fields, malformed } of records) {
    // Marks around whole values are there to enclose them.
    const enclosed = separation.quote === '' && fields.some((field) => /^\s*".*"\s*$/.test(field))
    if (!malformed && !enclosed) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
  }
  const [width = 1, count = 0] = [...counts].reduce(
    (best, each) => (each[1] > best[1] || (each[1] === best[1] && each[0] > best[0]) ? each : best),
    [1, 0],
  )
  const share = records.length === 0 ? 0 : count / records.length
  const rows = records.slice(1).filter(({ fields }) => fields.length === width)
  const telling = rows.reduce(
    (sum, { fields, enclosed }) =>
      sum + Math.min(width, fields.filter(isSomething).length + enclosed),
    0,
  )
  const something = telling / Math.max(1, rows.length * width)
  // One column is little to be sure of; quotation marks are believed unless rows break by them.
  const wide = width > 1 ? 1 + 0.02 * Math.min(20, width) : 0.1
  const unquoted = separation.quote === '"' ? 1 : 0.98
  const score = share * share * (1 + something) * wide * unquoted
  return { separation, width, share, score, malformed: records.some((each) => each.malformed) }
}

function isSomething(cell: string): boolean {
  const text = cell.trim()
  return (
    isMissing(text) ||
    parseNumber(text, { decimal: '.', thousands: '' }) !== undefined ||
    parseNumber(text, { decimal: ',', thousands: '' }) !== undefined ||
    isDate(text)
  )
}

/** Titles and remarks above the table are passed over. */
function withPreamble(text: string, { separation, width }: Judgement): Dialect {
  const records = splitRecords(text, separation, judged)
  const isRemark = (record: TextRecord): boolean => record.fields[0]!.startsWith('#')
  let skip = 0
  while (
    skip < records.length - 1 &&
    (isBlank(records[skip]!) ||
      isRemark(records[skip]!) ||
      (width > 1 && records[skip]!.fields.length === 1))
  ) {
    skip++
  }
  // "#x,y,z" above "1,2,3" names the columns.
  const last = records[skip - 1]
  if (last && isRemark(last) && last.fields.length === width && width > 1) {
    const below = records[skip]!.fields.map((field) => field.trim())
    if (below.some((field) => isSomething(field) && !isMissing(field))) skip--
  }
  return { ...separation, skip, width }
}
