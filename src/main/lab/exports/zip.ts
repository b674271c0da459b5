import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Content, ExportFiles } from './write.ts'

/**
 * Packs files into a zip as they come, one after the other; the next is asked for when the last is in.
 *
 * @param folder that holds them within the zip
 * @param at written down as the time of every file
 */
export async function* zipOf(
  folder: string,
  files: ExportFiles,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const out = new PassThrough()
  const fail = (error: unknown): void => void out.destroy(asError(error))
  // Its types say nothing of it, but it emits what goes wrong in a file.
  zip.on('error', fail)
  zip.outputStream.on('error', fail)
  zip.outputStream.pipe(out)
  let current: Readable | undefined
  const fill = async (): Promise<void> => {
    for await (const { name, content } of files) {
      current = Readable.from(bytesOf(content))
      const ended = ending(current)
      zip.addReadStream(current, `${folder}/${name}`, { mtime: at })
      await ended
      if (out.destroyed) return
    }
    zip.end()
  }
  const filled = fill().catch(fail)
  try {
    for await (const part of out) yield part as Uint8Array
  } finally {
    // Whoever wanted it has no room for it: then nothing takes the rest out of the file under way.
    out.destroy()
    current?.destroy()
    await filled
  }
}

function ending(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.once('close', resolve)
  })
}

async function* bytesOf(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content)
  else if (content instanceof Uint8Array) yield content
  else for await (const part of content) yield typeof part === 'string' ? Buffer.from(part) : part
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
