import { describe, expect, it } from 'vitest'
import { formats } from '#shared/words/format.ts'

describe('factor', () => {
  it('keeps two digits, and writes a large one by a power of ten', () => {
    const { factor } = formats.en
    expect([1.3, 34.26, 9900, 12_345, 1_234_567, 9.97e7, 2e8, 3e123].map(factor)).toEqual([
      ...['1.3', '34', '9900', '1.2 × 10⁴', '1.2 × 10⁶', '1 × 10⁸', '2 × 10⁸', '3 × 10¹²³'],
    ])
    expect(factor(Infinity)).toBe('∞')
    expect(formats['zh-CN'].factor(1_234_567)).toBe('1.2 × 10⁶')
  })
})
