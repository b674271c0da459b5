import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { Parser, Unpack, type ReadEntry } from 'tar'
import { DownloadInterrupted, DownloadRefused, download, integrityOf } from './download.ts'
import { SetupError, sentenceOf } from './errors.ts'
import { packTarball, tarballAddress } from './npm.ts'
import type { PinnedPackage } from './pins.ts'
import type { Report } from './report.ts'

/** Which entries of an archive go where. */
export interface Extraction {
  /** Folder that the entries go into. */
  readonly folder: string
  /** Leading parts of an entry's path to drop. */
  readonly strip: number
  /** Whether an entry, by its full path in the archive, is wanted. */
  readonly wanted: (path: string) => boolean
}

/** Feeds chunks to one of tar's sinks, which are not Node streams, and waits for its last file. */
async function drainInto(chunks: AsyncIterable<Buffer>, sink: Parser): Promise<void> {
  const ended = sink instanceof Unpack ? once(sink, 'close') : once(sink, 'end')
  // Awaited below, after the last chunk; a fault before that must not count as unhandled.
  ended.catch(() => undefined)
  // The first error is `ended`'s; more of them may follow, and would end the process.
  sink.on('error', () => undefined)
  for await (const chunk of chunks) {
    if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), ended])
  }
  sink.end()
  await ended
}

function unpackInto(extraction: Extraction): Unpack {
  return new Unpack({
    cwd: extraction.folder,
    strip: extraction.strip,
    // Entries of a wrong form are an error, not a warning on the way.
    strict: true,
    filter: (path) => extraction.wanted(path),
  })
}

/** Reads a file with progress over its bytes. */
async function* readWithProgress(
  file: string,
  what: string,
  report: Report,
): AsyncGenerator<Buffer> {
  const { size } = await stat(file)
  let done = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    done += (chunk as Buffer).length
    report.progress(what, done, size)
    yield chunk as Buffer
  }
}

/** Extracts what is wanted from a gzipped tar file. */
export async function extract(
  tarball: string,
  extraction: Extraction,
  what: string,
  report: Report,
): Promise<void> {
  await drainInto(readWithProgress(tarball, what, report), unpackInto(extraction))
}

/**
 * Extracts what is wanted from a brotli-compressed tar file that is itself one entry of a
 * gzipped tar file, without either ever lying on the disk unpacked.
 * @param entryPath the inner file's path in the outer one
 */
export async function extractNested(
  tarball: string,
  entryPath: string,
  extraction: Extraction,
  what: string,
  report: Report,
): Promise<void> {
  let inner: Promise<void> | undefined
  const outer = new Parser({
    strict: true,
    filter: (path) => path === entryPath,
    onReadEntry: (entry: ReadEntry) => {
      inner = pipeline(entry, createBrotliDecompress(), (chunks: AsyncIterable<Buffer>) =>
        drainInto(chunks, unpackInto(extraction)),
      )
      // A fault inside must end the outer reading too, which would wait for its entry for ever.
      inner.catch((error: Error) => outer.abort(error))
    },
  })
  await drainInto(readWithProgress(tarball, what, report), outer)
  if (inner === undefined) throw new SetupError(`${what}: the package lacks ${entryPath}.`)
  await inner
}

async function fetchTarball(
  pin: PinnedPackage,
  file: string,
  what: string,
  report: Report,
): Promise<void> {
  const address = await tarballAddress(pin)
  try {
    await download({ address, file, integrity: pin.integrity, what, report })
  } catch (error) {
    const elsewhere = error instanceof DownloadRefused || error instanceof DownloadInterrupted
    if (!elsewhere) throw error
    report.say(`${sentenceOf(error)} Trying with npm's own download.`)
    try {
      await packTarball(pin, file)
    } catch (second) {
      throw new SetupError(`${sentenceOf(error)}\n${sentenceOf(second)}`)
    }
    if ((await integrityOf(file)) === pin.integrity) return
    await rm(file, { force: true })
    throw new SetupError(`${what}: npm gave another file than the pinned one; it was deleted.`)
  }
}

/**
 * Gives a pinned package's checked tarball to `use` and deletes it afterwards. It is downloaded
 * unless an interrupted set-up left it.
 * @param cache the per-user cache folder
 */
export async function withTarball(
  cache: string,
  pin: PinnedPackage,
  what: string,
  report: Report,
  use: (tarball: string) => Promise<void>,
): Promise<void> {
  const folder = join(cache, 'downloads')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${pin.name.replace('@', '').replace('/', '-')}-${pin.version}.tgz`)
  const kept = existsSync(file) && (await integrityOf(file)) === pin.integrity
  if (!kept) await fetchTarball(pin, file, what, report)
  await use(file)
  await rm(file, { force: true })
}
