import { open } from 'node:fs/promises'
import type { Encoding } from '../../shared/experiment/source.ts'
import { decoderLabels } from './encoding.ts'

const chunkBytes = 2 ** 20

/** Text as it is decoded, piece by piece; no piece ends between the two halves of a line end. */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<string> {
  const file = await open(path, 'r')
  try {
    const decoder = new TextDecoder(decoderLabels[encoding])
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
 * Writes a text file anew as UTF-8 without a mark and with line feeds alone.
 *
 * @returns whether some of its bytes are no text in that encoding; U+FFFD stands for them
 */
export async function normaliseFile(
  from: string,
  to: string,
  encoding: Encoding,
): Promise<{ damaged: boolean }> {
  const out = await open(to, 'w', 0o600)
  let damaged = false
  try {
    for await (const piece of decodeFile(from, encoding)) {
      damaged ||= piece.includes('\ufffd')
      await out.write(piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece)
    }
  } finally {
    await out.close()
  }
  return { damaged }
}
