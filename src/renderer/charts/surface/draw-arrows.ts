import type { Box } from '#shared/charts/names.ts'
import type { Brush, Point } from '../brush.ts'
import type { Arrow } from './arrows.ts'
import { toX, toY, type PlaneView } from './view.ts'

export interface ArrowPaint {
  readonly ink: string
  readonly paper: string
  readonly scale: number
}

/** Pixels of the longest arrow that shows a direction. */
const reach = 64

/** How each kind is drawn: what pulls is dashed or dotted, what happens is solid. */
const looks: Readonly<Record<Arrow['kind'], { dash: readonly number[]; width: number }>> = {
  gradient: { dash: [1.5, 2.5], width: 1.75 },
  slot: { dash: [6, 3], width: 1.75 },
  step: { dash: [], width: 2.25 },
}

/**
 * Draws arrows from a point of the plane; a step ends where it leads, a pull as long as its share.
 *
 * @returns what they and their symbols cover, for names to stand beside
 */
export function drawArrows(
  brush: Brush,
  arrows: readonly Arrow[],
  from: { readonly x: number; readonly y: number },
  view: PlaneView,
  { ink, paper, scale }: ArrowPaint,
): Box[] {
  const covered: Box[] = []
  const x = toX(view, from.x)
  const y = toY(view, from.y)
  const scaleX = view.width / (view.domain.x[1] - view.domain.x[0])
  const scaleY = view.height / (view.domain.y[1] - view.domain.y[0])
  for (const arrow of arrows) {
    let dx = arrow.x * scaleX
    let dy = -arrow.y * scaleY
    const length = Math.hypot(dx, dy)
    if (!(length > 0) || !Number.isFinite(length)) continue
    dx /= length
    dy /= length
    // A step too short to see keeps its direction; one that leaves the picture is cut.
    const drawn =
      arrow.share === undefined
        ? Math.min(Math.max(length, 10 * scale), 4000)
        : arrow.share * reach * scale
    const tip: Point = [x + dx * drawn, y + dy * drawn]
    const { dash, width } = looks[arrow.kind]
    brush.polyline([[x, y], tip], { stroke: paper, width: (width + 2.5) * scale })
    brush.polyline(head(tip, dx, dy, 9 * scale), { fill: paper }, true)
    const dashed = dash.map((part) => part * scale)
    brush.polyline([[x, y], tip], { stroke: ink, width: width * scale, dash: dashed })
    brush.polyline(head(tip, dx, dy, 7 * scale), { fill: ink }, true)
    const within = (at: number, most: number): number => Math.max(0, Math.min(most, at))
    const [endX, endY] = [within(tip[0], view.width), within(tip[1], view.height)]
    covered.push(...alongOf([x, y], [endX, endY]))
    if (arrow.kind === 'step') continue
    const size = 11.5 * scale
    const wide = brush.measure(arrow.symbol, { size }) + 8 * scale
    covered.push({
      x: tip[0] - (dx < 0 ? wide : 0),
      y: tip[1] - (dy < 0 ? 1.3 * size : 0),
      width: wide,
      height: 1.3 * size,
    })
    brush.text(
      tip[0] + Math.sign(dx) * 4 * scale,
      tip[1] + Math.sign(dy) * 2 * scale + (dy < 0 ? -0.24 : 0.97) * size,
      arrow.symbol.replace('-', '−').replace(/\\/g, ''),
      { size, fill: ink, halo: paper, anchor: dx < 0 ? 'end' : 'start' },
    )
  }
  return covered
}

/** @returns small boxes along a line, so that little beside it is taken */
function alongOf([x1, y1]: Point, [x2, y2]: Point): Box[] {
  const count = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 12)
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 1) / count
    return { x: x1 + share * (x2 - x1) - 3, y: y1 + share * (y2 - y1) - 3, width: 6, height: 6 }
  })
}

function head([x, y]: Point, dx: number, dy: number, size: number): Point[] {
  return [
    [x + dx * 2, y + dy * 2],
    [x - dx * size - dy * size * 0.45, y - dy * size + dx * size * 0.45],
    [x - dx * size + dy * size * 0.45, y - dy * size - dx * size * 0.45],
  ]
}
