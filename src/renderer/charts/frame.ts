import { dodge } from './dodge.ts'
import { linearScale, logScale, niceStep, type AxisScale, type Extent } from './scale.ts'

/** One curve's data. */
export interface Curve {
  readonly id: string
  readonly name: string
  /** Samples seen and value; a value that is not finite, or has no place on the axis, leaves a gap. */
  readonly points: readonly (readonly [samples: number, value: number])[]
  /** The curve looked at: drawn above the others, and stronger. */
  readonly selected: boolean
}

/** A range of values at some samples. */
export interface Band {
  readonly id: string
  readonly points: readonly (readonly [samples: number, low: number, high: number])[]
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
  /** Samples at the right edge. */
  readonly samples: number
  /** Samples of one epoch: the horizontal ticks are whole epochs. */
  readonly epoch: number
  readonly logarithmic: boolean
  /** Where the axis must reach whatever the data: accuracy goes from 0 to 1. */
  readonly fixed?: Extent
  /** Wording of a curve's end label. */
  readonly label: (curve: Curve, last: number) => string
}

/** What the crosshair reads off a curve at one recorded point. */
export interface Reading {
  readonly id: string
  readonly name: string
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
  xText(samples: number): string
  /** Names the epoch that ends at a tick. */
  epochText(samples: number): string
  /** Names a recorded point, by its index. */
  at(index: number): string
}

/** An end label: what it says, where its curve ends, and where there was room for it. */
export interface EndLabel {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly selected: boolean
  readonly x: number
  readonly y: number
  readonly place: number
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
  toX(samples: number): number
  /** @returns pixels from the top; NaN for what a logarithmic axis cannot show */
  toY(value: number): number
  /** @returns the value as the linear axis under a logarithmic one holds it */
  onAxis(value: number): number
  readonly labels: readonly EndLabel[]
}

/** Room around the plot at scale 1. The right side holds the end labels, the bottom two lines. */
const margins = { left: 56, right: 150, top: 30, bottom: 46 }
const labelHeight = 17

/** Decides axes, ticks and label places for the given data and size. */
export function frameOf(input: FrameInput): Frame {
  const { width, height, scale, logarithmic } = input
  const left = margins.left * scale
  const right = Math.max(left + 40, width - margins.right * scale)
  const top = margins.top * scale
  const bottom = Math.max(top + 40, height - margins.bottom * scale)

  const x = epochScale(input.samples, input.epoch, (right - left) / (64 * scale))
  const extent = input.fixed ?? extentOf(input)
  const parts = Math.max(3, Math.round((bottom - top) / (52 * scale)))
  const y = logarithmic ? logScale(extent, parts) : linearScale(extent, parts)

  const onAxis = (value: number): number =>
    logarithmic ? (value > 0 ? Math.log10(value) : NaN) : value
  const [low, high] = [onAxis(y.min), onAxis(y.max)]
  const toX = (samples: number): number =>
    left + ((right - left) * (samples - x.min)) / (x.max - x.min)
  const toY = (value: number): number =>
    bottom - ((bottom - top) * (onAxis(value) - low)) / (high - low)

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
    onAxis,
    labels: placeLabels(input, toX, toY, top, bottom),
  }
}

/** Ticks at whole epochs, thinned to 1, 2 or 5 times a power of ten of them. */
function epochScale(samples: number, epoch: number, room: number): AxisScale {
  const epochs = Math.max(1, samples / epoch)
  const step = Math.max(1, niceStep(epochs, room))
  const ticks: number[] = []
  for (let at = 0; at <= epochs + 1e-9; at += step) ticks.push(at * epoch)
  return { min: 0, max: samples, ticks, decimals: 0 }
}

/** What the axis must show: every finite value, and the bands; a logarithmic one only above 0. */
function extentOf({ curves, bands, logarithmic }: FrameInput): Extent {
  let min = Infinity
  let max = -Infinity
  const cover = (value: number): void => {
    if (!Number.isFinite(value) || (logarithmic && value <= 0)) return
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  for (const { points } of curves) for (const [, value] of points) cover(value)
  for (const { points } of bands) {
    for (const [, low, high] of points) {
      cover(low)
      cover(high)
    }
  }
  return min <= max ? { min, max } : { min: logarithmic ? 0.1 : 0, max: 1 }
}

function placeLabels(
  input: FrameInput,
  toX: (samples: number) => number,
  toY: (value: number) => number,
  top: number,
  bottom: number,
): EndLabel[] {
  const wishes: Omit<EndLabel, 'place'>[] = []
  for (const curve of input.curves) {
    const end = curve.points.findLast(([, value]) => Number.isFinite(toY(value)))
    if (!end) continue
    wishes.push({
      id: curve.id,
      name: curve.name,
      value: input.label(curve, end[1]),
      selected: curve.selected,
      x: toX(end[0]),
      y: toY(end[1]),
    })
  }
  const height = labelHeight * input.scale
  const places = dodge(wishes, height, top, bottom - height / 3)
  return wishes.map((wish, index) => ({ ...wish, place: places[index] ?? wish.y }))
}
