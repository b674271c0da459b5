import { describe, expect, it } from 'vitest'
import {
  isIdentifier,
  numberCharacters,
  numberPattern,
  parseNumber,
} from '#main/tables/number-format.ts'
import { findDecimal, findNumberFormat } from '#main/tables/numbers.ts'

describe('parseNumber', () => {
  it('reads the forms that programs write', () => {
    const format = { decimal: '.', thousands: '' } as const
    for (const text of ['1', '-1', '+1.5', '.5', '5.', '1e3', '1.5E-7', '007']) {
      expect([text, parseNumber(text, format)]).toEqual([text, Number(text)])
    }
    for (const text of ['', 'a', '1,5', '0x10', '1e', '--1', '1 2', '(-1)', '1%', '1_000', '€1']) {
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

describe('numbers as people write them', () => {
  const german = { decimal: ',', thousands: '.', unit: '€' } as const
  const point = { decimal: '.', thousands: ',', unit: '$' } as const

  it('have a unit before or after them, and minuses of many kinds', () => {
    const euros = [
      '€ 90,50',
      '90,50 €',
      '-1.234,50€',
      '\u22121.234,5 €',
      '(90,50 €)',
      '12',
      '5,00-',
    ]
    expect(euros.map((text) => parseNumber(text, german))).toEqual([
      ...[90.5, 90.5, -1234.5, -1234.5, -90.5, 12, -5],
    ])
    const dollars = ['$1,234.50', '($1,234.50)', '-$5', '$-5', '$ -', '$12,34,567.5']
    expect(dollars.map((text) => parseNumber(text, point))).toEqual([
      ...[1234.5, -1234.5, -5, -5, 0, 1234567.5],
    ])
    for (const text of ['€€5', '5 $', '€', '5 € 6', '12.34 €']) {
      expect([text, parseNumber(text, german)]).toEqual([text, undefined])
    }
  })

  it('have any blank between thousands, and exponents as Fortran prints them', () => {
    const format = { decimal: ',', thousands: ' ' } as const
    for (const blank of [' ', '\u00a0', '\u202f', '\u2009']) {
      expect(parseNumber(`1${blank}234${blank}567,5`, format)).toBe(1234567.5)
    }
    expect(parseNumber('1.5D+03', { decimal: '.', thousands: '' })).toBe(1500)
    expect(parseNumber('1\u2019234.5', { decimal: '.', thousands: "'" })).toBe(1234.5)
  })

  it('are numbers to the database by the same pattern', () => {
    // The pattern takes what the parser takes, but for a minus at the end and a dash for zero.
    const pattern = new RegExp(`^${numberPattern(german)}$`)
    const { from, to } = numberCharacters(german)
    const translated = (text: string): number =>
      Number(
        [...text.replace('€', '')]
          .map((each) => (from.includes(each) ? (to[from.indexOf(each)] ?? '') : each))
          .join(''),
      )
    for (const text of ['€ 90,50', '-1.234,50€', '(90,50 €)', '\u22121.234,5', ' 7 ']) {
      expect([text, pattern.test(text), translated(text)]).toEqual([
        text,
        true,
        parseNumber(text.trim(), german),
      ])
    }
  })

  it('say their format by what most of them have', () => {
    expect(findNumberFormat(['12,5 %', '7 %', '3,25 %'], ',')).toEqual({
      format: { decimal: ',', thousands: '', unit: '%', typeset: true },
      numbers: 3,
    })
    expect(findNumberFormat(['USD 12', 'USD 1,500'], '.').format).toMatchObject({
      unit: 'USD',
      thousands: ',',
    })
    expect(findNumberFormat(['5 kg', '12 kg', '7 g'], '.')).toMatchObject({ numbers: 2 })
    // Names of seats, cabins and rows are none, nor is a list's "(1)".
    for (const names of [
      ['C85', 'C123'],
      ['12A', '14A'],
      ['T1', 'T2'],
      ['(1)', '(2)'],
      ['RM1', 'RM2'],
    ]) {
      expect([names, findNumberFormat(names, '.').numbers]).toEqual([names, 0])
    }
  })
})

describe('findDecimal', () => {
  it('counts what can only be one of the two', () => {
    expect(findDecimal([['1,5', '2,25', '1.000']], ';')).toBe(',')
    expect(findDecimal([['1.5', '1,000']], ';')).toBe('.')
    expect(findDecimal([['1.234,5']], ';')).toBe(',')
    expect(findDecimal([['1,234.5']], ';')).toBe('.')
  })

  it('leaves what may be either to the delimiter', () => {
    expect(findDecimal([['1,234', '5,678']], ';')).toBe(',')
    expect(findDecimal([['1,234', '5,678']], ',')).toBe('.')
    // Below a thousand no mark and above it always one: those are thousands.
    expect(findDecimal([['1.234', '999', '12.345']], ';')).toBe(',')
    // Of two marks neither stands before decimals.
    expect(findDecimal([['1.234.567']], ';')).toBe(',')
    expect(findDecimal([['12,34,567']], ';')).toBe('.')
    // No thousand begins with a zero.
    expect(findDecimal([['0,123']], ',')).toBe(',')
  })
})

describe('findNumberFormat', () => {
  it('finds groups only where a value has them', () => {
    expect(findNumberFormat(['1', '2.5'], '.')).toEqual({
      format: { decimal: '.', thousands: '' },
      numbers: 2,
    })
    expect(findNumberFormat(['1,234', '2.5', 'x'], '.')).toEqual({
      format: { decimal: '.', thousands: ',', typeset: true },
      numbers: 2,
    })
    expect(findNumberFormat(['1 234', '5'], ',').format.thousands).toBe(' ')
  })
})

describe('isIdentifier', () => {
  it('is what begins with zero, or is longer than a float64 tells apart', () => {
    expect(['007', '000', '1234567890123456'].every(isIdentifier)).toBe(true)
    expect(['0', '07', '0.5', '-0.5', '10', '123456789012345', '1e20'].some(isIdentifier)).toBe(
      false,
    )
  })
})
