import { reasonOf } from '#shared/contract/errors.ts'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { makeFolder } from '#main/lab/files.ts'
import { BundleFault } from './errors.ts'
import type { BundleLimits } from './limits.ts'
import {
  manifestName,
  mostBytesOf,
  parseManifest,
  type BundleEntry,
  type BundleManifest,
} from './manifest.ts'

/**
 * Unpacks a bundle's files into a folder, and holds each against what the bundle says of it. Nothing is
 * written outside, nothing that no bundle has, and no more than the limits allow.
 *
 * @param path of the bundle
 * @param folder there, and empty; what is in it when this rejects is to be thrown away
 * @throws BundleFault where the bundle is not what it should be, else what the file system throws
 */
export async function unpack(
  path: string,
  folder: string,
  limits: BundleLimits,
): Promise<BundleManifest> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(refuseZip)
  // What goes wrong while nobody waits for an entry is reported when the next is asked for.
  zip.on('error', () => undefined)
  try {
    const entries = await entriesOf(zip, limits)
    const described = entries.get(manifestName)
    if (!described) throw new BundleFault('no-run', 'it is an archive of something else')
    const manifest = parseManifest(await textOf(zip, described, limits))
    for (const { entry, told } of pairs(entries, manifest)) {
      const target = join(folder, told.name)
      await makeFolder(dirname(target))
      await extract(zip, entry, target, told)
    }
    return manifest
  } finally {
    zip.close()
  }
}

/** Looks at what the archive declares, before any of it is unpacked. */
async function entriesOf(zip: ZipFile, limits: BundleLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) {
    throw new BundleFault('too-large', `it holds ${zip.entryCount} files`)
  }
  const entries = new Map<string, Entry>()
  const names = new Set<string>()
  let total = 0
  const each = zip.eachEntry()
  for (;;) {
    const next = await each.next().catch(refuseZip)
    if (next.done) return entries
    const entry = next.value
    admit(entry, limits)
    // A file system may not tell A from a.
    const folded = entry.fileName.normalize('NFC').toLowerCase()
    if (names.has(folded)) throw odd(entry, 'twice')
    names.add(folded)
    entries.set(entry.fileName, entry)
    total += entry.uncompressedSize
    if (total > limits.total) throw new BundleFault('too-large', 'unpacked it would be too large')
  }
}

const fileType = 0o170000
const regularFile = 0o100000

function admit(entry: Entry, limits: BundleLimits): void {
  const most = mostBytesOf(entry.fileName, limits)
  if (most === undefined) throw odd(entry, 'which no bundle has')
  const type = (entry.externalFileAttributes >>> 16) & fileType
  if (type !== 0 && type !== regularFile) throw odd(entry, 'which is no plain file')
  if (entry.isEncrypted()) throw odd(entry, 'which is encrypted')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw odd(entry, 'which is packed in a way that no bundle is')
  }
  const { uncompressedSize: size, compressedSize: packed } = entry
  if (size > most || (size > limits.ratioFrom && size > packed * limits.ratio)) {
    throw new BundleFault('too-large', `its ${shown(entry.fileName)} would be ${size} bytes`)
  }
}

/** Every file of the archive with what the bundle says of it: neither without the other. */
function pairs(
  entries: ReadonlyMap<string, Entry>,
  manifest: BundleManifest,
): { entry: Entry; told: BundleEntry }[] {
  const told = new Map(manifest.entries.map((each) => [each.name, each]))
  if (told.size !== manifest.entries.length) {
    throw new BundleFault('entry', 'it names a file twice')
  }
  for (const name of ['spec.json', 'run.json', 'log.jsonl']) {
    if (!told.has(name)) throw new BundleFault('entry', `it lacks ${name}`)
  }
  for (const [name, entry] of entries) {
    if (name !== manifestName && !told.has(name)) throw odd(entry, 'which it does not name')
  }
  return manifest.entries.map((each) => {
    const entry = each.name === manifestName ? undefined : entries.get(each.name)
    if (!entry) throw new BundleFault('entry', `it lacks ${shown(each.name)}`)
    if (entry.uncompressedSize !== each.bytes) throw changed(each.name)
    return { entry, told: each }
  })
}

async function extract(
  zip: ZipFile,
  entry: Entry,
  target: string,
  told: BundleEntry,
): Promise<void> {
  const hash = createHash('sha256')
  const file = await open(target, 'wx')
  try {
    await read(zip, entry, told.bytes, async (chunk) => {
      hash.update(chunk)
      await file.writeFile(chunk)
    })
    await file.datasync()
  } finally {
    await file.close()
  }
  if (hash.digest('hex') !== told.sha256) throw changed(told.name)
}

async function textOf(zip: ZipFile, entry: Entry, limits: BundleLimits): Promise<string> {
  const chunks: Buffer[] = []
  await read(zip, entry, limits.description, (chunk) => void chunks.push(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/** Whatever the archive declares, no more than so many bytes come out of it. */
async function read(
  zip: ZipFile,
  entry: Entry,
  most: number,
  take: (chunk: Buffer) => Promise<void> | void,
): Promise<void> {
  const source = await zip.openReadStreamPromise(entry).catch(refuseZip)
  let taking = false
  let bytes = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most) throw changed(entry.fileName)
      taking = true
      await take(chunk)
      taking = false
    }
  } catch (error) {
    // A full disk is not the bundle's fault.
    if (taking || error instanceof BundleFault) throw error
    refuseZip(error)
  }
}

function refuseZip(cause: unknown): never {
  const reason = reasonOf(cause)
  const { code } = cause as NodeJS.ErrnoException
  // What the file system says of the bundle itself has such a code; what is wrong inside has none, or zlib's.
  if (cause instanceof Error && code?.startsWith('E') && !code.startsWith('ERR_')) throw cause
  throw new BundleFault('not-a-zip', `it is damaged, or no archive at all (${reason})`, cause)
}

function odd(entry: Entry, what: string): BundleFault {
  return new BundleFault('entry', `it holds ${shown(entry.fileName)}, ${what}`)
}

function changed(name: string): BundleFault {
  return new BundleFault('changed', `its ${shown(name)} is not the file that was put in`)
}

/** A name out of somebody's archive, fit to be shown. */
function shown(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '_')
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain
}
