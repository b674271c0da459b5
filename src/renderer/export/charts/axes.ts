import { textAt, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'

/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A mark of an axis: so many pixels from the box's left or top edge. */
export interface AxisMark {
  readonly at: number
  readonly text: string
}

export interface BoxAxes {
  readonly across: readonly AxisMark[]
  readonly up: readonly AxisMark[]
  readonly acrossName: string
  readonly upName: string
}

/** Pixels of the type of an axis's numbers. */
const size = 11

/** @returns pixels left of a box that its upward axis needs: numbers, and its name turned */
export function upRoom(paper: Paper, { up, upName }: Pick<BoxAxes, 'up' | 'upName'>): number {
  const widest = Math.max(0, ...up.map(({ text }) => paper.measure(text, { mono: true, size })))
  return Math.ceil(widest) + 12 + (upName ? 20 : 0)
}

/** Pixels below a box that its other axis needs. */
export const acrossRoom = 42

/** Draws both axes around a box: marks, numbers, names. */
export function boxAxes(paper: Paper, box: Box, axes: BoxAxes): SvgNode[] {
  const { edge, second, ink } = paper.inks
  const { x, y, width, height } = box
  const bottom = y + height
  const tick = (x1: number, y1: number, x2: number, y2: number): SvgNode =>
    element('line', { x1, y1, x2, y2, stroke: edge })
  const number = { mono: true, size, fill: second } as const
  const name = { size: 12, fill: ink, anchor: 'middle' } as const
  return [
    ...axes.across.flatMap(({ at, text }) => [
      tick(x + at, bottom, x + at, bottom + 4),
      textAt(x + at, bottom + 16, text, { ...number, anchor: 'middle' }),
    ]),
    ...axes.up.flatMap(({ at, text }) => [
      tick(x - 4, y + at, x, y + at),
      textAt(x - 8, y + at, text, { ...number, anchor: 'end', at: 'middle' }),
    ]),
    ...(axes.acrossName ? [textAt(x + width / 2, bottom + 36, axes.acrossName, name)] : []),
    ...(axes.upName
      ? [textAt(x - upRoom(paper, axes) + 12, y + height / 2, axes.upName, { ...name, turn: -90 })]
      : []),
  ]
}

/** The frame of a box. */
export function boxFrame(paper: Paper, { x, y, width, height }: Box): SvgNode {
  return element('rect', { x, y, width, height, fill: 'none', stroke: paper.inks.edge })
}
