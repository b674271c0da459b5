import type { EChartsCoreOption } from 'echarts/core'
import type { Band, Curve, Frame } from './frame.ts'
import type { LineStyle } from './palette.ts'
import { sans, type Inks } from './theme.ts'

/** How the frame is dressed: words, inks, line styles. */
export interface CurvesDress {
  readonly inks: Inks
  readonly scale: number
  readonly style: (id: string) => LineStyle
  /** What the vertical axis measures, with its unit. */
  readonly yName: string
  readonly xName: string
  readonly yText: (value: number) => string
  readonly xText: (samples: number) => string
  /** Names the epoch that ends at a tick. */
  readonly epochText: (samples: number) => string
}

/** Above so many points a curve shows no dots, and above `crowded` it is thinned for drawing. */
const dotted = 60
const crowded = 4000

const mono = "'JetBrains Mono Variable', ui-monospace, monospace"

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
): EChartsCoreOption {
  const { inks, scale } = dress
  const text = { color: inks.second, fontSize: 11 * scale }
  const value = { ...text, fontFamily: mono }
  const hairline = { color: inks.grid, width: 1 }
  const ticks = frame.y.ticks.map(frame.onAxis)
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
        formatter: (samples: number) =>
          `${dress.xText(samples)}\n{epoch|${dress.epochText(samples)}}`,
        rich: {
          epoch: { ...text, fontFamily: sans, fontSize: 10.5 * scale, lineHeight: 14 * scale },
        },
      },
      name: `${dress.xName} →`,
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
      axisLine: { show: false },
      axisTick: { show: false, customValues: ticks },
      splitLine: { show: true, lineStyle: hairline },
      axisLabel: {
        ...value,
        customValues: ticks,
        margin: 8 * scale,
        hideOverlap: true,
        formatter: (at: number) => dress.yText(frame.logarithmic ? 10 ** at : at),
      },
      name: `↑ ${dress.yName}`,
      nameLocation: 'end',
      nameGap: 12 * scale,
      nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -(frame.left - 12 * scale)] },
    },
    series: [
      ...bands.map((band) => bandSeries(frame, band, dress)),
      ...curves.map((curve) => curveSeries(frame, curve, dress)),
      labelSeries(frame, dress),
    ],
  }
}

function curveSeries(frame: Frame, curve: Curve, dress: CurvesDress): object {
  const { colour, dash } = dress.style(curve.id)
  const width = (curve.selected ? 2.5 : 1.5) * dress.scale
  return {
    id: `curve ${curve.id}`,
    type: 'line',
    name: curve.name,
    data: curve.points.map(([samples, value]) => {
      const at = frame.onAxis(value)
      return [samples, Number.isFinite(at) ? at : null]
    }),
    z: curve.selected ? 4 : 3,
    silent: true,
    clip: true,
    showSymbol: curve.points.length <= dotted,
    symbol: 'circle',
    symbolSize: (curve.selected ? 5.5 : 4) * dress.scale,
    sampling: curve.points.length > crowded ? 'lttb' : undefined,
    itemStyle: { color: colour },
    lineStyle: {
      color: colour,
      width,
      type: dash.length ? dash.map((length) => length * dress.scale) : 'solid',
      cap: 'butt',
      join: 'round',
    },
    emphasis: { disabled: true },
  }
}

/** @returns the outline of a band in pixels: along its upper edge, back along its lower */
export function bandOutline(frame: Frame, band: Band): [number, number][] {
  const upper = band.points.map(([samples, , high]): [number, number] => [
    frame.toX(samples),
    frame.toY(high),
  ])
  const lower = band.points.map(([samples, low]): [number, number] => [
    frame.toX(samples),
    frame.toY(low),
  ])
  return [...upper, ...lower.reverse()]
}

function bandSeries(frame: Frame, band: Band, dress: CurvesDress): object {
  const points = bandOutline(frame, band)
  return {
    id: `band ${band.id}`,
    type: 'custom',
    coordinateSystem: 'none',
    silent: true,
    z: band.selected ? 2 : 1,
    data: [0],
    renderItem: () => ({
      type: 'polygon',
      shape: { points },
      style: { fill: dress.style(band.id).colour, opacity: band.selected ? 0.26 : 0.1 },
      silent: true,
    }),
  }
}

/** Labels at the curves' ends: a short piece of the line itself, then name and value in ink. */
function labelSeries(frame: Frame, dress: CurvesDress): object {
  const { scale, inks } = dress
  // One column, just behind the curve that has come furthest.
  const furthest = Math.max(0, ...frame.labels.map(({ x }) => x))
  return {
    id: 'labels',
    type: 'custom',
    coordinateSystem: 'none',
    silent: true,
    z: 5,
    data: frame.labels.map((_, index) => index),
    renderItem: (item: { dataIndex: number }) => {
      const label = frame.labels[item.dataIndex]
      if (!label) return undefined
      const { colour, dash } = dress.style(label.id)
      const from = label.x + 5 * scale
      const bend = furthest + 6 * scale
      return {
        type: 'group',
        silent: true,
        children: [
          {
            type: 'polyline',
            shape: {
              points: [
                [from, label.y],
                [from + (bend - from) * 0.35, label.place],
                [bend + 10 * scale, label.place],
              ],
            },
            style: {
              stroke: colour,
              fill: 'none',
              lineWidth: (label.selected ? 1.5 : 1) * scale,
              opacity: 0.55,
              lineDash: dash.length ? dash.map((length) => length * 0.7 * scale) : null,
            },
          },
          {
            type: 'text',
            x: bend + 15 * scale,
            y: label.place,
            style: {
              text: `{name|${label.name}} {value|${label.value}}`,
              verticalAlign: 'middle',
              rich: {
                name: {
                  fill: inks.ink,
                  fontFamily: sans,
                  fontSize: 12 * scale,
                  fontWeight: label.selected ? 650 : 450,
                },
                value: {
                  fill: label.selected ? inks.ink : inks.second,
                  fontFamily: mono,
                  fontSize: 11.5 * scale,
                },
              },
            },
          },
        ],
      }
    },
  }
}
