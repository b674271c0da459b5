import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapped } from '#renderer/export/wrap.ts'

/** A letter is one wide, a sign of Chinese two. */
const width = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0)

test('lines are broken at spaces, and between signs that need none', () => {
  expect(wrapped('one two three', 7, width)).toEqual(['one two', 'three'])
  expect(wrapped('留出的损失，随步数', 10, width)).toEqual(['留出的损', '失，随步数'])
  expect(wrapped('Wine 留出的损失', 9, width)).toEqual(['Wine 留出', '的损失'])
})

test('no line begins with a comma or a full stop', () => {
  expect(wrapped('一二三四，五六', 8, width)).toEqual(['一二三', '四，五六'])
})

test('a word longer than a line is broken anywhere, a hard space nowhere', () => {
  expect(wrapped('abcdefghij', 4, width)).toEqual(['abcd', 'efgh', 'ij'])
  expect(wrapped('Adam (η\u00a00.02)', 8, width)).toEqual(['Adam', '(η\u00a00.02)'])
})

test('no line is wider than allowed, and nothing but spaces at line ends is lost', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 2, max: 30 }), (text, most) => {
      const lines = wrapped(text, most, width)
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(most)
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    }),
  )
})
