import type { Box, Brush, Face } from './brush.ts'
import type { Paper } from '#shared/charts/theme.ts'

/** A mark of an axis: so many pixels from the plot's left or top edge. */
export interface AxisMark {
  readonly at: number
  readonly text: string
}

export interface PlotAxes {
  readonly across: readonly AxisMark[]
  readonly up: readonly AxisMark[]
  readonly acrossName: string
  readonly upName: string
}

const face = (scale: number): Face => ({ mono: true, size: 11 * scale })

/** @returns pixels left of a plot that its upward axis needs: numbers, and its name turned */
export function upRoom(
  brush: Brush,
  { up, upName }: { readonly up: readonly Pick<AxisMark, 'text'>[]; readonly upName: string },
  scale = 1,
): number {
  const widest = Math.max(0, ...up.map(({ text }) => brush.measure(text, face(scale))))
  return Math.ceil(widest + (12 + (upName ? 20 : 0)) * scale)
}

/** Pixels below a plot that its other axis needs, at scale 1. */
export const acrossRoom = 42

/** A name longer than its axis ends in an ellipsis. */
function shortened(brush: Brush, name: string, most: number, size: number): string {
  const isLong = (text: string): boolean => brush.measure(text, { size }) > most
  if (!isLong(name)) return name
  let kept = [...name]
  while (kept.length > 1 && isLong(`${kept.join('')}…`)) kept = kept.slice(0, -1)
  return `${kept.join('')}…`
}

/** Paints both axes around a plot: marks, numbers, names. */
export function paintAxes(brush: Brush, { inks, scale }: Paper, box: Box, axes: PlotAxes): void {
  const { x, y, width, height } = box
  const bottom = y + height
  const edge = { stroke: inks.edge }
  const text = { ...face(scale), fill: inks.second } as const
  const size = 12 * scale
  const name = { size, fill: inks.ink, anchor: 'middle' } as const
  for (const { at, text: said } of axes.across) {
    brush.line(x + at, bottom, x + at, bottom + 4, edge)
    brush.text(x + at, bottom + 16 * scale, said, { ...text, anchor: 'middle' })
  }
  for (const { at, text: said } of axes.up) {
    brush.line(x - 4, y + at, x, y + at, edge)
    brush.text(x - 8 * scale, y + at, said, { ...text, anchor: 'end', at: 'middle' })
  }
  const across = shortened(brush, axes.acrossName, width, size)
  if (across) brush.text(x + width / 2, bottom + 36 * scale, across, name)
  const up = shortened(brush, axes.upName, height, size)
  const left = x - upRoom(brush, axes, scale) + 12 * scale
  if (up) brush.text(left, y + height / 2, up, { ...name, turn: -90 })
}

/**
 * Paints a framed plot with axes around it.
 *
 * @param plot its size and how far from the top it begins
 * @param draw paints what the plot shows, its own corner at the origin
 * @returns the size of all in pixels, and how far from the left the plot begins
 */
export function paintPlot(
  brush: Brush,
  paper: Paper,
  plot: { readonly width: number; readonly height: number; readonly top?: number },
  axes: PlotAxes,
  draw: () => void,
): { readonly width: number; readonly height: number; readonly left: number } {
  const { width, height, top = 8 } = plot
  const left = upRoom(brush, axes, paper.scale)
  brush.move(left, top, () => brush.clip({ x: 0, y: 0, width, height }, draw))
  const box = { x: left, y: top, width, height }
  brush.rect(box, { stroke: paper.inks.edge })
  paintAxes(brush, paper, box, axes)
  return { left, width: left + width + 16, height: top + height + acrossRoom * paper.scale }
}
