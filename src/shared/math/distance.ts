/**
 * The Euclidean distance of two vectors of a length, each from a place in its array on. It is taken
 * at every recorded step, so it sums in four parts: one sum alone would wait for its own last addition.
 */
export function distance(
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  length: number,
): number {
  let w = 0
  let x = 0
  let y = 0
  let z = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    const p = b[fromB + i]! - a[fromA + i]!
    const q = b[fromB + i + 1]! - a[fromA + i + 1]!
    const r = b[fromB + i + 2]! - a[fromA + i + 2]!
    const s = b[fromB + i + 3]! - a[fromA + i + 3]!
    w += p * p
    x += q * q
    y += r * r
    z += s * s
  }
  for (; i < length; i++) {
    const p = b[fromB + i]! - a[fromA + i]!
    w += p * p
  }
  return Math.sqrt(w + x + (y + z))
}
