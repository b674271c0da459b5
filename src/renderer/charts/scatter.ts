import type { Brush } from './brush.ts'
import { linearScale, type AxisScale } from '#shared/charts/scale.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import { dotColour, valueDotColour } from './boundary-colours.ts'
import { toHex } from '#shared/charts/colour.ts'

/** Points to draw; a colour is a class, or a share from the least target to the largest. */
export interface ScatterPoints {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly colour: Float64Array
  readonly classes: readonly string[] | undefined
}

export interface ScatterPlace {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Of the type: 1, or 1.4 for the projector. */
  readonly scale: number
  readonly theme: Theme
  /** How an axis's numbers are written. */
  readonly text: (value: number) => string
}

function extent(values: Float64Array): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { min, max } : { min: 0, max: 1 }
}

/** @returns where the plot's edges lie, in pixels */
export function scatterBox({
  width,
  height,
  scale,
}: Pick<ScatterPlace, 'width' | 'height' | 'scale'>): {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
} {
  const em = 11 * scale
  return { left: 3.5 * em, right: width - em, top: 0.75 * em, bottom: height - 1.75 * em }
}

/** Draws two columns against each other, the same inks as on the plane of a race's decisions. */
export function drawScatter(brush: Brush, points: ScatterPoints, place: ScatterPlace): void {
  const { theme, scale, text } = place
  const { grid, second } = inks[theme]
  const em = 11 * scale
  const number = { size: em, fill: second, at: 'middle' } as const
  const { left, right, top, bottom } = scatterBox(place)
  const [across, up] = [linearScale(extent(points.x), 6), linearScale(extent(points.y), 4)]
  const atX = (value: number): number => placeOn(across, value, left, right)
  const atY = (value: number): number => placeOn(up, value, bottom, top)
  for (const tick of up.ticks) {
    const y = Math.round(atY(tick)) + 0.5
    brush.line(left, y, right, y, { stroke: grid })
    brush.text(left - 0.5 * em, y, text(tick), { ...number, anchor: 'end' })
  }
  for (const tick of across.ticks) {
    brush.text(atX(tick), bottom + 1.1 * em, text(tick), { ...number, anchor: 'middle' })
  }
  const { x, y, colour } = points
  const colourOf = points.classes ? dotColour : valueDotColour
  const radius = (x.length > 800 ? 1.8 : 2.4) * scale
  for (let at = 0; at < x.length; at++) {
    const fill = toHex(colourOf(colour[at] ?? 0, theme))
    brush.circle(atX(x[at] ?? NaN), atY(y[at] ?? NaN), radius, { fill, opacity: 0.8 })
  }
}

const placeOn = ({ min, max }: AxisScale, value: number, from: number, to: number): number =>
  from + ((value - min) / (max - min)) * (to - from)
