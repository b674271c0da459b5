import { blend, parseHex, toHex, type Rgb } from '#shared/charts/colour.ts'
import type { Theme } from '#shared/charts/theme.ts'

/** How a surface's heights are painted. */
export interface ContourPaint {
  /** @param share 0 at the lowest level, 1 at the highest */
  shade(share: number): string
  readonly line: string
}

/*
 * Paper where the surface is low, since that is where the trajectories gather and must be distinguished;
 * slate where it is high. One hue, quiet enough for nine line colours to stand on.
 */
const stops: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: ['#ffffff', '#f0f3f2', '#dbe4e6', '#bccbd3', '#98abb9'].map(parseHex),
  dark: ['#15161a', '#1a1e24', '#222a33', '#2e3a46', '#40505e'].map(parseHex),
}

const lines: Readonly<Record<Theme, string>> = {
  light: 'rgb(52 78 98 / 34%)',
  dark: 'rgb(170 196 214 / 26%)',
}

/** @returns a colour between the stops */
export function ramp(colours: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (colours.length - 1)
  const index = Math.min(colours.length - 2, Math.floor(place))
  return blend(colours[index]!, colours[index + 1]!, place - index)
}

export function contourPaint(theme: Theme): ContourPaint {
  return { shade: (share) => toHex(ramp(stops[theme], share)), line: lines[theme] }
}
