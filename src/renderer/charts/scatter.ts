import { linearScale, type AxisScale } from '../../shared/charts/scale.ts'
import { inks, sans, type Theme } from '../../shared/charts/theme.ts'
import { dotColour, valueDotColour } from './boundary/colours.ts'
import type { Brush } from './brush.ts'
import { toHex } from './colour.ts'

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
export function drawScatter(context: Brush, points: ScatterPoints, place: ScatterPlace): void {
  const { theme, scale, text } = place
  const ink = inks[theme]
  const em = 11 * scale
  const box = scatterBox(place)
  const [across, up] = [linearScale(extent(points.x), 6), linearScale(extent(points.y), 4)]
  const on = (axis: AxisScale, value: number, from: number, to: number): number =>
    from + ((value - axis.min) / (axis.max - axis.min)) * (to - from)
  const atX = (value: number): number => on(across, value, box.left, box.right)
  const atY = (value: number): number => on(up, value, box.bottom, box.top)

  context.font = `${em}px ${sans}`
  context.fillStyle = ink.second
  context.strokeStyle = ink.grid
  context.lineWidth = 1
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (const tick of up.ticks) {
    const y = Math.round(atY(tick)) + 0.5
    context.beginPath()
    context.moveTo(box.left, y)
    context.lineTo(box.right, y)
    context.stroke()
    context.fillText(text(tick), box.left - 0.5 * em, y)
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  for (const tick of across.ticks) context.fillText(text(tick), atX(tick), box.bottom + 0.5 * em)

  const { x, y, colour } = points
  const colourOf = points.classes ? dotColour : valueDotColour
  const radius = (x.length > 800 ? 1.8 : 2.4) * scale
  context.globalAlpha = 0.8
  for (let at = 0; at < x.length; at++) {
    context.fillStyle = toHex(colourOf(colour[at] ?? 0, theme))
    context.beginPath()
    context.arc(atX(x[at] ?? NaN), atY(y[at] ?? NaN), radius, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
}
