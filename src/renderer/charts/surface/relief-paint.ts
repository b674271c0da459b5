import type { Brush, Point } from '../brush.ts'
import { innerScale } from '#shared/charts/scale.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import { blend, parseHex, toHex } from '../colour.ts'
import { valueAtHeight } from './levels.ts'
import { projection, type Camera } from './projection.ts'
import { contourPaint } from './ramp.ts'
import { reliefTrail, type Relief, type ReliefTrail } from './relief.ts'

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

export interface ReliefPicture {
  readonly relief: Relief
  readonly trails: readonly Omit<ReliefTrail, 'id'>[]
  readonly step: number
  readonly camera: Camera
  readonly theme: Theme
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** How a number at an axis is written, with so many digits. */
  readonly text: (value: number, digits: number) => string
}

/** Paints a surface in three dimensions, from the farthest facet to the nearest, with trails and axes. */
export function paintRelief(brush: Brush, picture: ReliefPicture): void {
  const see = seenBy(picture)
  const pieces = [...facets(picture, see), ...trailPieces(picture, see)]
  pieces.sort((a, b) => a.near - b.near)
  paintWalls(brush, picture, see)
  for (const { paint } of pieces) paint(brush)
  paintAxes(brush, picture, see)
}

/** Pixels around the box, for numbers and names. */
const margin = 46

/** Fits the box, from wherever it is seen, into the picture. */
function seenBy({ camera, width, height }: ReliefPicture): (place: Place) => At {
  const see = projection(camera)
  const ends = [0, 1] as const
  const corners = ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => see(x, y, z))))
  const span = (key: 'x' | 'y'): [number, number] => {
    const values = corners.map((corner) => corner[key])
    return [Math.min(...values), Math.max(...values)]
  }
  const [[left, right], [top, bottom]] = [span('x'), span('y')]
  const factor = Math.min(
    (width - 2.6 * margin) / (right - left),
    (height - 2 * margin) / (bottom - top),
  )
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
    // The box is a little higher than the relief, for the trails on it.
    (z - low) / ((high - low) * 1.02 || 1),
  ]
}

function facets({ relief, theme }: ReliefPicture, see: (place: Place) => At): Piece[] {
  const { points, low, high } = relief
  const grid = Math.round(Math.sqrt(points.length))
  const paint = contourPaint(theme)
  const shadow = parseHex(theme === 'light' ? inks.light.ink : '#000000')
  const light = parseHex('#ffffff')
  const places = points.map((point) => shareOf(relief, point))
  const seen = places.map(see)
  const pieces: Piece[] = []
  for (let row = 0; row + 1 < grid; row++) {
    for (let column = 0; column + 1 < grid; column++) {
      const first = row * grid + column
      const corners = [first, first + 1, first + grid + 1, first + grid]
      const heights = corners.map((corner) => points[corner]![2])
      if (!heights.every(Number.isFinite)) continue
      const height = heights.reduce((sum, each) => sum + each, 0) / 4
      const [sw = 0, se = 0, ne = 0, nw = 0] = corners.map((corner) => places[corner]![2])
      // Light falls from the left, from behind the eye: slopes away from it are darker.
      const across = ((se - sw + ne - nw) / 2) * grid * 0.5
      const up = ((nw - sw + ne - se) / 2) * grid * 0.61
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

/** So much nearer to the eye than what it lies on is a line drawn. */
const lift = 1.6

function trailPieces(
  { relief, trails, step, theme }: ReliefPicture,
  see: (place: Place) => At,
): Piece[] {
  return trails.flatMap(({ trail, style: { colour }, selected }) => {
    const line = reliefTrail(relief, trail, step).map((point) => see(shareOf(relief, point)))
    const stroke = { stroke: colour, width: selected ? 3 : 2, cap: 'round' } as const
    const pieces = line.slice(1).map(({ point, near }, index): Piece => {
      const before = line[index]!
      return {
        near: (before.near + near) / 2 + lift,
        paint: (brush) => brush.polyline([before.point, point], stroke),
      }
    })
    const head = line.at(-1)
    if (!head) return pieces
    const dot = { fill: colour, stroke: inks[theme].panel }
    const radius = selected ? 5 : 4
    return [
      ...pieces,
      { near: head.near + 2 * lift, paint: (brush) => brush.circle(...head.point, radius, dot) },
    ]
  })
}

/** Which sides of the box are turned to the eye. */
function nearSides({ beta }: Camera): { x: 0 | 1; y: 0 | 1 } {
  const turn = (beta * Math.PI) / 180
  return { x: Math.sin(turn) > 0 ? 1 : 0, y: Math.cos(turn) > 0 ? 0 : 1 }
}

/** Floor and the two walls behind. */
function paintWalls(
  brush: Brush,
  { camera, theme }: ReliefPicture,
  see: (place: Place) => At,
): void {
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
  { relief, camera, theme, text }: ReliefPicture,
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
    const reach = name ? 36 : 17
    brush.text(x + dx * reach, y + dy * reach, said, {
      fill: name ? ink : second,
      mono: !name,
      size: name ? 13 : 10.5,
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
    mark(place, text(valueAtHeight(height, levels), 2), false, [across + 10, down])
  }
  const top = see([x, y, 1]).point
  brush.text(top[0], top[1] - 12, 'f', { fill: ink, size: 13, anchor: 'middle' })
}
