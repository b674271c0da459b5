import {
  endRoom,
  keyHeight,
  placeEnds,
  placeKey,
  type End,
  type EndLabel,
  type KeyLabel,
} from './ends.ts'
import type { LineStyle } from './palette.ts'
import { linearScale, logScale, type AxisScale, type Extent } from './scale.ts'

/** One curve's data. */
export interface Curve {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  /** Ascending, in the unit of the horizontal axis. */
  readonly x: ArrayLike<number>
  /** As many; a value that is not finite, or has no place on the axis, leaves a gap. */
  readonly y: ArrayLike<number>
  /** The curve looked at: drawn above the others, and stronger. */
  readonly selected: boolean
  /** Stands back behind the others and has no label: what a smoothed curve was, or a single seed. */
  readonly faint?: boolean
  /** @default 1 */
  readonly opacity?: number
  /** Pixels of its line at scale 1: distinguishes curves that share a look. @default 1.5 */
  readonly weight?: number
  /** Has no label at its end: one of too many for that. */
  readonly unlabelled?: boolean
  /** Shows no dots where its points are few: they are corners, and nothing was measured there. */
  readonly undotted?: boolean
}

/** A range of values along the horizontal axis. */
export interface Band {
  readonly id: string
  readonly look: LineStyle
  readonly x: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly high: ArrayLike<number>
  readonly selected: boolean
}

export interface FrameInput {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Of the type: 1, or 1.4 for the projector. */
  readonly scale: number
  readonly curves: readonly Curve[]
  readonly bands: readonly Band[]
  /** The horizontal axis, with at most so many parts. */
  readonly horizontal: (parts: number) => AxisScale
  readonly logarithmic: boolean
  /** Where the axis must reach whatever the data: accuracy goes from 0 to 1. */
  readonly fixed?: Extent
  /** What the axis shows at most, lest one curve flatten all others; what lies beyond is cut off. */
  readonly bounds?: Partial<Extent>
  /** Least pixels right of the plot at scale 1: its axis has a name there. @default 110 */
  readonly labelRoom?: number
  /** Whether a list beside the chart names its curves: then it has no key of its own. */
  readonly named?: boolean
  /** How much wider than the page's a reader's faces may be. @default 1 */
  readonly widen?: number
  /** Pixels below the plot at scale 1. @default 46, two lines */
  readonly footRoom?: number
  /** Wording of a curve's end label. */
  readonly label: (curve: Curve, last: number) => string
}

/** What a chart of curves draws, but for its size. */
export type CurveData = Omit<FrameInput, 'width' | 'height' | 'scale'>

/** What the crosshair reads off a curve at one recorded point. */
export interface Reading {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  readonly value: number
  readonly text: string
}

/** What a chart says about its axes and points. */
export interface ChartWords {
  /** What the vertical axis measures, with its unit. */
  readonly yName: string
  readonly xName: string
  /** @param decimals that the axis's ticks need */
  yText(value: number, decimals: number): string
  xText(x: number): string
  /** What stands below a tick's number; empty where nothing does. */
  xNote(x: number): string
  /** Names a recorded point, by its index. */
  at(index: number): string
}

/** A chart of curves in any size: on the screen and in a file. */
export interface CurvesPart {
  readonly data: CurveData
  readonly words: ChartWords
}

/** Where everything stands, in pixels, decided before anything is drawn. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: AxisScale
  readonly y: AxisScale
  readonly logarithmic: boolean
  /** @returns pixels from the left */
  toX(x: number): number
  /** @returns pixels from the top; NaN for what a logarithmic axis cannot show */
  toY(value: number): number
  /** @returns the value that stands at these pixels from the top */
  fromY(y: number): number
  /** @returns the value as the linear axis under a logarithmic one holds it */
  onAxis(value: number): number
  readonly labels: readonly EndLabel[]
  /** Below the plot: the curves for whose label there was no room. */
  readonly key: readonly KeyLabel[]
}

/** Room around the plot at scale 1. The right side holds the end labels, the bottom two lines. */
const margins = { left: 56, right: 110, top: 30, bottom: 46 }

/** Share of the picture's width that the end labels take at most. */
const mostLabels = 0.42

/** Pixels at scale 1 of a plot that has a key. */
const leastPlot = 48

/** Share of the picture's height that its key takes at most. */
const mostKey = 0.3

/** Decides axes, ticks and label places for the given data and size. */
export function frameOf(input: FrameInput): Frame {
  let frame = frameWith(input, 0)
  if (input.named) return frame
  // A key takes height from the plot, and may so take the room of one label more.
  for (let lines = 0; ;) {
    const { left, width, height, unlabelled } = frame
    const { scale, widen } = input
    const spare = height - (margins.top + (input.footRoom ?? margins.bottom) + leastPlot) * scale
    const room = Math.min(mostKey * height, spare)
    const most = Math.max(0, Math.floor(room / keyHeight(1, scale)))
    const below = { left, width, scale, most, ...(widen && { widen }) }
    const top = height - keyHeight(lines, scale)
    const key = placeKey(unlabelled, { ...below, top })
    if (key.lines <= lines) return { ...frame, key: key.entries }
    lines = key.lines
    frame = frameWith(input, keyHeight(lines, scale))
  }
}

/** @param keyRoom pixels below all else that are left to the key */
function frameWith(
  input: FrameInput,
  keyRoom: number,
): Frame & { readonly unlabelled: readonly End[] } {
  const { width, height, scale, logarithmic, widen } = input
  const left = margins.left * scale
  const wanted = Math.max(
    (input.labelRoom ?? margins.right) * scale,
    endRoom(namesOf(input), scale, widen),
  )
  const right = Math.max(left + 40, width - Math.min(wanted, mostLabels * width))
  const top = margins.top * scale
  const foot = (input.footRoom ?? margins.bottom) * scale + keyRoom
  const bottom = Math.max(top + 40, height - foot)

  const x = input.horizontal((right - left) / (64 * scale))
  const extent = input.fixed ?? extentOf(input)
  const parts = Math.max(3, Math.round((bottom - top) / (52 * scale)))
  const full = logarithmic ? logScale(extent, parts) : linearScale(extent, parts)
  // Over many decades not every power of ten has room for a line.
  const stride = Math.ceil(full.ticks.length / Math.max(3, (bottom - top) / (20 * scale)))
  const y = { ...full, ticks: full.ticks.filter((_, index) => index % stride === 0) }

  const onAxis = (value: number): number =>
    logarithmic ? (value > 0 ? Math.log10(value) : NaN) : value
  const [low, high] = [onAxis(y.min), onAxis(y.max)]
  const toX = (at: number): number => left + ((right - left) * (at - x.min)) / (x.max - x.min)
  const toY = (value: number): number =>
    bottom - ((bottom - top) * (onAxis(value) - low)) / (high - low)

  const fromY = (at: number): number => {
    const value = low + ((bottom - at) / (bottom - top)) * (high - low)
    return logarithmic ? 10 ** value : value
  }

  const room = { top, bottom, width, right, scale, ...(widen && { widen }) }
  const { labels, left: unlabelled } = placeEnds(endsOf(input, toX, toY, top, bottom), room)
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x,
    y,
    logarithmic,
    toX,
    toY,
    fromY,
    onAxis,
    labels,
    key: [],
    unlabelled,
  }
}

/**
 * What the axis must show: every finite value within the bounds, and the bands; a logarithmic one
 * only above 0.
 */
function extentOf({ curves, bands, logarithmic, bounds }: FrameInput): Extent {
  const least = Math.max(bounds?.min ?? -Infinity, logarithmic ? Number.MIN_VALUE : -Infinity)
  const most = bounds?.max ?? Infinity
  let min = Infinity
  let max = -Infinity
  const cover = (values: ArrayLike<number>): void => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!
      if (!(value >= least && value <= most) || !Number.isFinite(value)) continue
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  for (const { y } of curves) cover(y)
  for (const { low, high } of bands) {
    cover(low)
    cover(high)
  }
  return min <= max ? { min, max } : { min: logarithmic ? 0.1 : 0, max: 1 }
}

const isLabelled = ({ faint, unlabelled }: Curve): boolean => !faint && !unlabelled

/** What the labels say, wherever they will stand. */
function namesOf({ curves, label }: FrameInput): Pick<End, 'name' | 'value'>[] {
  return curves.filter(isLabelled).flatMap((curve) => {
    let end = curve.y.length - 1
    while (end >= 0 && !Number.isFinite(curve.y[end]!)) end--
    return end < 0 ? [] : [{ name: curve.name, value: label(curve, curve.y[end]!) }]
  })
}

function endsOf(
  { curves, label }: FrameInput,
  toX: (x: number) => number,
  toY: (value: number) => number,
  top: number,
  bottom: number,
): End[] {
  return curves.filter(isLabelled).flatMap((curve): End[] => {
    let end = curve.y.length - 1
    while (end >= 0 && !Number.isFinite(toY(curve.y[end]!))) end--
    if (end < 0) return []
    const { id, name, look, selected } = curve
    const value = label(curve, curve.y[end]!)
    const y = Math.max(top, Math.min(bottom, toY(curve.y[end]!)))
    return [{ id, name, look, selected, value, x: toX(curve.x[end]!), y }]
  })
}
