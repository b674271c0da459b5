import type { Trail } from '../../../shared/surfaces/walk.ts'
import type { LineStyle } from '../../../shared/charts/palette.ts'
import type { Brush } from '../brush.ts'
import { toX, toY, type PlaneView } from './view.ts'

/** Where a path goes: a canvas path, or a list in a test. */
export interface Pen {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
}

/** Pixels beyond the plot up to which a trail is drawn. */
const margin = 24

/** Steps shorter than this, in pixels, are gathered. */
const finest = 1.5

/**
 * A line of more parts than this is a scribble: it is drawn as a hairline without dashes or halo,
 * which could not be seen in it and would cost more time than all other trails together.
 */
const legible = 300

/**
 * Parts of a scribble that are drawn, evenly spread over it, while the start is dragged: rasterising
 * thousands of crossing lines would take longer than a frame lasts. At rest it is drawn whole.
 */
const hasty = 150

/**
 * Draws a trail's first steps as a line of pixels, straight from its array: what lies outside the
 * plot is cut off (a diverging trail goes further than a canvas can count), and points that fall on
 * the same pixel are drawn once.
 *
 * @param upTo the last step drawn
 * @param every draws one part of so many
 * @returns the parts there are
 */
export function tracePath(
  pen: Pen,
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
  if (within) pen.moveTo(x, y)
  for (let step = 1; step <= upTo; step++) {
    const nextX = points[2 * step]! * scaleX + offsetX
    const nextY = points[2 * step + 1]! * scaleY + offsetY
    if (step < upTo && Math.abs(nextX - x) + Math.abs(nextY - y) < finest) continue
    const then = nextX >= -margin && nextX <= right && nextY >= -margin && nextY <= bottom
    parts++
    if (every > 1 && parts % every !== 0) {
      if (then) pen.moveTo(nextX, nextY)
    } else if (within && then) {
      pen.lineTo(nextX, nextY)
    } else {
      cutSegment(pen, within, x, y, nextX, nextY, right, bottom)
    }
    x = nextX
    y = nextY
    within = then
  }
  return parts
}

/** Draws what of a segment lies inside. @see Liang & Barsky 1984 */
function cutSegment(
  pen: Pen,
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

/** A trail with its dress. */
export interface DrawnTrail {
  readonly trail: Pick<Trail, 'points' | 'steps' | 'diverged'>
  readonly style: LineStyle
  readonly selected: boolean
}

export interface TrailPaint {
  /** What lies around a line to lift it from the ground. */
  readonly halo: string
  readonly paper: string
  readonly scale: number
}

/**
 * Draws trails up to a step, the selected one above the others, with a mark where each one is.
 *
 * @param dragging draws scribbles in part, to be done within a frame
 */
export function drawTrails(
  context: Brush,
  trails: readonly DrawnTrail[],
  step: number,
  view: PlaneView,
  paint: TrailPaint,
  dragging: boolean,
): void {
  const { scale } = paint
  context.lineJoin = 'round'
  context.lineCap = 'butt'
  const order = [...trails].sort((a, b) => Number(a.selected) - Number(b.selected))
  for (const { trail, style, selected } of order) {
    const upTo = Math.min(step, trail.steps)
    context.beginPath()
    const parts = tracePath(context, trail.points, upTo, view)
    if (dragging && parts > legible) {
      context.beginPath()
      tracePath(context, trail.points, upTo, view, Math.ceil(parts / hasty))
    }
    const clear = parts <= legible
    const width = clear ? (selected ? 2.5 : 1.6) * scale : 1
    context.setLineDash([])
    if (clear) {
      context.strokeStyle = paint.halo
      context.lineWidth = width + 2 * scale
      context.stroke()
    }
    context.setLineDash(clear ? style.dash.map((length) => length * scale) : [])
    context.strokeStyle = style.colour
    context.lineWidth = width
    context.stroke()
  }
  context.setLineDash([])
  for (const each of order) drawHops(context, each, step, view, paint)
  for (const each of order) drawHead(context, each, step, view, paint)
}

/** Single steps show as dots where they are long enough to be told apart. */
function drawHops(
  context: Brush,
  { trail, style, selected }: DrawnTrail,
  step: number,
  view: PlaneView,
  { scale }: TrailPaint,
): void {
  const last = Math.min(step, trail.steps, 400)
  const size = (selected ? 4 : 3) * scale
  const apart = 8 * scale
  let beforeX = Infinity
  let beforeY = Infinity
  context.fillStyle = style.colour
  for (let at = 0; at < last; at++) {
    const x = toX(view, trail.points[2 * at]!)
    const y = toY(view, trail.points[2 * at + 1]!)
    const afterX = toX(view, trail.points[2 * at + 2]!)
    const afterY = toY(view, trail.points[2 * at + 3]!)
    const free =
      Math.abs(x - beforeX) + Math.abs(y - beforeY) > apart &&
      Math.abs(x - afterX) + Math.abs(y - afterY) > apart
    if (
      free &&
      at > 0 &&
      x > -apart &&
      x < view.width + apart &&
      y > -apart &&
      y < view.height + apart
    ) {
      context.fillRect(x - size / 2, y - size / 2, size, size)
    }
    beforeX = x
    beforeY = y
  }
}

/** A ring where the racer is, a cross where its numbers ended. */
function drawHead(
  context: Brush,
  { trail, style, selected }: DrawnTrail,
  step: number,
  view: PlaneView,
  { scale, paper }: TrailPaint,
): void {
  const at = Math.min(step, trail.steps)
  const x = toX(view, trail.points[2 * at]!)
  const y = toY(view, trail.points[2 * at + 1]!)
  if (!(x > -margin && x < view.width + margin && y > -margin && y < view.height + margin)) return
  const radius = (selected ? 5 : 4) * scale
  if (trail.diverged && step > trail.steps) {
    context.strokeStyle = style.colour
    context.lineWidth = 2 * scale
    context.beginPath()
    context.moveTo(x - radius, y - radius)
    context.lineTo(x + radius, y + radius)
    context.moveTo(x + radius, y - radius)
    context.lineTo(x - radius, y + radius)
    context.stroke()
    return
  }
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = style.colour
  context.fill()
  context.lineWidth = 1.5 * scale
  context.strokeStyle = paper
  context.stroke()
}
