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

/** Lightness 0–1, chroma, and hue in radians. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number]

const linear = (part: number): number => {
  const share = part / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

const gamma = (share: number): number =>
  255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055)

/** @see Ottosson 2020, A perceptual color space for image processing */
export function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return [lightness, Math.hypot(a, bb), Math.atan2(bb, a)]
}

/** @returns the colour, with as much of its chroma as a screen can show */
export function fromOklch([lightness, chroma, hue]: Oklch): Rgb {
  for (let part = 1; ; part -= 0.02) {
    const a = Math.cos(hue) * chroma * part
    const b = Math.sin(hue) * chroma * part
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    const shares = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ] as const
    if (part <= 0 || shares.every((share) => share >= -1e-4 && share <= 1.0001)) {
      const [red, green, blue] = shares.map((share) => gamma(Math.min(1, Math.max(0, share))))
      return [red ?? 0, green ?? 0, blue ?? 0]
    }
  }
}
