import { isCurrency, isUnit } from './units.ts'

/** How a column writes its numbers. */
export interface NumberFormat {
  readonly decimal: '.' | ','
  /** Between groups of three digits; empty where there are no groups. A blank stands for all kinds of them. */
  readonly thousands: '' | ',' | '.' | ' ' | "'"
  /** What stands before or after most of the numbers, such as "%", "€" or "USD"; the number is kept as written. */
  readonly unit?: string
  /** Some are as no program writes them: grouped, with a unit, a typeset minus, a Fortran exponent. */
  readonly typeset?: true
}

/* Characters, ready for a class of a regular expression. */
const blanks = ' \\t\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000'
const minuses = '\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d'
const apostrophes = "'\u2019"

const infinite = /^[+-]?(?:inf|infinity|∞|1\.#INF)$/i
const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const around = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g')

const separators = { ',': ',', '.': '\\.', ' ': `[${blanks}]`, "'": `[${apostrophes}]` } as const
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Digits in groups: of three, or after the first three of two, as India has them. */
function groups(thousands: ',' | '.' | ' ' | "'"): string {
  const mark = separators[thousands]
  const indian = thousands === ',' ? `|\\d{1,2}(?:,\\d{2})+,\\d{3}` : ''
  return `(?:\\d{1,3}(?:${mark}\\d{3})+${indian})`
}

/**
 * A regular expression, in the syntax that JavaScript and RE2 share, of all that a format takes for a
 * number, blanks around it included.
 */
export function numberPattern({ decimal, thousands, unit }: NumberFormat): string {
  const mark = separators[decimal]
  const whole = thousands === '' ? '\\d+' : `(?:${groups(thousands)}|\\d+)`
  const digits = `(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)(?:[eEdD][+${minuses}-]?\\d+)?`
  const sign = `[+${minuses}-]?`
  const gap = `[${blanks}]*`
  const signed = `${sign}${gap}${digits}`
  const beside = unit
    ? [
        `${signed}(?:${gap}${escaped(unit)})?`,
        `${sign}${gap}${escaped(unit)}${gap}${signed}`,
        `\\(${gap}(?:${escaped(unit)}${gap})?${digits}(?:${gap}${escaped(unit)})?${gap}\\)`,
        `\\(${gap}${digits}${gap}\\)${gap}${escaped(unit)}`,
      ]
    : [signed, `\\(${gap}${digits}${gap}\\)`]
  return `${gap}(?:${beside.join('|')})${gap}`
}

/** What {@link numberPattern} takes becomes a program's number by these characters' others; those at the end go. */
export function numberCharacters(format: NumberFormat): { from: string; to: string } {
  const { decimal, thousands } = format
  const drop = [' \t\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000', ')']
  if (thousands === "'") drop.push(apostrophes)
  else if (thousands !== '') drop.push(thousands)
  const from = `${minuses}(dD${decimal === ',' ? ',' : ''}`
  const to = `${'-'.repeat(minuses.length)}-ee${decimal === ',' ? '.' : ''}`
  return { from: from + drop.join(''), to }
}

/** Compiled by what makes them. */
const patterns = new Map<string, RegExp>()

function patternOf(format: NumberFormat): RegExp {
  const key = `${format.decimal}${format.thousands}\0${format.unit ?? ''}`
  let pattern = patterns.get(key)
  if (!pattern) patterns.set(key, (pattern = new RegExp(`^${numberPattern(format)}$`)))
  return pattern
}

/** The same number as a program writes it; undefined when the text is no number of the format. */
function normalised(text: string, format: NumberFormat): string | undefined {
  const { unit } = format
  // A minus after the number is a bookkeeping program's.
  const trailing = /^\d.*\d-$/.test(text)
  const bare = trailing ? text.slice(0, -1) : text
  if (!patternOf(format).test(bare)) {
    const dash = unit !== undefined && isCurrency(unit) && /^[-–—]$/.test(without(text, unit))
    return dash ? '0' : undefined
  }
  const { from, to } = numberCharacters(format)
  let written = trailing ? '-' : ''
  for (const character of unit ? bare.replace(unit, '') : bare) {
    const at = from.indexOf(character)
    written += at < 0 ? character : (to[at] ?? '')
  }
  return plain.test(written) ? written : undefined
}

const without = (text: string, unit: string): string => text.replace(unit, '').replace(around, '')

/**
 * @param text trimmed
 * @returns the number, which is infinite where it is written so or is too large for a float64;
 *   undefined when the text is none
 */
export function parseNumber(text: string, format: NumberFormat): number | undefined {
  if (format.decimal === '.' && plain.test(text)) return Number(text)
  if (infinite.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  const written = normalised(text, format)
  return written === undefined ? undefined : Number(written)
}

/**
 * Whether a number is rather somebody's name for a thing: a zero stands before its digits, or it has
 * more digits than a float64 keeps apart.
 *
 * @param text trimmed
 */
export function isIdentifier(text: string): boolean {
  return /^0\d+$/.test(text) || /^[+-]?[1-9]\d{15,}$/.test(text)
}

/** A number in any format, with whatever stands beside it. */
const anyNumber = new RegExp(
  `^([^\\d.,()]*)\\(?([^\\d.,()]*)` +
    `(\\d{1,3}(?:[${blanks}${apostrophes}]\\d{3})+(?:[.,]\\d+)?` +
    `|\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?` +
    `|\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d+)?|\\d+[.,]?\\d*|[.,]\\d+)` +
    `([eEdD][+${minuses}-]?\\d+)?([^\\d()]*)\\)?([^\\d()]*)$`,
)
const signs = new RegExp(`^[${blanks}+${minuses}-]+|[${blanks}+${minuses}-]+$`, 'g')
/** What stands beside a number is short. */
const longestNumber = 64

interface Core {
  /** The number without sign and exponent, and without what stands beside it. */
  readonly digits: string
  readonly exponent: boolean
  /** Empty where there is none. */
  readonly unit: string
}

/** A text's number and unit, whatever its format; undefined where it is no number or its unit is none. */
function coreOf(text: string): Core | undefined {
  // Most values are told by their first look.
  if (plain.test(text)) {
    const exponent = text.search(/[eE]/)
    const digits = exponent < 0 ? text : text.slice(0, exponent)
    return { digits: digits.replace(/^[+-]/, ''), exponent: exponent >= 0, unit: '' }
  }
  if (text.length > longestNumber) return undefined
  const found = anyNumber.exec(text)
  if (!found) return undefined
  const [, ahead = '', opened = '', digits = '', exponent, after = '', closed = ''] = found
  const before = (ahead + opened).replace(signs, '')
  const behind = (after + closed).replace(signs, '')
  if (before !== '' && behind !== '') return undefined
  const core = { digits, exponent: exponent !== undefined, unit: before || behind }
  if (core.unit === '') return core
  const touches = !new RegExp(`[${blanks}]$`).test(ahead + opened)
  if (before !== '') {
    return isCurrency(before) && !(touches && isWord(before)) ? core : undefined
  }
  // "12A" is a seat.
  return isUnit(behind) && !/^[A-Z#1]$/.test(after + closed) ? core : undefined
}

/** "RM1" is some thing's name; "USD1" and "R$1" are amounts. */
const isWord = (unit: string): boolean => /^[A-Za-z.]+$/.test(unit) && !/^[A-Z]{3}$/.test(unit)

/**
 * What kind of number a text is, in whatever format.
 *
 * @param text trimmed
 */
export function numberLook(text: string): 'bare' | 'with unit' | undefined {
  const core = coreOf(text)
  if (core) return core.unit === '' ? 'bare' : 'with unit'
  return infinite.test(text) ? 'bare' : undefined
}

const grouped = { ',': /^[1-9]\d{0,2}(?:,\d{3})+$/, '.': /^[1-9]\d{0,2}(?:\.\d{3})+$/ } as const

/** What a column's values say of the marks in them. */
interface Votes {
  /** For a comma, and for a point, before decimals. */
  readonly commas: number
  readonly points: number
  /** Values such as "1,234", which may be thousands or have decimals. */
  readonly unclearCommas: number
}

function votesOf(values: readonly string[]): Votes {
  let [commas, points, unclearCommas, unclearPoints, small, large] = [0, 0, 0, 0, 0, 0]
  for (const value of values) {
    const core = coreOf(value)
    if (!core) continue
    const { digits, exponent } = core
    const comma = digits.indexOf(',')
    const point = digits.indexOf('.')
    if (comma < 0 && point < 0) {
      if (digits.length <= 3) small++
      else if (/^\d+$/.test(digits)) large++
    } else if (comma >= 0 && point >= 0) {
      if (comma > point) commas++
      else points++
    } else if (comma >= 0) {
      // Of two commas neither stands before decimals.
      if (digits.includes(',', comma + 1)) points++
      else if (!exponent && grouped[','].test(digits)) unclearCommas++
      else commas++
    } else if (digits.includes('.', point + 1)) commas++
    else if (!exponent && grouped['.'].test(digits)) unclearPoints++
    else points++
  }
  if (commas > 0 || points > 0) return { commas, points, unclearCommas: 0 }
  // Below a thousand no mark, above it always one: that is how thousands are grouped.
  if (small > 0 && large === 0) {
    return { commas: unclearPoints, points: unclearCommas, unclearCommas: 0 }
  }
  return { commas, points, unclearCommas }
}

/**
 * The decimal mark that a file's values speak for. "1,234" speaks for neither: whether it is a
 * thousand or one and a bit is left to the other values, and then to the delimiter, since a
 * semicolon stands between values exactly where a comma stands inside them.
 *
 * @param columns their values, trimmed, from anywhere in the file
 */
export function findDecimal(columns: readonly (readonly string[])[], delimiter: string): '.' | ',' {
  let [commas, points, unclearCommas] = [0, 0, 0]
  for (const values of columns) {
    const votes = votesOf(values)
    commas += votes.commas
    points += votes.points
    unclearCommas += votes.unclearCommas
  }
  if (commas !== points) return commas > points ? ',' : '.'
  return unclearCommas > 0 && delimiter === ';' ? ',' : '.'
}

/** The unit that at least half of a column's numbers have; empty where there is none. */
function commonUnit(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) {
    const unit = coreOf(value)?.unit
    if (unit !== undefined) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const [unit = ''] = [...counts].find(([each, count]) => each !== '' && count * 2 >= all) ?? []
  return unit
}

/**
 * The format in which most of a column's values are numbers, with how many are.
 *
 * @param values trimmed
 */
export function findNumberFormat(
  values: readonly string[],
  decimal: '.' | ',',
): { format: NumberFormat; numbers: number } {
  const unit = values.every((value) => plain.test(value)) ? '' : commonUnit(values)
  const marks = decimal === '.' ? (['', ',', ' ', "'"] as const) : (['', '.', ' ', "'"] as const)
  let format: NumberFormat = { decimal, thousands: '' }
  let found: readonly string[] = []
  for (const thousands of marks) {
    const other: NumberFormat = { decimal, thousands, ...(unit === '' ? {} : { unit }) }
    const numbers = values.filter((value) => parseNumber(value, other) !== undefined)
    if (thousands === '' || numbers.length > found.length) [format, found] = [other, numbers]
    if (found.length === values.length) break
  }
  // Brackets around every value are something else than bookkeepers' negatives.
  if (found.length > 0 && found.every((value) => /^\(\d+\)$/.test(value))) {
    return { format, numbers: 0 }
  }
  const typeset = found.some((value) => !isPlain(value, format))
  return { format: typeset ? { ...format, typeset } : format, numbers: found.length }
}

/** Whether a number is as a program reads it, but for its decimal mark. */
function isPlain(value: string, { decimal }: NumberFormat): boolean {
  return plain.test(decimal === ',' ? value.replace(',', '.') : value) || infinite.test(value)
}
