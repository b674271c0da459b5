import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'
import { demandBounded } from './packed-bounds.ts'

/* Values as bytes: MessagePack, with an extension type for each typed array. */

const extensionCodec = new ExtensionCodec()

/** Registers a typed array. Elements travel little-endian, as every platform of ours keeps them. */
function register<T extends ArrayBufferView>(
  type: number,
  kind: { new (buffer: ArrayBuffer): T; readonly prototype: T },
): void {
  extensionCodec.register({
    type,
    encode: (value) =>
      value instanceof kind
        ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        : null,
    // A copy: the bytes need not be aligned to the element's size.
    decode: (bytes) => new kind(new Uint8Array(bytes).buffer),
  })
}

register(1, Float64Array)
register(2, Uint32Array)
register(3, Int32Array)

/** @returns the value's bytes; properties that are undefined are left out */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  return encode(value, { extensionCodec, ignoreUndefined: true })
}

/**
 * As `unpack`, of bytes that nobody vouches for.
 *
 * @throws RangeError where they hold more than any value of this program does, before they are unpacked
 */
export function unpackBounded(bytes: Uint8Array): unknown {
  demandBounded(bytes)
  return unpack(bytes)
}

/**
 * @returns what the bytes say, not yet checked by a schema
 * @throws whatever the decoder finds wrong with the bytes
 */
export function unpack(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec })
}
