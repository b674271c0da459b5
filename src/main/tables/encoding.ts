import { isAscii } from 'node:buffer'
import type { Encoding } from '#shared/experiment/source.ts'
import { findWriting } from './alphabets.ts'

const LF = 10
const CR = 13

/** What a file's bytes over 127 look like. */
export interface HighBytes {
  /** Characters of several bytes that are UTF-8, and bytes that are none. */
  readonly utf8: number
  readonly notUtf8: number
  /** Lines with bytes over 127 that are not UTF-8, the first ones. */
  readonly lines: readonly Buffer[]
}

export const noHighBytes: HighBytes = { utf8: 0, notUtf8: 0, lines: [] }

/** So many bytes of lines tell what language they are in. */
const enoughBytes = 65_536

/**
 * Adds a part of a file to the count.
 *
 * @param valid whether the part is known to be UTF-8; it is then taken as one sign of that
 */
export function countHighBytes(sofar: HighBytes, part: Buffer, valid: boolean): HighBytes {
  if (valid) return isAscii(part) ? sofar : { ...sofar, utf8: sofar.utf8 + 1000 }
  let { utf8, notUtf8 } = sofar
  const lines = [...sofar.lines]
  let kept = lines.reduce((sum, { length }) => sum + length, 0)
  /** Where the line ends that was kept last. */
  let taken = 0
  for (let at = 0; at < part.length; at++) {
    if (part[at]! < 0x80) continue
    const follow = followers(part, at)
    if (follow === 0) notUtf8++
    else utf8++
    if (at >= taken && kept < enoughBytes) {
      const feed = part.lastIndexOf(LF, at)
      const next = part.indexOf(LF, at)
      // A very long line is cut where it is not of interest.
      const from = Math.max(feed + 1, at - 200)
      taken = Math.min(next < 0 ? part.length : next, at + 4096)
      lines.push(Buffer.from(part.subarray(from, taken)))
      kept += taken - from
    }
    at += follow
  }
  return { utf8, notUtf8, lines }
}

/** How many bytes follow the first of a UTF-8 character; 0 when there is none there. */
function followers(bytes: Buffer, at: number): number {
  const first = bytes[at]!
  const needs = first >= 0xf5 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0
  for (let each = 1; each <= needs; each++) {
    const byte = bytes[at + each]
    if (byte === undefined || byte < 0x80 || byte > 0xbf) return 0
  }
  return needs
}

export interface FoundEncoding {
  readonly encoding: Encoding
  /** It begins with a byte order mark. */
  readonly marked: boolean
}

/**
 * The encoding of a text: what its mark says, else UTF-16 where every other byte is zero, else
 * UTF-8 where (nearly) all of it is, else that in which it reads like some language, else Latin-1, of
 * which any bytes are.
 *
 * @param head the file's start
 */
export function findEncoding(head: Buffer, utf8: boolean, high: HighBytes): FoundEncoding {
  const mark = findMark(head)
  if (mark) return { encoding: mark, marked: true }
  const wide = findWide(head)
  if (wide) return { encoding: wide, marked: false }
  return { encoding: utf8 ? 'utf-8' : findNarrow(high), marked: false }
}

function findMark(head: Buffer): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 by its zeros: delimiters, digits and line ends have one each, all on the same side. */
function findWide(head: Buffer): Encoding | undefined {
  const units = Math.floor(head.length / 2)
  if (units < 2) return undefined
  let even = 0
  let odd = 0
  for (let unit = 0; unit < units; unit++) {
    if (head[2 * unit] === 0) even++
    if (head[2 * unit + 1] === 0) odd++
  }
  const many = units * 0.1
  const few = units * 0.01
  if (odd >= many && even <= few) return 'utf-16le'
  if (even >= many && odd <= few) return 'utf-16be'
  return undefined
}

function findNarrow({ utf8, notUtf8, lines }: HighBytes): Encoding {
  if (utf8 > 0 && notUtf8 <= utf8 * 0.05) return 'utf-8'
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  // Without `stream`, Node 20 decodes Windows-1252 as the Latin-1 of the standard, without "€".
  const decode = (part: Uint8Array, encoding: Encoding): string =>
    new TextDecoder(decoderLabel(encoding)).decode(part, { stream: true })
  return findWriting(bytes, decode) ?? 'latin1'
}

/**
 * Whether bytes are no text in any encoding of a byte or two a character.
 *
 * @param head a file's start
 */
export function isBinary(head: Buffer): boolean {
  let controls = 0
  for (let at = 0; at < head.length; at++) {
    // Zeros where a line begins or ends fill up what was reserved and never written.
    if (head[at] === 0) {
      const from = at
      while (head[at + 1] === 0) at++
      const next = head[at + 1]
      const fills = from === 0 || head[from - 1] === LF || next === LF || next === CR
      if (!fills || next === undefined) controls += at + 1 - from
      continue
    }
    const byte = head[at]!
    // White space, and what some programs separate values by.
    const meant = byte === 1 || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31)
    if ((byte < 32 && !meant) || byte === 127) controls++
  }
  return controls > 8 && controls > head.length * 0.01
}

/** The zeros at its end, where a program reserved more room than it filled, are no part of a text. */
export function withoutZeros(head: Buffer): Buffer {
  let end = head.length
  while (end > 0 && head[end - 1] === 0) end--
  // UTF-16 may end in half a character.
  return end === 0 ? head : head.subarray(0, Math.min(head.length, end + 1))
}

/** What Node's TextDecoder calls it. */
export function decoderLabel(encoding: Encoding): string {
  // Of which Latin-1 is a part, and as which "Latin-1" is nearly always meant.
  return encoding === 'latin1' ? 'windows-1252' : encoding
}
