import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RejectedLine } from '#shared/contract/tables.ts'
import type { ReadOptions } from '#shared/experiment/source.ts'
import { cleanFile, cleanSeparation } from './cleaning.ts'
import { StringTaker, type OddCell } from './columns.ts'
import { noDelimiter, type Dialect } from './dialect.ts'
import { openDatabase, quoted } from './duckdb.ts'
import { inferKind, mayBeOdd, takesMore, type Kind } from './infer.ts'
import { findLayout, type Layout } from './layout.ts'
import { keptRejections, longestRow, mostColumns } from './limits.ts'
import { locateRows } from './locate.ts'
import { readPass, type ReadColumn } from './pass.ts'
import { badTable, visible } from './refusals.ts'
import { takeRejects, type Rejects } from './rejects.ts'
import type { ReadResult } from './result.ts'
import { cellExpression, csvRelation, rawColumn } from './source.ts'

/** A text in UTF-8, and what is known of it. */
export interface TextSource {
  /** The file a person chose, for what is said of it. */
  readonly origin: string
  /** The file to read: that, or what was made of it. */
  readonly path: string
  readonly bytes: number
  readonly quotes: boolean
  /** It has bytes that are no text. */
  readonly suspicious: boolean
  readonly brokenRows: boolean
  /** Some line is of nothing but what may be delimiters. */
  readonly hollowRows?: boolean
  /** In bytes, as far as is known. */
  readonly longestRow: number
  readonly options: ReadOptions
  /** A folder for what must be put somewhere. */
  readonly scratch: string
  readonly onRows: (rows: number) => void
  /** By row of the text read, the line of the origin; left out, the lines are the same. */
  readonly lines?: ArrayLike<number>
  /** By line of the text read, that of the origin, where some of these were left out. */
  readonly kept?: readonly number[]
  /** Where this program wrote the text. */
  readonly dialect?: Dialect
}

export type TextResult = Pick<
  ReadResult,
  | 'rows'
  | 'dropped'
  | 'columns'
  | 'rejected'
  | 'rejectedCount'
  | 'nonFinite'
  | 'delimiter'
  | 'decimal'
  | 'header'
>

/** Times a column may turn out to be something else. */
const attempts = 3

/** Reads a text of rows and delimiters. */
export async function readText(source: TextSource): Promise<TextResult> {
  const { origin, path, scratch, options } = source
  const hint = (): Promise<readonly string[]> => askSniffer(path, scratch)
  const layout = await findLayout(path, options, source.quotes, hint, source.dialect)
  if (!layout) throw badTable(origin, 'empty', 'is empty: there is no row in it.')
  const { width } = layout.dialect
  if (width > mostColumns) {
    throw badTable(
      origin,
      'too-wide',
      `has ${width} columns: a table may have ${mostColumns}. Leave out what is not needed.`,
    )
  }
  for (const name of Object.keys(options.types ?? {})) {
    if (!layout.names.includes(name)) {
      throw badTable(origin, 'type', `has no column "${name}", whose type was given.`)
    }
  }
  const clean = await cleaned(source, layout)
  const { connection, close } = await openDatabase({ file: clean.source.path, scratch, width })
  try {
    return await readRows(connection, clean.source, clean.layout)
  } finally {
    close()
  }
}

/** The text without the lines that are none of its rows, where it has such, and with one way to cut it. */
async function cleaned(
  source: TextSource,
  layout: Layout,
): Promise<{ source: TextSource; layout: Layout }> {
  const { dialect } = layout
  const { delimiter, cleaning, width, blanks } = dialect
  const hollow = source.hollowRows === true && width > 1
  if (!cleaning && !hollow && blanks === undefined) return { source, layout }
  const path = join(source.scratch, 'clean')
  const lines = { ...cleaning, ...(hollow && blanks === undefined ? { hollow: delimiter } : {}) }
  const kept = await cleanFile(source.path, path, lines, dialect, source.brokenRows)
  const skip = kept ? kept.filter((line) => line <= layout.skip).length : layout.skip
  return {
    // Marks of its own may make a row longer.
    source: {
      ...source,
      path,
      bytes: source.bytes * 3,
      longestRow: source.longestRow * 3,
      ...(kept ? { kept } : {}),
    },
    layout: { ...layout, dialect: { ...cleanSeparation(dialect), skip, width } },
  }
}

/** What DuckDB's own look at a file finds its delimiter to be, where it finds any. */
async function askSniffer(path: string, scratch: string): Promise<readonly string[]> {
  const { connection, close } = await openDatabase({ file: path, scratch, width: 1 })
  try {
    const found = await connection.runAndReadAll(
      `SELECT Delimiter FROM sniff_csv(${quoted(path)}, sample_size = 2000, ignore_errors = true)`,
    )
    return found.getRows().map(([delimiter]) => String(delimiter))
  } catch {
    // It gives up on what it finds no dialect for.
    return []
  } finally {
    close()
  }
}

async function readRows(
  connection: DuckDBConnection,
  source: TextSource,
  layout: Layout,
): Promise<TextResult> {
  const { dialect, skip, names, cells, habits } = layout
  const { options, scratch } = source
  const { width } = dialect
  const texts = Array.from({ length: width }, (_, index) => rawColumn(index))
  // What a damaged row holds says nothing of its columns.
  const isWhole = (text: string): boolean => !source.suspicious || !/[\0\ufffd]/.test(text)
  const typeOf = (index: number): Kind =>
    inferKind(cells[index]!.filter(isWhole), habits, forced(index))
  const forced = (index: number) => options.types?.[names[index]!]

  let longest = Math.max(2 ** 20, source.longestRow + 16)
  let kinds = new Map(names.map((_, index) => [index, typeOf(index)]))
  const read = new Map<number, ReadColumn>()
  let rejects: Rejects | undefined
  let rows = 0
  for (let pass = 1; kinds.size > 0; pass++) {
    const relation = csvRelation({
      path: source.path,
      dialect,
      skip,
      longestRow: Math.min(longest, longestRow),
      brokenRows: source.brokenRows,
    })
    const wanted = [...kinds].map(([index, kind]) => ({
      index,
      kind,
      expression: cellExpression(index, kind, forced(index) !== undefined),
      text: index,
      categories: forced(index) === 'category',
    }))
    const done = await readPass(connection, {
      relation,
      texts,
      wanted,
      file: join(scratch, `columns-${pass}`),
      suspicious: source.suspicious,
      onRows: source.onRows,
    })
    const refused = await takeRejects(connection, width, dialect)
    if (refused.tooLong && longest < Math.min(longestRow, source.bytes)) {
      longest = Math.min(longestRow, source.bytes + 1)
      continue
    }
    if (rejects && rows !== done.rows) throw new Error('a file was read twice and differed')
    rejects = refused
    rows = done.rows
    for (const column of done.columns) read.set(column.index, column)
    kinds = new Map()
    for (const column of done.columns) {
      const { index, kind, taker } = column
      if (forced(index) !== undefined || kind.kind === 'string') continue
      if (!taker.named && taker.oddRows.length === 0) continue
      const odd = taker.odd.map(({ text }) => text).filter(isWhole)
      const damaged = taker.odd.length - odd.length
      const again = inferKind([...cells[index]!.filter(isWhole), ...odd], habits)
      const may = pass < attempts && !taker.named
      // A few odd values are refused, unless another form takes them along with the rest.
      if (may && takesMore(again, kind, odd)) kinds.set(index, again)
      else if (taker.named || taker.oddRows.length - damaged > mayBeOdd(kind, taker.present)) {
        kinds.set(index, may && again.kind !== kind.kind ? again : { kind: 'string' })
      }
    }
  }
  if (!rejects) throw new Error('nothing was read')
  const columns = names.map((_, index) => read.get(index)!)
  return { ...(await result(source, layout, columns, rows, rejects)), rows }
}

async function result(
  source: TextSource,
  layout: Layout,
  columns: readonly ReadColumn[],
  rows: number,
  rejects: Rejects,
): Promise<Omit<TextResult, 'rows'>> {
  const { dialect, header, skip, names, habits } = layout
  const { origin, options } = source
  const dropped = Float64Array.from(
    new Set(
      columns.flatMap(({ taker }) => (taker.oddRows.length > 0 ? [taker.oddRows] : [])).flat(),
    ),
  ).sort()
  if (rows === 0 && rejects.positions.length === 0) {
    throw badTable(
      origin,
      'header-only',
      'has a header and no rows: there is nothing to learn from.',
    )
  }
  const rejectedCount = rejects.positions.length + dropped.length
  if (rows === dropped.length) {
    throw badTable(
      origin,
      'no-rows',
      `has no row that can be read: all ${rejectedCount} were refused. Check the delimiter, and the types that were given.`,
    )
  }
  const shown = [...dropped.subarray(0, keptRejections)]
  const odd = reasonsOf(columns, names)
  const last = shown.at(-1)
  const located = source.lines
    ? { refused: [], accepted: shown.map((row) => source.lines![row]!) }
    : await locateRows({
        path: source.path,
        separation: dialect,
        skip,
        blankRows: dialect.width === 1,
        // Without those before it, no accepted row's place is known.
        refused:
          last === undefined ? rejects.first.map(({ position }) => position) : rejects.positions,
        accepted: shown,
      })
  const lineOf = (line = 1): number => source.kept?.[line - 1] ?? line
  const rejected: RejectedLine[] = [
    ...rejects.first.map(({ reason }, index) => ({ line: lineOf(located.refused[index]), reason })),
    ...shown.map((row, index) => ({
      line: lineOf(located.accepted[index]),
      reason: odd.get(row) ?? 'A value of the row is not what the others of its column are.',
    })),
  ]
  rejected.sort((a, b) => a.line - b.line)
  return {
    dropped,
    columns: columns.map(({ index, kind, taker, stored }) => {
      const name = names[index]!
      const type = options.types?.[name]
      const trailing = layout.hollow[index]!
      const unit = (kind.kind === 'number' && kind.format.unit) || layout.units[index] || undefined
      const common = { name, stored, type, trailing, unit }
      if (!(taker instanceof StringTaker)) {
        return { ...common, kind: kind.kind as 'number' | 'date' | 'boolean' }
      }
      const { preview } = taker
      return { ...common, kind: 'string', categories: taker.categories ?? null, preview }
    }),
    rejected: rejected.slice(0, keptRejections),
    rejectedCount,
    nonFinite: columns.reduce((sum, { taker }) => sum + taker.nonFinite, 0),
    delimiter: layout.delimiter === noDelimiter ? null : layout.delimiter,
    decimal: habits.decimal,
    header,
  }
}

const wants = {
  number: 'a number',
  date: 'a date like the others',
  boolean: 'true or false',
  string: 'text in the file’s encoding',
} as const

/** Why each row with an odd value is refused, of the first ones. */
function reasonsOf(columns: readonly ReadColumn[], names: readonly string[]): Map<number, string> {
  const reasons = new Map<number, string>()
  for (const { index, kind, taker } of columns) {
    for (const cell of taker.odd) {
      if (reasons.has(cell.row)) continue
      reasons.set(
        cell.row,
        `In column "${names[index]!}", ${shorten(cell)} is not ${wants[kind.kind]}.`,
      )
    }
  }
  return reasons
}

function shorten({ text }: OddCell): string {
  const characters = [...text]
  const shown = characters.slice(0, 60).join('')
  return `"${visible(shown)}${characters.length > 60 ? '…' : ''}"`
}
