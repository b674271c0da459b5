import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

/** A text within SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export interface DatabaseOptions {
  /** The one file it may read besides what it writes. */
  readonly file: string
  /** A folder of its own. */
  readonly scratch: string
  /** How many columns it is to read at once. */
  readonly width: number
}

/** A database in memory that can read one file and nothing else: no other file, extension or address. */
export async function openDatabase(options: DatabaseOptions): Promise<{
  connection: DuckDBConnection
  close(): void
}> {
  const { file, scratch, width } = options
  const wide = width > 1000
  const instance = await DuckDBInstance.create(':memory:', {
    // A wide table's vectors are large, and each thread has its own.
    threads: String(wide ? 1 : Math.min(4, availableParallelism())),
    memory_limit: `${768 + Math.ceil(width * 0.5)}MB`,
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  // A time without a zone is the same everywhere, so that a table is.
  await connection.run(`SET TimeZone = 'UTC'`)
  await connection.run(`SET allowed_paths = [${quoted(file)}]`)
  await connection.run(`SET allowed_directories = [${quoted(join(scratch, '/'))}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  return {
    connection,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
