import type { RejectedLine } from '#shared/contract/tables.ts'
import type { ColumnType } from '#shared/experiment/source.ts'
import type { StoredColumn } from './scratch.ts'
import type { Reading } from './types.ts'

/** A column as the reader's process hands it over. */
export type ReadResultColumn = {
  readonly name: string
  readonly stored: StoredColumn
  /** What a person says it is. */
  readonly type: ColumnType | undefined
  /** It has no name, and delimiters at the lines' ends make it: it goes if nothing is ever in it. */
  readonly trailing: boolean
  /** What its numbers are counted in, as the file says it; undefined where it does not. */
  readonly unit?: string | undefined
} & (
  | { readonly kind: 'number' | 'date' | 'boolean' }
  | {
      readonly kind: 'string'
      /** By code; null where they are too many or too long to be categories. */
      readonly categories: readonly string[] | null
      /** The first rows' values, of dropped rows too. */
      readonly preview: readonly (string | null)[]
    }
)

/** What the reader's process found in a file; the columns' values are in files beside. */
export interface ReadResult extends Reading {
  /** With those that are to be dropped. */
  readonly rows: number
  /** Rows to drop since some cell of theirs is refused, ascending. */
  readonly dropped: Float64Array
  readonly columns: readonly ReadResultColumn[]
  readonly rejected: readonly RejectedLine[]
  readonly rejectedCount: number
  readonly nonFinite: number
  readonly bytes: number
  readonly sha256: string
  readonly mtimeMs: number
}
