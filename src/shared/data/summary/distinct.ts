/** 2³² divided by the golden ratio: multiples of it spread over all bits. */
const spread = 0x9e3779b1

/** More values than this are parted by their hash first, so that each part's slots fit a cache. */
const cached = 2 ** 15
const partBits = 6

const bits = new Float64Array(1)
const words = new Int32Array(bits.buffer)

function hashOf(value: number): number {
  // Both zeros are one number.
  bits[0] = value + 0
  const mixed = Math.imul(words[0]! ^ Math.imul(words[1]!, spread), spread)
  return Math.imul(mixed ^ (mixed >>> 15), spread)
}

/**
 * Counts distinct finite numbers exactly, without an object per number: by open addressing over
 * typed arrays.
 */
export function countDistinct(values: Float64Array): number {
  if (values.length <= cached) return countPart(values)
  const starts = new Uint32Array(2 ** partBits + 1)
  for (let row = 0; row < values.length; row++) {
    if (Number.isFinite(values[row])) starts[(hashOf(values[row]!) >>> (32 - partBits)) + 1]!++
  }
  for (let part = 1; part < starts.length; part++) starts[part]! += starts[part - 1]!
  const parted = new Float64Array(starts.at(-1)!)
  const next = starts.slice()
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (Number.isFinite(value)) parted[next[hashOf(value) >>> (32 - partBits)]!++] = value
  }
  let found = 0
  for (let part = 0; part < 2 ** partBits; part++) {
    found += countPart(parted.subarray(starts[part], starts[part + 1]))
  }
  return found
}

function countPart(values: Float64Array): number {
  const size = 2 ** Math.ceil(Math.log2(2 * values.length + 2))
  // A free slot holds NaN, which equals nothing; at least half of them stay free.
  const slots = new Float64Array(size).fill(NaN)
  let found = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (!Number.isFinite(value)) continue
    let slot = hashOf(value) & (size - 1)
    while (slots[slot] !== value) {
      if (Number.isNaN(slots[slot])) {
        slots[slot] = value
        found++
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return found
}
