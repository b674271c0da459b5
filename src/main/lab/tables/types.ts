import type { Table } from '#shared/data/table.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'

/** A table with the source that brings the very same again: of a file with its fingerprint. */
export interface SourcedTable {
  readonly table: Table
  readonly source: DatasetSource
}

/**
 * Reads a table for a race.
 *
 * @param suggests whether the table must name a target: in a person's file that means looking at
 *   every cell
 * @throws LabError `table-changed` when the source has a fingerprint that is no longer the file's,
 *   `table-missing`, `bad-table`, `not-found`, `bad-spec`
 */
export type ReadTable = (source: DatasetSource, suggests: boolean) => Promise<SourcedTable>
