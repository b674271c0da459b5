import type { BasinColour } from '#shared/surfaces/setting.ts'
import type { Domain, Point } from '#shared/surfaces/index.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { shortened, textWidth } from '#shared/charts/text-width.ts'
import type { Box } from '#shared/charts/names.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { Brush } from '../brush.ts'
import { basinCounts, basinPixels, type BasinMap } from './basin-paint.ts'
import { toX, toY } from './view.ts'

/** One lane's map among the others. */
export interface BasinCell {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  /** As far as it is computed; undefined before its turn. */
  readonly map: BasinMap | undefined
  /** How many of its starts arrive, in words. */
  readonly said: string
  readonly selected: boolean
}

export interface BasinGrid {
  readonly cells: readonly BasinCell[]
  readonly domain: Domain
  readonly minima: readonly Point[]
  readonly start: Point
  readonly colour: BasinColour
}

/** Pixels at scale 1 above a map, for its name, and between two. */
const head = 22
const gap = 12

/**
 * Lays maps side by side, as large as there is room for.
 *
 * @param share of width to height that a map has
 * @returns each map's own box, without its name
 */
export function gridBoxes(
  count: number,
  width: number,
  height: number,
  share: number,
  scale = 1,
): readonly Box[] {
  let best: { columns: number; wide: number } = { columns: 1, wide: 0 }
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const across = (width - (columns - 1) * gap * scale) / columns
    const up = (height - (rows - 1) * gap * scale) / rows - head * scale
    const wide = Math.min(across, up * share)
    if (wide > best.wide) best = { columns, wide }
  }
  const { columns, wide } = best
  const high = wide / share
  return Array.from({ length: count }, (_, at) => ({
    x: (at % columns) * (wide + gap * scale),
    y: Math.floor(at / columns) * (high + (head + gap) * scale) + head * scale,
    width: wide,
    height: high,
  }))
}

/** Paints every lane's map under its name. */
export function paintBasinGrid(
  brush: Brush,
  { theme, inks, scale }: Paper,
  grid: BasinGrid,
  boxes: readonly Box[],
): void {
  const { cells, domain, minima, start, colour } = grid
  cells.forEach(({ name, look, map, said, selected }, at) => {
    const box = boxes[at]
    if (!box) return
    const { x, y, width, height } = box
    const view = { width, height, domain }
    const line = y - 9 * scale
    const size = 12 * scale
    brush.line(x, line, x + 16 * scale, line, {
      stroke: look.colour,
      width: 2.25 * scale,
      dash: look.dash.map((length) => length * scale),
    })
    const number = { size: 11 * scale, mono: true } as const
    const wide = textWidth(said, number)
    // The share of starts first: a name can be shortened.
    const room = width - 22 * scale - wide - 8 * scale
    const face = { size, bold: selected }
    brush.text(x + 22 * scale, line, shortened(name, Math.max(0, room), face), {
      ...{ size, fill: inks.ink, at: 'middle', weight: selected ? 650 : 450 },
    })
    brush.text(x + width, line, said, { ...number, fill: inks.second, anchor: 'end', at: 'middle' })
    brush.rect(box, { fill: inks.grid })
    brush.clip(box, () => {
      if (map) brush.image(basinPixels(map, colour, theme), box, false)
      for (const minimum of minima) {
        const [px, py] = [x + toX(view, minimum.x), y + toY(view, minimum.y)]
        brush.line(px - 4, py, px + 4, py, { stroke: inks.ink })
        brush.line(px, py - 4, px, py + 4, { stroke: inks.ink })
      }
      const [sx, sy] = [x + toX(view, start.x), y + toY(view, start.y)]
      brush.circle(sx, sy, 4.5 * scale, { stroke: inks.panel, width: 3.5 })
      brush.circle(sx, sy, 4.5 * scale, { stroke: inks.ink, width: 1.5 })
    })
    brush.rect(box, { stroke: selected ? inks.ink : inks.edge })
  })
}

/** @returns how many starts of all maps end at each minimum, or otherwise */
export function allCounts(cells: readonly BasinCell[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>()
  for (const { map } of cells) {
    if (!map) continue
    for (const [end, count] of basinCounts(map)) sums.set(end, (sums.get(end) ?? 0) + count)
  }
  return sums
}
