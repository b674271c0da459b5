import type { Random } from '#shared/math/random.ts'

/** A copy of a file's bytes with one to three faults as disks and transfers make them. */
export function mutated(bytes: Uint8Array, random: Random): Buffer {
  let copy = Buffer.from(bytes)
  for (let fault = random.below(3); fault >= 0 && copy.length > 0; fault--) {
    const at = random.below(copy.length)
    switch (random.below(5)) {
      case 0:
        copy[at]! ^= 1 << random.below(8)
        break
      case 1:
        copy[at] = random.below(256)
        break
      case 2:
        copy.fill(0, at, Math.min(copy.length, at + 1 + random.below(16)))
        break
      case 3:
        copy = Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + random.below(16))])
        break
      default:
        copy = copy.subarray(0, random.below(4) === 0 ? at : copy.length)
    }
  }
  return copy
}
