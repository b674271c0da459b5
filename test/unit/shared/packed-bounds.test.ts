import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRequestFrame } from '#shared/contract/wire.ts'
import { pack, unpack, unpackBounded } from '#shared/pack.ts'
import { demandBounded } from '#shared/packed-bounds.ts'

const mebi = 2 ** 20

/** So many bytes of one repeated pattern. */
function filled(length: number, pattern: readonly number[], last = 0xc0): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at++) bytes[at] = pattern[at % pattern.length]!
  bytes[length - 1] = last
  return bytes
}

describe('packed bytes that nobody vouches for', () => {
  it('are the values that they were packed from', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        // A key that no unpacking allows.
        fc.pre(!JSON.stringify(value).includes('__proto__'))
        const bytes = pack(value)
        expect(unpackBounded(bytes)).toEqual(unpack(bytes))
      }),
    )
    const arrays = { a: Float64Array.of(1, 2), b: new Uint32Array(70_000), c: new Int32Array(0) }
    expect(unpackBounded(pack(arrays))).toEqual(arrays)
    const long = { text: 'x'.repeat(70_000), bytes: new Uint8Array(300), list: [1.5, -1, 2 ** 40] }
    expect(unpackBounded(pack(long))).toEqual(long)
  })

  it('are refused, or unpacked, and nothing else, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        let refused = false
        try {
          demandBounded(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
          refused = true
        }
        // What is refused is nothing that could be unpacked whole.
        if (refused) expect(() => unpack(bytes)).toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, Uint8Array]>([
    ['lists in lists', filled(4 * mebi, [0x91])],
    ['maps in maps', filled(4 * mebi, [0x81, 0xa1, 0x61])],
    ['lists of a million that are not there', filled(4 * mebi, [0xdd, 0, 0x10, 0, 0])],
    ['one list of four billion', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0)],
    ['one map of four billion', Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff, 0xc0)],
    ['a text of four billion', Uint8Array.of(0xdb, 0xff, 0xff, 0xff, 0xff, 0x61)],
    [
      'millions of empty lists',
      Uint8Array.of(0xdd, 0, 0x30, 0, 0, ...new Array<number>(100).fill(0x90)),
    ],
    ['nothing', new Uint8Array(0)],
  ])('that claim %s are refused unread', (_, bytes) => {
    expect(() => demandBounded(bytes)).toThrow(RangeError)
    expect(readRequestFrame(bytes)).toBeUndefined()
  })

  it('may hold so many values, and no more', () => {
    const bytes = pack({ kind: 'call', id: 1, name: 'x', input: new Array<number>(1000).fill(0) })
    expect(() => demandBounded(bytes, { depth: 2, values: 1009 })).not.toThrow()
    expect(() => demandBounded(bytes, { depth: 2, values: 1008 })).toThrow('more than 1008 values')
    expect(() => demandBounded(bytes, { depth: 1, values: 2000 })).toThrow('deeper than 1')
  })
})
