import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { countHighBytes, noHighBytes, type HighBytes } from './encoding.ts'

const LF = 10
const CR = 13
const QUOTE = 34
const chunkBytes = 2 ** 20
/** Of the file's start, for what can be told from that. */
const headBytes = 65_536

/** What one walk over a file's bytes finds. */
export interface Scan {
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
  readonly head: Buffer
  /** Every byte of it is UTF-8. */
  readonly utf8: boolean
  /** What the bytes over 127 look like, where it is not UTF-8. */
  readonly high: HighBytes
  /** Line ends of each kind; `cr` are those that no line feed follows. */
  readonly lf: number
  readonly crlf: number
  readonly cr: number
  readonly quotes: boolean
  /** A line ends inside quotation marks, as far as counting them tells. */
  readonly brokenRows: boolean
  /** Some byte is zero, or the end of a file as CP/M marked it. */
  readonly padded: boolean
  /** Some line is of nothing but what may be delimiters. */
  readonly hollowRows: boolean
  /** In bytes, by lines and by what quotation marks hold together. */
  readonly longestRow: number
}

/** @param onProgress is told the bytes read so far */
export async function scanFile(path: string, onProgress: (bytes: number) => void): Promise<Scan> {
  const file = await open(path, 'r')
  try {
    const hash = createHash('sha256')
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let head = Buffer.alloc(0)
    let bytes = 0
    let high = noHighBytes
    let utf8 = true
    /** The first bytes of a character whose others the next chunk has. */
    let cut = Buffer.alloc(0)
    const lines = createLineCounter()
    let padded = false
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes)
      if (bytesRead === 0) break
      const part = chunk.subarray(0, bytesRead)
      hash.update(part)
      if (bytes === 0) head = Buffer.from(part.subarray(0, headBytes))
      bytes += bytesRead
      const joined = cut.length > 0 ? Buffer.concat([cut, part]) : part
      const whole = joined.subarray(0, wholeCharacters(joined))
      cut = Buffer.from(joined.subarray(whole.length))
      if (isUtf8(whole)) high = countHighBytes(high, whole, true)
      else {
        utf8 = false
        high = countHighBytes(high, whole, false)
      }
      lines.take(part)
      padded ||= part.includes(0) || part.includes(0x1a)
      onProgress(bytes)
    }
    if (cut.length > 0) {
      utf8 = false
      high = countHighBytes(high, cut, false)
    }
    return {
      bytes,
      sha256: hash.digest('hex'),
      head,
      utf8,
      high,
      padded,
      ...lines.end(bytes),
    }
  } finally {
    await file.close()
  }
}

/** Where the last character of UTF-8 that is not cut off ends. */
function wholeCharacters(bytes: Buffer): number {
  const { length } = bytes
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!
    if (byte < 0x80) return length
    // A first byte says how many follow it.
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needs > back ? length - back : length
    }
  }
  return length
}

/** What a line consists of: of nothing, of what may be delimiters, or of something. */
type LineOf = 'nothing' | 'delimiters' | 'values'

/** Bytes that say nothing; zeros are halves of UTF-16. */
const emptyBytes: ReadonlySet<number> = new Set(Buffer.from('\r\0'))
const delimiterBytes: ReadonlySet<number> = new Set(Buffer.from(' ,;\t|^~:\u0001'))

/** @param before what the line is of, where it began earlier */
function lineOf(part: Buffer, from: number, end: number, before: LineOf): LineOf {
  let found = before
  for (let at = from; at < end && found !== 'values'; at++) {
    const byte = part[at]!
    if (delimiterBytes.has(byte)) found = 'delimiters'
    else if (!emptyBytes.has(byte)) found = 'values'
  }
  return found
}

interface LineCounter {
  take(part: Buffer): void
  end(
    bytes: number,
  ): Pick<Scan, 'lf' | 'crlf' | 'cr' | 'quotes' | 'brokenRows' | 'hollowRows' | 'longestRow'>
}

function createLineCounter(): LineCounter {
  let feeds = 0
  let returns = 0
  let crlf = 0
  let longestRow = 0
  /** Where the present row began, and the part, in the file. */
  let began = 0
  let offset = 0
  let last = 0
  let quotes = false
  let inside = false
  let brokenRows = false
  let hollowRows = false
  /** What the line that the part before cuts off is of so far. */
  let cut: LineOf = 'nothing'

  const endRow = (at: number): void => {
    longestRow = Math.max(longestRow, offset + at - began)
    began = offset + at + 1
  }

  return {
    take(part) {
      for (let at = part.indexOf(LF); at >= 0; at = part.indexOf(LF, at + 1)) {
        feeds++
        if ((at > 0 ? part[at - 1] : last) === CR) crlf++
      }
      for (let at = part.indexOf(CR); at >= 0; at = part.indexOf(CR, at + 1)) returns++
      let from = 0
      for (let at = part.indexOf(LF); at >= 0; at = part.indexOf(LF, from)) {
        hollowRows ||= lineOf(part, from, at, cut) === 'delimiters'
        from = at + 1
        cut = 'nothing'
      }
      cut = lineOf(part, from, part.length, cut)
      if (inside || part.includes(QUOTE)) {
        quotes = true
        for (let at = 0; at < part.length; at++) {
          const byte = part[at]
          if (byte === QUOTE) inside = !inside
          else if (byte === LF) {
            if (inside) brokenRows = true
            else endRow(at)
          }
        }
      } else {
        for (let at = part.indexOf(LF); at >= 0; at = part.indexOf(LF, at + 1)) endRow(at)
      }
      offset += part.length
      last = part[part.length - 1]!
    },
    end: (bytes) => ({
      lf: feeds - crlf,
      crlf,
      cr: returns - crlf,
      quotes,
      brokenRows,
      // Lines that end in carriage returns alone are not looked at one by one.
      hollowRows: hollowRows || cut === 'delimiters' || returns > crlf,
      longestRow: Math.max(longestRow, bytes - began),
    }),
  }
}
