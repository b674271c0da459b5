/* How ARFF writes attributes and values. @see https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/ */

export interface Attribute {
  readonly name: string
  /** A date's form is told by the reader. */
  readonly kind: 'number' | 'nominal' | 'string' | 'date'
  /** Of a nominal attribute. */
  readonly values?: readonly string[]
}

export interface Field {
  readonly text: string
  readonly quoted: boolean
}

const single = "'([^'\\\\]*(?:\\\\.[^'\\\\]*)*)'"
const double = '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"'
const attributeName = new RegExp(`^(?:${single}|${double}|([^\\s{]+))`, 's')

/** An `@attribute` line; a sentence where it declares none. */
export function parseAttribute(line: string): Attribute | string {
  const rest = line.replace(/^@attribute\s+/i, '')
  const [, quoted, doubled, bare] = attributeName.exec(rest) ?? []
  const given = quoted ?? doubled ?? bare
  if (given === undefined || given === '') return 'the attribute has no name.'
  const length = given.length + (bare === undefined ? 2 : 0)
  const name = unescaped(given)
  const type = rest.slice(length).trim()
  if (type.startsWith('{')) {
    const end = type.lastIndexOf('}')
    if (end < 0) return `the values of "${name}" are not closed by a brace.`
    const values = fieldsOf(`${type.slice(1, end)},`)
      .slice(0, -1)
      .map(({ text }) => text)
    return { name, kind: 'nominal', values }
  }
  const [word = ''] = type.split(/\s/, 1)
  switch (word.toLowerCase()) {
    case 'numeric':
    case 'real':
    case 'integer':
      return { name, kind: 'number' }
    case 'string':
      return { name, kind: 'string' }
    case 'date':
      return { name, kind: 'date' }
    case 'relational':
      return `"${name}" is a relation inside the relation, which is not read.`
    default:
      return `"${name}" is of no type that ARFF has ("${word.slice(0, 40)}").`
  }
}

/** An escaped mark begins none: so there is at most one that nothing closes. */
const quotations = new RegExp(`(?<!\\\\)(?:${single}|${double})`, 'gs')
const betweenCommas = new RegExp(
  `\\s*(?:${single}|${double}|(\\{[^{}]*\\}|[^,]*))\\s*(?:,|$)`,
  'gsy',
)
const betweenBlanks = new RegExp(`\\s*(?:${single}|${double}|(\\S+))(?:\\s+|$)`, 'gsy')
const pairs = new RegExp(`\\s*(\\d+)\\s+(?:${single}|${double}|([^,]*))\\s*(?:,|$)`, 'gsy')

/** A row's values: between commas, or between blanks where it has no comma. */
export function fieldsOf(row: string): Field[] {
  const text = withoutComment(row)
  const commas = text.replace(quotations, '').includes(',')
  const fields: Field[] = []
  for (const [whole, one, two, bare = ''] of text.matchAll(
    commas ? betweenCommas : betweenBlanks,
  )) {
    const quoted = one ?? two
    // After the last value the pattern fits once more, to nothing.
    if (whole === '' && !(commas && text.endsWith(','))) break
    fields.push(quoted === undefined ? bareField(bare) : { text: unescaped(quoted), quoted: true })
    if (whole === '') break
  }
  return fields
}

/** The columns' places, from 0, and their values in a sparse row; undefined where it is none. */
export function pairsOf(row: string): { place: number; field: Field }[] | undefined {
  const found: { place: number; field: Field }[] = []
  let read = 0
  for (const [whole, place, one, two, bare = ''] of row.matchAll(pairs)) {
    const quoted = one ?? two
    const field = quoted === undefined ? bareField(bare) : { text: unescaped(quoted), quoted: true }
    found.push({ place: Number(place), field })
    read += whole.length
  }
  return row.slice(read).trim() === '' ? found : undefined
}

const bareField = (text: string): Field => ({ text: text.trim(), quoted: false })

/** A comment stands after blanks, outside of quotation marks. */
function withoutComment(row: string): string {
  if (!row.includes('%')) return row
  const hidden = row.replace(quotations, (quoted) => '_'.repeat(quoted.length))
  const at = hidden.search(/\s%/)
  return at < 0 ? row : row.slice(0, at).trimEnd()
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_, code: string | undefined, mark: string) =>
      code === undefined ? (escapes[mark] ?? mark) : String.fromCharCode(parseInt(code, 16)),
  )
}
