import type { Brush } from '../brush.ts'
import type { Arrow } from './arrows.ts'
import { toX, toY, type PlaneView } from './view.ts'

export interface ArrowPaint {
  readonly ink: string
  readonly paper: string
  readonly scale: number
  readonly font: string
}

/** Pixels of the longest arrow that shows a direction. */
const reach = 64

/** How each kind is drawn: what pulls is dashed or dotted, what happens is solid. */
const looks: Readonly<Record<Arrow['kind'], { dash: readonly number[]; width: number }>> = {
  gradient: { dash: [1.5, 2.5], width: 1.75 },
  slot: { dash: [6, 3], width: 1.75 },
  step: { dash: [], width: 2.25 },
}

/** Draws arrows from a point of the plane; a step ends where it leads, a pull as long as its share. */
export function drawArrows(
  context: Brush,
  arrows: readonly Arrow[],
  from: { readonly x: number; readonly y: number },
  view: PlaneView,
  { ink, paper, scale, font }: ArrowPaint,
): void {
  const x = toX(view, from.x)
  const y = toY(view, from.y)
  const scaleX = view.width / (view.domain.x[1] - view.domain.x[0])
  const scaleY = view.height / (view.domain.y[1] - view.domain.y[0])
  context.lineCap = 'butt'
  context.lineJoin = 'miter'
  for (const arrow of arrows) {
    let dx = arrow.x * scaleX
    let dy = -arrow.y * scaleY
    const length = Math.hypot(dx, dy)
    if (!(length > 0) || !Number.isFinite(length)) continue
    // A step too short to see keeps its direction; one that leaves the picture is cut.
    const drawn =
      arrow.share === undefined
        ? Math.min(Math.max(length, 10 * scale), 4000)
        : arrow.share * reach * scale
    dx = (dx / length) * drawn
    dy = (dy / length) * drawn
    const { dash, width } = looks[arrow.kind]
    const tip = { x: x + dx, y: y + dy }
    for (const [style, extra] of [
      [paper, 2.5],
      [ink, 0],
    ] as const) {
      context.strokeStyle = style
      context.fillStyle = style
      context.lineWidth = (width + extra) * scale
      context.setLineDash(extra === 0 ? dash.map((part) => part * scale) : [])
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(tip.x, tip.y)
      context.stroke()
      context.setLineDash([])
      head(context, tip, dx / drawn, dy / drawn, (extra === 0 ? 7 : 9) * scale)
    }
    if (arrow.kind === 'step') continue
    context.font = font
    context.textAlign = dx < 0 ? 'right' : 'left'
    context.textBaseline = dy < 0 ? 'bottom' : 'top'
    context.lineWidth = 3 * scale
    context.strokeStyle = paper
    context.fillStyle = ink
    const text = arrow.symbol.replace('-', '−').replace(/\\/g, '')
    const at = { x: tip.x + Math.sign(dx) * 4 * scale, y: tip.y + Math.sign(dy) * 2 * scale }
    context.strokeText(text, at.x, at.y)
    context.fillText(text, at.x, at.y)
  }
}

function head(
  context: Brush,
  tip: { readonly x: number; readonly y: number },
  dx: number,
  dy: number,
  size: number,
): void {
  context.beginPath()
  context.moveTo(tip.x + dx * 2, tip.y + dy * 2)
  context.lineTo(tip.x - dx * size - dy * size * 0.45, tip.y - dy * size + dx * size * 0.45)
  context.lineTo(tip.x - dx * size + dy * size * 0.45, tip.y - dy * size - dx * size * 0.45)
  context.closePath()
  context.fill()
}
