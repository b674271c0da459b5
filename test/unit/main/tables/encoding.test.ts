import { describe, expect, it } from 'vitest'
import {
  countHighBytes,
  findEncoding,
  isBinary,
  noHighBytes,
} from '../../../../src/main/tables/encoding.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('countHighBytes', () => {
  it('counts Chinese as pairs of both halves over 160', () => {
    // 红色, of the commonest characters: BA EC, C9 AB.
    const found = countHighBytes(noHighBytes, bytes('ba ec c9 ab'), false)
    expect(found).toMatchObject({ pairs: 2, hanzi: 2, notGb: 0 })
  })

  it('counts an accent before a letter as a pair that is no Chinese, before a comma as none', () => {
    // "ér" E9 72 is a pair, "é," E9 2C is not.
    const found = countHighBytes(noHighBytes, bytes('e9 72 e9 2c'), false)
    expect(found).toMatchObject({ pairs: 1, hanzi: 0, notGb: 1, utf8: 0, notUtf8: 2 })
  })

  it('counts a character of four bytes once', () => {
    const found = countHighBytes(noHighBytes, bytes('81 39 ef 32 41'), false)
    expect(found).toMatchObject({ pairs: 1, hanzi: 0, notGb: 0 })
  })

  it('takes no byte of a part that is ASCII', () => {
    expect(countHighBytes(noHighBytes, Buffer.from('a,b\n1,2\n'), true)).toBe(noHighBytes)
  })
})

describe('findEncoding', () => {
  const of = (content: Buffer, utf8 = false): string =>
    findEncoding(content, utf8, countHighBytes(noHighBytes, content, utf8)).encoding

  it('believes a mark', () => {
    expect(findEncoding(bytes('ef bb bf 61'), true, noHighBytes)).toEqual({
      encoding: 'utf-8',
      marked: true,
    })
    expect(of(bytes('ff fe 61 00'))).toBe('utf-16le')
    expect(of(bytes('fe ff 00 61'))).toBe('utf-16be')
  })

  it('knows UTF-16 by the side its zeros are on', () => {
    expect(of(Buffer.from('长,1\n度,2\n', 'utf16le'))).toBe('utf-16le')
    expect(of(Buffer.from('长,1\n度,2\n', 'utf16le').swap16())).toBe('utf-16be')
  })

  it('lets a UTF-8 file have a few bytes that are none', () => {
    const good = Buffer.from('红'.repeat(100))
    expect(of(Buffer.concat([good, bytes('ff')]))).toBe('utf-8')
    // One in four is too many to be a slip.
    expect(of(Buffer.concat([Buffer.from('红红红'), bytes('ff')]))).not.toBe('utf-8')
  })
})

describe('isBinary', () => {
  it('bears a few control characters, and those that separate values', () => {
    expect(isBinary(Buffer.from(`a\0b\u0007${'x'.repeat(100)}`))).toBe(false)
    expect(isBinary(Buffer.from('1\u00012\u001f3\t4\r\n\f'.repeat(100)))).toBe(false)
  })

  it('tells noise', () => {
    expect(isBinary(Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 73) % 256)))).toBe(
      true,
    )
  })
})
