/** A picture of a film, as an H.264 encoder gives it. */
export interface Mp4Sample {
  readonly data: Uint8Array
  /** Whether it can be shown without those before it. */
  readonly key: boolean
}

export interface Mp4Input {
  readonly width: number
  readonly height: number
  /** Pictures a second. */
  readonly rate: number
  /** What a decoder must know first: the `avcC` record. */
  readonly description: Uint8Array
  readonly samples: readonly Mp4Sample[]
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255]
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)]
const zeros = (count: number): number[] => new Array<number>(count).fill(0)

type Part = readonly number[] | Uint8Array

/** @returns a box: its length, its name, and what is in it */
function box(name: string, ...parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 8)
  const bytes = new Uint8Array(length)
  bytes.set([...u32(length), ...ascii(name)])
  let at = 8
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Places and turns nothing. */
const unity = [1, 0, 0, 0, 1, 0, 0, 0, 0x4000].flatMap((value, at) =>
  u32(at === 8 ? 0x40000000 : value * 0x10000),
)

/**
 * Puts encoded pictures into a file that plays anywhere: one track, one chunk, everything a player
 * needs before the pictures.
 *
 * @see ISO/IEC 14496-12 and 14496-15
 */
export function mp4Of({
  width,
  height,
  rate,
  description,
  samples,
}: Mp4Input): Uint8Array<ArrayBuffer> {
  const count = samples.length
  const sizes = samples.flatMap(({ data }) => u32(data.length))
  const keys = samples.flatMap(({ key }, at) => (key ? [at + 1] : []))
  const entry = box(
    'avc1',
    ...[zeros(6), u16(1), zeros(16), u16(width), u16(height)],
    ...[u32(0x480000), u32(0x480000), zeros(4), u16(1), zeros(32), u16(24), [255, 255]],
    box('avcC', description),
  )
  /** @param offset where the pictures begin in the file */
  const moovOf = (offset: number): Uint8Array =>
    box(
      'moov',
      box(
        'mvhd',
        ...[zeros(12), u32(rate), u32(count), u32(0x10000), u16(0x100), zeros(10)],
        ...[unity, zeros(24), u32(2)],
      ),
      box(
        'trak',
        box(
          'tkhd',
          ...[[0, 0, 0, 3], zeros(8), u32(1), zeros(4), u32(count), zeros(8), zeros(8), unity],
          ...[u32(width * 0x10000), u32(height * 0x10000)],
        ),
        box(
          'mdia',
          box('mdhd', zeros(12), u32(rate), u32(count), u16(0x55c4), u16(0)),
          box('hdlr', zeros(8), ascii('vide'), zeros(12), ascii('video\0')),
          box(
            'minf',
            box('vmhd', [0, 0, 0, 1], zeros(8)),
            box('dinf', box('dref', zeros(4), u32(1), box('url ', [0, 0, 0, 1]))),
            box(
              'stbl',
              box('stsd', zeros(4), u32(1), entry),
              box('stts', zeros(4), u32(1), u32(count), u32(1)),
              box('stss', zeros(4), u32(keys.length), keys.flatMap(u32)),
              box('stsc', zeros(4), u32(1), u32(1), u32(count), u32(1)),
              box('stsz', zeros(4), u32(0), u32(count), sizes),
              box('stco', zeros(4), u32(1), u32(offset)),
            ),
          ),
        ),
      ),
    )
  const head = box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'))
  const offset = head.length + moovOf(0).length + 8
  const media = box('mdat', ...samples.map(({ data }) => data))
  const parts = [head, moovOf(offset), media]
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => (file.set(part, at), at + part.length), 0)
  return file
}
