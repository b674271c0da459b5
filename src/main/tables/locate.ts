import { open } from 'node:fs/promises'
import type { Separation } from './records.ts'

const LF = 10
const SPACE = 32
const chunkBytes = 2 ** 20

/** A row of a file, by its bytes. */
interface FoundRow {
  /** Where it ends, and its first line, from 1. */
  readonly end: number
  readonly line: number
  readonly blank: boolean
}

/**
 * Walks a file's rows as the database's reader cuts them: a quotation mark opens a value only where
 * the value begins, and a line end inside quotation marks ends no row.
 */
async function* walkRows(path: string, separation: Separation): AsyncGenerator<FoundRow[]> {
  const delimiter = Buffer.from(separation.delimiter)
  const quote = separation.quote === '' ? -1 : separation.quote.charCodeAt(0)
  const escape = separation.escape === '' ? -1 : separation.escape.charCodeAt(0)
  const file = await open(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let state: 'start' | 'plain' | 'quoted' | 'escaped' | 'closed' = 'start'
    /** Bytes of the delimiter that have just been seen. */
    let matched = 0
    let blank = true
    let line = 1
    let began = 1
    let offset = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes)
      if (bytesRead === 0) break
      const rows: FoundRow[] = []
      for (let at = 0; at < bytesRead; at++) {
        const byte = chunk[at]!
        if (byte === LF) {
          line++
          if (state !== 'quoted' && state !== 'escaped') {
            rows.push({ end: offset + at + 1, line: began, blank })
            state = 'start'
            matched = 0
            blank = true
            began = line
            continue
          }
        }
        if (byte !== LF && byte !== 13) blank = false
        if (state === 'escaped') {
          state = 'quoted'
        } else if (state === 'quoted') {
          // A doubled mark closes and opens again, which comes to the same.
          if (byte === escape && escape !== quote) state = 'escaped'
          else if (byte === quote) state = 'closed'
        } else if (byte === quote && (state === 'start' || state === 'closed')) {
          state = 'quoted'
        } else {
          matched = byte === delimiter[matched] ? matched + 1 : byte === delimiter[0] ? 1 : 0
          if (matched === delimiter.length) {
            state = 'start'
            matched = 0
          } else if (state !== 'start' || byte !== SPACE) state = 'plain'
        }
      }
      offset += bytesRead
      yield rows
    }
    if (!blank) yield [{ end: offset, line: began, blank }]
  } finally {
    await file.close()
  }
}

export interface Wanted {
  readonly path: string
  readonly separation: Separation
  /** Rows before the first of the data; blank lines count. */
  readonly skip: number
  /** Whether a blank line is a row: where there is one column. */
  readonly blankRows: boolean
  /** Where in the file the rows are that the database refused, ascending, in bytes. */
  readonly refused: readonly number[]
  /** Rows among those it accepted, ascending, from 0. */
  readonly accepted: readonly number[]
}

export interface Located {
  /** The refused rows' lines, each as `refused`. */
  readonly refused: number[]
  readonly accepted: number[]
}

/** The lines on which rows begin. */
export async function locateRows(wanted: Wanted): Promise<Located> {
  const found: Located = { refused: [], accepted: [] }
  let skip = wanted.skip
  let accepted = 0
  for await (const rows of walkRows(wanted.path, wanted.separation)) {
    for (const { end, line, blank } of rows) {
      if (skip > 0) {
        skip--
        continue
      }
      if (blank && !wanted.blankRows) continue
      let refused = false
      while (
        found.refused.length < wanted.refused.length &&
        wanted.refused[found.refused.length]! < end
      ) {
        found.refused.push(line)
        refused = true
      }
      if (refused) continue
      if (wanted.accepted[found.accepted.length] === accepted) found.accepted.push(line)
      accepted++
    }
    if (
      found.refused.length === wanted.refused.length &&
      found.accepted.length === wanted.accepted.length
    ) {
      break
    }
  }
  return found
}
