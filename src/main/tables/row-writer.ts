import { open, type FileHandle } from 'node:fs/promises'
import type { RejectedLine } from '#shared/contract/tables.ts'
import { keptRejections } from './limits.ts'
import { visible } from './refusals.ts'

/** A file of another format as a text of rows and commas, with a header. */
export interface ConvertedTable {
  /** By row, the line of the file on which it begins. */
  readonly lines: number[]
  readonly columns: number
  readonly bytes: number
  /** Some text has a line end. */
  readonly brokenRows: boolean
  /** In bytes, at most. */
  readonly longestRow: number
  readonly rejected: readonly RejectedLine[]
  readonly rejectedCount: number
}

/** A text as a field of CSV. */
export const quotedField = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Writes rows as CSV and keeps what has to be known of them to read that. */
export class RowWriter {
  readonly #out: FileHandle
  readonly #width: number
  readonly #lines: number[] = []
  readonly #rejected: RejectedLine[] = []
  #rejectedCount = 0
  #longestRow = 0
  #brokenRows = false
  #bytes = 0
  #pending: string

  private constructor(out: FileHandle, names: readonly string[]) {
    this.#out = out
    this.#width = names.length
    this.#pending = `${names.map(quotedField).join(',')}\n`
  }

  static async open(path: string, names: readonly string[]): Promise<RowWriter> {
    return new RowWriter(await open(path, 'w', 0o600), names)
  }

  /**
   * @param cells as CSV has them, one for each name
   * @param line on which the row begins in its file
   */
  async add(cells: readonly string[], line: number): Promise<void> {
    this.#lines.push(line)
    // A row of one missing value would be a blank line.
    const row = `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(',')}\n`
    this.#longestRow = Math.max(this.#longestRow, row.length * 3)
    this.#brokenRows ||= row.indexOf('\n') < row.length - 1
    this.#pending += row
    if (this.#pending.length > 2 ** 20) await this.#flush()
  }

  refuse(line: number, reason: string): void {
    this.#rejectedCount++
    if (this.#rejected.length < keptRejections) {
      this.#rejected.push({ line, reason: visible(reason) })
    }
  }

  async end(): Promise<ConvertedTable> {
    await this.#flush()
    return {
      lines: this.#lines,
      columns: this.#width,
      bytes: this.#bytes,
      brokenRows: this.#brokenRows,
      longestRow: this.#longestRow,
      rejected: this.#rejected,
      rejectedCount: this.#rejectedCount,
    }
  }

  async close(): Promise<void> {
    await this.#out.close()
  }

  async #flush(): Promise<void> {
    const { bytesWritten } = await this.#out.write(this.#pending)
    this.#bytes += bytesWritten
    this.#pending = ''
  }
}
