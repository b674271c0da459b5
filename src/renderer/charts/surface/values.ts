import type { EChartsCoreOption } from 'echarts/core'
import type { LineStyle } from '../../../shared/charts/palette.ts'
import { linearScale, logScale, niceStep, type AxisScale } from '../../../shared/charts/scale.ts'
import { sans, type Inks } from '../../../shared/charts/theme.ts'

/** One racer's values along its walk. */
export interface ValueLine {
  readonly id: string
  readonly values: Float64Array
  readonly style: LineStyle
  readonly selected: boolean
}

export interface ValuesInput {
  readonly lines: readonly ValueLine[]
  readonly steps: number
  readonly logarithmic: boolean
  /** What a logarithmic axis measures from: the lowest value there is. */
  readonly floor: number
  /** How low a linear axis goes at most: on a surface without a lowest value some fall for ever. */
  readonly lowest: number
  readonly width: number
  readonly height: number
  readonly scale: number
}

/** Where the chart's parts stand, in pixels. */
export interface ValuesFrame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly y: AxisScale
  readonly xTicks: readonly number[]
  toX(step: number): number
  /** @returns NaN for what the axis cannot show */
  toY(value: number): number
}

/** Below this a value is as good as on the floor, and rounding decides the rest. */
const faintest = 1e-16

/** Decides the axes: a racer that leaves upwards must not flatten the others. */
export function valuesFrame(input: ValuesInput): ValuesFrame {
  const { lines, steps, logarithmic, floor, lowest, width, height, scale } = input
  const left = 64 * scale
  const right = Math.max(left + 40, width - 28 * scale)
  const top = 24 * scale
  const bottom = Math.max(top + 24, height - 34 * scale)
  const parts = Math.max(2, Math.round((bottom - top) / (30 * scale)))
  const y = axisOf(lines, logarithmic, floor, lowest, parts)

  const onAxis = (value: number): number =>
    logarithmic ? Math.log10(Math.max(faintest, value - floor)) : value
  const low = logarithmic ? Math.log10(y.min) : y.min
  const high = logarithmic ? Math.log10(y.max) : y.max
  const step = Math.max(1, niceStep(Math.max(1, steps), (right - left) / (80 * scale)))
  const xTicks: number[] = []
  for (let at = 0; at <= steps; at += step) xTicks.push(at)
  return {
    left,
    right,
    top,
    bottom,
    y,
    xTicks,
    toX: (at) => left + ((right - left) * at) / Math.max(1, steps),
    toY: (value) => bottom - ((bottom - top) * (onAxis(value) - low)) / (high - low),
  }
}

function axisOf(
  lines: readonly ValueLine[],
  logarithmic: boolean,
  floor: number,
  lowest: number,
  parts: number,
): AxisScale {
  let min = Infinity
  let max = -Infinity
  let start = -Infinity
  for (const { values } of lines) {
    start = Math.max(start, values[0] ?? -Infinity)
    for (const value of values) {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  if (!(min <= max))
    return logarithmic
      ? logScale({ min: 1e-3, max: 1 }, parts)
      : linearScale({ min: 0, max: 1 }, parts)
  if (!logarithmic) {
    const from = Math.max(min, Math.min(lowest, start))
    const room = Math.max(start - from, 1e-12) * 0.12
    return linearScale({ min: from, max: Math.min(max, start + room) }, parts)
  }
  const above = (value: number): number => Math.max(faintest, value - floor)
  const scale = logScale({ min: above(min), max: Math.min(above(max), above(start) * 30) }, parts)
  // Over many decades not every power of ten has room for a line.
  const stride = Math.ceil(scale.ticks.length / (parts + 1))
  return { ...scale, ticks: scale.ticks.filter((_, index) => index % stride === 0) }
}

/**
 * Thins a line to what its pixels can show: the lowest and the highest value of each stretch, in
 * their order, and the last.
 */
export function thinned(values: Float64Array, pixels: number): [step: number, value: number][] {
  const stretch = Math.max(1, Math.floor(values.length / Math.max(1, pixels)))
  const points: [number, number][] = []
  if (stretch <= 2) return Array.from(values, (value, step): [number, number] => [step, value])
  for (let from = 0; from < values.length; from += stretch) {
    let low = from
    let high = from
    const to = Math.min(values.length, from + stretch)
    for (let step = from + 1; step < to; step++) {
      if (values[step]! < values[low]!) low = step
      if (values[step]! > values[high]!) high = step
    }
    const first = Math.min(low, high)
    const second = Math.max(low, high)
    points.push([first, values[first]!])
    if (second !== first) points.push([second, values[second]!])
  }
  const last = values.length - 1
  if (points.at(-1)?.[0] !== last) points.push([last, values[last]!])
  return points
}

export interface ValuesDress {
  readonly inks: Inks
  readonly scale: number
  readonly yName: string
  readonly yText: (value: number, decimals: number) => string
  readonly xText: (step: number) => string
}

const mono = "'JetBrains Mono Variable', ui-monospace, monospace"

/** The chart of values against steps. */
export function valuesOption(
  input: ValuesInput,
  frame: ValuesFrame,
  dress: ValuesDress,
): EChartsCoreOption {
  const { logarithmic, floor, steps, width, height } = input
  const { inks, scale } = dress
  const text = { color: inks.second, fontSize: 11 * scale }
  const onAxis = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const place = (value: number): number =>
    logarithmic ? Math.log10(Math.max(faintest, value - floor)) : value
  const yTicks = frame.y.ticks.map(onAxis)
  const pixels = (frame.right - frame.left) / 2
  return {
    animation: false,
    textStyle: { fontFamily: sans, fontSize: 12 * scale },
    grid: {
      left: frame.left,
      right: width - frame.right,
      top: frame.top,
      bottom: height - frame.bottom,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(1, steps),
      axisLine: { show: true, onZero: false, lineStyle: { color: inks.edge, width: 1 } },
      axisTick: {
        show: true,
        length: 4 * scale,
        customValues: [...frame.xTicks],
        lineStyle: { color: inks.edge },
      },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        fontFamily: mono,
        customValues: [...frame.xTicks],
        margin: 7 * scale,
        hideOverlap: true,
        formatter: (step: number) => dress.xText(step),
      },
    },
    yAxis: {
      type: 'value',
      min: onAxis(frame.y.min),
      max: onAxis(frame.y.max),
      axisLine: { show: false },
      axisTick: { show: false, customValues: yTicks },
      splitLine: { show: true, lineStyle: { color: inks.grid, width: 1 } },
      axisLabel: {
        ...text,
        fontFamily: mono,
        customValues: yTicks,
        margin: 8 * scale,
        hideOverlap: true,
        formatter: (at: number) => dress.yText(logarithmic ? 10 ** at : at, frame.y.decimals),
      },
      name: `↑ ${dress.yName}`,
      nameLocation: 'end',
      nameGap: 9 * scale,
      nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -(frame.left - 16 * scale)] },
    },
    series: input.lines.map(({ id, values, style, selected }) => ({
      id,
      type: 'line',
      // A flat array: the library copies it as it is, many times faster than pairs.
      data: Float64Array.from(
        thinned(values, pixels).flatMap(([step, value]) => [step, place(value)]),
      ),
      dimensions: ['step', 'value'],
      z: selected ? 4 : 3,
      silent: true,
      clip: true,
      showSymbol: false,
      lineStyle: {
        color: style.colour,
        width: (selected ? 2.25 : 1.25) * scale,
        type: style.dash.length ? style.dash.map((length) => length * scale) : 'solid',
        cap: 'butt',
        join: 'round',
      },
      emphasis: { disabled: true },
    })),
  }
}
