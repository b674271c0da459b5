import type { DuckDBConnection } from '@duckdb/node-api'
import { keptRejections } from './limits.ts'
import { splitRecords, type Separation } from './records.ts'

/** A row that the database refused. */
interface Reject {
  /** In the file, in bytes from 0. */
  readonly position: number
  readonly reason: string
}

export interface Rejects {
  /** The first ones with their reasons. */
  readonly first: readonly Reject[]
  /** Where each is, ascending. */
  readonly positions: readonly number[]
  /** Some are only too long for what was allowed. */
  readonly tooLong: boolean
}

/** Takes what a reading has refused, and forgets it. */
export async function takeRejects(
  connection: DuckDBConnection,
  width: number,
  separation: Separation,
): Promise<Rejects> {
  // A row may be refused for several reasons; a line of white space is no row.
  const rows = 'FROM reject_errors GROUP BY line_byte_position'
  const real = `HAVING NOT bool_and(error_type = 'MISSING COLUMNS' AND trim(csv_line, e' \\t\\r\\n') = '')`
  const all = await connection.runAndReadAll(
    `SELECT line_byte_position::DOUBLE ${rows} ${real} ORDER BY 1`,
  )
  const first = await connection.runAndReadAll(
    `SELECT line_byte_position::DOUBLE, first(error_type::VARCHAR ORDER BY column_idx DESC), ` +
      `first(csv_line[:100000]), max(length(csv_line)) ${rows} ${real} ORDER BY 1 LIMIT ${keptRejections}`,
  )
  const long = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM reject_errors WHERE error_type = 'LINE SIZE OVER MAXIMUM'`,
  )
  await connection.run('DROP TABLE reject_errors')
  await connection.run('DROP TABLE reject_scans')
  return {
    positions: all.getRows().map(([position]) => Number(position) - 1),
    first: first.getRows().map(([position, type, text, length]) => ({
      position: Number(position) - 1,
      reason: reasonOf(String(type), String(text ?? ''), Number(length), width, separation),
    })),
    tooLong: Number(long.getRows()[0]![0]) > 0,
  }
}

function reasonOf(
  type: string,
  text: string,
  length: number,
  width: number,
  separation: Separation,
): string {
  const row = text.replace(/^[\r\n]+/, '')
  switch (type) {
    case 'MISSING COLUMNS':
    case 'TOO MANY COLUMNS': {
      const [record] = splitRecords(row.replaceAll('\r\n', '\n'), separation, 1)
      const found = record?.fields.length ?? 0
      const values = found === 1 ? '1 value' : `${found} values`
      if (found === width || text.length < length) {
        return `The row does not have ${width} values, as the table has columns.`
      }
      return `The row has ${values} where the table has ${width} columns.`
    }
    case 'UNQUOTED VALUE': {
      const lines = row.trimEnd().split('\n').length
      const taken = lines > 1 ? `, and has taken ${lines - 1} more lines with it` : ''
      return `A quotation mark in the row is not closed where its value ends${taken}.`
    }
    case 'LINE SIZE OVER MAXIMUM':
      return 'The row is longer than 128 MB.'
    default:
      return `The row cannot be read (${type.toLowerCase()}).`
  }
}
