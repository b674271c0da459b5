import type { DuckDBConnection } from '@duckdb/node-api'
import { NumberTaker, StringTaker } from './columns.ts'
import type { Kind } from './infer.ts'
import { fromDatabase } from './refusals.ts'
import { ColumnFile, type StoredColumn } from './scratch.ts'

/** A column to read. */
export interface WantedColumn {
  /** Among the table's columns. */
  readonly index: number
  readonly kind: Kind
  /** Its values: DOUBLE, or the UBIGINT hash of a string. */
  readonly expression: string
  /** Which of the texts is its own; undefined where it has none. */
  readonly text: number | undefined
  /** A person says that it holds categories. */
  readonly categories?: boolean
}

export interface ReadColumn {
  readonly index: number
  readonly kind: Kind
  readonly taker: NumberTaker | StringTaker
  readonly stored: StoredColumn
}

export interface PassOptions {
  /** What stands after FROM. */
  readonly relation: string
  /** The texts, SQL each. All of the file's columns: the database must not leave any out. */
  readonly texts: readonly string[]
  readonly wanted: readonly WantedColumn[]
  /** Where the values are put. */
  readonly file: string
  readonly suspicious: boolean
  readonly onRows: (rows: number) => void
}

/** Values that a batch holds, of all columns. */
const batchValues = 1_000_000
/** Rows of the database's chunks, at most. */
const chunkRows = 2048

/** Reads columns from a file's beginning to its end. */
export async function readPass(
  connection: DuckDBConnection,
  options: PassOptions,
): Promise<{ rows: number; columns: ReadColumn[] }> {
  const { relation, texts, wanted, suspicious } = options
  const expressions = [...wanted.map(({ expression }) => expression), ...texts]
  const takers = wanted.map(({ kind, text, categories = false }, place) => {
    const at = text === undefined ? undefined : wanted.length + text
    if (kind.kind !== 'string') return new NumberTaker(kind, { values: place, text: at })
    if (at === undefined) throw new Error('a column of strings has no texts')
    return new StringTaker({ values: place, text: at }, suspicious, categories)
  })
  const batches = Math.max(1, Math.floor(batchValues / Math.max(1, wanted.length) / chunkRows))
  const file = new ColumnFile(
    options.file,
    wanted.map(({ kind }) => (kind.kind === 'string' ? 'int32' : 'float64')),
    Math.min(32, batches) * chunkRows,
  )
  try {
    const result = await fromDatabase(
      connection.stream(`SELECT ${expressions.join(', ')} FROM ${relation}`),
    )
    let rows = 0
    for (;;) {
      const chunk = await fromDatabase(result.fetchChunk())
      if (!chunk || chunk.rowCount === 0) break
      const { into, at } = file.reserve(chunk.rowCount)
      takers.forEach((taker, column) => {
        const values = into[column]!
        if (taker instanceof StringTaker) taker.take(chunk, values as Int32Array, at, rows)
        else taker.take(chunk, values as Float64Array, at, rows)
      })
      rows += chunk.rowCount
      options.onRows(rows)
    }
    const stored = file.close()
    const columns = wanted.map(({ index, kind }, place) => ({
      index,
      kind,
      taker: takers[place]!,
      stored: stored[place]!,
    }))
    return { rows, columns }
  } catch (error) {
    file.abandon()
    throw error
  }
}
