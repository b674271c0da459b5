import { isCurrency } from './units.ts'

/** How a column writes its numbers. */
export interface NumberFormat {
  readonly decimal: '.' | ','
  /** Between groups of three digits; empty where there are no groups. A blank stands for all kinds of them. */
  readonly thousands: '' | ',' | '.' | ' ' | "'"
  /** What stands before or after most of the numbers, such as "%", "€" or "USD"; the number is kept as written. */
  readonly unit?: string
  /** A few have a note after them, as statistical offices write: "5.2 p", "16.5*", "1,234[2]". */
  readonly notes?: true
  /** Some are as no program writes them: grouped, with a unit, a typeset minus, a Fortran exponent. */
  readonly typeset?: true
}

/* Characters, ready for a class of a regular expression. */
export const blanks = ' \\t\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000'
export const minuses = '\u2212\u2010\u2011\u2012\u2013\u2014\u2015\ufe63\uff0d'
export const apostrophes = "'\u2019"

export const infinite = /^[+-]?(?:inf|infinity|∞|1\.#INF)$/i
export const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
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
        `${escaped(unit)}${gap}\\(${gap}${digits}${gap}\\)`,
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

const fullWidth = /[\uff01-\uff5e]/g
/** After a price of no cents. */
const noCents = /(\d)[.,][-–—]{1,2}(?!\d)/

/** A number with the characters that every program has for it. */
export function tidy(text: string): string {
  const narrow = text.replace(fullWidth, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  return narrow.replace(noCents, '$1')
}

/** Eurostat's flags after a blank, and marks of footnotes. */
const note = /(?:\s[bcdefinprsuz]{1,3}|\s?(?:\([a-z]\)|\[[a-z\d]{1,2}\]|\*{1,3}|[#†‡]))$/

/** A number without the note after it. */
const withoutNote = (text: string): string => text.replace(note, '')

/** The same number as a program writes it; undefined when the text is no number of the format. */
function normalised(written: string, format: NumberFormat): string | undefined {
  const { unit, notes } = format
  const text = tidy(notes ? withoutNote(written) : written)
  // A minus after the number is a bookkeeping program's.
  const trailing = /^\d.*\d-$/.test(text)
  const bare = trailing ? text.slice(0, -1) : text
  if (!patternOf(format).test(bare)) {
    const dash = unit !== undefined && isCurrency(unit) && /^[-–—]$/.test(without(text, unit))
    return dash ? '0' : undefined
  }
  const { from, to } = numberCharacters(format)
  let number = trailing ? '-' : ''
  for (const character of unit ? bare.replace(unit, '') : bare) {
    const at = from.indexOf(character)
    number += at < 0 ? character : (to[at] ?? '')
  }
  return plain.test(number) ? number : undefined
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
 * more digits than a float64 keeps apart. Of two digits, it is the month or the hour.
 *
 * @param text trimmed
 */
export function isIdentifier(text: string): boolean {
  return /^0\d{2,}$/.test(text) || /^[+-]?[1-9]\d{15,}$/.test(text)
}
