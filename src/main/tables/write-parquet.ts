import { openDatabase, quoted } from './duckdb.ts'
import type { ColumnKinds } from './types.ts'

export interface ParquetRequest {
  /** A text as RFC 4180 has it, with a header. */
  readonly path: string
  readonly columns: ColumnKinds
  /** A folder of its own. */
  readonly scratch: string
  /** Within that folder. */
  readonly to: string
}

/**
 * Writes a table's text as Parquet, row for row in its order.
 *
 * @throws the database's error
 */
export async function writeParquet({ path, columns, scratch, to }: ParquetRequest): Promise<void> {
  const width = Object.keys(columns).length
  const { connection, close } = await openDatabase({ file: path, scratch, width })
  const types = Object.entries(columns).map(([name, kind]) => `${quoted(name)}: ${quoted(kind)}`)
  // Nothing is found out by looking at it: what it holds is known.
  const table = `read_csv(${quoted(path)}, auto_detect = false, header = true, delim = ',', quote = '"',
    escape = '"', new_line = '\\r\\n', max_line_size = 1048576,
    columns = {${types.join(', ')}})`
  try {
    await connection.run(
      `COPY (SELECT * FROM ${table}) TO ${quoted(to)} (FORMAT parquet, COMPRESSION zstd)`,
    )
  } finally {
    close()
  }
}
