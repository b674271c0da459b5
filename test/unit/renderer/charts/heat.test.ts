import { describe, expect, it } from 'vitest'
import { contrast, parseHex } from '#shared/charts/colour.ts'
import { divergingPaint, sequentialPaint } from '#renderer/charts/heat.ts'
import { inks, themes } from '#shared/charts/theme.ts'

describe.each(themes)('heat map on %s paper', (theme) => {
  it('every number is readable on its ground', () => {
    for (let share = -1; share <= 1; share += 1 / 64) {
      const { background, ink } = divergingPaint(share * 3, 3, theme)
      expect(contrast(parseHex(ink), parseHex(background)), `${share}`).toBeGreaterThanOrEqual(4.5)
    }
    for (let share = 0; share <= 1; share += 1 / 64) {
      const { background, ink } = sequentialPaint(share, theme)
      expect(contrast(parseHex(ink), parseHex(background)), `${share}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('zero is bare paper, and so is what is no number', () => {
    expect(divergingPaint(0, 2, theme).background).toBe(inks[theme].panel)
    expect(divergingPaint(NaN, 2, theme).background).toBe(inks[theme].panel)
    expect(divergingPaint(0, 0, theme).background).toBe(inks[theme].panel)
    expect(sequentialPaint(0, theme).background).toBe(inks[theme].panel)
  })

  it('the two signs go opposite ways, and larger values further', () => {
    const [low, high] = [divergingPaint(-1, 1, theme), divergingPaint(1, 1, theme)]
    const [lowRed, , lowBlue] = parseHex(low.background)
    const [highRed, , highBlue] = parseHex(high.background)
    expect(lowRed).toBeGreaterThan(lowBlue)
    expect(highBlue).toBeGreaterThan(highRed)
    const paper = parseHex(inks[theme].panel)
    const apart = (value: number): number =>
      contrast(parseHex(divergingPaint(value, 1, theme).background), paper)
    expect(apart(0.3)).toBeLessThan(apart(0.6))
    expect(apart(0.6)).toBeLessThan(apart(1))
    expect(divergingPaint(5, 1, theme)).toEqual(divergingPaint(1, 1, theme))
  })
})
