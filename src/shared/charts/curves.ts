import type { EndLabel, KeyLabel } from './ends.ts'
import type { Band, Curve, Frame } from './frame.ts'
import { cornersOf } from './simplify.ts'
import { shortened } from './text-width.ts'
import { edged, isCrowded, thinned } from './thin.ts'
import { families, type Inks } from './theme.ts'

/** What ECharts draws, as plain data: this folder needs no chart library. */
export type ChartOption = Record<string, unknown>

/** How the frame is dressed: words and inks. */
export interface CurvesDress {
  readonly inks: Inks
  readonly scale: number
  /** What the vertical axis measures, with its unit. */
  readonly yName: string
  readonly xName: string
  readonly yText: (value: number) => string
  readonly xText: (x: number) => string
  /** What stands below a tick's number; empty where nothing does. */
  readonly xNote: (x: number) => string
}

/** A curve shows dots where its points are at least so many pixels apart at scale 1, on average. */
const dotted = 20

const { sans, mono } = families

/**
 * The chart of a race: bands, curves, and a label at each curve's end.
 *
 * Both axes are linear to the library; a logarithmic one is given logarithms and ticks of its own,
 * since less than a decade holds no power of ten. Everything is placed by the frame, so that what
 * lies over the canvas (crosshair, marker) agrees with it to the pixel.
 */
export function curvesOption(
  frame: Frame,
  curves: readonly Curve[],
  bands: readonly Band[],
  dress: CurvesDress,
): ChartOption {
  const { inks, scale } = dress
  const text = { color: inks.second, fontSize: 11 * scale }
  const value = { ...text, fontFamily: mono }
  const hairline = { color: inks.grid, width: 1 }
  const ticks = frame.y.ticks.map(frame.onAxis)
  // From the left edge to the right one, also of a narrow picture.
  const yName = shortened(`↑ ${dress.yName}`, frame.width - 20 * scale, { size: 11 * scale })
  return {
    animation: false,
    textStyle: { fontFamily: sans, fontSize: 12 * scale },
    grid: {
      left: frame.left,
      right: frame.width - frame.right,
      top: frame.top,
      bottom: frame.height - frame.bottom,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min: frame.x.min,
      max: frame.x.max,
      axisLine: { show: true, onZero: false, lineStyle: { color: inks.edge, width: 1 } },
      axisTick: {
        show: true,
        length: 4 * scale,
        customValues: frame.x.ticks,
        lineStyle: { color: inks.edge },
      },
      splitLine: { show: false },
      axisLabel: {
        ...value,
        customValues: frame.x.ticks,
        margin: 8 * scale,
        lineHeight: 14 * scale,
        hideOverlap: true,
        formatter: (x: number) => `${dress.xText(x)}\n{note|${dress.xNote(x)}}`,
        rich: {
          note: { ...text, fontFamily: sans, fontSize: 10.5 * scale, lineHeight: 14 * scale },
        },
      },
      name: dress.xName && `${dress.xName} →`,
      nameLocation: 'end',
      nameGap: 10 * scale,
      nameTextStyle: {
        ...text,
        align: 'left',
        verticalAlign: 'top',
        padding: [7 * scale, 0, 0, 0],
      },
    },
    yAxis: {
      type: 'value',
      min: frame.onAxis(frame.y.min),
      max: frame.onAxis(frame.y.max),
      // At the left also where the horizontal axis has its 0 inside.
      axisLine: { show: false, onZero: false },
      axisTick: { show: false, customValues: ticks },
      splitLine: { show: true, lineStyle: hairline },
      axisLabel: {
        ...value,
        customValues: ticks,
        margin: 8 * scale,
        hideOverlap: true,
        formatter: (at: number) => dress.yText(frame.logarithmic ? 10 ** at : at),
      },
      name: yName,
      nameLocation: 'end',
      nameGap: 12 * scale,
      nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -(frame.left - 12 * scale)] },
    },
    series: [
      layer('bands', 1, bands, (band) => bandElement(frame, band)),
      layer('curves', 3, inOrder(curves), (curve) => curveElement(frame, curve, dress)),
      layer('labels', 5, frame.labels, (label) => ({
        type: 'group',
        silent: true,
        children: [...leaderOf(label, dress), ...labelElements(label, dress)],
      })),
      layer('key', 5, frame.key, (label) => ({
        type: 'group',
        silent: true,
        children: labelElements(label, dress),
      })),
    ],
  }
}

/** A series that draws an element per item, straight in pixels. */
function layer<Item>(id: string, z: number, items: readonly Item[], draw: (item: Item) => object) {
  return {
    id,
    type: 'custom',
    coordinateSystem: 'none',
    silent: true,
    z,
    data: items.map((_, index) => index),
    renderItem: ({ dataIndex }: { dataIndex: number }): object | undefined => {
      const item = items[dataIndex]
      return item && draw(item)
    },
  }
}

/** Faint curves first, the one looked at last. */
function inOrder(curves: readonly Curve[]): readonly Curve[] {
  const rank = ({ faint, selected }: Curve): number => (faint ? 0 : 1) + (selected ? 2 : 0)
  return [...curves].sort((a, b) => rank(a) - rank(b))
}

/** What lies beyond the axis is cut off at the plot's edge, but a line along it is seen whole. */
function plotClip({ left, right, top, bottom }: Frame): object {
  return {
    type: 'rect',
    shape: { x: left - 4, y: top - 3, width: right - left + 8, height: bottom - top + 6 },
  }
}

/** @returns the curve's unbroken stretches in pixels, thinned to what the pixels can show */
export function stretches(frame: Frame, curve: Pick<Curve, 'x' | 'y'>): [number, number][][] {
  const found: [number, number][][] = []
  let stretch: [number, number][] = []
  const kept = thinned(curve.x, curve.y, frame.toX)
  for (const index of kept) {
    const y = frame.toY(curve.y[index]!)
    if (Number.isFinite(y)) stretch.push([frame.toX(curve.x[index]!), y])
    else if (stretch.length) {
      found.push(stretch)
      stretch = []
    }
  }
  if (stretch.length) found.push(stretch)
  return found
}

function curveElement(frame: Frame, curve: Curve, dress: CurvesDress): object {
  const { colour, dash } = curve.look
  const { scale } = dress
  const weight = curve.weight ?? 1.5
  const width = (curve.faint ? 1 : curve.selected ? weight + 1 : weight) * scale
  const lines = stretches(frame, curve)
  // Along a line that goes up and down within a pixel dashes are noise, and slow to draw.
  const crowded = isCrowded(curve.x, frame.toX)
  const solid = curve.faint || dash.length === 0 || crowded
  const first = curve.x[0] ?? 0
  const span = frame.toX(curve.x[curve.x.length - 1] ?? first) - frame.toX(first)
  const loose = curve.x.length < 3 || span / (curve.x.length - 1) >= dotted * scale
  const dots = !curve.faint && !curve.undotted && loose ? lines.flat() : []
  return {
    type: 'group',
    silent: true,
    clipPath: plotClip(frame),
    children: [
      ...lines.map((points) => ({
        type: 'polyline',
        silent: true,
        shape: { points: cornersOf(points) },
        style: {
          stroke: colour,
          fill: null,
          lineWidth: width,
          opacity: curve.faint ? 0.32 : (curve.opacity ?? 1),
          lineDash: solid ? null : dash.map((length) => length * scale),
          // Round joins are slow where a line turns at every pixel.
          lineJoin: crowded ? 'bevel' : 'round',
        },
      })),
      ...dots.map(([cx, cy]) => ({
        type: 'circle',
        silent: true,
        shape: { cx, cy, r: (curve.selected ? 2.75 : 2) * scale },
        style: { fill: colour },
      })),
    ],
  }
}

/** @returns the outline of a band in pixels: along its upper edge, back along its lower */
export function bandOutline(frame: Frame, band: Band): [number, number][] {
  // A logarithmic axis has no place for a lower edge at 0: it runs along the plot's own.
  const edge = (value: number, or: number): number => {
    const y = frame.toY(value)
    return Number.isNaN(y) ? or : Math.max(frame.top - 9, Math.min(frame.bottom + 9, y))
  }
  const along = (values: ArrayLike<number>, sign: 1 | -1, or: number): [number, number][] =>
    edged(band.x, values, frame.toX, sign).map((index) => [
      frame.toX(band.x[index]!),
      edge(values[index]!, or),
    ])
  return [...along(band.high, 1, frame.top), ...along(band.low, -1, frame.bottom).reverse()]
}

function bandElement(frame: Frame, band: Band): object {
  return {
    type: 'polygon',
    silent: true,
    clipPath: plotClip(frame),
    shape: { points: bandOutline(frame, band) },
    style: { fill: band.look.colour, opacity: band.selected ? 0.26 : 0.1 },
  }
}

/**
 * A dot where a curve ends and a hairline from there to its label. It is of no curve's ink or dash,
 * so that nobody takes it for more of the curve.
 */
function leaderOf({ look, x, y, place, swatch: [bend] }: EndLabel, dress: CurvesDress): object[] {
  const { inks, scale } = dress
  const from = x + 4 * scale
  const to = bend - 4 * scale
  return [
    { type: 'circle', shape: { cx: x, cy: y, r: 2.5 * scale }, style: { fill: look.colour } },
    {
      type: 'polyline',
      shape: {
        points: [
          [from, y],
          [Math.max(from, to - 3 * scale), place],
          [to, place],
        ],
      },
      style: { stroke: inks.edge, fill: 'none', lineWidth: 0.75, opacity: 0.8 },
    },
  ]
}

/** A piece of the line itself, then name and value in ink, each where the frame has put it. */
function labelElements(label: EndLabel | KeyLabel, { inks, scale }: CurvesDress): object[] {
  const { look, selected, place, swatch, nameAt, valueAt } = label
  const text = (x: number, said: string, style: object): object => ({
    type: 'text',
    x,
    y: place,
    style: { text: said.replace(/[\r\n]/g, ' '), verticalAlign: 'middle', ...style },
  })
  return [
    {
      type: 'line',
      shape: { x1: swatch[0], y1: place, x2: swatch[1], y2: place },
      style: {
        stroke: look.colour,
        lineWidth: (selected ? 2.5 : 2) * scale,
        lineDash: look.dash.length ? look.dash.map((length) => length * scale) : null,
      },
    },
    text(nameAt, label.name, {
      fill: inks.ink,
      fontFamily: sans,
      fontSize: 12 * scale,
      fontWeight: selected ? 650 : 450,
    }),
    ...(label.value
      ? [
          text(valueAt, label.value, {
            fill: selected ? inks.ink : inks.second,
            fontFamily: mono,
            fontSize: 11.5 * scale,
          }),
        ]
      : []),
  ]
}
