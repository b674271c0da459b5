import { open } from 'node:fs/promises'
import type { Encoding } from '#shared/experiment/source.ts'
import { decoderLabel } from './encoding.ts'

const chunkBytes = 2 ** 20
/** Zeros, and the mark at a file's end that CP/M had. */
const marks = '\0\u001a'
const padding = new RegExp(`[${marks}]`)
const runs = new RegExp(`[${marks}]+|[^${marks}]+`, 'g')

/** Text as it is decoded, piece by piece; no piece ends between the two halves of a line end. */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<string> {
  const file = await open(path, 'r')
  try {
    const decoder = new TextDecoder(decoderLabel(encoding))
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let held = ''
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes)
      const more = bytesRead > 0
      const text = held + decoder.decode(chunk.subarray(0, bytesRead), { stream: more })
      held = more && text.endsWith('\r') ? '\r' : ''
      const piece = held === '' ? text : text.slice(0, -1)
      if (piece !== '') yield piece
      if (!more) return
    }
  } finally {
    await file.close()
  }
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
