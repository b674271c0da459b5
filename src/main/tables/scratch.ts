import { closeSync, openSync, writeSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/*
 * Columns on their way from the reader's process to whoever asked: through a file, since a message
 * of this size is copied several times over and keeps both processes from anything else.
 */

/** Values of one column that lie together in a file. */
export interface Piece {
  /** In bytes. */
  readonly position: number
  readonly rows: number
}

/** Where a column's values are. */
export interface StoredColumn {
  readonly file: string
  readonly form: 'float64' | 'int32'
  readonly pieces: readonly Piece[]
}

type Values = Float64Array | Int32Array

/** Gathers the rows of several columns and writes them in batches. */
export class ColumnFile {
  readonly #descriptor: number
  readonly #path: string
  readonly #batch: readonly Values[]
  readonly #capacity: number
  readonly #pieces: Piece[][]
  #rows = 0
  #position = 0

  /** @param capacity rows of a batch */
  constructor(path: string, forms: readonly StoredColumn['form'][], capacity: number) {
    this.#path = path
    this.#descriptor = openSync(path, 'wx', 0o600)
    this.#capacity = capacity
    this.#batch = forms.map((form) =>
      form === 'float64' ? new Float64Array(capacity) : new Int32Array(capacity),
    )
    this.#pieces = forms.map(() => [])
  }

  /** Makes room for so many rows. @returns where each column's are to be put, and the place */
  reserve(rows: number): { into: readonly Values[]; at: number } {
    if (this.#rows + rows > this.#capacity) this.#flush()
    const at = this.#rows
    this.#rows += rows
    return { into: this.#batch, at }
  }

  close(): StoredColumn[] {
    this.#flush()
    closeSync(this.#descriptor)
    return this.#batch.map((values, column) => ({
      file: this.#path,
      form: values instanceof Float64Array ? 'float64' : 'int32',
      pieces: this.#pieces[column]!,
    }))
  }

  /** Closes it, whatever is in it. */
  abandon(): void {
    closeSync(this.#descriptor)
  }

  #flush(): void {
    if (this.#rows === 0) return
    this.#batch.forEach((values, column) => {
      const part = values.subarray(0, this.#rows)
      const bytes = Buffer.from(part.buffer, 0, part.byteLength)
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#descriptor, bytes, done)
      }
      this.#pieces[column]!.push({ position: this.#position, rows: this.#rows })
      this.#position += bytes.length
    })
    this.#rows = 0
  }
}

/** Reads a column's values as they were written. */
export async function readStored(
  handle: FileHandle,
  { form, pieces }: StoredColumn,
): Promise<Float64Array | Int32Array> {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0)
  const values = form === 'float64' ? new Float64Array(rows) : new Int32Array(rows)
  const bytes = new Uint8Array(values.buffer)
  let at = 0
  for (const piece of pieces) {
    const length = piece.rows * values.BYTES_PER_ELEMENT
    const { bytesRead } = await handle.read(bytes, at, length, piece.position)
    if (bytesRead !== length)
      throw new Error(`a column's file ends ${length - bytesRead} bytes early`)
    at += length
  }
  return values
}
