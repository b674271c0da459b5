import { curvesOption } from '../../../shared/charts/curves.ts'
import {
  frameOf,
  type ChartWords,
  type Curve,
  type Frame,
  type FrameInput,
} from '../../../shared/charts/frame.ts'
import type { Figure, KeyEntry } from '../figure.ts'
import type { Paper } from '../paper.ts'
import { reinked } from '../reink.ts'
import type { SvgNode } from '../svg.ts'

/** What a chart of curves shows, as the page's own charts are given it. */
export interface CurvesPart {
  readonly data: Omit<FrameInput, 'width' | 'height' | 'scale'>
  readonly words: ChartWords
  readonly key: (paper: Paper) => readonly KeyEntry[]
  /** What lies over the curves. */
  readonly over?: (frame: Frame, paper: Paper) => readonly SvgNode[]
}

/** Pixels of the plot itself, between its axes; it grows with what stands beside it. */
const plot = { width: 720, height: 470 }
const left = 56
const labelHeight = 17

/** A chart of curves in its own size: as wide as its labels need, as high as there are many. */
export function curvesFigure(part: CurvesPart, paper: Paper): Figure {
  const { words, over } = part
  const data = {
    ...part.data,
    curves: part.data.curves.map((curve) => ({ ...curve, look: reinked(curve.look, paper.theme) })),
    bands: part.data.bands.map((band) => ({ ...band, look: reinked(band.look, paper.theme) })),
  }
  const labelled = data.curves.filter(({ faint }) => !faint)
  const ends = labelled.map((curve) => labelWidth(curve, data, paper))
  const axis = paper.measure(`${words.xName} →`, { size: 11 }) + 14
  const labelRoom = Math.ceil(Math.max(90, axis, ...ends) + 8)
  const footRoom = data.footRoom ?? 46
  const width = left + plot.width + labelRoom
  const height = Math.max(plot.height, labelled.length * labelHeight + 12) + 30 + footRoom
  const frame = frameOf({ ...data, width, height, scale: 1, labelRoom, footRoom })
  const { decimals } = frame.y
  const option = curvesOption(frame, data.curves, data.bands, {
    ...words,
    yText: (value) => words.yText(value, decimals),
    inks: paper.inks,
    scale: 1,
  })
  return {
    width,
    height,
    body: [...paper.chart(option, width, height), ...(over?.(frame, paper) ?? [])],
    key: part.key(paper),
  }
}

/** From the plot's edge to the end of a curve's label. */
function labelWidth(curve: Curve, { label }: CurvesPart['data'], paper: Paper): number {
  const last = Array.from(curve.y).findLast(Number.isFinite) ?? NaN
  const name = paper.measure(`${curve.name} `, { size: 12, weight: 650 })
  return 24 + name + paper.measure(label(curve, last), { mono: true, size: 11.5 })
}
