import type { EChartsCoreOption } from 'echarts/core'
import type { Domain, Surface } from '#shared/surfaces/index.ts'
import type { Trail } from '#shared/surfaces/walk.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { niceStep } from '#shared/charts/scale.ts'
import { sans, type Inks, type Theme } from '#shared/charts/theme.ts'
import { levelHeight, levelsOf, valueAtHeight, type Levels } from './levels.ts'
import { firstCamera, reliefBox } from './projection.ts'
import { contourPaint } from './ramp.ts'

/** Grid points across and up. */
const grid = 90

/** Points of a trail that are drawn. */
const most = 800

/** A surface's heights over a rectangle, as the 3-D view draws them. */
export interface Relief {
  readonly domain: Domain
  readonly levels: Levels
  readonly low: number
  readonly high: number
  /** Row by row from the lowest y: x, y and height; NaN where the surface has no value. */
  readonly points: readonly (readonly [x: number, y: number, height: number])[]
}

export function reliefOf(surface: Pick<Surface, 'value' | 'minima'>, domain: Domain): Relief {
  const values = new Float64Array(grid * grid)
  const at = ([from, to]: readonly [number, number], index: number): number =>
    from + (index / (grid - 1)) * (to - from)
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      values[row * grid + column] = surface.value(at(domain.x, column), at(domain.y, row))
    }
  }
  const floor = surface.minima.length
    ? Math.min(...surface.minima.map(({ value }) => value))
    : undefined
  const levels = levelsOf({ grid: values, width: grid, height: grid, floor, count: 22 })
  // The floor of a logarithm has no depth: it ends a little below the first level.
  const bottom = levels.symmetric
    ? -Infinity
    : levelHeight(levels.values[0] ?? levels.anchor, levels) - 1
  let low = Infinity
  let high = -Infinity
  const points = Array.from(values, (value, index): [number, number, number] => {
    const height = Math.max(bottom, levelHeight(value, levels))
    if (Number.isFinite(height)) {
      low = Math.min(low, height)
      high = Math.max(high, height)
    }
    return [at(domain.x, index % grid), at(domain.y, Math.floor(index / grid)), height]
  })
  return { domain, levels, low, high, points }
}

/** @returns the stretch of a trail that lies over the relief, a little above it, up to a step */
export function reliefTrail(
  { domain, levels, low, high }: Relief,
  trail: Pick<Trail, 'points' | 'values' | 'steps'>,
  upTo: number,
): [number, number, number][] {
  const last = Math.min(upTo, trail.steps)
  const stride = Math.max(1, Math.ceil(last / most))
  const lift = (high - low) * 0.014
  const points: [number, number, number][] = []
  for (
    let step = 0;
    step <= last;
    step = step === last ? last + 1 : Math.min(last, step + stride)
  ) {
    const x = trail.points[2 * step]!
    const y = trail.points[2 * step + 1]!
    const within = x >= domain.x[0] && x <= domain.x[1] && y >= domain.y[0] && y <= domain.y[1]
    // Beyond the edge there is no relief to lie on; the trail ends where it leaves.
    if (!within) break
    const height = Math.min(high, Math.max(low, levelHeight(trail.values[step]!, levels)))
    points.push([x, y, height + lift])
  }
  return points
}

export interface ReliefTrail {
  readonly id: string
  readonly trail: Pick<Trail, 'points' | 'values' | 'steps'>
  readonly style: LineStyle
  readonly selected: boolean
}

export interface ReliefDress {
  readonly theme: Theme
  readonly inks: Inks
  readonly scale: number
  readonly heightName: string
  readonly text: (value: number) => string
}

/** Series of the trails alone: the relief under them need not be built anew at every step. */
export function reliefTrailSeries(
  relief: Relief,
  trails: readonly ReliefTrail[],
  step: number,
  { scale }: Pick<ReliefDress, 'scale'>,
): object[] {
  return trails.flatMap(({ id, trail, style, selected }) => {
    const points = reliefTrail(relief, trail, step)
    return [
      {
        id: `trail ${id}`,
        type: 'line3D',
        silent: true,
        data: points,
        lineStyle: { color: style.colour, width: (selected ? 4 : 2.5) * scale },
      },
      {
        id: `head ${id}`,
        type: 'scatter3D',
        silent: true,
        data: points.slice(-1),
        symbolSize: (selected ? 11 : 8) * scale,
        itemStyle: { color: style.colour },
      },
    ]
  })
}

/** An axis over the domain, whose ends are named only where they are round. */
function plainAxis(
  [from, to]: readonly [number, number],
  label: object,
  dress: Pick<ReliefDress, 'text'>,
): object {
  const step = niceStep(to - from, 6)
  const isRound = (value: number): boolean =>
    Math.abs(value / step - Math.round(value / step)) < 1e-6
  return {
    type: 'value',
    min: from,
    max: to,
    interval: step,
    axisLabel: {
      ...label,
      formatter: (value: number) => (isRound(value) ? dress.text(value) : ''),
    },
  }
}

/** The relief with its axes and trails. */
export function reliefOption(
  relief: Relief,
  trails: readonly ReliefTrail[],
  step: number,
  dress: ReliefDress,
): EChartsCoreOption {
  const { inks, scale, theme } = dress
  const paint = contourPaint(theme)
  const { low, high, domain } = relief
  const axis = {
    nameTextStyle: { color: inks.ink, fontSize: 12 * scale, fontFamily: sans },
    axisLabel: { color: inks.second, fontSize: 10 * scale, fontFamily: sans },
    axisLine: { lineStyle: { color: inks.edge, width: 1 } },
    axisTick: { lineStyle: { color: inks.edge, width: 1 } },
    splitLine: { lineStyle: { color: inks.hairline, width: 1 } },
    axisPointer: { show: false },
  }
  return {
    animation: false,
    textStyle: { fontFamily: sans },
    grid3D: {
      boxWidth: reliefBox.width,
      boxDepth: reliefBox.depth,
      boxHeight: reliefBox.height,
      viewControl: {
        ...firstCamera,
        distance: reliefBox.distance,
        animation: false,
        damping: 0,
        panMouseButton: 'right',
      },
      light: {
        main: { intensity: 0.55, alpha: 55, beta: 20, shadow: false },
        ambient: { intensity: 0.62 },
      },
      axisPointer: { show: false },
      environment: 'none',
    },
    xAxis3D: { ...axis, ...plainAxis(domain.x, axis.axisLabel, dress), name: 'x' },
    yAxis3D: { ...axis, ...plainAxis(domain.y, axis.axisLabel, dress), name: 'y' },
    zAxis3D: {
      ...axis,
      type: 'value',
      name: dress.heightName,
      min: low,
      max: high + (high - low) * 0.02,
      axisLabel: {
        ...axis.axisLabel,
        // The ends of the axis fall anywhere: only its round heights are named.
        formatter: (height: number) =>
          Number.isInteger(Number((height * 4).toPrecision(9)))
            ? dress.text(valueAtHeight(height, relief.levels))
            : '',
      },
    },
    series: [
      {
        id: 'relief',
        type: 'surface',
        silent: true,
        shading: 'lambert',
        wireframe: { show: false },
        dataShape: [grid, grid],
        data: relief.points.map((point) => ({
          value: point,
          itemStyle: { color: paint.shade((point[2] - low) / (high - low)) },
        })),
      },
      ...reliefTrailSeries(relief, trails, step, dress),
    ],
  }
}
