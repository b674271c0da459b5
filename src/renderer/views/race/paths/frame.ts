import type { Brush, Point } from '#renderer/charts/brush.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { multiplesOf, niceStep } from '#shared/charts/scale.ts'
import {
  paintNames,
  type NamedDot,
  type NamesPaint,
  type PaintedNames,
} from '#renderer/charts/names.ts'
import type { PlaneView } from './usePlane.ts'

/** How places lie on a plot: one unit as long across as up. */
export interface PlaneFrame {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly x: (place: number) => number
  readonly y: (place: number) => number
  /** Where hairlines stand, in pixels. */
  readonly columns: readonly number[]
  readonly rows: readonly number[]
}

/** Pixels left free around the paths. */
const margin = 18

/** Fits what has not run away into a plot; distances are true in both directions. */
export function planeFrame(
  { lanes, places }: Pick<PlaneView, 'lanes' | 'places'>,
  width: number,
  height: number,
): PlaneFrame {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { from, steps, far } of lanes) {
    if (far) continue
    for (let at = 2 * from; at < 2 * (from + steps.length); at += 2) {
      left = Math.min(left, places[at]!)
      right = Math.max(right, places[at]!)
      low = Math.min(low, places[at + 1]!)
      high = Math.max(high, places[at + 1]!)
    }
  }
  const unit = Math.min(
    (width - 2 * margin) / (right - left || 1e-12),
    (height - 2 * margin) / (high - low || 1e-12),
  )
  const scale = Number.isFinite(unit) && right > left ? unit : 1
  const [middleX, middleY] = [(left + right) / 2, (low + high) / 2]
  const x = (place: number): number => width / 2 + (place - middleX) * scale
  const y = (place: number): number => height / 2 - (place - middleY) * scale
  const step = niceStep(Math.max(width, height) / scale, 8)
  return {
    ...{ width, height, x, y },
    columns: multiplesOf(step, middleX - width / 2 / scale, middleX + width / 2 / scale).map(x),
    rows: multiplesOf(step, middleY - height / 2 / scale, middleY + height / 2 / scale).map(y),
  }
}

/** How a lane's path is drawn. */
export interface PathLane {
  readonly id: string
  readonly look: LineStyle
  readonly name: string
  /** Stands back behind another that is in the light. */
  readonly faded?: boolean
}

/** Far outside is outside: a drawing need not be told by how much. */
const within = (pixel: number): number => Math.max(-1e5, Math.min(1e5, pixel))

/** @returns where a path's points stand on the plot */
export function pathPoints(
  { places }: Pick<PlaneView, 'places'>,
  frame: PlaneFrame,
  { from, steps }: PlaneView['lanes'][number],
): Point[] {
  return steps.map((_, index) => [
    within(frame.x(places[2 * (from + index)]!)),
    within(frame.y(places[2 * (from + index) + 1]!)),
  ])
}

/** Paints each lane's path with dots along it, its end, and where all begin. */
export function paintPaths(
  brush: Brush,
  view: PlaneView,
  frame: PlaneFrame,
  lanes: readonly PathLane[],
  { inks, scale }: NamesPaint,
  start: string,
  before?: ReadonlyMap<string, number>,
): PaintedNames {
  const dots: NamedDot[] = []
  const { width, height, columns, rows } = frame
  for (const x of columns) brush.line(x, 0, x, height, { stroke: inks.grid })
  for (const y of rows) brush.line(0, y, width, y, { stroke: inks.grid })
  const stride = markStride(view)
  for (const path of view.lanes) {
    const lane = lanes.find(({ id }) => id === path.id)
    const points = pathPoints(view, frame, path)
    const end = points.at(-1)
    if (!lane || !end) continue
    const { name, faded } = lane
    const { colour, dash } = lane.look
    const opacity = faded ? 0.16 : 1
    const reach = 4.5 * scale
    brush.polyline(points, { stroke: colour, width: 1.75 * scale, dash, opacity })
    points.forEach(([x, y], index) => {
      if (index > 0 && index % stride === 0) brush.circle(x, y, 2.25, { fill: colour, opacity })
    })
    if (path.lost) brush.cross(...end, 4, { stroke: colour, width: 2, opacity })
    else brush.circle(...end, reach, { fill: colour, stroke: inks.panel, width: 1.5, opacity })
    if (!faded) dots.push({ id: path.id, name, x: end[0], y: end[1], reach })
  }
  // Within a seed all lanes share their start.
  const first = view.lanes.find(({ steps }) => steps[0] === 0)
  const origin = first && pathPoints(view, frame, first)[0]
  if (origin) {
    const [x, y] = origin
    brush.circle(x, y, 5, { fill: inks.panel, stroke: inks.ink, width: 1.5 })
    dots.push({ id: ' start', name: start, x, y, reach: 6 })
  }
  const bounds = { x: 2, y: 2, width: width - 4, height: height - 4 }
  return paintNames(brush, dots, { bounds, ...(before && { before }) }, { inks, scale })
}

/** @returns every how many collected points a dot stands, alike for all lanes */
export function markStride({ lanes }: Pick<PlaneView, 'lanes'>, most = 10): number {
  const longest = lanes.reduce((count, { steps }) => Math.max(count, steps.length), 0)
  return Math.max(1, Math.ceil(longest / most))
}
