import { describe, expect, it } from 'vitest'
import { contrast, parseHex, type Rgb } from '#shared/charts/colour.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { inks, themes } from '#shared/charts/theme.ts'
import { optimizers } from '#shared/optimizers/index.ts'

const ids = optimizers.map(({ id }) => id)

/** Machado, Oliveira & Fernandes 2009, full severity, on linear RGB. */
const eyes = {
  'full colour vision': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const

const linear = (part: number): number => {
  const share = part / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Euclidean distance in CIE L*a*b* (D65), as that eye sees both. */
function difference(one: Rgb, other: Rgb, matrix: readonly number[]): number {
  const lab = (rgb: Rgb): [number, number, number] => {
    const seen = [0, 3, 6].map((row) =>
      Math.max(
        0,
        rgb.reduce((sum, part, at) => sum + linear(part) * (matrix[row + at] ?? 0), 0),
      ),
    ) as [number, number, number]
    const [r, g, b] = seen
    const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29)
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }
  const [a, b] = [lab(one), lab(other)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

describe.each(themes)('line styles on %s paper', (theme) => {
  it.each(ids)('%s stands out from page and panel by at least 3:1', (id) => {
    const ink = parseHex(lineStyle(id, theme).colour)
    expect(contrast(ink, parseHex(inks[theme].page))).toBeGreaterThanOrEqual(3)
    expect(contrast(ink, parseHex(inks[theme].panel))).toBeGreaterThanOrEqual(3)
  })

  it('no two optimizers share colour and dash', () => {
    const styles = ids.map((id) => JSON.stringify(lineStyle(id, theme)))
    expect(new Set(styles).size).toBe(ids.length)
  })

  it.each(Object.entries(eyes))('two inks that look alike under %s differ by dash', (_, eye) => {
    for (const [at, one] of ids.entries()) {
      for (const other of ids.slice(at + 1)) {
        const [a, b] = [lineStyle(one, theme), lineStyle(other, theme)]
        const apart = difference(parseHex(a.colour), parseHex(b.colour), eye)
        // Ten is a difference that anybody sees at a glance.
        if (apart < 10) expect(a.dash, `${one} and ${other}`).not.toEqual(b.dash)
      }
    }
  })
})

describe('an optimizer without an ink of its own', () => {
  it('always gets the same one', () => {
    expect(lineStyle('newcomer', 'light')).toEqual(lineStyle('newcomer', 'light'))
    expect(lineStyle('newcomer', 'light').dash).toEqual(lineStyle('newcomer', 'dark').dash)
  })
})
