export type ParsedRecord =
  | { readonly value: unknown }
  | {
      readonly error: string
      /** What a record that is too long begins with, as far as it can be told. */
      readonly beginning?: unknown
    }

/** A longer record is refused, in characters. */
export const longestRecord = 64 * 2 ** 20

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What a record's text holds; a sentence where it holds none. */
export function parseRecord(text: string): ParsedRecord {
  if (text.length > longestRecord) {
    const error = 'The record is longer than 64 MB.'
    return { error, beginning: beginningOf(text.slice(0, 2 ** 20)) }
  }
  try {
    return { value: JSON.parse(withIdentifiers(text)) as unknown }
  } catch (error) {
    const written = withNumbers(text)
    if (written !== text && isJson(written)) {
      return { value: JSON.parse(withIdentifiers(written)) as unknown }
    }
    const reason = error instanceof Error ? error.message : String(error)
    return { error: `The record is not JSON (${reason.split('\n', 1)[0]!.slice(0, 160)}).` }
  }
}

/** A text of JSON, or what is left of one. It never fits less than that: looking stays linear. */
const quotedText = '"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*(?:"|\\\\?$)'

/** Python writes what JSON has no word for: NaN, Infinity. */
function withNumbers(text: string): string {
  return text.replace(new RegExp(`${quotedText}|-?Infinity|NaN`, 'g'), (word) => {
    if (word === 'NaN') return 'null'
    if (word === 'Infinity') return '1e999'
    return word === '-Infinity' ? '-1e999' : word
  })
}

/** Whole numbers of more digits than a float64 keeps apart are somebody's names: they stay texts. */
function withIdentifiers(text: string): string {
  if (!/\d{16}/.test(text)) return text
  const wholes = new RegExp(`${quotedText}|-?\\d[\\d.eE+-]*`, 'g')
  return text.replace(wholes, (word) => (/^-?[1-9]\d{15,}$/.test(word) ? `"${word}"` : word))
}

/** The value that a text begins with, without what is cut off; undefined where it cannot be told. */
function beginningOf(text: string): unknown {
  const open: string[] = []
  let cut = 0
  let closing = ''
  const marks = new RegExp(`${quotedText}|[[\\]{},]`, 'g')
  for (const { 0: mark, index } of text.matchAll(marks)) {
    if (mark === '{') open.push('}')
    else if (mark === '[') open.push(']')
    else if (mark === '}' || mark === ']') open.pop()
    else if (mark === ',') {
      cut = index
      closing = open.toReversed().join('')
    }
    if (open.length > 64) return undefined
  }
  const whole = text.slice(0, cut) + closing
  return isJson(whole) ? (JSON.parse(whole) as unknown) : undefined
}
