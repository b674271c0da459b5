import { open, type FileHandle } from 'node:fs/promises'

/** A look at a text: its beginning, and a little of its middle and of its end. */
export interface Sample {
  /** Whole lines with line feeds alone. */
  readonly text: string
  /** The text is all of the file. */
  readonly complete: boolean
  /** Whole lines from further on. */
  readonly elsewhere: readonly string[]
}

const elsewhereBytes = 131_072

/**
 * @param path a UTF-8 file
 * @param bytes of the beginning, at least
 */
export async function readSample(path: string, bytes: number): Promise<Sample> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const start = await readText(file, 0, Math.min(bytes, size))
    const complete = size <= bytes
    const text = complete ? start : start.slice(0, start.lastIndexOf('\n') + 1)
    const places = [0.5, 1].map((share) => Math.floor(size * share - elsewhereBytes * share))
    const elsewhere: string[] = []
    for (const place of places) {
      if (complete || place < bytes) continue
      const part = await readText(file, place, elsewhereBytes)
      elsewhere.push(part.slice(part.indexOf('\n') + 1, part.lastIndexOf('\n') + 1))
    }
    return { text, complete, elsewhere }
  } finally {
    await file.close()
  }
}

async function readText(file: FileHandle, from: number, bytes: number): Promise<string> {
  const buffer = Buffer.allocUnsafe(bytes)
  let done = 0
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, from + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return buffer.toString('utf8', 0, done).replaceAll('\r\n', '\n')
}
