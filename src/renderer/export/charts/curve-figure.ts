import type { Brush } from '#renderer/charts/brush.ts'
import { curvesOption } from '#shared/charts/curves.ts'
import { endRoom } from '#shared/charts/ends.ts'
import { frameOf, type Curve, type CurvesPart, type Frame } from '#shared/charts/frame.ts'
import type { Paper } from '#shared/charts/theme.ts'
import { reinked } from '../reink.ts'

/** Pixels of the plot itself, between its axes; it grows with what stands beside it. */
const plot = { width: 720, height: 470 }
const left = 56
const labelHeight = 17

/**
 * Paints a chart of curves in its own size: as wide as its labels need, as high as there are many.
 *
 * @returns its size, and where everything stands, for what lies over the curves
 */
export function paintFigure(
  brush: Brush,
  { theme, inks }: Paper,
  { data, words }: CurvesPart,
): { readonly width: number; readonly height: number; readonly frame: Frame } {
  const inked = <Line extends Pick<Curve, 'look'>>(lines: readonly Line[]): Line[] =>
    lines.map((line) => ({ ...line, look: reinked(line.look, theme) }))
  const curves = inked(data.curves)
  const bands = inked(data.bands)
  const labelled = curves.filter(({ faint, unlabelled }) => !faint && !unlabelled)
  const ends = labelled.map((curve) => {
    const last = Array.from(curve.y).findLast(Number.isFinite) ?? NaN
    return { name: curve.name, value: data.label(curve, last) }
  })
  const axis = brush.measure(`${words.xName} →`, { size: 11 }) + 30
  const labelRoom = Math.ceil(Math.max(90, axis, endRoom(ends, 1)))
  const footRoom = data.footRoom ?? 46
  const width = left + plot.width + labelRoom
  const height = Math.max(plot.height, labelled.length * labelHeight + 12) + 30 + footRoom
  const frame = frameOf({ ...data, curves, bands, width, height, scale: 1, labelRoom, footRoom })
  const yText = (value: number): string => words.yText(value, frame.y.decimals)
  const option = curvesOption(frame, curves, bands, { ...words, yText, inks, scale: 1 })
  brush.chart(option, width, height)
  return { width, height, frame }
}
