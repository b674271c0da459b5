import { createRandom, type Random } from '#shared/math/random.ts'
import { encodeText } from './encode-text.ts'

/*
 * Tables as programs and people write them, in any dialect, with what each must come out as. What is
 * left out could be read in two ways by a person as well; the reason stands where it is left out.
 */

interface RandomColumn {
  readonly name: string
  readonly kind: 'number' | 'date' | 'boolean' | 'words'
  /** Numbers, dates as seconds since 1970, booleans and words as text; null where missing. */
  readonly values: readonly (number | string | null)[]
  readonly unit?: string | undefined
}

export interface RandomTable {
  readonly bytes: Buffer
  /** For whoever reads of a failure. */
  readonly text: string
  readonly delimiter: string
  readonly header: boolean
  readonly rows: number
  readonly columns: readonly RandomColumn[]
}

/** How all of a table's columns are written. */
interface Locale {
  readonly decimal: '.' | ','
  readonly thousands: string
  readonly minus: string
}

interface Written extends RandomColumn {
  readonly cells: readonly string[]
}

const locales: readonly Locale[] = [
  ...[',', ' ', "'", '\u202f'].map((thousands) => ({
    decimal: '.' as const,
    thousands,
    minus: '-',
  })),
  ...['.', ' ', '\u00a0', '\u202f'].map((thousands) => {
    return { decimal: ',' as const, thousands, minus: '-' }
  }),
  { decimal: '.', thousands: ',', minus: '\u2212' },
  { decimal: ',', thousands: '.', minus: '\u2212' },
]

const delimiters = [',', ';', '\t', '|', '^', ' ', 'aligned'] as const

const words = {
  'utf-8': ['rot', 'grün', 'Zürich', 'New York', '东京', 'Łódź', 'x-1', "d'Or", 'A/B', 'n°5'],
  'windows-1252': ['grün', 'blau', 'gelb', 'weiß', 'Köln', 'Bad Tölz'],
  'windows-1250': ['Łódź', 'Kraków', 'Wrocław', 'Gdańsk', 'Poznań'],
  'windows-1251': ['Москва', 'Казань', 'Нижний Новгород', 'Самара'],
  shift_jis: ['東京', '大阪', '名古屋', 'さくら', 'データ'],
  gb18030: ['北京', '上海', '广州', '深圳', '成都'],
} as const
const encodings = Object.keys(words) as (keyof typeof words)[]

const marks = [
  '',
  'NA',
  'N/A',
  'null',
  '-',
  'NaN',
  '?',
  'None',
  '.',
  '\\N',
  '--',
  'n.a.',
  '#DIV/0!',
  '#NV',
]

/** Draws from what is not random enough to be a value. */
function drawsOf(random: Random): {
  pick<T>(from: readonly T[]): T
  chance(share: number): boolean
  between(least: number, most: number): number
} {
  return {
    pick: (from) => from[random.below(from.length)]!,
    chance: (share) => random.uniform() < share,
    between: (least, most) => least + random.below(most - least + 1),
  }
}
type Draws = ReturnType<typeof drawsOf>

/** A number with its digits in groups. */
function grouped(digits: string, mark: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, mark)
}

function numberText(value: number, places: number, { decimal, minus }: Locale, mark = ''): string {
  const [whole = '', rest] = Math.abs(value).toFixed(places).split('.')
  const digits = grouped(whole, mark) + (rest === undefined ? '' : decimal + rest)
  return value < 0 ? minus + digits : digits
}

type Make = (
  rows: number,
  draws: Draws,
  locale: Locale,
  charset: keyof typeof words,
) => Omit<Written, 'name'>

const numbers = (
  values: readonly number[],
  write: (value: number) => string,
  unit?: string,
): Omit<Written, 'name'> => ({ kind: 'number', values, cells: values.map(write), unit })

const many = <T>(rows: number, make: (row: number) => T): T[] =>
  Array.from({ length: rows }, (_, row) => make(row))

/** Rounded as it is written, so that it is the same number; what rounds to nothing has no sign. */
const round = (value: number, places: number): number => Number(value.toFixed(places)) + 0

const kinds: readonly Make[] = [
  // Whole numbers, some negative.
  (rows, { between }, locale) =>
    numbers(
      many(rows, () => between(-500, 5000)),
      (value) => numberText(value, 0, locale),
    ),
  // Decimals; never three places: "1,234" is a thousand to others.
  (rows, { between, pick }, locale) => {
    const places = pick([1, 2, 4, 5])
    return numbers(
      many(rows, () => round((between(0, 20_000) - 5000) / 97 + 0.11, places)),
      (value) => numberText(value, places, locale),
    )
  },
  // Amounts in groups of digits.
  (rows, { between }, locale) =>
    numbers(
      many(rows, () => round(between(1, 9_999_999) / 100, 2)),
      (value) => numberText(value, 2, locale, locale.thousands),
    ),
  (rows, { between, pick }, locale) => {
    const gap = pick(['', ' ', '\u00a0'])
    return numbers(
      many(rows, () => round(between(0, 1000) / 10, 1)),
      (value) => `${numberText(value, 1, locale)}${gap}%`,
      '%',
    )
  },
  (rows, { between, pick }, locale) => {
    const [unit, ahead] = pick([
      ['€', false],
      ['$', true],
      ['USD', true],
      ['£', true],
      ['kr', false],
    ] as const)
    const gap = unit.length > 1 ? ' ' : pick(['', ' '])
    const bracket = pick([true, false])
    return numbers(
      many(rows, () => round(between(-20_000, 500_000) / 100, 2)),
      (value) => {
        const amount = numberText(Math.abs(value), 2, locale, locale.thousands)
        const text = ahead ? `${unit}${gap}${amount}` : `${amount}${gap}${unit}`
        if (value >= 0) return text
        return bracket ? `(${text})` : `${locale.minus}${text}`
      },
      unit,
    )
  },
  (rows, { between, pick }, locale) => {
    const mark = pick(['E', 'e', 'D'])
    return numbers(
      many(rows, () => Number(`${between(1000, 9999) / 1000}e${between(-8, 8)}`)),
      (value) => {
        const [digits = '', power = ''] = value.toExponential(3).split('e')
        const sign = power.startsWith('-') ? '-' : '+'
        return `${digits.replace('.', locale.decimal)}${mark}${sign}${power.slice(1).padStart(2, '0')}`
      },
    )
  },
  (rows, { between }) => {
    const values = many(
      rows,
      () => Date.UTC(between(1990, 2030), between(0, 11), between(1, 28)) / 1000,
    )
    return {
      kind: 'date',
      values,
      cells: values.map((value) => new Date(value * 1000).toISOString().slice(0, 10)),
    }
  },
  (rows, { between, pick }) => {
    const mark = pick(['.', '/'])
    // Some day above the twelfth tells it from the month.
    const values = many(
      rows,
      (row) =>
        Date.UTC(between(1990, 2030), between(0, 11), row === 0 ? 25 : between(1, 28)) / 1000,
    )
    return {
      kind: 'date',
      values,
      cells: values.map((value) =>
        new Date(value * 1000).toISOString().slice(0, 10).split('-').reverse().join(mark),
      ),
    }
  },
  (rows, { pick }) => {
    const [yes, no] = pick([
      ['true', 'false'],
      ['TRUE', 'FALSE'],
      ['yes', 'no'],
    ] as const)
    const values = many(rows, () => pick([0, 1]))
    return {
      kind: 'boolean',
      values: values.map((value) => (value === 0 ? 'false' : 'true')),
      cells: values.map((value) => (value === 0 ? no : yes)),
    }
  },
  // Categories that come again.
  (rows, { pick }, _, charset) => {
    const some = words[charset].slice(0, pick([2, 3, 4]))
    const values = many(rows, () => pick(some))
    return { kind: 'words', values, cells: values }
  },
  // Names that come once.
  (rows, { pick }, _, charset) => {
    const word = pick(words[charset])
    const values = many(rows, (row) => `${word} ${String.fromCharCode(97 + (row % 26))}${row}`)
    return { kind: 'words', values, cells: values }
  },
  // Sentences and addresses, with the marks that others have between values.
  (rows, { pick, between }) => {
    const values = many(rows, (row) => {
      const parts = ['Main St', 'North', 'built 1999', 'see below', 'no lift', 'quiet']
      const count = between(1, 3)
      return `${row} ${many(count, () => pick(parts)).join(pick([', ', '; ']))}`
    })
    return { kind: 'words', values, cells: values }
  },
]

// As long as no table is wide: "# a b c" over three columns of numbers names them.
const remark = '# as it was written down by hand in the year after'

const names = [
  'x',
  'width',
  'price',
  'kind',
  'when',
  'city',
  'id',
  'total amount',
  'y2',
  'label',
  'rate_a',
  'h',
]

/** @param seed a whole number in [0, 2^32) */
export function randomTable(seed: number): RandomTable {
  const draws = drawsOf(createRandom(seed, 'table'))
  const { pick, chance, between } = draws
  const shape = pick(delimiters)
  const aligned = shape === 'aligned'
  const delimiter = aligned ? ' ' : shape
  const locale = pick(locales.filter(({ decimal }) => !(decimal === ',' && delimiter === ',')))
  const charset = chance(0.6) ? 'utf-8' : pick(encodings)
  const rows = between(3, 60)
  const width = between(2, 7)
  const header = chance(0.75)

  let columns = many(width, () => pick(kinds)(rows, draws, locale, charset))
  // Nothing tells words over words from words: one column at least has values.
  if (columns.every(({ kind }) => kind === 'words' || kind === 'boolean')) {
    columns[0] = kinds[1]!(rows, draws, locale, charset)
  }
  columns = columns.map((column) => withGaps(column, draws, aligned))
  const titles = [...names].sort(() => pick([-1, 1])).slice(0, width)
  const written = columns.map((column, index): Written => ({ ...column, name: titles[index]! }))

  const quoteAll = chance(0.15)
  const field = (text: string): string => {
    const needs =
      text.includes('"') ||
      text.includes(delimiter) ||
      (aligned && /[ \t]/.test(text)) ||
      (delimiter !== ' ' && text !== text.trim())
    return needs || (quoteAll && text !== '') ? `"${text.replaceAll('"', '""')}"` : text
  }
  const widths = written.map(({ cells, name }) =>
    Math.max(...[name, ...cells].map((cell) => field(cell).length)),
  )
  const left = chance(0.5) ? ' '.repeat(between(0, 3)) : ''
  const line = (cells: readonly string[]): string => {
    const fields = cells.map(field)
    if (!aligned) return fields.join(delimiter)
    const end = chance(0.2) ? ' ' : ''
    return left + fields.map((each, index) => each.padStart(widths[index]!)).join('  ') + end
  }
  const body = many(rows, (row) => line(written.map(({ cells }) => cells[row]!)))
  const above: string[] = []
  if (header && !aligned && chance(0.1)) above.push(`sep=${delimiter}`)
  else if (header && chance(0.1)) above.push('Report of the year', '')
  else if (chance(0.1)) above.push(remark)
  const trailing = !aligned && delimiter !== ' ' && chance(0.1) ? delimiter : ''
  const below =
    !aligned && chance(0.1) ? many(between(1, 4), () => delimiter.repeat(width - 1)) : []
  const lines = [
    ...above,
    ...[...(header ? [line(titles)] : []), ...body].map((each) => each + trailing),
    ...below.map((each) => each + trailing),
  ]
  const newline = pick(['\n', '\n', '\r\n', '\r'])
  const text = lines.join(newline) + (chance(0.8) ? newline : '')
  return {
    bytes: encoded(text, charset, draws),
    text,
    delimiter,
    header,
    rows,
    columns: written.map((column, index) => {
      return header ? column : { ...column, name: `column${index + 1}` }
    }),
  }
}

/** Some values are missing, in any of the ways to write that. */
function withGaps(
  column: Omit<Written, 'name'>,
  { chance, pick }: Draws,
  aligned: boolean,
): Omit<Written, 'name'> {
  if (column.kind === 'words' || !chance(0.3)) return column
  // Where columns are aligned, nothing is no value.
  const mark = pick(marks.filter((each) => !(aligned && each === '')))
  const share = pick([0.05, 0.2])
  // The first values stay, so that the column has some.
  const gone = column.values.map((_, row) => row > 1 && chance(share))
  return {
    ...column,
    values: column.values.map((value, row) => (gone[row] ? null : value)),
    cells: column.cells.map((cell, row) => (gone[row] ? mark : cell)),
  }
}

function encoded(text: string, charset: keyof typeof words, { pick }: Draws): Buffer {
  // Nothing but a word tells one encoding from another.
  if (words[charset].some((word) => text.includes(word)) && charset !== 'utf-8') {
    try {
      return encodeText(text, charset)
    } catch {
      // It has not every mark that the numbers have.
    }
  }
  const form = pick(['utf-8', 'utf-8', 'mark', 'utf-16le', 'utf-16be'] as const)
  switch (form) {
    case 'utf-8':
      return Buffer.from(text)
    case 'mark':
      return Buffer.from(`\ufeff${text}`)
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  }
}
