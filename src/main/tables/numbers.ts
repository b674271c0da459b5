/** How a column writes its numbers. */
export interface NumberFormat {
  readonly decimal: '.' | ','
  /** Between groups of three digits; empty where there are no groups. */
  readonly thousands: '' | ',' | '.' | ' ' | "'"
}

const infinite = /^[+-]?(?:inf|infinity|∞)$/i
const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

const escaped = { '': '', ',': ',', '.': '\\.', ' ': ' ', "'": "'" } as const

/** A regular expression, in the syntax that JavaScript and RE2 share, of grouped numbers. */
export function groupedPattern({ decimal, thousands }: NumberFormat): string {
  return `[+-]?\\d{1,3}(?:${escaped[thousands]}\\d{3})*(?:${escaped[decimal]}\\d*)?`
}

/** The same number as a program writes it; undefined when the text is no number of the format. */
function normalised(text: string, format: NumberFormat): string | undefined {
  const { decimal, thousands } = format
  let written = text
  if (thousands !== '' && text.includes(thousands)) {
    if (!new RegExp(`^${groupedPattern(format)}$`).test(text)) return undefined
    written = written.replaceAll(thousands, '')
  }
  if (decimal === ',') {
    if (written.includes('.')) return undefined
    written = written.replace(',', '.')
  }
  return plain.test(written) ? written : undefined
}

/**
 * @param text trimmed
 * @returns the number, which is infinite where it is written so or is too large for a float64;
 *   undefined when the text is none
 */
export function parseNumber(text: string, format: NumberFormat): number | undefined {
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

const decimalComma = /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/
const decimalPoint = /^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$/
const mayBeGrouped = (mark: string): RegExp => new RegExp(`^[+-]?[1-9]\\d{0,2}(?:${mark}\\d{3})+$`)
const groupedByComma = mayBeGrouped(',')
const groupedByPoint = mayBeGrouped('\\.')

/**
 * The decimal mark that a file's values speak for. "1,234" speaks for neither: whether it is a
 * thousand or one and a bit is left to the other values, and then to the delimiter, since a
 * semicolon stands between values exactly where a comma stands inside them.
 *
 * @param values trimmed, from anywhere in the file
 */
export function findDecimal(values: Iterable<string>, delimiter: string): '.' | ',' {
  let commas = 0
  let points = 0
  let unclear = 0
  for (const value of values) {
    if (decimalComma.test(value)) {
      if (groupedByComma.test(value)) unclear++
      else commas++
    } else if (decimalPoint.test(value)) {
      if (!groupedByPoint.test(value)) points++
    } else if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(value)) commas++
    else if (/^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(value)) points++
  }
  if (commas !== points) return commas > points ? ',' : '.'
  return unclear > 0 && delimiter === ';' ? ',' : '.'
}

/** The format in which most of a column's values are numbers, with how many are. */
export function findNumberFormat(
  values: readonly string[],
  decimal: '.' | ',',
): { format: NumberFormat; numbers: number } {
  const groups = decimal === '.' ? (['', ',', ' ', "'"] as const) : (['', '.', ' ', "'"] as const)
  let best = { format: { decimal, thousands: groups[0] } as NumberFormat, numbers: -1 }
  for (const thousands of groups) {
    const format: NumberFormat = { decimal, thousands }
    const numbers = values.filter((value) => parseNumber(value, format) !== undefined).length
    if (numbers > best.numbers) best = { format, numbers }
    if (numbers === values.length) break
  }
  return best
}
