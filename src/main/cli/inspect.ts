import type { TableSummary } from '#shared/contract/tables.ts'
import { summariseTable, type TableStatistics } from '#shared/data/summary.ts'
import {
  columnTypes,
  encodings,
  readOptionsSchema,
  type ColumnType,
  type ReadOptions,
} from '#shared/experiment/source.ts'
import type { ImportedTable } from '../tables/types.ts'
import { createStatusLine } from './progress.ts'
import type { Shell } from './shell.ts'
import { textTable } from './table.ts'
import { exits, printJson, readWords, UsageError } from './usage.ts'

/** The encodings, some to a line. */
const encodingLines = encodings
  .map((name, index) => (index > 0 && index % 6 === 0 ? `\n${' '.repeat(23)}${name}` : name))
  .join(', ')

const inspectHelp = `Says what a table's file holds: its columns, and every row that is refused with the reason.

Usage: lab inspect <file> [options]

CSV, TSV and the like, JSON records, ARFF and Parquet are told apart by what is in them. How a text is
written is found by looking at it; where that goes wrong, say it:

Options:
  --encoding NAME      ${encodingLines}
  --delimiter TEXT     what stands between values; "tab" for a tab, a space for columns
                       that blanks align
  --decimal MARK       . or ,
  --header yes|no      whether the first row names the columns
  --type NAME=TYPE     what a column holds: ${columnTypes.join(', ')}; once for each column
  --json               print the findings as JSON
  --help               print this

Exit codes: 0 it is a table, 2 it is not, or the command makes no sense, 130 interrupted.
`

/** @returns the exit code */
export async function inspect(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'inspect',
    inspectHelp,
    words,
    {
      encoding: { type: 'string' },
      delimiter: { type: 'string' },
      decimal: { type: 'string' },
      header: { type: 'string' },
      type: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
    'Give one file',
  )
  if (!read) return exits.done
  const { values, named } = read
  const options = readOptions(values)
  const reader = shell.createReader()
  const stopping = new AbortController()
  const release = shell.onInterrupt(() => stopping.abort())
  const line = createStatusLine(shell.stderr)
  try {
    const imported = await reader.read(named[0]!, options, {
      signal: stopping.signal,
      onProgress: ({ stage, bytes, of }) => {
        const share = Math.min(100, Math.floor((100 * bytes) / Math.max(1, of)))
        line.show(`${stage} ${share} %`)
      },
    })
    line.clear()
    const statistics = summariseTable(imported.table)
    if (values.json) printJson(shell, inspectJson(imported, statistics))
    else shell.print(inspectText(imported, statistics))
    return exits.done
  } catch (error) {
    line.clear()
    if (stopping.signal.aborted) return exits.interrupted
    throw error
  } finally {
    release()
    reader.dispose()
  }
}

/** What is said of how a text is written. */
interface Words {
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
  readonly decimal?: string | undefined
  readonly header?: string | undefined
  readonly type?: string[] | undefined
}

/** @throws UsageError */
function readOptions(words: Words): ReadOptions {
  const encoding = choose('--encoding', words.encoding && encodingNamed(words.encoding), encodings)
  const decimal = choose('--decimal', words.decimal, ['.', ','] as const)
  const header = choose('--header', words.header, ['yes', 'no'] as const)
  const { delimiter } = words
  if (delimiter !== undefined && !readOptionsSchema.shape.delimiter.safeParse(delimiter).success) {
    throw new UsageError(`--delimiter takes one to four characters, not '${delimiter}'.`)
  }
  const types = (words.type ?? []).map(typeOf)
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(header === undefined ? {} : { header: header === 'yes' }),
    ...(delimiter === undefined ? {} : { delimiter: namedDelimiter(delimiter) }),
    ...(types.length === 0 ? {} : { types: Object.fromEntries(types) }),
  }
}

const namedDelimiter = (text: string): string => (text === 'tab' || text === '\\t' ? '\t' : text)

function typeOf(word: string): [string, ColumnType] {
  const at = word.lastIndexOf('=')
  const type = columnTypes.find((each) => each === word.slice(at + 1))
  if (at > 0 && type) return [word.slice(0, at), type]
  const known = columnTypes.join(', ')
  throw new UsageError(`--type takes a column's name, = and one of ${known}, not '${word}'.`)
}

/** The encoding that one of its many names means: "cp1251" is "windows-1251". */
function encodingNamed(label: string): string {
  if (encodings.some((each) => each === label.toLowerCase())) return label
  try {
    const { encoding } = new TextDecoder(label)
    return encoding === 'windows-1252' ? 'latin1' : encoding
  } catch {
    return label
  }
}

function choose<const T extends string>(
  option: string,
  given: string | undefined,
  known: readonly T[],
): T | undefined {
  if (given === undefined) return undefined
  const found = known.find((each) => each === given.toLowerCase())
  if (found) return found
  throw new UsageError(`${option} is one of ${known.join(' ')}, not '${given}'.`)
}

/** What `lab inspect --json` prints; programs read it, so keys are only ever added at the end. */
function inspectJson(
  imported: ImportedTable,
  statistics: TableStatistics,
): Record<string, unknown> {
  const { encoding, delimiter, header, rejected, nonFinite } = imported
  const { rows, columns, constantColumns, suggestedTarget, suggestedTask } = statistics
  const { rejectedCount, format, decimal, bytes, sha256 } = imported
  return {
    rows,
    encoding,
    delimiter,
    header,
    columns: columns.map(({ name, type, missing, distinct, min, max, mean, unit }) => {
      return { name, type, missing, distinct, min, max, mean, ...(unit ? { unit } : {}) }
    }),
    rejected,
    nonFinite,
    constantColumns,
    suggestedTarget,
    suggestedTask,
    rejectedCount,
    format,
    decimal,
    bytes,
    sha256,
  }
}

/** Refused rows that are printed; all are counted, and `--json` has more. */
const printed = 20

function inspectText(imported: ImportedTable, statistics: TableStatistics): string {
  const { rejected, rejectedCount, nonFinite } = imported
  const { columns, constantColumns, suggestedTarget, suggestedTask } = statistics
  const table = textTable(
    [
      { title: 'column' },
      { title: 'type' },
      { title: 'missing', align: 'right' },
      { title: 'distinct', align: 'right' },
      { title: 'min', align: 'right' },
      { title: 'max', align: 'right' },
      { title: 'mean', align: 'right' },
    ],
    columns.map(({ name, type, missing, distinct, min, max, mean, unit }) => [
      unit ? `${name} [${unit}]` : name,
      type,
      String(missing),
      String(distinct),
      ...[min, max, mean].map((value) => cellText(type, value)),
    ]),
  )
  const more = rejectedCount - Math.min(printed, rejected.length)
  return [
    howRead(imported, statistics.rows),
    '',
    ...table,
    '',
    ...(rejectedCount > 0 ? [`${rejectedCount} rows refused:`] : ['No row refused.']),
    ...rejected.slice(0, printed).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(nonFinite > 0 ? [`${nonFinite} infinite values refused; they count as missing.`] : []),
    ...(constantColumns.length > 0 ? [`Constant columns: ${constantColumns.join(', ')}`] : []),
    suggestedTarget === null
      ? 'No column suggests itself as the target.'
      : `Suggested target: ${suggestedTarget} (${suggestedTask ?? ''})`,
    '',
  ].join('\n')
}

const formatNames = {
  csv: 'delimited text',
  parquet: 'Parquet',
  jsonl: 'JSON',
  arff: 'ARFF',
} as const

function howRead(
  { format, encoding, delimiter, decimal, header }: ImportedTable,
  rows: number,
): string {
  const parts = [
    `${rows} rows`,
    formatNames[format],
    ...(encoding === null ? [] : [encoding]),
    ...(delimiter === null ? [] : [`delimiter ${JSON.stringify(delimiter)}`]),
    ...(decimal === ',' ? ['decimal comma'] : []),
    ...(header === null ? [] : [header ? 'with a header' : 'without a header']),
  ]
  return parts.join(', ')
}

function cellText(type: TableSummary['columns'][number]['type'], value: number | null): string {
  if (value === null) return ''
  if (type !== 'date') return String(Number(value.toPrecision(6)))
  const date = new Date(value * 1000)
  if (Number.isNaN(date.getTime())) return String(value)
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/(?: 00:00:00)?(?:\.\d+)?Z$/, '')
}
