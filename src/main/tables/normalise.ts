import { open, type FileHandle } from 'node:fs/promises'
import type { Encoding } from '#shared/experiment/source.ts'
import { decoderLabel } from './encoding.ts'
import { badTable } from './refusals.ts'

const chunkBytes = 2 ** 20
/** Zeros, and the mark at a file's end that CP/M had. */
const marks = '\0\u001a'
const padding = new RegExp(`[${marks}]`)
const runs = new RegExp(`[${marks}]+|[^${marks}]+`, 'g')

/**
 * Text as it is decoded, piece by piece; no piece ends between the two halves of a line end.
 *
 * @throws LabError `bad-table` where a byte of UTF-16 was lost or added, and all after it is another text
 */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<string> {
  const file = await open(path, 'r')
  try {
    const wide = encoding.startsWith('utf-16')
    let left = wide ? await wholeUnits(file) : Infinity
    const decoder = new TextDecoder(decoderLabel(encoding))
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let held = ''
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunkBytes, left))
      left -= bytesRead
      const more = bytesRead > 0
      const text = held + decoder.decode(chunk.subarray(0, bytesRead), { stream: more })
      if (wide && text.includes(splitLineEnd)) {
        throw badTable(
          path,
          'damaged',
          'is damaged: a byte was lost or added in it, and two are one character of UTF-16. Get or save it anew.',
        )
      }
      held = more && text.endsWith('\r') ? '\r' : ''
      const piece = held === '' ? text : text.slice(0, -1)
      if (piece !== '') yield piece
      if (!more) return
    }
  } finally {
    await file.close()
  }
}

/** The halves of a line feed and of what is beside it: no character has this code. */
const splitLineEnd = '\u0a00'

/** A file's bytes, without half a character of zeros at its end. */
async function wholeUnits(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  if (size % 2 === 0) return size
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 0 ? size - 1 : size
}

/**
 * Writes a text file anew as UTF-8 without a mark and with line feeds alone, and without zeros where a
 * line begins or ends, which a program has left that fills a file piece by piece, or CP/M's end of a
 * file.
 *
 * @returns whether some of its bytes are no text in that encoding, U+FFFD stands for them; and whether
 *   zeros are left, inside lines
 */
export async function normaliseFile(
  from: string,
  to: string,
  encoding: Encoding,
): Promise<{ damaged: boolean; zeros: boolean }> {
  const out = await open(to, 'w', 0o600)
  let damaged = false
  let zeros = false
  /** Padding whose line may end here, and whether it begins with it. */
  let held = ''
  let begins = true
  const withoutPadding = (text: string): string => {
    if (held === '' && !padding.test(text)) {
      begins = text.endsWith('\n')
      return text
    }
    return text.replace(runs, (run) => {
      if (padding.test(run)) {
        held += run
        return ''
      }
      const inside = held !== '' && !begins && !run.startsWith('\n')
      zeros ||= inside && held.includes('\0')
      const written = inside ? held + run : run
      held = ''
      begins = run.endsWith('\n')
      return written
    })
  }
  try {
    for await (const piece of decodeFile(from, encoding)) {
      damaged ||= piece.includes('\ufffd')
      const lines = piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece
      await out.write(withoutPadding(lines))
    }
  } finally {
    await out.close()
  }
  return { damaged, zeros }
}
