import type { Curve, Frame } from '#shared/charts/frame.ts'
import type { Extent } from '#shared/charts/scale.ts'
import type { Inks } from '#shared/charts/theme.ts'
import type { Brush } from './brush.ts'

/** Where a curve leaves a window of values, the first time. */
export interface WindowExit {
  readonly name: string
  readonly colour: string
  /** On the horizontal axis, between two points. */
  readonly x: number
  /** Of the first point beyond. */
  readonly index: number
  readonly side: 'above' | 'below'
}

/** @returns of every curve that leaves the window where it does; of one that begins outside, its first point */
export function windowExits(curves: readonly Curve[], { min, max }: Extent): WindowExit[] {
  return curves.flatMap(({ name, look, x, y, faint }) => {
    if (faint) return []
    const index = Array.from(y).findIndex((value) => value < min || value > max)
    const value = y[index]
    if (value === undefined) return []
    const side = value < min ? 'below' : 'above'
    const before = y[index - 1]
    const edge = side === 'below' ? min : max
    const share =
      before === undefined || !Number.isFinite(value) ? 1 : (edge - before) / (value - before)
    const from = x[index - 1] ?? x[index]!
    return [{ name, colour: look.colour, x: from + share * (x[index]! - from), index, side }]
  })
}

/** Pixels at scale 1. */
const line = 15

/** An arrow at the plot's edge for each, and its name; those that would lie over another stand in another row. */
export function paintExits(
  brush: Brush,
  frame: Pick<Frame, 'left' | 'right' | 'top' | 'bottom' | 'toX'>,
  exits: readonly WindowExit[],
  text: (exit: WindowExit) => string,
  inks: Inks,
  scale: number,
): void {
  for (const side of ['above', 'below'] as const) {
    const [edge, inwards] = side === 'above' ? [frame.top, 1] : [frame.bottom, -1]
    /** Of each row, how far to the right it is taken. */
    const taken: number[] = []
    const here = exits.filter((exit) => exit.side === side).sort((a, b) => a.x - b.x)
    for (const exit of here) {
      const at = Math.max(frame.left, Math.min(frame.right, frame.toX(exit.x)))
      const said = text(exit)
      const face = { size: 11 * scale }
      const width = brush.measure(said, face)
      const left = Math.max(frame.left + 4, Math.min(at + 9 * scale, frame.right - width))
      let row = taken.findIndex((until) => until < left)
      if (row < 0) row = taken.length
      taken[row] = left + width + 12 * scale
      const reach = 6 * scale
      brush.path(
        (pen) => {
          pen.moveTo(at - reach * 0.75, edge + inwards * reach)
          pen.lineTo(at + reach * 0.75, edge + inwards * reach)
          pen.lineTo(at, edge - inwards * 2 * scale)
          pen.closePath()
        },
        { stroke: inks.panel, width: 3 * scale },
        { fill: exit.colour },
      )
      brush.text(left, edge + inwards * (9 + row * line) * scale, said, {
        ...{ ...face, fill: inks.ink, at: 'middle' as const, halo: inks.panel },
      })
    }
  }
}
