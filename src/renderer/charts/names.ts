import { placeNames, type Box, type NameRoom, type NameWish } from '#shared/charts/names.ts'
import type { Inks } from '#shared/charts/theme.ts'
import type { Brush } from './brush.ts'

/** A dot with what it is called. */
export interface NamedDot extends Omit<NameWish, 'width' | 'height'> {
  readonly name: string
}

export interface NamesPaint {
  readonly inks: Inks
  readonly scale: number
  /** Of names painted before, how wide they are: measuring takes longer than painting. */
  readonly widths?: Map<string, number>
}

/** What was painted, and where: the same names stand there the next time. */
export interface PaintedNames {
  readonly boxes: readonly Box[]
  /** Ids of the dots for whose names there was no room. */
  readonly left: readonly string[]
  readonly places: ReadonlyMap<string, number>
}

/** Paints names beside their dots: none over another, none cut off. */
export function paintNames(
  brush: Brush,
  dots: readonly NamedDot[],
  room: NameRoom,
  { inks, scale, widths = new Map() }: NamesPaint,
): PaintedNames {
  const face = (first = false) => ({ size: 11.5 * scale, weight: first ? 650 : 500 })
  const wishes = dots.map(({ name, ...dot }) => {
    const set = face(dot.first)
    const key = `${set.weight} ${set.size} ${name}`
    const width = widths.get(key) ?? brush.measure(name, set)
    widths.set(key, width)
    return { ...dot, width: width + 2 * scale, height: 15 * scale }
  })
  const { placed, left } = placeNames(wishes, room)
  for (const { id, box, leader } of placed) {
    const dot = dots.find((each) => each.id === id)
    if (leader) {
      const [[x1, y1], [x2, y2]] = leader
      brush.line(x1, y1, x2, y2, { stroke: inks.edge, width: 0.75 })
    }
    brush.text(box.x + scale, box.y + box.height / 2, dot?.name ?? '', {
      ...face(dot?.first),
      fill: inks.ink,
      halo: inks.panel,
      at: 'middle',
    })
  }
  return {
    boxes: placed.map(({ box }) => box),
    left,
    places: new Map(placed.map(({ id, place }) => [id, place])),
  }
}

/** Says on an element where its names stand, for whoever measures pictures. */
export function noteNames(element: HTMLElement | null | undefined, boxes: readonly Box[]): void {
  if (!element) return
  element.dataset['names'] = boxes
    .map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' '))
    .join(';')
}
