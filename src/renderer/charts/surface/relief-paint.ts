import type { NameRoom } from '#shared/charts/names.ts'
import type { Brush, Point } from '../brush.ts'
import { paintNames, type NamedDot, type PaintedNames } from '../names.ts'
import { innerScale } from '#shared/charts/scale.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import { blend, parseHex, toHex } from '#shared/charts/colour.ts'
import { valueAtHeight } from './levels.ts'
import { eyeOf, projection, type Camera } from './projection.ts'
import { contourPaint } from './ramp.ts'
import { reliefHeight, reliefTrajectory, type Relief, type ReliefTrajectory } from './relief.ts'
import { haloOf } from './trajectories.ts'

/** A place of the relief, in shares of its box. */
type Place = readonly [x: number, y: number, z: number]

/** A place as it is seen: where in the picture, and how near to the eye. */
interface At {
  readonly point: Point
  readonly near: number
}

/** Something to paint, and how near it is. */
interface Piece {
  readonly near: number
  readonly paint: (brush: Brush) => void
}

/** A surface as it is looked at, without its trajectories. */
export interface ReliefScene {
  readonly relief: Relief
  readonly camera: Camera
  readonly theme: Theme
  /** Of the type: 1, or 1.4 for the projector. */
  readonly scale: number
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** How much nearer than the whole box. @default 1 */
  readonly zoom?: number
  /** How a number at an axis is written, with so many digits. */
  readonly text: (value: number, digits: number) => string
  /** Draws every second facet alone, to be done within a frame while it is turned. */
  readonly hasty?: boolean
}

/** Paints a surface in three dimensions, from the farthest facet to the nearest, with its axes. */
export function paintRelief(brush: Brush, scene: ReliefScene): void {
  const see = seenBy(scene)
  paintWalls(brush, scene, see)
  for (const { paint } of facets(scene, see).sort((a, b) => a.near - b.near)) paint(brush)
  paintAxes(brush, scene, see)
}

/**
 * Paints trajectories over a relief, with a dot and a name where each is. What lies behind a hill is seen
 * through it, faintly.
 *
 * @param before where each name stood
 */
export function paintReliefTrajectories(
  brush: Brush,
  scene: ReliefScene,
  trajectories: readonly ReliefTrajectory[],
  step: number,
  room: Omit<NameRoom, 'bounds'> = {},
): PaintedNames {
  const { relief, camera, theme, scale, width, height } = scene
  const see = seenBy(scene)
  const eye = eyeOf(camera)
  const order = [...trajectories].sort((a, b) => Number(a.selected) - Number(b.selected))
  const heads: NamedDot[] = []
  const dots: (() => void)[] = []
  for (const { trajectory, style, selected, name, faded } of order) {
    const places = reliefTrajectory(relief, trajectory, step).map((point) => shareOf(relief, point))
    const points = places.map((place) => see(place).point)
    const hidden = places.map((place) => isHidden(relief, place, eye))
    const wide = (selected ? 2.5 : 1.6) * scale
    const dash = style.dash.map((length) => length * scale)
    for (const { from, to, behind } of stretchesOf(hidden)) {
      const line = points.slice(from, to + 1)
      const opacity = (behind ? 0.3 : 1) * (faded ? 0.16 : 1)
      if (!behind && !faded)
        brush.polyline(line, { stroke: haloOf[theme], width: wide + 2 * scale })
      brush.polyline(line, { stroke: style.colour, width: wide, dash, opacity })
    }
    const head = points.at(-1)
    if (!head) continue
    const [x, y] = head
    const reach = (selected ? 5 : 4) * scale
    const opacity = faded ? 0.3 : 1
    const paint = { fill: style.colour, stroke: inks[theme].panel, width: 1.5 * scale, opacity }
    dots.push(() => brush.circle(x, y, reach, paint))
    if (name && !faded) {
      heads.push({
        id: String(trajectories.findIndex((each) => each.trajectory === trajectory)),
        name,
        x,
        y,
        reach,
        first: selected,
      })
    }
  }
  for (const dot of dots) dot()
  const bounds = { x: 2, y: 2, width: width - 4, height: height - 4 }
  return paintNames(brush, heads, { ...room, bounds }, { inks: inks[theme], scale })
}

/** @returns stretches of points that are all before or all behind a hill; neighbours share a point */
function stretchesOf(hidden: readonly boolean[]): { from: number; to: number; behind: boolean }[] {
  const found: { from: number; to: number; behind: boolean }[] = []
  for (let at = 1; at < hidden.length; at++) {
    const behind = hidden[at - 1]! && hidden[at]!
    const last = found.at(-1)
    if (last?.behind === behind) last.to = at
    else found.push({ from: at - 1, to: at, behind })
  }
  return found
}

/** Samples between a point and the eye. */
const rays = 32

/** Whether the relief stands between a point and the eye. */
function isHidden(relief: Relief, [x, y, z]: Place, [eyeX, eyeY, eyeZ]: Place): boolean {
  const span = (relief.high - relief.low) * 1.02 || 1
  // As far as the way to the eye stays in the box.
  const leaves = (from: number, to: number): number =>
    to > from ? (1 - from) / (to - from) : to < from ? from / (from - to) : 1
  const end = Math.min(1, leaves(x, eyeX), leaves(y, eyeY), leaves(z, eyeZ))
  for (let at = 1; at <= rays; at++) {
    const share = (end * at) / rays
    const height = reliefHeight(relief, x + share * (eyeX - x), y + share * (eyeY - y))
    if ((height - relief.low) / span > z + share * (eyeZ - z) + 0.012) return true
  }
  return false
}

/** Pixels around the box, for numbers and names. */
const margin = 46

/** Fits the box, from wherever it is seen, into the picture. */
function seenBy({ camera, width, height, scale, zoom = 1 }: ReliefScene): (place: Place) => At {
  const see = projection(camera)
  const ends = [0, 1] as const
  const corners = ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => see(x, y, z))))
  const span = (key: 'x' | 'y'): [number, number] => {
    const values = corners.map((corner) => corner[key])
    return [Math.min(...values), Math.max(...values)]
  }
  const [[left, right], [top, bottom]] = [span('x'), span('y')]
  const free = margin * scale
  const fitting = Math.min(
    Math.max(20, width - 2.6 * free) / (right - left),
    Math.max(20, height - 2 * free) / (bottom - top),
  )
  const factor = fitting * zoom
  return (place) => {
    const { x, y, near } = see(...place)
    const across = width / 2 + (x - (left + right) / 2) * factor
    return { point: [across, height / 2 + (y - (top + bottom) / 2) * factor], near }
  }
}

function shareOf({ domain, low, high }: Relief, [x, y, z]: Place): Place {
  return [
    (x - domain.x[0]) / (domain.x[1] - domain.x[0]),
    (y - domain.y[0]) / (domain.y[1] - domain.y[0]),
    // The box is a little higher than the relief, for the trajectories on it.
    (z - low) / ((high - low) * 1.02 || 1),
  ]
}

function facets({ relief, theme, hasty }: ReliefScene, see: (place: Place) => At): Piece[] {
  const { points, low, high } = relief
  const grid = Math.round(Math.sqrt(points.length))
  const paint = contourPaint(theme)
  const shadow = parseHex(theme === 'light' ? inks.light.ink : '#000000')
  const light = parseHex('#ffffff')
  const places = points.map((point) => shareOf(relief, point))
  const seen = places.map(see)
  const pieces: Piece[] = []
  const stride = hasty ? 2 : 1
  for (let row = 0; row + 1 < grid; row += stride) {
    for (let column = 0; column + 1 < grid; column += stride) {
      const above = Math.min(grid - 1, row + stride)
      const right = Math.min(grid - 1, column + stride)
      const corners = [
        row * grid + column,
        row * grid + right,
        above * grid + right,
        above * grid + column,
      ]
      const heights = corners.map((corner) => points[corner]![2])
      if (!heights.every(Number.isFinite)) continue
      const height = heights.reduce((sum, each) => sum + each, 0) / 4
      const [sw = 0, se = 0, ne = 0, nw = 0] = corners.map((corner) => places[corner]![2])
      // Light falls from the left, from behind the eye: slopes away from it are darker.
      const across = ((se - sw + ne - nw) / 2) * (grid / stride) * 0.5
      const up = ((nw - sw + ne - se) / 2) * (grid / stride) * 0.61
      const facing = (1 + across * 0.5 + up * 0.35) / Math.hypot(1, across, up) / 1.17
      const base = parseHex(paint.shade((height - low) / (high - low || 1)))
      const shaded =
        facing < 0.72
          ? blend(base, shadow, (0.72 - facing) * 0.5)
          : blend(base, light, (facing - 0.72) * (theme === 'light' ? 0.5 : 0.18))
      const fill = toHex(shaded)
      const drawn = corners.map((corner) => seen[corner]!)
      pieces.push({
        near: drawn.reduce((sum, { near }) => sum + near, 0) / 4,
        paint: (brush) => {
          const outline = drawn.map(({ point }) => point)
          brush.polyline(outline, { fill, stroke: fill, width: 0.6 }, true)
        },
      })
    }
  }
  return pieces
}

/** Which sides of the box are turned to the eye. */
function nearSides({ beta }: Camera): { x: 0 | 1; y: 0 | 1 } {
  const turn = (beta * Math.PI) / 180
  return { x: Math.sin(turn) > 0 ? 1 : 0, y: Math.cos(turn) > 0 ? 0 : 1 }
}

/** Floor and the two walls behind. */
function paintWalls(brush: Brush, { camera, theme }: ReliefScene, see: (place: Place) => At): void {
  const near = nearSides(camera)
  const [x, y] = [1 - near.x, 1 - near.y]
  const quad = (...places: readonly Place[]): void =>
    brush.polyline(
      places.map((place) => see(place).point),
      { stroke: inks[theme].hairline },
      true,
    )
  quad([0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0])
  quad([x, 0, 0], [x, 1, 0], [x, 1, 1], [x, 0, 1])
  quad([0, y, 0], [1, y, 0], [1, y, 1], [0, y, 1])
}

/** The three axes along edges that nothing hides, with numbers outside of them. */
function paintAxes(
  brush: Brush,
  { relief, camera, theme, text, scale }: ReliefScene,
  see: (place: Place) => At,
): void {
  const { domain, levels, low, high } = relief
  const near = nearSides(camera)
  const { edge, second, ink } = inks[theme]
  const middle = see([0.5, 0.5, 0]).point
  const edgeLine = (from: Place, to: Place): void =>
    brush.polyline([see(from).point, see(to).point], { stroke: edge })
  const mark = (place: Place, said: string, name: boolean, away = middle): void => {
    const [x, y] = see(place).point
    const length = Math.hypot(x - away[0], y - away[1]) || 1
    const [dx, dy] = [(x - away[0]) / length, (y - away[1]) / length]
    if (!name) brush.line(x, y, x + dx * 5, y + dy * 5, { stroke: edge })
    const reach = (name ? 36 : 17) * scale
    brush.text(x + dx * reach, y + dy * reach, said, {
      fill: name ? ink : second,
      mono: !name,
      size: (name ? 13 : 10.5) * scale,
      anchor: 'middle',
      at: 'middle',
    })
  }
  const plain = (
    range: readonly [number, number],
    place: (share: number) => Place,
    corner?: 0 | 1,
  ): void => {
    for (const value of innerScale({ min: range[0], max: range[1] }).ticks) {
      const share = (value - range[0]) / (range[1] - range[0])
      // Where two axes meet, there is room for one number.
      if (corner !== undefined && Math.abs(share - corner) < 0.04) continue
      mark(place(share), text(value, 4), false)
    }
  }
  edgeLine([0, near.y, 0], [1, near.y, 0])
  plain(domain.x, (share) => [share, near.y, 0])
  mark([0.5, near.y, 0], 'x', true)
  edgeLine([near.x, 0, 0], [near.x, 1, 0])
  plain(domain.y, (share) => [near.x, share, 0], near.y)
  mark([near.x, 0.5, 0], 'y', true)

  // Heights stand along the edge that is farthest to the left.
  const corners = [0, 1].flatMap((x) => [0, 1].map((y): Place => [x, y, 0]))
  const left = (place: Place): number => see(place).point[0]
  const [x, y] = corners.reduce((best, corner) => (left(corner) < left(best) ? corner : best))
  edgeLine([x, y, 0], [x, y, 1])
  const span = (high - low) * 1.02 || 1
  for (const height of innerScale({ min: low, max: high }).ticks) {
    const place: Place = [x, y, (height - low) / span]
    const [across, down] = see(place).point
    mark(place, text(valueAtHeight(height, levels), 2), false, [across + 10 * scale, down])
  }
  const top = see([x, y, 1]).point
  brush.text(top[0], top[1] - 12 * scale, 'f', { fill: ink, size: 13 * scale, anchor: 'middle' })
}
