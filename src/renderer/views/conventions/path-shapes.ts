import { linearScale, logScale } from '../../../shared/charts/scale.ts'
import { useText } from '../../composables/useText.ts'
import type { ConventionPath } from './paths.ts'

const { format } = useText()

/** A line of one colour is told from its siblings by its dash. */
const dashes = ['', '7 4', '2 3']

/** Where paths lie on each other, the ones below still show at the sides. */
const widths = [4, 2.5, 1.5]

export interface PathShapesInput {
  readonly paths: readonly ConventionPath[]
  readonly steps: number
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly margins: {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  }
  /** Names a path's conventions. */
  readonly name: (path: { readonly path: ConventionPath; readonly index: number }) => string
}

/** A path on the chart, and its name at its end. */
export interface PathLine {
  readonly dash: string | undefined
  readonly width: number | undefined
  readonly opacity: number
  /** SVG path data behind its first letter. */
  readonly d: string
  readonly end: { readonly x: number; y: number; readonly text: string }
}

export interface PathShapes {
  readonly right: number
  readonly bottom: number
  readonly lines: readonly PathLine[]
  readonly xTicks: readonly { readonly x: number; readonly step: number }[]
  readonly yTicks: readonly { readonly y: number; readonly text: string }[]
}

/** Where everything of the chart stands; undefined where there is no room, or nothing to show. */
export function pathShapes(input: PathShapesInput): PathShapes | undefined {
  const { paths, steps, width, height, margins, name } = input
  const right = width - margins.right
  const bottom = height - margins.bottom
  if (right - margins.left < 40 || bottom - margins.top < 40) return undefined
  const finite = paths.flatMap(({ values }) => [...values].filter(Number.isFinite))
  if (finite.length === 0) return undefined
  const min = Math.min(...finite)
  const max = Math.max(...finite)
  const logarithmic = min > 0
  // What is smaller than a millionth of a millionth of the start is there.
  const low = logarithmic ? Math.max(min, max * 1e-12) : min
  const extent = { min: low, max: max > low ? max : low + 1 }
  const scale = logarithmic ? logScale(extent, 4) : linearScale(extent, 4)
  const on = (value: number): number =>
    logarithmic ? Math.log10(Math.max(value, scale.min)) : value
  const x = (step: number): number => margins.left + ((right - margins.left) * step) / steps
  const y = (value: number): number =>
    bottom -
    ((bottom - margins.top) * (on(value) - on(scale.min))) / (on(scale.max) - on(scale.min))
  const lines = paths.map((path, index): PathLine => ({
    dash: dashes[index],
    width: widths[index],
    opacity: index === 0 && paths.length > 1 ? 0.4 : 1,
    d: [...path.values]
      .map((value, step) => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('L'),
    end: {
      x: x(path.values.length - 1) + 6,
      y: y(path.values.at(-1) ?? NaN),
      text: name({ path, index }),
    },
  }))
  // Labels keep a line's height apart, from the top down.
  const order = [...lines].sort((a, b) => a.end.y - b.end.y)
  order.forEach((line, index) => {
    const above = order[index - 1]
    if (above) line.end.y = Math.max(line.end.y, above.end.y + 14)
  })
  const over = (order.at(-1)?.end.y ?? 0) - bottom
  if (over > 0) for (const line of order) line.end.y -= over
  return {
    right,
    bottom,
    lines,
    xTicks: [0, 0.5, 1].map((part) => ({ x: x(part * steps), step: part * steps })),
    yTicks: apart(scale.ticks.map((value) => ({ y: y(value), text: format.short(value, 2) }))),
  }
}

/** Ticks that have room for their numbers, from the lowest up. */
function apart<Tick extends { readonly y: number }>(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) {
    const last = kept.at(-1)
    if (!last || Math.abs(last.y - tick.y) >= 24) kept.push(tick)
  }
  return kept
}
