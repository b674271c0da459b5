import { describe, expect, it } from 'vitest'
import {
  blend,
  contrast,
  fromOklch,
  luminance,
  parseHex,
  toHex,
  toOklch,
} from '#shared/charts/colour.ts'

describe('colour', () => {
  it('reads and writes hexadecimal', () => {
    expect(parseHex('#cc6677')).toEqual([204, 102, 119])
    expect(toHex([204, 102, 119])).toBe('#cc6677')
    expect(toHex([-3, 300, 7.6])).toBe('#00ff08')
  })

  it('computes the contrast that WCAG gives for known pairs', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10)
    // The grey that WebAIM lists as the lightest to reach 4.5 on white.
    expect(contrast(parseHex('#767676'), [255, 255, 255])).toBeCloseTo(4.54, 2)
    // 0.2126 · ((0.5 + 0.055) / 1.055)^2.4 for a red of 127.5.
    expect(luminance([127.5, 0, 0])).toBeCloseTo(0.2126 * (0.555 / 1.055) ** 2.4, 12)
  })

  it('paints one colour over another', () => {
    expect(blend([0, 0, 0], [200, 100, 50], 0.5)).toEqual([100, 50, 25])
    expect(blend([10, 20, 30], [200, 100, 50], 0)).toEqual([10, 20, 30])
  })
})

it('takes a colour to lightness, chroma and hue, and back', () => {
  for (const hex of ['#332288', '#4c93b5', '#117733', '#decf84', '#000000', '#ffffff']) {
    expect(toHex(fromOklch(toOklch(parseHex(hex)))), hex).toBe(hex)
  }
  const [lightness, chroma] = toOklch(parseHex('#ffffff'))
  expect(lightness).toBeCloseTo(1, 3)
  expect(chroma).toBeCloseTo(0, 3)
})
