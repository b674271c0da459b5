import { describe, expect, it } from 'vitest'
import { changedInfo, infoAltered, infoText, specChecksum } from '#main/lab/run-files.ts'
import { isSealed, readSeal, sealed, sealLine } from '#main/lab/seal.ts'

describe('a sealed line', () => {
  it('is the JSON with its number, the changes by hand before it, and a checksum', () => {
    const line = sealLine('{"a":1}', { line: 17, hand: 2 })
    expect(line).toMatch(/^\{"a":1,"line":17,"hand":2,"check":"[0-9a-f]{16}"\}$/)
    expect(readSeal(Buffer.from(line))).toEqual({ line: 17, hand: 2 })
    expect(readSeal(Buffer.from('{"a":1}'))).toBeUndefined()
  })

  it('is another line after any flip of a bit', () => {
    const bytes = Buffer.from(sealLine('{"a":[0.1,"NaN"]}', { line: 3, hand: 0 }))
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(readSeal(changed), `bit ${bit}`).toBeUndefined()
    }
  })
})

describe('what describes a run', () => {
  it('is known to be what was written, in whatever order its keys stand', () => {
    const value = sealed({ b: [1, { d: 0.1, c: 'x' }], a: null })
    expect(isSealed(value)).toBe(true)
    expect(isSealed({ check: value.check, a: null, b: [1, { c: 'x', d: 0.1 }] })).toBe(true)
    expect(isSealed({ ...value, a: 0 })).toBe(false)
    expect(isSealed({ a: null })).toBe(false)
  })

  it('of forms 1 and 2 has no checksum, and is taken as it is', () => {
    expect(infoAltered({ version: 2, id: 'a' })).toBe(false)
    expect(infoAltered({ version: 3, id: 'a' })).toBe(true)
    // A form that is another by a flipped bit is found by the checksum that came with the third.
    expect(infoAltered({ ...sealed({ version: 3, id: 'a' }), version: 2 })).toBe(true)
  })

  it('is sealed anew when it is given another id, unless it was damaged before', () => {
    const text = infoText({ version: 3, id: 'a', engine: 'native' })
    expect(infoAltered(JSON.parse(changedInfo(text, { id: 'b' })))).toBe(false)
    const damaged = text.replace('native', 'natyve')
    expect(infoAltered(JSON.parse(changedInfo(damaged, { id: 'b' })))).toBe(true)
  })

  it('has a checksum of the spec that no place of its table changes, and anything else does', () => {
    const spec = { dataset: { file: '/a/own.csv', sha256: '0' }, seeds: [1] }
    const moved = { ...spec, dataset: { ...spec.dataset, file: 'data/own.csv' } }
    expect(specChecksum(moved)).toBe(specChecksum(spec))
    expect(specChecksum({ ...spec, seeds: [3] })).not.toBe(specChecksum(spec))
  })
})
