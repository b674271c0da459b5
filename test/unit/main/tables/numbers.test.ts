import { describe, expect, it } from 'vitest'
import {
  findDecimal,
  findNumberFormat,
  isIdentifier,
  parseNumber,
} from '../../../../src/main/tables/numbers.ts'

describe('parseNumber', () => {
  it('reads the forms that programs write', () => {
    const format = { decimal: '.', thousands: '' } as const
    for (const text of ['1', '-1', '+1.5', '.5', '5.', '1e3', '1.5E-7', '007']) {
      expect([text, parseNumber(text, format)]).toEqual([text, Number(text)])
    }
    for (const text of ['', 'a', '1,5', '0x10', '1e', '--1', '1 2', '(1)', '1%', '1_000']) {
      expect([text, parseNumber(text, format)]).toEqual([text, undefined])
    }
  })

  it('knows the infinite, by name and by size', () => {
    const format = { decimal: '.', thousands: '' } as const
    expect(['inf', '-Infinity', '1e999', '-∞'].map((text) => parseNumber(text, format))).toEqual([
      ...[Infinity, -Infinity, Infinity, -Infinity],
    ])
  })

  it('takes thousands only in groups of three', () => {
    const format = { decimal: ',', thousands: '.' } as const
    expect(parseNumber('1.234.567,5', format)).toBe(1234567.5)
    expect(parseNumber('12.34', format)).toBeUndefined()
    expect(parseNumber('1,5', format)).toBe(1.5)
    expect(parseNumber("1'234.5", { decimal: '.', thousands: "'" })).toBe(1234.5)
  })
})

describe('findDecimal', () => {
  it('counts what can only be one of the two', () => {
    expect(findDecimal(['1,5', '2,25', '1.000'], ';')).toBe(',')
    expect(findDecimal(['1.5', '1,000'], ';')).toBe('.')
    expect(findDecimal(['1.234,5'], ';')).toBe(',')
    expect(findDecimal(['1,234.5'], ';')).toBe('.')
  })

  it('leaves what may be either to the delimiter', () => {
    expect(findDecimal(['1,234', '5,678'], ';')).toBe(',')
    expect(findDecimal(['1,234', '5,678'], ',')).toBe('.')
    // No thousand begins with a zero.
    expect(findDecimal(['0,123'], ',')).toBe(',')
  })
})

describe('findNumberFormat', () => {
  it('finds groups only where a value has them', () => {
    expect(findNumberFormat(['1', '2.5'], '.')).toEqual({
      format: { decimal: '.', thousands: '' },
      numbers: 2,
    })
    expect(findNumberFormat(['1,234', '2.5', 'x'], '.')).toEqual({
      format: { decimal: '.', thousands: ',' },
      numbers: 2,
    })
    expect(findNumberFormat(['1 234', '5'], ',').format.thousands).toBe(' ')
  })
})

describe('isIdentifier', () => {
  it('is what begins with zero, or is longer than a float64 tells apart', () => {
    expect(['007', '00', '1234567890123456'].every(isIdentifier)).toBe(true)
    expect(['0', '0.5', '-0.5', '10', '123456789012345', '1e20'].some(isIdentifier)).toBe(false)
  })
})
