import type { Domain, Surface } from '#shared/surfaces/index.ts'
import type { Trajectory } from '#shared/surfaces/walk.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { levelHeight, levelsOf, type Levels } from './levels.ts'

/** Grid points across and up. */
const grid = 90

/** Points of a trajectory that are drawn. */
const most = 800

/** A surface's heights over a rectangle, as the 3-D view draws them. */
export interface Relief {
  readonly domain: Domain
  readonly levels: Levels
  readonly low: number
  readonly high: number
  /** Row by row from the lowest y: x, y and height; NaN where the surface has no value. */
  readonly points: readonly (readonly [x: number, y: number, height: number])[]
}

export function reliefOf(surface: Pick<Surface, 'value' | 'minima'>, domain: Domain): Relief {
  const values = new Float64Array(grid * grid)
  const at = ([from, to]: readonly [number, number], index: number): number =>
    from + (index / (grid - 1)) * (to - from)
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      values[row * grid + column] = surface.value(at(domain.x, column), at(domain.y, row))
    }
  }
  const floor = surface.minima.length
    ? Math.min(...surface.minima.map(({ value }) => value))
    : undefined
  const levels = levelsOf({ grid: values, width: grid, height: grid, floor, count: 22 })
  // The floor of a logarithm has no depth: it ends a little below the first level.
  const bottom = levels.symmetric
    ? -Infinity
    : levelHeight(levels.values[0] ?? levels.anchor, levels) - 1
  let low = Infinity
  let high = -Infinity
  const points = Array.from(values, (value, index): [number, number, number] => {
    const height = Math.max(bottom, levelHeight(value, levels))
    if (Number.isFinite(height)) {
      low = Math.min(low, height)
      high = Math.max(high, height)
    }
    return [at(domain.x, index % grid), at(domain.y, Math.floor(index / grid)), height]
  })
  return { domain, levels, low, high, points }
}

/** @returns the stretch of a trajectory that lies over the relief, a little above it, up to a step */
export function reliefTrajectory(
  { domain, levels, low, high }: Relief,
  trajectory: Pick<Trajectory, 'points' | 'values' | 'steps'>,
  upTo: number,
): [number, number, number][] {
  const last = Math.min(upTo, trajectory.steps)
  const stride = Math.max(1, Math.ceil(last / most))
  const lift = (high - low) * 0.02
  const points: [number, number, number][] = []
  for (
    let step = 0;
    step <= last;
    step = step === last ? last + 1 : Math.min(last, step + stride)
  ) {
    const x = trajectory.points[2 * step]!
    const y = trajectory.points[2 * step + 1]!
    const within = x >= domain.x[0] && x <= domain.x[1] && y >= domain.y[0] && y <= domain.y[1]
    // Beyond the edge there is no relief to lie on; the trajectory ends where it leaves.
    if (!within) break
    const height = Math.min(high, Math.max(low, levelHeight(trajectory.values[step]!, levels)))
    points.push([x, y, height + lift])
  }
  return points
}

export interface ReliefTrajectory {
  readonly trajectory: Pick<Trajectory, 'points' | 'values' | 'steps'>
  readonly style: LineStyle
  readonly selected: boolean
  /** What stands beside its head. */
  readonly name?: string
  /** Stands back behind another that is in the light. */
  readonly faded?: boolean
}

/**
 * @param x,y shares of the domain, 0 to 1
 * @returns how high the relief is there, as it is drawn; NaN where it has no value
 */
export function reliefHeight({ points }: Relief, x: number, y: number): number {
  const at = (share: number): number =>
    Math.min(grid - 2, Math.max(0, Math.floor(share * (grid - 1))))
  const [column, row] = [at(x), at(y)]
  const [right, up] = [x * (grid - 1) - column, y * (grid - 1) - row]
  const height = (dx: number, dy: number): number => points[(row + dy) * grid + column + dx]![2]
  const low = height(0, 0) * (1 - right) + height(1, 0) * right
  const high = height(0, 1) * (1 - right) + height(1, 1) * right
  return low * (1 - up) + high * up
}
