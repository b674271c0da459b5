import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disposition } from '#main/serve/disposition.ts'

describe('the header that names a file', () => {
  it('says it in ASCII for the old and in UTF-8 for all others', () => {
    expect(disposition('iris 3f.csv')).toBe(
      `attachment; filename="iris 3f.csv"; filename*=UTF-8''iris%203f.csv`,
    )
    expect(disposition('鸢尾花 (1)".csv')).toBe(
      `attachment; filename="___ (1)_.csv"; filename*=UTF-8''%E9%B8%A2%E5%B0%BE%E8%8A%B1%20%281%29%22.csv`,
    )
  })

  it('holds any name in one header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        expect(disposition(name)).toMatch(
          /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.!~%-]*$/,
        )
      }),
    )
  })
})
