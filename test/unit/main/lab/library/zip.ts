import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { bundleVersion } from '#main/lab/library/bundle/manifest.ts'

/** A file of an archive made by hand: what no honest program would write can be written. */
export interface RawEntry {
  readonly name: string
  readonly data: Buffer | string
  /** @default deflate */
  readonly store?: boolean
  /** @default a plain file */
  readonly mode?: number
  /** What the archive says of its size. @default the truth */
  readonly declared?: number
  /** @default 0 or 8 */
  readonly method?: number
  /** @default none: names are UTF-8 */
  readonly flags?: number
}

/** @returns a zip archive. @see PKWARE APPNOTE 6.3.10 */
export function zipOf(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data)
    const packed = entry.store ? data : deflateRawSync(data)
    const name = Buffer.from(entry.name)
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(entry.flags ?? 0x800, 2)
    fixed.writeUInt16LE(entry.method ?? (entry.store ? 0 : 8), 4)
    fixed.writeUInt16LE(0x21, 8)
    fixed.writeUInt32LE(crc32(data), 10)
    fixed.writeUInt32LE(packed.length, 14)
    fixed.writeUInt32LE(entry.declared ?? data.length, 18)
    fixed.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, name, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    const madeBy = Buffer.from([20, 3])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, fixed, rest, name]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const last = Buffer.alloc(18)
  last.writeUInt16LE(entries.length, 4)
  last.writeUInt16LE(entries.length, 6)
  last.writeUInt32LE(central.length, 8)
  last.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), last])
}

/** @returns an archive of those files with a manifest that says so, unless it is among them */
export function bundleOf(files: readonly RawEntry[], manifest: object = {}): Buffer {
  const told = {
    ...{ kind: 'descent-lab-run', version: bundleVersion, app: '1.2.3', run: 'aaaa0001' },
    ...{ created: '2026-11-21T10:00:00.000Z', data: { kind: 'own' } },
    entries: files.map(({ name, data }) => ({
      name,
      bytes: Buffer.byteLength(data),
      sha256: createHash('sha256').update(data).digest('hex'),
    })),
    ...manifest,
  }
  return zipOf([...files, { name: 'bundle.json', data: JSON.stringify(told) }])
}
