import { contours as createContours } from 'd3-contour'
import type { Surface } from '#shared/surfaces/index.ts'
import type { Brush } from '../brush.ts'
import { levelHeight, levelsOf, type Levels } from './levels.ts'
import type { ContourPaint } from './ramp.ts'
import { fromPixel, type PlaneView } from './view.ts'

/** A surface's levels over what is shown, ready to be drawn. */
export interface ContourMap {
  readonly levels: Levels
  /** Grid points across and up. */
  readonly columns: number
  readonly rows: number
  /** Per level the rings around what lies above it, in grid coordinates. */
  readonly rings: readonly (readonly (readonly (readonly [number, number])[])[])[]
}

/**
 * Samples a surface over the view and traces its level lines.
 *
 * @param cell pixels between grid points
 */
export function contourMap(
  surface: Pick<Surface, 'value' | 'minima'>,
  view: PlaneView,
  count = 22,
  cell = 4,
): ContourMap {
  const columns = Math.max(2, Math.ceil(view.width / cell) + 1)
  const rows = Math.max(2, Math.ceil(view.height / cell) + 1)
  const grid = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const { x, y } = fromPixel(
        view,
        (column * view.width) / (columns - 1),
        (row * view.height) / (rows - 1),
      )
      grid[row * columns + column] = surface.value(x, y)
    }
  }
  const floor = surface.minima.length
    ? Math.min(...surface.minima.map(({ value }) => value))
    : undefined
  const levels = levelsOf({ grid, width: columns, height: rows, floor, count })
  // The library interpolates along the logarithm too, else lines near the floor come out jagged.
  const heights = Array.from(grid, (value) => levelHeight(value, levels))
  const trace = createContours().size([columns, rows]).smooth(true)
  const rings = levels.values.map((level) => {
    const { coordinates } = trace.contour(heights, levelHeight(level, levels))
    return coordinates.flat() as [number, number][][]
  })
  return { levels, columns, rows, rings }
}

/** Paints the levels and their lines over the whole plot. */
export function drawContours(
  brush: Brush,
  { levels, rings, columns, rows }: ContourMap,
  { width, height }: PlaneView,
  paint: ContourPaint,
): void {
  brush.rect({ x: 0, y: 0, width, height }, { fill: paint.shade(0) })
  // The library's grid points lie at the middles of its cells.
  const stepX = width / (columns - 1)
  const stepY = height / (rows - 1)
  rings.forEach((level, index) => {
    brush.path(
      (pen) => {
        for (const ring of level) {
          ring.forEach(([x, y], corner) => {
            const [left, top] = [(x - 0.5) * stepX, (y - 0.5) * stepY]
            if (corner === 0) pen.moveTo(left, top)
            else pen.lineTo(left, top)
          })
          pen.closePath()
        }
      },
      {
        fill: paint.shade(levels.shades[index] ?? 0),
        stroke: paint.line,
        width: index % 4 === 3 ? 0.9 : 0.5,
      },
    )
  })
}
