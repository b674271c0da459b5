import type { Curve, CurveData } from '#shared/charts/frame.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { spanScale, type Extent } from '#shared/charts/scale.ts'

/** One lane's values along its walk. */
interface ValueLine {
  readonly id: string
  readonly name: string
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
}

/** Below this a value is as good as on the floor, and rounding decides the rest. */
const faintest = 1e-16

/** @returns a value as the chart draws it: on a logarithmic axis above the floor */
export function drawnValue(
  value: number,
  { logarithmic, floor }: Pick<ValuesInput, 'logarithmic' | 'floor'>,
): number {
  return logarithmic ? Math.max(faintest, value - floor) : value
}

/** The values that lanes have reached against the steps taken, as curves. */
export function valueCurves(input: ValuesInput): CurveData {
  const { lines, steps, logarithmic } = input
  const x = Float64Array.from({ length: steps + 1 }, (_, step) => step)
  return {
    curves: lines.map(({ id, name, values, style, selected }): Curve => ({
      ...{ id, name, selected, look: style, weight: 1.25 },
      x: x.subarray(0, values.length),
      y: logarithmic ? values.map((value) => drawnValue(value, input)) : values,
    })),
    bands: [],
    horizontal: (parts) => spanScale(steps, parts, true),
    logarithmic,
    fixed: extentOf(input),
    // The lanes beside the chart are its key.
    named: true,
    labelRoom: 28,
    footRoom: 34,
    label: () => '',
  }
}

/** What the axis shows: a lane that leaves upwards must not flatten the others. */
function extentOf(input: ValuesInput): Extent {
  const { lines, logarithmic, lowest } = input
  let [min, max, start] = [Infinity, -Infinity, -Infinity]
  for (const { values } of lines) {
    start = Math.max(start, values[0] ?? -Infinity)
    for (const value of values) {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  if (!(min <= max)) return { min: logarithmic ? 1e-3 : 0, max: 1 }
  if (!logarithmic) {
    const from = Math.max(min, Math.min(lowest, start))
    const room = Math.max(start - from, 1e-12) * 0.12
    return { min: from, max: Math.min(max, start + room) }
  }
  const above = (value: number): number => drawnValue(value, input)
  return { min: above(min), max: Math.min(above(max), above(start) * 30) }
}
