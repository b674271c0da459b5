import { cleanText, findCleaning, roughlyClean, withoutRemarks, type Cleaning } from './cleaning.ts'
import { isClock, isDate } from './dates.ts'
import { findEdges } from './edges.ts'
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
import { oddSpaces, splitRecords, type Separation } from './records.ts'
import { findRuler, type Ruler } from './ruler.ts'

/** How a text is cut into a table. */
export interface Dialect extends Separation {
  /** Rows before the header, or before the data where there is none; blank lines count. */
  readonly skip: number
  /** Values in a row. */
  readonly width: number
  /** A line of dashes says that what stands above it are names. */
  readonly named?: true
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
const aligned: readonly [Cut, ...Cut[]] = [
  { delimiter: ' ' },
  ...([1, 2] as const).map((blanks) => ({ delimiter: ' ', blanks })),
]
const unusual = [...[':', '::', '||', '^', '~', '│', '\u0001'].map((delimiter) => ({ delimiter }))]

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
  const start = beginning(whole)
  const ruler = findRuler(start)
  const part = roughlyClean(start, rulerLines(start, ruler))
  if (chosen !== undefined) return complete(whole, judge(part, cutsBy(part, chosen, ruler)), ruler)
  for (const delimiter of [declared, ruler?.delimiter]) {
    if (delimiter === undefined) continue
    const told = judge(part, cutsBy(part, delimiter, ruler))
    if (told.width > 1 && (told.share >= 0.6 || delimiter === declared)) {
      return complete(whole, told, ruler)
    }
  }
  // Lines that may be remarks, and as many as rows, are left out where the rest is even without them.
  const rests = withoutRemarks(part).flatMap((rest) => {
    const best = bestCut(rest.text, hints)
    const sure = isEven(best) || (best.width === 1 && isSingle(rest.text))
    return sure && rest.areRemarks(best.separation, best.width) ? [best] : []
  })
  return complete(whole, rests[0] ?? bestCut(part, hints), ruler)
}

/** The best of some cuts. */
function judge(text: string, cuts: readonly Cut[]): Judgement {
  return cuts
    .flatMap((cut) => judgeCut(text, cut))
    .reduce((best, each) => (each.score > best.score ? each : best))
}

/** The ways in which blanks may align a text. */
function alignedCuts(text: string): readonly Cut[] {
  const noBreak = isAlignedByOddSpaces(text)
  // Single blanks part what is not aligned.
  const [single, ...several] = aligned
  const ordered = /^ +\S|\S {2}/m.test(text) ? [...several, single] : aligned
  const cuts = noBreak ? ordered.map((cut) => ({ ...cut, noBreak })) : ordered
  const edges = findEdges(noBreak ? text.replace(new RegExp(`[${oddSpaces}]`, 'g'), ' ') : text)
  return edges
    ? [...cuts, { delimiter: ' ', blanks: 1, edges, ...(noBreak ? { noBreak } : {}) }]
    : cuts
}

function cutsBy(text: string, delimiter: string, ruler?: Ruler): readonly Cut[] {
  if (delimiter !== ' ') return [{ delimiter }]
  return ruler?.edges ? [{ delimiter, blanks: 1, edges: ruler.edges }] : alignedCuts(text)
}

/**
 * Whether no-break spaces and the like align columns: two and more of them, or of them and blanks, part
 * values in most lines, or they are the only blanks there are and don't stand in groups of digits.
 */
function isAlignedByOddSpaces(text: string): boolean {
  const odd = new RegExp(`[${oddSpaces}]`)
  if (!odd.test(text)) return false
  const lines = text.split('\n', judgedRows).filter((line) => line.trim() !== '')
  const share = (test: RegExp): number =>
    lines.filter((line) => test.test(line)).length / lines.length
  const run = new RegExp(`(?:[${oddSpaces}][ ${oddSpaces}]|[ ${oddSpaces}][${oddSpaces}])`)
  if (share(run) >= 0.5) return true
  const groups = new RegExp(`\\d[${oddSpaces}]\\d{3}(?!\\d)`)
  return share(odd) >= 0.8 && share(/[ \t,;|]/) === 0 && share(groups) < 0.8
}

/** The best cut of a text of which nothing is known. */
function bestCut(part: string, hints: readonly string[]): Judgement {
  const single = judge(part, [{ delimiter: noDelimiter }])
  if (isSingle(part)) return single
  let best = judge(part, usual)
  const told = hints.map((delimiter) => ({ delimiter }))
  const other = judge(part, [...told, ...unusual, ...alignedCuts(part)])
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
  return best.width > 1 && best.share >= 0.6 ? best : single
}

/** A ruler's own line, and the names, as they may come again. */
function rulerLines(text: string, ruler: Ruler | undefined): Cleaning['ruler'] {
  if (!ruler) return undefined
  const names = text.split('\n', ruler.names + 1)[ruler.names] ?? ''
  const { line, framed } = ruler
  return { line, names: names.trimEnd(), framed }
}

const firstLines = (text: string, count: number): string =>
  text
    .split('\n', count)
    .map((line) => `${line}\n`)
    .join('')

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
function complete(text: string, { separation, width }: Judgement, found?: Ruler): Dialect {
  // A title may be underlined as well: a table has what the line says.
  const ruler = separation.delimiter === (found?.delimiter ?? noDelimiter) ? found : undefined
  const cleaning = findCleaning(text, separation, width, rulerLines(text, ruler))
  const clean = cleaning ? cleanText(text, cleaning) : text
  const records = splitRecords(clean, separation, judgedRows)
  return {
    ...separation,
    skip: ruler
      ? splitRecords(firstLines(clean, ruler.names), separation).length
      : findStart(records, width, separation.delimiter !== ' '),
    width,
    ...(ruler ? { named: true } : {}),
    cleaning,
  }
}
