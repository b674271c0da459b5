import type { Trajectory } from '#shared/surfaces/walk.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { simplified } from '#shared/charts/simplify.ts'
import type { Brush, Pen, Point } from '../brush.ts'
import type { NamedDot } from '../names.ts'
import type { Theme } from '#shared/charts/theme.ts'
import { toX, toY, type PlaneView } from './view.ts'

/** Pixels beyond the plot up to which a trajectory is drawn. */
const margin = 24

/** Steps shorter than this, in pixels, are gathered. */
const finest = 1.5

/**
 * A line of more parts than this is a scribble: it is drawn as a hairline without dashes or halo,
 * which could not be seen in it and would cost more time than all other trajectories together.
 */
const legible = 300

/**
 * Parts of a scribble that are drawn, evenly spread over it, while the start is dragged: rasterising
 * thousands of crossing lines would take longer than a frame lasts. At rest it is drawn whole.
 */
const hasty = 100

/**
 * Draws a trajectory's first steps as a line of pixels, straight from its array: what lies outside the
 * plot is cut off (a diverging trajectory goes further than a canvas can count), and points that fall on
 * the same pixel are drawn once.
 *
 * @param upTo the last step drawn
 * @param every draws one part of so many
 * @returns the parts there are
 */
export function tracePath(
  pen: Pick<Pen, 'moveTo' | 'lineTo'>,
  points: Float64Array,
  upTo: number,
  { domain, width, height }: PlaneView,
  every = 1,
): number {
  const scaleX = width / (domain.x[1] - domain.x[0])
  const scaleY = -height / (domain.y[1] - domain.y[0])
  const offsetX = -domain.x[0] * scaleX
  const offsetY = -domain.y[1] * scaleY
  const right = width + margin
  const bottom = height + margin
  let x = points[0]! * scaleX + offsetX
  let y = points[1]! * scaleY + offsetY
  let within = x >= -margin && x <= right && y >= -margin && y <= bottom
  let parts = 0
  /** Whether the pen stands elsewhere than where the next part begins. */
  let away = every > 1
  if (within && !away) pen.moveTo(x, y)
  for (let step = 1; step <= upTo; step++) {
    const nextX = points[2 * step]! * scaleX + offsetX
    const nextY = points[2 * step + 1]! * scaleY + offsetY
    if (step < upTo && Math.abs(nextX - x) + Math.abs(nextY - y) < finest) continue
    const then = nextX >= -margin && nextX <= right && nextY >= -margin && nextY <= bottom
    parts++
    if (every > 1 && parts % every !== 0) {
      away = true
    } else {
      // The pen is taken only to parts that are drawn: to be taken along the others costs more.
      if (away && within) pen.moveTo(x, y)
      away = false
      if (within && then) pen.lineTo(nextX, nextY)
      else cutSegment(pen, within, x, y, nextX, nextY, right, bottom)
    }
    x = nextX
    y = nextY
    within = then
  }
  return parts
}

/** Draws what of a segment lies inside. @see Liang & Barsky 1984 */
function cutSegment(
  pen: Pick<Pen, 'moveTo' | 'lineTo'>,
  within: boolean,
  x: number,
  y: number,
  nextX: number,
  nextY: number,
  right: number,
  bottom: number,
): void {
  const dx = nextX - x
  const dy = nextY - y
  if (!Number.isFinite(dx + dy)) return
  let from = 0
  let to = 1
  for (const [along, room] of [
    [-dx, x + margin],
    [dx, right - x],
    [-dy, y + margin],
    [dy, bottom - y],
  ] as const) {
    if (along === 0) {
      if (room < 0) return
      continue
    }
    const share = room / along
    if (along < 0) from = Math.max(from, share)
    else to = Math.min(to, share)
    if (from > to) return
  }
  if (!within) pen.moveTo(x + from * dx, y + from * dy)
  pen.lineTo(x + to * dx, y + to * dy)
}

/** Counts the parts of a trajectory without drawing them. */
const nowhere = { moveTo: () => undefined, lineTo: () => undefined }

/** A halo that lifts lines from the ground. */
export const haloOf: Readonly<Record<Theme, string>> = {
  light: 'rgb(255 255 255 / 72%)',
  dark: 'rgb(20 21 24 / 66%)',
}

/** A trajectory with its dress. */
export interface DrawnTrajectory {
  readonly trajectory: Pick<Trajectory, 'points' | 'steps' | 'diverged'>
  readonly style: LineStyle
  readonly selected: boolean
  /** What stands beside its head. */
  readonly name?: string
  /** Stands back behind another that is in the light. */
  readonly faded?: boolean
}

/** Of what stands back. */
const fadedOpacity = 0.16

export interface TrajectoryPaint {
  /** What lies around a line to lift it from the ground. */
  readonly halo: string
  readonly paper: string
  readonly scale: number
}

/**
 * Draws trajectories up to a step, the selected one above the others, with a mark where each one is.
 *
 * @param dragging draws scribbles in part, to be done within a frame
 */
export function drawTrajectories(
  brush: Brush,
  trajectories: readonly DrawnTrajectory[],
  step: number,
  view: PlaneView,
  paint: TrajectoryPaint,
  dragging: boolean,
): void {
  const { scale } = paint
  const order = [...trajectories].sort((a, b) => Number(a.selected) - Number(b.selected))
  for (const { trajectory, style, selected, faded } of order) {
    const upTo = Math.min(step, trajectory.steps)
    const parts = tracePath(nowhere, trajectory.points, upTo, view)
    const clear = parts <= legible
    const every = dragging && !clear ? Math.ceil(parts / hasty) : 1
    const width = clear ? (selected ? 2.5 : 1.6) * scale : 1
    const line = { stroke: style.colour, width, opacity: faded ? fadedOpacity : 1 }
    const dashed = { ...line, dash: style.dash.map((length) => length * scale) }
    const halo = { stroke: paint.halo, width: width + 2 * scale }
    brush.path(
      (pen) =>
        every > 1
          ? tracePath(pen, trajectory.points, upTo, view, every)
          : simplified(pen, (whole) => tracePath(whole, trajectory.points, upTo, view)),
      ...(clear && !faded ? [halo, dashed] : clear ? [dashed] : [line]),
    )
  }
  for (const each of order) if (!each.faded) drawHops(brush, each, step, view, paint)
  for (const each of order) drawHead(brush, each, step, view, paint)
}

/** Single steps show as dots where they are long enough to be distinguished. */
function drawHops(
  brush: Brush,
  { trajectory, style, selected }: DrawnTrajectory,
  step: number,
  view: PlaneView,
  { scale }: TrajectoryPaint,
): void {
  const { points, steps } = trajectory
  const last = Math.min(step, steps, 400)
  if (last < 2) return
  const half = ((selected ? 4 : 3) * scale) / 2
  const apart = 8 * scale
  const { width, height } = view
  const hops: number[] = []
  let x = toX(view, points[0]!)
  let y = toY(view, points[1]!)
  let nextX = toX(view, points[2]!)
  let nextY = toY(view, points[3]!)
  let far = Math.abs(nextX - x) + Math.abs(nextY - y) > apart
  for (let at = 1; at < last; at++) {
    const before = far
    x = nextX
    y = nextY
    nextX = toX(view, points[2 * at + 2]!)
    nextY = toY(view, points[2 * at + 3]!)
    far = Math.abs(nextX - x) + Math.abs(nextY - y) > apart
    if (!before || !far) continue
    if (x > -apart && x < width + apart && y > -apart && y < height + apart) hops.push(x, y)
  }
  if (hops.length === 0) return
  brush.path(
    (pen) => {
      for (let at = 0; at < hops.length; at += 2) {
        const [left, top] = [hops[at]! - half, hops[at + 1]! - half]
        pen.moveTo(left, top)
        pen.lineTo(left + 2 * half, top)
        pen.lineTo(left + 2 * half, top + 2 * half)
        pen.lineTo(left, top + 2 * half)
        pen.closePath()
      }
    },
    { fill: style.colour },
  )
}

/** A ring where the lane is, a cross where its numbers ended. */
function drawHead(
  brush: Brush,
  { trajectory, style, selected, faded }: DrawnTrajectory,
  step: number,
  view: PlaneView,
  { scale, paper }: TrajectoryPaint,
): void {
  const [x, y] = headOf(trajectory, step, view)
  if (!(x > -margin && x < view.width + margin && y > -margin && y < view.height + margin)) return
  const radius = headReach(selected) * scale
  const opacity = faded ? 2 * fadedOpacity : 1
  if (trajectory.diverged && step > trajectory.steps) {
    brush.cross(x, y, radius, { stroke: style.colour, width: 2 * scale, opacity })
  } else {
    brush.circle(x, y, radius, { fill: style.colour, stroke: paper, width: 1.5 * scale, opacity })
  }
}

const headReach = (selected: boolean): number => (selected ? 5 : 4)

/** @returns where a lane is, in pixels */
function headOf(trajectory: DrawnTrajectory['trajectory'], step: number, view: PlaneView): Point {
  const at = Math.min(step, trajectory.steps)
  return [toX(view, trajectory.points[2 * at]!), toY(view, trajectory.points[2 * at + 1]!)]
}

/** @returns a name for every head that has one */
export function trajectoryNames(
  trajectories: readonly DrawnTrajectory[],
  step: number,
  view: PlaneView,
  scale: number,
): NamedDot[] {
  return trajectories.flatMap(({ trajectory, name, selected, faded }, at): NamedDot[] => {
    if (!name || faded) return []
    const [x, y] = headOf(trajectory, step, view)
    return [{ id: String(at), name, x, y, reach: headReach(selected) * scale, first: selected }]
  })
}
