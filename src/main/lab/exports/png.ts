/** More pixels are no picture of ours: a chart over a screen of 4K, four times as large, has fewer. */
const mostPixels = 2 ** 27

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Whether the bytes begin as a PNG does, of a size that can be unpacked without harm. */
export function isPng(bytes: Uint8Array): boolean {
  if (bytes.length < 33 || signature.some((byte, index) => bytes[index] !== byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  // The first chunk is the header: length, name, width, height.
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return false
  const pixels = view.getUint32(16) * view.getUint32(20)
  return pixels > 0 && pixels <= mostPixels
}
