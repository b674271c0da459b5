/** What packed values may hold. */
export interface PackedBounds {
  /** Lists and maps within one another. */
  readonly depth: number
  /** Values altogether, names of maps among them; a text, a number or an array of numbers is one. */
  readonly values: number
}

/** More than any message or checkpoint of this program holds. */
const packedBounds: PackedBounds = { depth: 64, values: 2 ** 20 }

/** Of a value: bytes after its first that say how long it is, and what is as long as they say. */
interface Form {
  readonly sized: number
  readonly of: 'bytes' | 'list' | 'map'
  /** Bytes besides. */
  readonly more: number
}

/** By first byte, from 0xc0 on. */
const forms: Readonly<Record<number, Form>> = {
  ...{ 0xc4: form(1), 0xc5: form(2), 0xc6: form(4) },
  ...{ 0xc7: form(1, 1), 0xc8: form(2, 1), 0xc9: form(4, 1) },
  ...{ 0xca: form(0, 4), 0xcb: form(0, 8) },
  ...{ 0xcc: form(0, 1), 0xcd: form(0, 2), 0xce: form(0, 4), 0xcf: form(0, 8) },
  ...{ 0xd0: form(0, 1), 0xd1: form(0, 2), 0xd2: form(0, 4), 0xd3: form(0, 8) },
  ...{ 0xd4: form(0, 2), 0xd5: form(0, 3), 0xd6: form(0, 5), 0xd7: form(0, 9), 0xd8: form(0, 17) },
  ...{ 0xd9: form(1), 0xda: form(2), 0xdb: form(4) },
  ...{ 0xdc: form(2, 0, 'list'), 0xdd: form(4, 0, 'list') },
  ...{ 0xde: form(2, 0, 'map'), 0xdf: form(4, 0, 'map') },
}

function form(sized: number, more = 0, of: Form['of'] = 'bytes'): Form {
  return { sized, more, of }
}

/**
 * Looks at packed bytes without unpacking them: a few bytes may claim to be millions of values, or a
 * list in a list in a list, and cost seconds and gigabytes before anything could be checked.
 *
 * @throws RangeError where they break off, or hold more than they may
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function demandBounded(bytes: Uint8Array, bounds: PackedBounds = packedBounds): void {
  /** Of every list and map under way: values still to come. */
  const open: number[] = []
  let values = 0
  let at = 0
  do {
    if (++values > bounds.values) throw new RangeError(`more than ${bounds.values} values`)
    const head = bytes[at++]
    if (head === undefined) throw new RangeError('the bytes break off')
    let inner = 0
    if (head >= 0x80 && head < 0x90) inner = 2 * (head & 0x0f)
    else if (head >= 0x90 && head < 0xa0) inner = head & 0x0f
    else if (head >= 0xa0 && head < 0xc0) at += head & 0x1f
    else if (head >= 0xc4 && head < 0xe0) {
      const { sized, more, of } = forms[head]!
      let size = 0
      for (const end = at + sized; at < end; at++) size = size * 256 + (bytes[at] ?? 0)
      at += more
      if (of === 'bytes') at += size
      else inner = of === 'map' ? 2 * size : size
    }
    // Each value takes a byte at least.
    if (at + inner > bytes.length) throw new RangeError('the bytes break off')
    if (inner > 0) {
      if (open.push(inner) > bounds.depth) throw new RangeError(`deeper than ${bounds.depth}`)
      continue
    }
    while (open.length > 0 && --open[open.length - 1]! === 0) open.pop()
  } while (open.length > 0)
}
