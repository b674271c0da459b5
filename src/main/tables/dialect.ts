import { cleanText, findCleaning, roughlyClean, type Cleaning } from './cleaning.ts'
import { isClock, isDate } from './dates.ts'
import { isValue } from './header.ts'
import {
  judgedRows,
  judgeCut,
  noDelimiter,
  usualDelimiters,
  type Cut,
  type Judgement,
} from './judge.ts'
import { isMissing } from './marks.ts'
import { findStart } from './preamble.ts'
import { splitRecords, type Separation } from './records.ts'

/** How a text is cut into a table. */
export interface Dialect extends Separation {
  /** Rows before the header, or before the data where there is none; blank lines count. */
  readonly skip: number
  /** Values in a row. */
  readonly width: number
  /** What its lines need before they are cut; undefined where nothing. */
  readonly cleaning?: Cleaning | undefined
}

export { noDelimiter }

/** Characters that a dialect is judged by. */
const judgedText = 100_000
/** But so many rows at least. */
const fewest = 10

/** The usual delimiters; others have to cut the text much better. */
const usual = usualDelimiters.map((delimiter) => ({ delimiter }))
const aligned = [
  { delimiter: ' ' },
  ...([1, 2] as const).map((blanks) => ({ delimiter: ' ', blanks })),
]
const unusual = [
  ...[':', '::', '||', '^', '~', '│', '\u0001'].map((delimiter) => ({ delimiter })),
  ...aligned,
]

/**
 * The dialect in which a text makes the most even rows with the most values that are something
 * (numbers, dates, missing, or enclosed in quotation marks), and whose names are cut as they are.
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
  const declared = declaredDelimiter(text)
  const whole = declared === undefined ? text : text.replace(/^.*/, '')
  const part = roughlyClean(beginning(whole))
  const judge = (cuts: readonly Cut[]): Judgement =>
    cuts
      .flatMap((cut) => judgeCut(part, cut))
      .reduce((best, each) => (each.score > best.score ? each : best))
  const cutsBy = (delimiter: string): readonly Cut[] =>
    delimiter === ' ' ? aligned : [{ delimiter }]
  if (chosen !== undefined) return complete(whole, judge(cutsBy(chosen)))
  if (declared !== undefined) {
    const told = judge(cutsBy(declared))
    if (told.width > 1) return complete(whole, told)
  }
  const single = judge([{ delimiter: noDelimiter }])
  if (isSingle(part)) return complete(whole, single)
  let best = judge(usual)
  const other = judge([...hints.map((delimiter) => ({ delimiter })), ...unusual])
  // Blanks part words as well: beside tabs and the like, only where those leave values together.
  const strong = isEven(best) && best.separation.delimiter !== ',' && !best.doubtful
  const parts = other.separation.delimiter !== ' ' || !strong
  const better =
    parts && other.score > best.score * (other.share > best.share || best.doubtful ? 1 : 1.1)
  if (
    isEven(best) ? isEven(other) && better : isEven(other) || (best.width < 2 && other.share > 0.6)
  ) {
    best = other
  }
  return complete(whole, best.width > 1 && best.share >= 0.6 ? best : single)
}

/** What a spreadsheet is told by the first line: "sep=;". */
function declaredDelimiter(text: string): string | undefined {
  const [line = ''] = text.split('\n', 1)
  const found = /^\s*"?sep=(\\t|.)\1*"?\s*$/i.exec(line)
  return found?.[1] === '\\t' ? '\t' : found?.[1]
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

/** Whether each line is one value: a date or a time, or below a word a number, whatever marks are in it. */
function isSingle(text: string): boolean {
  const [first = '', ...rest] = text
    .split('\n', judgedRows)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (rest.length === 0) return false
  const all = (test: (line: string) => boolean): boolean =>
    rest.filter((line) => test(line) || isMissing(line)).length >= rest.length * 0.95
  const isTime = (line: string): boolean => isDate(line) || isClock(line)
  // "10:30:00,5" may be one time, but not below "time,value".
  if (all(isTime) && (isTime(first) || !/[,;|\t]/.test(first))) return true
  return !/[\s,;|]/.test(first) && !isValue(first) && all(isValue)
}

/** With what stands above the table, and what has to be done to its lines. */
function complete(text: string, { separation, width }: Judgement): Dialect {
  const cleaning = findCleaning(text, separation, width)
  const clean = cleaning ? cleanText(text, cleaning) : text
  const records = splitRecords(clean, separation, judgedRows)
  return {
    ...separation,
    skip: findStart(records, width, separation.delimiter !== ' '),
    width,
    cleaning,
  }
}
