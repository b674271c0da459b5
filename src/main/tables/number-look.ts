import { apostrophes, blanks, infinite, minuses, plain, tidy } from './number-format.ts'
import { isCurrency, isUnit } from './units.ts'

/** A number in any format, with whatever stands beside it. */
const anyNumber = new RegExp(
  `^((?:[^\\d.,()]|(?<=\\p{L})\\.)*)\\(?([^\\d.,()]*)` +
    `(\\d{1,3}(?:[${blanks}${apostrophes}]\\d{3})+(?:[.,]\\d+)?` +
    `|\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?` +
    `|\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d+)?|\\d+[.,]?\\d*|[.,]\\d+)` +
    `([eEdD][+${minuses}-]?\\d+)?([^\\d()]*)\\)?([^\\d()]*)$`,
  'u',
)
const signs = new RegExp(`^[${blanks}+${minuses}-]+|[${blanks}+${minuses}-]+$`, 'g')
/** What stands beside a number is short. */
const longestNumber = 64

export interface Core {
  /** The number without sign and exponent, and without what stands beside it. */
  readonly digits: string
  readonly exponent: boolean
  /** Empty where there is none. */
  readonly unit: string
}

/** A text's number and unit, whatever its format; undefined where it is no number or its unit is none. */
export function coreOf(text: string): Core | undefined {
  // Most values are recognised at their first look.
  if (plain.test(text)) {
    const exponent = text.search(/[eE]/)
    const digits = exponent < 0 ? text : text.slice(0, exponent)
    return { digits: digits.replace(/^[+-]/, ''), exponent: exponent >= 0, unit: '' }
  }
  if (text.length > longestNumber) return undefined
  const found = anyNumber.exec(tidy(text))
  if (!found) return undefined
  const [, ahead = '', opened = '', digits = '', exponent, after = '', closed = ''] = found
  const before = (ahead + opened).replace(signs, '')
  const behind = (after + closed).replace(signs, '')
  if (before !== '' && behind !== '') return undefined
  // "3e4a" is a name.
  if (exponent !== undefined && /^\p{L}/u.test(after)) return undefined
  const core = { digits, exponent: exponent !== undefined, unit: before || behind }
  if (core.unit === '') return core
  const touches = !new RegExp(`[${blanks}]$`).test(ahead + opened)
  if (before !== '') {
    // Turks put the sign of percentages before them.
    return before === '%' || (isCurrency(before) && !(touches && isWord(before))) ? core : undefined
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
