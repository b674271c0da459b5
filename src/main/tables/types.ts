import type { Launcher } from '../process/types.ts'
import type { RejectedLine } from '#shared/contract/tables.ts'
import type { Table } from '#shared/data/table.ts'
import type { Encoding, ReadOptions } from '#shared/experiment/source.ts'

/** What a file turned out to be. */
type TableFormat = NonNullable<ReadOptions['format']>

/** How a text file was read; a Parquet file has none of it. */
export interface Reading {
  readonly format: TableFormat
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  readonly decimal: '.' | ',' | null
  /** Whether the first line names the columns. */
  readonly header: boolean | null
}

/** A person's file as a table, with everything that was not taken from it. */
export interface ImportedTable extends Reading {
  /** Its `target` is empty: which column suggests itself is for whoever knows all tables' ways. */
  readonly table: Table
  /** The first 1,000 refused rows, by line. */
  readonly rejected: readonly RejectedLine[]
  readonly rejectedCount: number
  /** Cells refused because they hold an infinite value; they count as missing. */
  readonly nonFinite: number
  /** Of the file. */
  readonly bytes: number
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string
  /** When the file was last changed, in ms since 1970. */
  readonly mtimeMs: number
}

/** How far an import is. */
export interface ImportProgress {
  readonly stage: 'looking' | 'reading'
  /** Bytes done of this stage; an estimate. */
  readonly bytes: number
  /** Of the file. */
  readonly of: number
}

export interface ImportHooks {
  /** About ten times a second. */
  readonly onProgress?: (progress: ImportProgress) => void
  /** Ends the import; `read` rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Knows how a shell starts reader processes. */
export type ReaderLauncher = Pick<Launcher, 'launch'>

export interface TableReaderOptions {
  readonly launcher: ReaderLauncher
}

/** Of what DuckDB calls its types, those that are written. */
export const columnKinds = ['VARCHAR', 'BIGINT', 'DOUBLE'] as const

/** A table's columns by name, in order. */
export type ColumnKinds = Readonly<Record<string, (typeof columnKinds)[number]>>

/**
 * Reads people's files, each in a process of its own that ends with the import: what a hostile or
 * giant file can do, it does there, and the memory goes back to the system.
 */
export interface TableReader {
  /**
   * @param path absolute
   * @throws LabError `not-found` when there is no such file, `bad-table` when it cannot be read as
   *   a table, `table-changed` when it changes meanwhile
   */
  read(path: string, options?: ReadOptions, hooks?: ImportHooks): Promise<ImportedTable>
  /**
   * A table as a Parquet file.
   *
   * @param table as RFC 4180 has it, with a header; read as it comes
   * @param columns in the order of the table's own
   * @returns the file's bytes, when they are asked for
   * @throws whatever the table throws; the system's error where there is no room for it on its way
   */
  toParquet(table: AsyncIterable<string>, columns: ColumnKinds): AsyncGenerator<Uint8Array>
  /** Ends every import; each rejects. */
  dispose(): void
}
