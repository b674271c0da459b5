import { infinite, parseNumber, plain, type NumberFormat } from './number-format.ts'
import { coreOf } from './number-look.ts'

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
  return unit === '' && all * 2 < values.length ? commonWord(values) : unit
}

/** A number, and a word or two after a blank: "950 sq ft". */
const counted = /^[+-]?\d[\d.,]*\s+(\p{L}{2}[\p{L}²³/. ]{0,10})$/u

/** The word after nearly each of several different numbers: that is what they are counted in. */
function commonWord(values: readonly string[]): string {
  const word = values.slice(0, 3).flatMap((value) => counted.exec(value)?.[1] ?? [])[0]
  if (word === undefined) return ''
  const such = values.filter((value) => counted.exec(value)?.[1] === word)
  return such.length >= values.length * 0.9 && new Set(such).size >= 3 ? word : ''
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
  const typeset = found.some((value) => !isPlain(value, format)) ? { typeset: true as const } : {}
  const bare = found.length
  const notes = { ...format, ...typeset, notes: true as const }
  if (bare < values.length && bare * 2 >= values.length) {
    const noted = values.filter((value) => parseNumber(value, notes) !== undefined).length
    if (noted > bare) return { format: notes, numbers: noted }
  }
  return { format: { ...format, ...typeset }, numbers: bare }
}

/** Whether a number is as a program reads it, but for its decimal mark. */
function isPlain(value: string, { decimal }: NumberFormat): boolean {
  return plain.test(decimal === ',' ? value.replace(',', '.') : value) || infinite.test(value)
}
