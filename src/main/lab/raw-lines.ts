import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** A line of a file, as bytes. */
export interface RawLine {
  /** From 1; empty ones count. */
  readonly number: number
  /** Without its end; nothing of one that is too long to be made a text. */
  readonly bytes: Buffer
  /** Bytes in the file, with its end. */
  readonly size: number
  /** Whether it has an end: only the file's last may have none. */
  readonly ended: boolean
}

const newline = 0x0a
const carriageReturn = 0x0d

/** Longer than any line that was ever written: what is longer cannot be made a text. */
const longest = 2 ** 29 - 2 ** 12

/**
 * Reads a file's lines, some at a time, in memory that its longest line decides.
 *
 * @param bytes of the file, from its beginning. @default all there are
 * @throws the system's error
 */
export async function* rawLines(path: string, bytes = Infinity): AsyncGenerator<RawLine[]> {
  if (bytes === 0) return
  // What is no plain file may never end, or wait for ever.
  if (!(await stat(path)).isFile()) throw new Error('it is no plain file')
  let begun: Buffer[] = []
  let length = 0
  let number = 0
  const add = (piece: Buffer): void => {
    length += piece.length
    if (length > longest) begun = []
    else if (piece.length > 0) begun.push(piece)
  }
  const take = (ended: boolean): RawLine => {
    number++
    const line = begun.length === 1 ? begun[0]! : Buffer.concat(begun)
    const size = length + (ended ? 1 : 0)
    begun = []
    length = 0
    const bytes = ended && line.at(-1) === carriageReturn ? line.subarray(0, -1) : line
    return { number, bytes, size, ended }
  }
  const stream = createReadStream(path, { highWaterMark: 2 ** 20, end: bytes - 1 })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines: RawLine[] = []
    let from = 0
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, to))
      lines.push(take(true))
      from = to + 1
    }
    add(chunk.subarray(from))
    if (lines.length > 0) yield lines
  }
  if (length > 0) yield [take(false)]
}
