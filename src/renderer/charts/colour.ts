/** sRGB components, 0–255. */
export type Rgb = readonly [number, number, number]

/** @param hex `#RRGGBB` */
export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

export function toHex(rgb: Rgb): string {
  const digits = rgb.map((part) =>
    Math.round(Math.min(255, Math.max(0, part)))
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${digits.join('')}`
}

/** @returns `share` of `over` painted on the opaque `under` */
export function blend(under: Rgb, over: Rgb, share: number): Rgb {
  const mix = (index: 0 | 1 | 2): number => under[index] + (over[index] - under[index]) * share
  return [mix(0), mix(1), mix(2)]
}

/** @see WCAG 2.2, relative luminance */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** @returns the contrast ratio of two opaque colours, 1–21 */
export function contrast(one: Rgb, other: Rgb): number {
  const a = luminance(one)
  const b = luminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
