/** What a text must not hold: what is not printed, or turns lines and directions. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu

/** A text's inside of a Python string: no character in it can end the string or start a new line. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(unprintable, (character) => {
      const code = character.codePointAt(0) ?? 0
      // Half a pair of surrogates can be printed nowhere.
      if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`
    })
}

/** @returns a Python string of any text, on one line */
function pyString(text: string): string {
  return `"${escaped(text)}"`
}

/** @returns any text for the inside of a `"""` string: on one line, and unable to end it */
export function docText(text: string): string {
  return escaped(text.replaceAll(/\s+/g, ' ').trim())
}

export type PyValue =
  | string
  | number
  | boolean
  | null
  | { readonly tuple: readonly PyValue[] }
  | readonly PyValue[]

/** @returns a Python literal; a number reads back to the same float64 */
export function py(value: PyValue): string {
  if (value === null) return 'None'
  if (typeof value === 'string') return pyString(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return pyNumber(value)
  if ('tuple' in value) {
    const items = value.tuple.map(py)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
  }
  return `[${value.map(py).join(', ')}]`
}

function pyNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value)
  return Number.isNaN(value) ? 'math.nan' : value > 0 ? 'math.inf' : '-math.inf'
}

/** @returns `mHat` as Python writes names: `m_hat` */
export function snake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()
}

/** @returns `nesterov-ahead` as Python writes classes: `NesterovAhead` */
export function pascal(name: string): string {
  return name.replaceAll(/(?:^|[-_ ])([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** @returns code with every name as Python writes names */
export function snakeCode(code: string): string {
  return code.replaceAll(/[A-Za-z]\w*/g, snake)
}

/** @returns whether code has the name in it */
export function names(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code)
}

export function indent(code: string, by = 4): string {
  return code.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}

/** A call on one line, or on a line per argument where that would be too long. */
export function call(name: string, args: readonly string[], room = 88): string {
  return enclosed(`${name}(`, args, ')', room)
}

/** A list on one line, or on a line per item where that would be too long. */
export function list(items: readonly PyValue[], room = 80): string {
  return enclosed('[', items.map(py), ']', room)
}

function enclosed(open: string, items: readonly string[], close: string, room: number): string {
  const line = `${open}${items.join(', ')}${close}`
  if (line.length <= room && !line.includes('\n')) return line
  return `${open}\n${indent(items.map((each) => `${each},`).join('\n'))}\n${close}`
}

/** Words in lines of so many characters. */
export function wrap(text: string, width = 88): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

/** @returns a name for files of any system: small letters and digits of ASCII, joined by `-` */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-$/, '')
  return plain === '' ? 'race' : plain
}
