import { isValue } from './header.ts'
import { isBooleanWord } from './infer.ts'
import { isMissing } from './marks.ts'
import { isBlank, mostTitles } from './preamble.ts'
import { splitRecords, type Separation, type TextRecord } from './records.ts'

/** No text has it: the delimiter where there is one column. */
export const noDelimiter = '\u001f'

export const usualDelimiters = [',', ';', '\t', '|'] as const

/** Rows that a cut is judged by. */
export const judgedRows = 500

export type Cut = Pick<Separation, 'delimiter' | 'blanks' | 'edges' | 'noBreak'>

/** How well a text is cut into rows and values. */
export interface Judgement {
  readonly separation: Separation
  readonly width: number
  /** Of the rows, how many have that width. */
  readonly share: number
  readonly score: number
  /** Some row breaks its quotation. */
  readonly malformed: boolean
  /** Many values have something in them that rather stands between values. */
  readonly doubtful: boolean
}

/** How a text is cut by a delimiter, in each way to quote that it may have. */
export function judgeCut(text: string, cut: Cut): Judgement[] {
  const judge = (quote: string, escape: string): Judgement =>
    judgeText(text, { ...cut, quote, escape })
  // What stands at its place needs no marks around it.
  if (cut.edges) return [judge('', '')]
  const found = [judge('"', '"')]
  if (text.includes('\\"')) found.push(judge('"', '\\'))
  // Marks that don't come in pairs are perhaps none: inches, or a quotation in the middle of a text.
  if (found.every(({ malformed }) => malformed)) found.push(judge('', ''))
  if (!text.includes('"') && /(?:^|[,;\t| \n])'[^'\n]*'(?=$|[,;\t| \n])/.test(text)) {
    found.push(judge("'", "'"))
  }
  return found
}

function judgeText(text: string, separation: Separation): Judgement {
  const { delimiter, quote } = separation
  const all = splitRecords(text, separation, judgedRows).filter((each) => !isBlank(each))
  // Titles above a table say nothing of it.
  const table = all.findIndex(({ fields }) => fields.length > 1)
  const titled = table > 0 && table <= mostTitles && all.length - table >= 2
  const records = titled ? all.slice(table) : all
  const counts = new Map<number, number>()
  const counted = ({ fields, malformed }: TextRecord): boolean => {
    // Marks around whole values are there to enclose them.
    const enclosed = quote === '' && fields.some((field) => /^\s*".*"\s*$/.test(field))
    return !malformed && !enclosed
  }
  for (const record of records) {
    const { length } = record.fields
    if (counted(record)) counts.set(length, (counts.get(length) ?? 0) + 1)
  }
  const [width] = [...counts].reduce(
    (best, each) => (each[1] > best[1] || (each[1] === best[1] && each[0] > best[0]) ? each : best),
    [1, 0],
  )
  const fits = (record: TextRecord | undefined): boolean => record?.fields.length === width
  // Neither do an instrument's settings, of which no two are as wide as its rows.
  const even = records.findIndex(
    (each, at) => fits(each) && (fits(records[at + 1]) || at === records.length - 1),
  )
  const apart = even > 0 && even <= mostTitles && records.length - even >= Math.max(2, even / 2)
  const body = apart ? records.slice(even) : records
  const share =
    body.length === 0 ? 0 : body.filter((each) => fits(each) && counted(each)).length / body.length
  const rows = body.slice(1).filter(fits)
  const ends = hollowEnds(rows, width)
  const worths = rows.map((row) => worthOf(row, delimiter, ends))
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  // One column is little to be sure of; quotation marks are believed unless rows break by them.
  const wide = width > 1 ? 1 - 1 / (2 * width) : 0.1
  const unquoted = quote === '"' ? 1 : 0.98
  const titles = all.slice(0, all.length - body.length)
  // Spaces that always come together align columns.
  const isAligned =
    delimiter === ' ' &&
    separation.blanks === undefined &&
    rows.length > 0 &&
    Array.from({ length: width }, (_, column) => column).some(hollowIn(rows))
  const score =
    share *
    share *
    (0.1 + mean(worths.map(({ worth }) => worth))) *
    wide *
    unquoted *
    trust(separation) *
    titleFactor(titles, delimiter) *
    (isAligned ? 0.5 : 1)
  return {
    separation,
    width,
    share,
    score,
    malformed: records.some((each) => each.malformed),
    doubtful: mean(worths.map(({ doubtful }) => (doubtful ? 1 : 0))) > 0.1 || splitsNumbers(rows),
  }
}

/** What stands between values only in a few files. */
function trust({ delimiter, blanks }: Separation): number {
  if (delimiter === ':') return 0.8
  if (blanks !== undefined || delimiter === ' ') return 0.95
  return usualDelimiters.some((each) => each === delimiter) ? 1 : 0.9
}

/** Marks that stand between values, with no space after them as in a sentence. */
const tight = /[^\s,;|][,;|^~](?=[^\s]|$)|\t|│/

/** A cut that leaves the names of the columns together is likely a wrong one. */
function titleFactor(titles: readonly TextRecord[], delimiter: string): number {
  const left = titles.filter(({ fields }) => fields.some((field) => tight.test(field)))
  if (left.length > 0) return 0.5
  return titles.length > 0 && delimiter !== noDelimiter ? 0.95 : 1
}

interface Worth {
  readonly worth: number
  readonly doubtful: boolean
}

const hollowIn =
  (rows: readonly TextRecord[]) =>
  (column: number): boolean =>
    rows.every(({ fields }) => fields[column]!.trim() === '')

/** From which column to which there is something: delimiters at the rows' ends make columns of nothing. */
function hollowEnds(rows: readonly TextRecord[], width: number): readonly [number, number] {
  const isHollow = hollowIn(rows)
  let [from, to] = [0, width]
  while (from < to - 1 && isHollow(from)) from++
  while (to > from + 1 && isHollow(to - 1)) to--
  return [from, to]
}

/** How much a row's values look like values, from 0 to 1. */
function worthOf(
  { fields, enclosed }: TextRecord,
  delimiter: string,
  [from, to]: readonly [number, number],
): Worth {
  let sum = 0
  let odd = 0
  for (let column = from; column < to; column++) {
    const text = fields[column]!.trim()
    if (text === '') sum += 0.5
    else if (isValue(text)) sum += 1
    else if (isMissing(text) || isBooleanWord(text)) sum += 0.8
    else if (tight.test(text) || leftTogether.test(text)) odd++
    else if (delimiter === ',' && isCut(text, fields[column + 1])) sum += 0.3
    else sum += delimiter !== ' ' && /[,;|]/.test(text) ? 0.4 : 0.6
  }
  // Quotation marks say of a value that it is one, whatever is in it.
  const kept = Math.min(enclosed, odd)
  sum += 0.6 * kept + 0.05 * (odd - kept)
  return {
    worth: sum / (to - from),
    doubtful: odd > kept || fields.some((each) => inLine.test(each)),
  }
}

/** Two numbers, or a value in quotation marks beside another, or values far from each other. */
const leftTogether = /\d\s+[-+.]?\d|\s"\S|^"[^"]*"\s+\S|\s{2}\S/

/** Numbers one after another, with blanks between. */
const inLine = /^\s*[-+.\d][-+.,\deE]*(?:[%\p{Sc}]\s+\S|\s+[-+.?]?\d)/u

/** Whether a word ends in a number that may go on in the next field. */
const isCut = (text: string, next: string | undefined): boolean =>
  /[\s\p{Sc}][\d.]+$/u.test(text) && /^\d/.test(next ?? '')

/**
 * Whether a cut goes through numbers, at the mark before their decimals: digits stand on both sides, and on
 * the right they often begin with a zero.
 */
function splitsNumbers(rows: readonly TextRecord[]): boolean {
  const [first] = rows
  if (!first || first.fields.length < 2) return false
  return first.fields.slice(1).some((_, column) => {
    const parts = rows.map(({ fields }) => [fields[column]!, fields[column + 1]!] as const)
    const both = parts.filter(
      ([left, right]) => /(?:^|[\s+-])\d+$/.test(left) && /^\d+/.test(right),
    )
    const zeros = both.filter(([, right]) => /^0\d/.test(right))
    return both.length >= rows.length * 0.8 && zeros.length >= Math.max(1, both.length * 0.04)
  })
}
