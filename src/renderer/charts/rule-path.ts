import type { Paper } from '#shared/charts/theme.ts'
import type { Point, Surface } from '#shared/surfaces/index.ts'
import type { Brush } from './brush.ts'
import { contourMap, drawContours, type ContourMap } from './surface/contours.ts'
import { contourPaint } from './surface/ramp.ts'
import { drawTrajectories, haloOf, type DrawnTrajectory } from './surface/trajectories.ts'
import { toX, toY, type PlaneView } from './surface/view.ts'

export interface RulePath {
  readonly surface: Surface
  readonly trajectories: readonly DrawnTrajectory[]
  readonly start: Point
  readonly steps: number
}

/**
 * @param cell pixels between grid points; the level lines of a bowl are as round with few of them
 * @returns the ground of a small plot, which stays while trajectories change
 */
export const groundOf = (surface: Surface, view: PlaneView, cell?: number): ContourMap =>
  contourMap(surface, view, 14, cell)

/** Paints where rules walk on a surface. */
export function paintRulePath(
  brush: Brush,
  { theme, inks: { panel, ink }, scale }: Paper,
  { surface, trajectories, start, steps }: RulePath,
  ground: ContourMap,
  view: PlaneView,
): void {
  drawContours(brush, ground, view, contourPaint(theme))
  for (const minimum of surface.minima) {
    const [x, y] = [toX(view, minimum.x), toY(view, minimum.y)]
    brush.line(x - 5, y, x + 5, y, { stroke: ink })
    brush.line(x, y - 5, x, y + 5, { stroke: ink })
  }
  const paint = { halo: haloOf[theme], paper: panel, scale }
  drawTrajectories(brush, trajectories, steps, view, paint, false)
  const [x, y] = [toX(view, start.x), toY(view, start.y)]
  brush.circle(x, y, 6 * scale, { stroke: panel, width: 4 })
  brush.circle(x, y, 6 * scale, { stroke: ink, width: 1.5 })
}
