import { rankedStyle } from '../../charts/ranked-style.ts'
import { blend, parseHex, toHex } from '../../charts/colour.ts'
import { valueAtHeight } from '../../charts/surface/levels.ts'
import { projection, type Camera, type Seen } from '../../charts/surface/projection.ts'
import { contourPaint } from '../../charts/surface/ramp.ts'
import { reliefOf, reliefTrail, type Relief } from '../../charts/surface/relief.ts'
import { ticksOf } from '../../charts/surface/view.ts'
import type { Domain } from '../../../shared/surfaces/index.ts'
import { useText } from '../../composables/useText.ts'
import { heightText } from '../../views/surface/words.ts'
import type { ExportedChart, Figure } from '../figure.ts'
import { textAt, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'
import { racerKey, trailTable, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

export interface ReliefInput {
  readonly scene: SurfaceScene
  readonly domain: Domain
  /** From where it is looked at on the screen. */
  readonly camera: Camera
}

/** The surface in three dimensions, as vectors: its facets from the farthest to the nearest. */
export function reliefChart({ scene, domain, camera }: ReliefInput): ExportedChart {
  return {
    file: `surface-${scene.id}-relief`,
    title: t('export.title.relief', { surface: scene.name, step: format.whole(scene.step) }),
    settings: scene.settings,
    figure: (paper) => draw(scene, reliefOf(scene.surface, domain), camera, paper),
    table: () => trailTable(scene),
  }
}

const size = { width: 800, height: 560, margin: 46 }

/** A place of the relief, in shares of its box. */
type Place = readonly [x: number, y: number, z: number]

/** Something to draw, and how near it is. */
interface Piece {
  readonly near: number
  readonly node: SvgNode
}

function draw(scene: SurfaceScene, relief: Relief, camera: Camera, paper: Paper): Figure {
  const see = projection(camera)
  const toPixels = fitted(see)
  const at = (place: Place): { x: number; y: number; near: number } => {
    const seen = see(...place)
    return { ...toPixels(seen), near: seen.near }
  }
  const pieces = [...facets(relief, at, paper), ...trailPieces(scene, relief, at, paper)]
  pieces.sort((a, b) => a.near - b.near)
  return {
    width: size.width,
    height: size.height,
    body: [
      ...walls(camera, at, paper),
      ...pieces.map(({ node }) => node),
      ...axes(relief, camera, at, paper),
    ],
    key: [
      ...racerKey(scene.racers, paper),
      {
        sign: {
          ramp: Array.from({ length: 49 }, (_, part) => contourPaint(paper.theme).shade(part / 48)),
          from: format.short(valueAtHeight(relief.low, relief.levels), 2),
          to: format.short(valueAtHeight(relief.high, relief.levels), 2),
        },
        text: heightText(relief.levels),
      },
    ],
  }
}

/** Fits the box, from wherever it is seen, into the picture. */
function fitted(see: (x: number, y: number, z: number) => Seen): (seen: Seen) => {
  x: number
  y: number
} {
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => see(x, y, z))))
  const [left, right] = [
    Math.min(...corners.map(({ x }) => x)),
    Math.max(...corners.map(({ x }) => x)),
  ]
  const [top, bottom] = [
    Math.min(...corners.map(({ y }) => y)),
    Math.max(...corners.map(({ y }) => y)),
  ]
  const { width, height, margin } = size
  const scale = Math.min(
    (width - 2.6 * margin) / (right - left),
    (height - 2 * margin) / (bottom - top),
  )
  return ({ x, y }) => ({
    x: width / 2 + (x - (left + right) / 2) * scale,
    y: height / 2 + (y - (top + bottom) / 2) * scale,
  })
}

type At = (place: Place) => { readonly x: number; readonly y: number; readonly near: number }

/** Tenths of a pixel are enough for thousands of facets. */
const tenths = (value: number): string => String(Math.round(value * 10) / 10)
const pathOf = (points: readonly { x: number; y: number }[]): string =>
  points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${tenths(x)} ${tenths(y)}`).join('')

function shareOf({ domain, low, high }: Relief, [x, y, z]: Place): Place {
  return [
    (x - domain.x[0]) / (domain.x[1] - domain.x[0]),
    (y - domain.y[0]) / (domain.y[1] - domain.y[0]),
    // The box is a little higher than the relief, for the trails on it.
    (z - low) / ((high - low) * 1.02 || 1),
  ]
}

function facets(relief: Relief, at: At, paper: Paper): Piece[] {
  const { points, low, high } = relief
  const grid = Math.round(Math.sqrt(points.length))
  const paint = contourPaint(paper.theme)
  const [ink, light] = [parseHex(paper.inks.ink), parseHex('#ffffff')]
  const places = points.map((point) => shareOf(relief, point))
  const seen = places.map(at)
  const pieces: Piece[] = []
  for (let row = 0; row + 1 < grid; row++) {
    for (let column = 0; column + 1 < grid; column++) {
      const first = row * grid + column
      const corners = [first, first + 1, first + grid + 1, first + grid]
      const heights = corners.map((corner) => points[corner]![2])
      if (!heights.every(Number.isFinite)) continue
      const height = heights.reduce((sum, each) => sum + each, 0) / 4
      const [sw, se, ne, nw] = corners.map((corner) => places[corner]!) as [
        Place,
        Place,
        Place,
        Place,
      ]
      // Light falls from the left, behind the eye: slopes away from it are darker.
      const across = ((se[2] - sw[2] + ne[2] - nw[2]) / 2) * grid * 0.5
      const up = ((nw[2] - sw[2] + ne[2] - se[2]) / 2) * grid * 0.61
      const facing = (1 + across * 0.5 + up * 0.35) / Math.hypot(1, across, up) / 1.17
      const base = parseHex(paint.shade((height - low) / (high - low || 1)))
      const shaded =
        facing < 0.72
          ? blend(base, paper.theme === 'light' ? ink : parseHex('#000000'), (0.72 - facing) * 0.5)
          : blend(base, light, (facing - 0.72) * (paper.theme === 'light' ? 0.5 : 0.18))
      const fill = toHex(shaded)
      const drawn = corners.map((corner) => seen[corner]!)
      pieces.push({
        near: drawn.reduce((sum, { near }) => sum + near, 0) / 4,
        node: element('path', {
          d: `${pathOf(drawn)}Z`,
          fill,
          stroke: fill,
          'stroke-width': 0.6,
          'stroke-linejoin': 'round',
        }),
      })
    }
  }
  return pieces
}

/** So much nearer to the eye than what it lies on is a line drawn. */
const lift = 1.6

function trailPieces(scene: SurfaceScene, relief: Relief, at: At, paper: Paper): Piece[] {
  return scene.racers.flatMap(({ trail, optimizer, rank, selected }) => {
    const { colour } = rankedStyle(optimizer, rank, paper.theme)
    const line = reliefTrail(relief, trail, scene.step).map((point) => at(shareOf(relief, point)))
    const pieces: Piece[] = line.slice(1).map((point, index) => {
      const before = line[index]!
      return {
        near: (before.near + point.near) / 2 + lift,
        node: element('path', {
          d: pathOf([before, point]),
          fill: 'none',
          stroke: colour,
          'stroke-width': selected ? 3 : 2,
          'stroke-linecap': 'round',
        }),
      }
    })
    const head = line.at(-1)
    if (head) {
      pieces.push({
        near: head.near + 2 * lift,
        node: element('circle', {
          cx: head.x,
          cy: head.y,
          r: selected ? 5 : 4,
          fill: colour,
          stroke: paper.inks.panel,
          'stroke-width': 1,
        }),
      })
    }
    return pieces
  })
}

/** Which sides of the box are turned to the eye. */
function nearSides({ alpha, beta }: Camera): { x: 0 | 1; y: 0 | 1; z: 0 | 1 } {
  const turn = (beta * Math.PI) / 180
  return { x: Math.sin(turn) > 0 ? 1 : 0, y: Math.cos(turn) > 0 ? 0 : 1, z: alpha >= 0 ? 0 : 1 }
}

const other = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0)

/** Floor and the two walls behind. */
function walls(camera: Camera, at: At, { inks }: Paper): SvgNode[] {
  const near = nearSides(camera)
  const [x, y] = [other(near.x), other(near.y)]
  const quad = (...places: Place[]): SvgNode =>
    element('path', { d: `${pathOf(places.map(at))}Z`, fill: 'none', stroke: inks.hairline })
  return [
    quad([0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]),
    quad([x, 0, 0], [x, 1, 0], [x, 1, 1], [x, 0, 1]),
    quad([0, y, 0], [1, y, 0], [1, y, 1], [0, y, 1]),
  ]
}

/** The three axes along edges that nothing hides, with numbers outside of them. */
function axes(relief: Relief, camera: Camera, at: At, paper: Paper): SvgNode[] {
  const { domain, levels, low, high } = relief
  const near = nearSides(camera)
  const middle = at([0.5, 0.5, 0])
  const { edge, second, ink } = paper.inks
  const nodes: SvgNode[] = []
  const edgeLine = (from: Place, to: Place): void => {
    nodes.push(element('path', { d: pathOf([at(from), at(to)]), fill: 'none', stroke: edge }))
  }
  const mark = (place: Place, text: string, name: boolean, away = middle): void => {
    const from = at(place)
    const length = Math.hypot(from.x - away.x, from.y - away.y) || 1
    const [dx, dy] = [(from.x - away.x) / length, (from.y - away.y) / length]
    const reach = name ? 36 : 17
    if (!name) {
      const to = { x: from.x + dx * 5, y: from.y + dy * 5 }
      nodes.push(element('path', { d: pathOf([from, to]), fill: 'none', stroke: edge }))
    }
    nodes.push(
      textAt(from.x + dx * reach, from.y + dy * reach, text, {
        fill: name ? ink : second,
        mono: !name,
        size: name ? 13 : 10.5,
        anchor: 'middle',
        at: 'middle',
      }),
    )
  }
  const plain = (
    range: readonly [number, number],
    place: (share: number) => Place,
    corner?: 0 | 1,
  ): void => {
    for (const value of ticksOf(range, 6).values) {
      const share = (value - range[0]) / (range[1] - range[0])
      // Where two axes meet, there is room for one number.
      if (corner !== undefined && Math.abs(share - corner) < 0.04) continue
      mark(place(share), format.short(value, 4), false)
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
  const [x, y] = corners.reduce((best, corner) => (at(corner).x < at(best).x ? corner : best))
  edgeLine([x, y, 0], [x, y, 1])
  const aside = (z: number): { x: number; y: number; near: number } => {
    const { x: left, y: top, near: depth } = at([x, y, z])
    return { x: left + 10, y: top, near: depth }
  }
  const span = (high - low) * 1.02 || 1
  for (const height of ticksOf([low, high], 6).values) {
    const z = (height - low) / span
    mark([x, y, z], format.short(valueAtHeight(height, levels), 2), false, aside(z))
  }
  const top = at([x, y, 1])
  nodes.push(textAt(top.x, top.y - 12, 'f', { fill: ink, size: 13, anchor: 'middle' }))
  return nodes
}
