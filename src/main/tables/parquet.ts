import { join } from 'node:path'
import type { ReadOptions } from '#shared/experiment/source.ts'
import { StringTaker } from './columns.ts'
import { openDatabase, quoted } from './duckdb.ts'
import { columnNames } from './header.ts'
import type { Kind } from './infer.ts'
import { mostColumns } from './limits.ts'
import { readPass, type WantedColumn } from './pass.ts'
import { badTable, fromDatabase } from './refusals.ts'
import type { ReadResult, ReadResultColumn } from './result.ts'
import { rawColumn } from './source.ts'

const number: Kind = {
  kind: 'number',
  format: { decimal: '.', thousands: '' },
  digits: false,
}

const asText: Kind = { kind: 'string' }

/** Times, durations, lists and the like are texts; what has no other reading is one too. */
function kindOf(type: string): Kind {
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/.test(type)) {
    return number
  }
  if (type === 'BOOLEAN') return { kind: 'boolean' }
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) {
    return { kind: 'date', form: { formats: [] } }
  }
  return asText
}

function valueOf(cell: string, { kind }: Kind): string {
  switch (kind) {
    case 'string':
      return `hash(trim(${textOf(cell)}))`
    case 'date':
      return `CASE WHEN isfinite(${cell}) THEN epoch(${cell}) END`
    default:
      return `CAST(${cell} AS DOUBLE)`
  }
}

const textOf = (cell: string): string => `CAST(${cell} AS VARCHAR)`

/**
 * Whole numbers beyond these are rather somebody's names for things: a float64 does not keep them
 * apart.
 */
const largestWhole = Number.MAX_SAFE_INTEGER

/** Types that may hold such numbers. */
const wide = /^(?:U?(?:BIG|HUGE)INT|BIGNUM|DECIMAL\((?:1[6-9]|[23]\d),0\))$/

/** Reads a Parquet file: its columns say themselves what they hold. */
export async function readParquet(
  path: string,
  scratch: string,
  options: ReadOptions,
  onRows: (rows: number, of: number) => void,
): Promise<Pick<ReadResult, 'rows' | 'dropped' | 'columns' | 'nonFinite'>> {
  const { connection, close } = await openDatabase({ file: path, scratch, width: 1000 })
  const file = `read_parquet(${quoted(path)})`
  const ask = async (sql: string): Promise<readonly (readonly unknown[])[]> =>
    (await fromDatabase(connection.runAndReadAll(sql))).getRows()
  try {
    const described = await ask(`DESCRIBE SELECT * FROM ${file}`)
    const types = described.map(([, type]) => String(type))
    const names = columnNames(
      described.map(([name]) => String(name)),
      types.length,
    )
    if (types.length > mostColumns) {
      throw badTable(
        path,
        'too-wide',
        `has ${types.length} columns: a table may have ${mostColumns}. Leave out what is not needed.`,
      )
    }
    const relation = `${file} AS t(${types.map((_, index) => rawColumn(index)).join(', ')})`
    const [[count] = []] = await ask(`SELECT count(*)::DOUBLE FROM ${file}`)
    const all = Number(count)
    if (all === 0) throw badTable(path, 'no-rows', 'has no rows: there is nothing to learn from.')
    const identifying = await findIdentifiers(types, relation, ask)
    const kinds = types.map((type, index) => {
      const kind = chosen(path, kindOf(type), names[index]!, options)
      const free = options.types?.[names[index]!] === undefined
      return free && identifying.has(index) ? asText : kind
    })
    const texts = kinds.flatMap(({ kind }, index) => (kind === 'string' ? [index] : []))
    const wanted = kinds.map((kind, index): WantedColumn => {
      const text = texts.indexOf(index)
      const expression = valueOf(rawColumn(index), kind)
      const categories = options.types?.[names[index]!] === 'category'
      return { index, kind, expression, text: text < 0 ? undefined : text, categories }
    })
    const { rows, columns } = await readPass(connection, {
      relation,
      texts: texts.map((index) => textOf(rawColumn(index))),
      wanted,
      file: join(scratch, 'columns'),
      suspicious: false,
      onRows: (done) => onRows(done, all),
    })
    return {
      rows,
      dropped: new Float64Array(0),
      nonFinite: columns.reduce((sum, { taker }) => sum + taker.nonFinite, 0),
      columns: columns.map(({ index, kind, taker, stored }): ReadResultColumn => {
        const name = names[index]!
        // A list's or a time's text is no category, however often it comes.
        const plain = identifying.has(index) || /^(?:VARCHAR|ENUM\(.*\)|UUID)$/.test(types[index]!)
        const type =
          options.types?.[name] ?? (kind.kind === 'string' && !plain ? 'text' : undefined)
        const common = { name, stored, type, trailing: false }
        if (!(taker instanceof StringTaker)) {
          return { ...common, kind: kind.kind as 'number' | 'date' | 'boolean' }
        }
        const { preview } = taker
        return { ...common, kind: 'string', categories: taker.categories ?? null, preview }
      }),
    }
  } finally {
    close()
  }
}

/** The columns of whole numbers of which some are too large to be kept apart as numbers. */
async function findIdentifiers(
  types: readonly string[],
  relation: string,
  ask: (sql: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<ReadonlySet<number>> {
  const candidates = types.flatMap((type, index) => (wide.test(type) ? [index] : []))
  if (candidates.length === 0) return new Set()
  const beyond = candidates.map((index) => {
    const cell = rawColumn(index)
    return `coalesce(max(${cell}) > ${largestWhole} OR min(${cell}) < -${largestWhole}, false)`
  })
  const [row = []] = await ask(`SELECT ${beyond.join(', ')} FROM ${relation}`)
  return new Set(candidates.filter((_, place) => row[place] === true))
}

/** Numbers may be called categories; texts can't be called numbers here, since the file knows better. */
function chosen(path: string, kind: Kind, name: string, { types }: ReadOptions): Kind {
  const type = types?.[name]
  if (type === undefined || type === kind.kind) return kind
  if (type === 'category' || type === 'text') return asText
  throw badTable(
    path,
    'type',
    `says itself that its column "${name}" is no ${type}: only category or text can be chosen for it.`,
  )
}
