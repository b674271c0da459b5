import { createHash } from 'node:crypto'
import { open, readdir, stat, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { PassThrough, Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import { sourceName, type DatasetSource } from '#shared/experiment/source.ts'
import { isCheckpointFile } from '#main/lab/checkpoint-files.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { tableChanged } from '#main/lab/tables/errors.ts'
import { digestOf } from '#main/lab/tables/stamp.ts'
import { harmless } from '#main/lab/tables/uploads.ts'
import { notesName } from '../notes.ts'
import { bundleLimits } from './limits.ts'
import { wholeLines } from './lines.ts'
import { manifestHead, manifestName, type BundleEntry, type BundleManifest } from './manifest.ts'

/** A file that goes into a bundle, opened: what is renamed over it or removed meanwhile is no matter. */
interface Part {
  readonly name: string
  readonly file: FileHandle
  /** So much of it, from its beginning. */
  readonly bytes: number
  readonly compress: boolean
  /** What it has to be. */
  readonly sha256?: string
}

/** What does not get smaller by being compressed. */
const compressed = /\.(parquet|gz|zip|zst|bz2|xz|7z)$/i

/**
 * Packs a run into a bundle, as it is now: also one that is being written, up to its last whole line.
 *
 * @param folder the run's own, wherever it is
 * @param app the program's version
 * @returns the bundle's bytes; to be read to the end or destroyed
 * @throws LabError `bad-file`, `bad-spec` where the folder does not hold a run
 */
export async function openBundle(folder: string, app: string): Promise<Readable> {
  const { spec, info } = await readRunFolder(folder)
  const parts: Part[] = []
  try {
    // The log comes last: it tells of every checkpoint that is there.
    for (const name of (await readdir(folder)).filter(isCheckpointFile).sort()) {
      parts.push(...(await ifThere(openPart(join(folder, name), name, false))))
    }
    parts.push(...(await ifThere(openPart(join(folder, notesName), notesName))))
    for (const name of ['spec.json', 'run.json']) {
      parts.push(await openPart(join(folder, name), name))
    }
    const data = await openData(spec.dataset)
    parts.push(...(data.part ? [data.part] : []))
    const log = await openPart(join(folder, 'log.jsonl'), 'log.jsonl')
    parts.push({ ...log, bytes: await wholeLines(log.file) })
    const created = new Date().toISOString()
    return pack(parts, { ...manifestHead(), app, created, run: info.id, data: data.told })
  } catch (error) {
    await closeAll(parts)
    throw error instanceof LabError ? error : unreadable(folder, error)
  }
}

function pack(parts: readonly Part[], head: Omit<BundleManifest, 'entries'>): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  const entries: BundleEntry[] = []
  const fail = (error: unknown): void => {
    out.destroy(error instanceof Error ? error : new Error(String(error)))
  }
  out.once('close', () => void closeAll(parts))
  zip.on('error', fail)
  for (const part of parts) {
    zip.addReadStreamLazy(part.name, { compress: part.compress, mode: 0o100644 }, (give) => {
      const told = hashing((entry) => {
        if (part.sha256 !== undefined && entry.sha256 !== part.sha256) throw tableChanged(part.name)
        entries.push({ name: part.name, ...entry })
      })
      pipeline(streamOf(part), told).catch(fail)
      give(null, told)
    })
  }
  // What is in it is known once everything else is.
  zip.addReadStreamLazy(manifestName, { compress: true, mode: 0o100644 }, (give) => {
    const text = new PassThrough()
    text.end(`${JSON.stringify({ ...head, entries }, null, 2)}\n`)
    give(null, text)
  })
  zip.end()
  pipeline(zip.outputStream, out).catch(fail)
  return out
}

function streamOf({ file, bytes }: Part): Readable {
  if (bytes === 0) return new PassThrough().end()
  return file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })
}

/** Passes bytes on, and tells at the end what they were. */
function hashing(tell: (entry: Omit<BundleEntry, 'name'>) => void): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      try {
        tell({ bytes, sha256: hash.digest('hex') })
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

/** A person's file goes along where it still is what was trained on. */
async function openData(
  source: DatasetSource,
): Promise<{ part?: Part; told: BundleManifest['data'] }> {
  if (!('file' in source)) return { told: { kind: 'own' } }
  const { file: path, sha256 } = source
  const name = harmless(sourceName(source))
  const lacks = (reason: 'missing' | 'changed' | 'too-large') => ({
    told: { kind: 'fingerprint' as const, name, sha256, reason },
  })
  if (sha256 === undefined) return lacks('missing')
  const [part] = await ifThere(openPart(path, `data/${name}`, !compressed.test(name)))
  if (!part) return lacks('missing')
  if (part.bytes <= bundleLimits.data && (await digestOf(path)) === sha256) {
    return { part: { ...part, sha256 }, told: { kind: 'included', name, sha256 } }
  }
  await part.file.close()
  return lacks(part.bytes > bundleLimits.data ? 'too-large' : 'changed')
}

async function openPart(path: string, name: string, compress = true): Promise<Part> {
  const noFile = (): Error => new Error(`${basename(path)} is no file`)
  // Asked first: opening a pipe waits for whoever writes into it.
  if (!(await stat(path)).isFile()) throw noFile()
  const file = await open(path, 'r')
  try {
    const found = await file.stat()
    if (!found.isFile()) throw noFile()
    return { name, file, bytes: found.size, compress }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** @returns nothing where it is not there or cannot be read */
async function ifThere<T>(opening: Promise<T>): Promise<T[]> {
  return opening.then(
    (part) => [part],
    () => [],
  )
}

async function closeAll(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map(({ file }) => file.close().catch(() => undefined)))
}

function unreadable(folder: string, cause: unknown): LabError {
  const { message: reason } = toErrorData(cause)
  return new LabError(
    'bad-file',
    `The run in ${folder} cannot be packed (${reason}). Choose the folder of a whole run.`,
    { parameters: { path: folder, reason }, cause },
  )
}
