import duckdb from '@duckdb/node-bindings'
import type { DuckDBDataChunk } from '@duckdb/node-api'

/*
 * A chunk's columns as typed arrays. The package's own vectors box every value; what it is built on
 * gives the bytes, as copies: no memory of the library's is kept.
 */

/** A bit a row, one where there is a value; undefined where every row has one. */
export function validityOf(chunk: DuckDBDataChunk, column: number): Uint8Array | undefined {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
  return duckdb.vector_get_validity(vector, Math.ceil(chunk.rowCount / 64) * 8) ?? undefined
}

export const isValid = (validity: Uint8Array | undefined, row: number): boolean =>
  validity === undefined || ((validity[row >> 3]! >> (row & 7)) & 1) === 1

/** Of a DOUBLE column; anything where there is no value. */
export function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const bytes = bytesOf(chunk, column, 8)
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount)
}

/** Of a UBIGINT column: the low and the high half of each, in turn. */
export function halvesOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
  const bytes = bytesOf(chunk, column, 8)
  return new Uint32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * 2)
}

/** Of a VARCHAR column: a length in 4 bytes, then the text's first 4, then 8 more or where they are. */
export function textHeadsOf(chunk: DuckDBDataChunk, column: number): Uint8Array {
  return bytesOf(chunk, column, 16)
}

/** A text; null where there is none. */
export function textAt(chunk: DuckDBDataChunk, column: number, row: number): string | null {
  const value = chunk.getColumnVector(column).getItem(row)
  return typeof value === 'string' ? value : null
}

function bytesOf(chunk: DuckDBDataChunk, column: number, width: number): Uint8Array {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
  return duckdb.vector_get_data(vector, chunk.rowCount * width)
}
