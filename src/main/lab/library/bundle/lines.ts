import type { FileHandle } from 'node:fs/promises'

const newline = 0x0a

/** Bytes that are looked at together, from the end of a file. */
const piece = 64 * 1024

/**
 * @returns how many bytes of a file that others append to are whole lines
 */
export async function wholeLines(file: FileHandle): Promise<number> {
  let { size: end } = await file.stat()
  const buffer = Buffer.alloc(piece)
  while (end > 0) {
    const start = Math.max(0, end - piece)
    const { bytesRead } = await file.read(buffer, 0, end - start, start)
    const at = buffer.subarray(0, bytesRead).lastIndexOf(newline)
    if (at >= 0) return start + at + 1
    end = start
  }
  return 0
}

/**
 * The lines of a file, one by one, without their breaks.
 *
 * @param most bytes of a line
 * @throws RangeError where one is longer, before it is read to its end
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  most: number,
): AsyncGenerator<string, void, void> {
  let rest: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      rest.push(chunk.subarray(from, at))
      length += at - from
      if (length > most) throw tooLong(most)
      yield Buffer.concat(rest).toString('utf8')
      rest = []
      length = 0
      from = at + 1
    }
    rest.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > most) throw tooLong(most)
  }
  if (length > 0) yield Buffer.concat(rest).toString('utf8')
}

function tooLong(most: number): RangeError {
  return new RangeError(`a line is longer than ${most} bytes`)
}
