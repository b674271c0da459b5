import { isAscii } from 'node:buffer'
import type { Encoding } from '../../shared/experiment/source.ts'

/** What a file's bytes over 127 look like. */
export interface HighBytes {
  /** Characters of several bytes that are UTF-8, and bytes that are none. */
  readonly utf8: number
  readonly notUtf8: number
  /** Pairs that GB18030 allows, those of them that Chinese text is made of, and bytes it forbids. */
  readonly pairs: number
  readonly hanzi: number
  readonly notGb: number
}

export const noHighBytes: HighBytes = { utf8: 0, notUtf8: 0, pairs: 0, hanzi: 0, notGb: 0 }

/**
 * Adds a part of a file to the count.
 *
 * @param valid whether the part is known to be UTF-8; it is then taken as one sign of that
 */
export function countHighBytes(sofar: HighBytes, part: Buffer, valid: boolean): HighBytes {
  if (valid) return isAscii(part) ? sofar : { ...sofar, utf8: sofar.utf8 + 1000 }
  let { utf8, notUtf8 } = sofar
  for (let at = 0; at < part.length; at++) {
    if (part[at]! < 0x80) continue
    const follow = followers(part, at)
    if (follow === 0) notUtf8++
    else utf8++
    at += follow
  }
  let { pairs, hanzi, notGb } = sofar
  for (let at = 0; at < part.length; at++) {
    const lead = part[at]!
    if (lead < 0x80) continue
    const trail = part[at + 1]
    if (lead === 0x80 || lead === 0xff || trail === undefined) notGb++
    else if (trail >= 0x40 && trail !== 0x7f && trail !== 0xff) {
      pairs++
      // The commonest 3,755 characters and the punctuation, and both halves over 160.
      if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) {
        hanzi++
      }
      at++
    } else if (trail >= 0x30 && trail <= 0x39 && (part[at + 2] ?? 0) >= 0x81) {
      pairs++
      at += 3
    } else notGb++
  }
  return { utf8, notUtf8, pairs, hanzi, notGb }
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
 * UTF-8 where (nearly) all of it is, else GB18030 where it makes Chinese, else Latin-1, of which any
 * bytes are.
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

function findNarrow({ utf8, notUtf8, pairs, hanzi, notGb }: HighBytes): Encoding {
  if (utf8 > 0 && notUtf8 <= utf8 * 0.05) return 'utf-8'
  // French or German makes pairs too, but seldom of two letters with marks, and forbidden ones often.
  const chinese = hanzi > 0 && hanzi >= pairs * 0.5 && notGb <= pairs * 0.05
  return chinese ? 'gb18030' : 'latin1'
}

/**
 * Whether bytes are no text in any encoding of a byte or two a character.
 *
 * @param head a file's start
 */
export function isBinary(head: Buffer): boolean {
  let controls = 0
  for (const byte of head) {
    // White space, and what some programs separate values by.
    const meant = byte === 1 || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31)
    if ((byte < 32 && !meant) || byte === 127) controls++
  }
  return controls > 8 && controls > head.length * 0.01
}

/** What Node's TextDecoder calls it. */
export const decoderLabels: Readonly<Record<Encoding, string>> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
  gbk: 'gbk',
  // Of which Latin-1 is a part, and as which "Latin-1" is nearly always meant.
  latin1: 'windows-1252',
}
