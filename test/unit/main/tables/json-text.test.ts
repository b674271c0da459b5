import { describe, expect, it } from 'vitest'
import { parseRecord } from '#main/tables/json-text.ts'

describe('parseRecord', () => {
  it('keeps whole numbers of sixteen digits and more as texts', () => {
    const text = '{"id": 9007199254740993, "n": -12345678901234567, "near": 123456789012345}'
    expect(parseRecord(text)).toEqual({
      value: { id: '9007199254740993', n: '-12345678901234567', near: 123456789012345 },
    })
  })

  it('leaves fractions, powers and texts as they are', () => {
    const text = '[0.12345678901234567, 1234567890123456.5, 1234567890123456e3, "1234567890123456"]'
    expect(parseRecord(text)).toEqual({ value: JSON.parse(text) as unknown })
  })

  it('reads the numbers that Python writes', () => {
    expect(parseRecord('{"a": NaN, "b": -Infinity, "c": "NaN", "id": 9007199254740993}')).toEqual({
      value: { a: null, b: -Infinity, c: 'NaN', id: '9007199254740993' },
    })
  })

  it('says what a record that is too long begins with', () => {
    const long = `{"data": [{"x": 1, "s": "a, ]"}, {"x": 2, "s": "${'y'.repeat(64 * 2 ** 20)}`
    expect(parseRecord(long)).toEqual({
      error: 'The record is longer than 64 MB.',
      beginning: { data: [{ x: 1, s: 'a, ]' }, { x: 2 }] },
    })
    const nothing = parseRecord('['.repeat(64 * 2 ** 20 + 1))
    expect(nothing).toMatchObject({ beginning: undefined })
  })

  it('says why a text is no record', () => {
    for (const text of ['{"a": 1', '{a: 1}', "{'a': 1}", '"a" "b"', `"${'\\"'.repeat(1e6)}`]) {
      expect(parseRecord(text)).toMatchObject({
        error: expect.stringMatching(/^The record is not JSON \(.*\)\.$/) as string,
      })
    }
  })
})
