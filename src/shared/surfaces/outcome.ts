import type { HyperValues, UpdateRule } from '../optimizers/index.ts'
import type { Domain, Minimum, Point, Surface, SurfaceGap } from './types.ts'
import type { Trajectory } from './walk.ts'

/** How a lane's walk ended, as far as its steps go. */
export type Outcome =
  /** It came within the tolerance of a minimum and stayed. */
  | { readonly kind: 'reached'; readonly minimum: number; readonly step: number }
  /** The next step has no finite value, or it is far above its start, and far off, for good. */
  | { readonly kind: 'diverged'; readonly step: number; readonly cause: Cause }
  /** The surface has no value or no slope where the step would lead, or where it would begin. */
  | {
      readonly kind: 'undefined'
      readonly step: number
      readonly at: Point
      readonly gap: SurfaceGap
    }
  /** It left the drawn surface far behind, downhill, where no minimum holds it. */
  | { readonly kind: 'escaped'; readonly step: number }
  /** It rests in a minimum that the surface does not list: every way leads up. */
  | { readonly kind: 'local'; readonly step: number; readonly at: Point }
  /** It hardly moves any more, but not at a minimum. */
  | {
      readonly kind: 'stuck'
      readonly step: number
      readonly because: 'flat' | 'saddle' | 'small-steps'
    }
  | { readonly kind: 'moving' }

type Cause =
  /** The rate is above what the rule bears at that curvature: `limit` is that bound. */
  | {
      readonly kind: 'rate'
      readonly rate: number
      readonly limit: number
      readonly curvature: number
    }
  /** No bound is known for the rule; the curvature where it started. */
  | { readonly kind: 'steep'; readonly curvature: number }

/** Distance that counts as there, as a share of the domain's diagonal. */
export const arrival = 1e-3

export interface Judged {
  readonly surface: Pick<Surface, 'minima' | 'domain' | 'curvature' | 'gradient' | 'gap'>
  readonly rule: UpdateRule
  readonly hyper: HyperValues
}

/** @returns the domain's diagonal, the unit of all distances here */
export function diagonal({ x, y }: Domain): number {
  return Math.hypot(x[1] - x[0], y[1] - y[0])
}

/** @returns the nearest minimum's index and its distance; index -1 where there is none */
export function nearest(
  minima: readonly Minimum[],
  x: number,
  y: number,
): { readonly index: number; readonly distance: number } {
  let index = -1
  let least = Infinity
  minima.forEach((minimum, i) => {
    const distance = Math.hypot(minimum.x - x, minimum.y - y)
    if (distance < least) {
      least = distance
      index = i
    }
  })
  return { index, distance: least }
}

/**
 * @param tolerance a distance in the surface's own units
 * @returns the first step from which on the trajectory stays within the tolerance of one minimum, or undefined
 */
export function settledAt(
  trajectory: Trajectory,
  minima: readonly Minimum[],
  tolerance: number,
): { readonly minimum: number; readonly step: number } | undefined {
  const { points, steps } = trajectory
  const { index, distance } = nearest(minima, points[2 * steps]!, points[2 * steps + 1]!)
  const minimum = minima[index]
  if (!minimum || distance > tolerance) return undefined
  // Squares: `Math.hypot` takes longer than all the rest of a judgement.
  const near = (at: number): boolean => {
    const dx = points[2 * at]! - minimum.x
    const dy = points[2 * at + 1]! - minimum.y
    return dx * dx + dy * dy <= tolerance * tolerance
  }
  let step = steps
  while (step > 0 && near(step - 1)) step--
  return { minimum: index, step }
}

/** Says how a walk ended and, where it went wrong, why. */
export function judge(
  trajectory: Trajectory,
  { surface, rule, hyper }: Judged,
  tolerance: number = arrival * diagonal(surface.domain),
): Outcome {
  const { steps, points } = trajectory
  if (trajectory.diverged) {
    const gap = trajectory.gap && surface.gap?.(trajectory.gap.x, trajectory.gap.y)
    if (trajectory.gap && gap) return { kind: 'undefined', step: steps, at: trajectory.gap, gap }
    return { kind: 'diverged', step: steps, cause: causeOf(trajectory, { surface, rule, hyper }) }
  }
  const settled = settledAt(trajectory, surface.minima, tolerance)
  if (settled) return { kind: 'reached', ...settled }

  const size = diagonal(surface.domain)
  const x = points[2 * steps]!
  const y = points[2 * steps + 1]!
  if (beyond(surface.domain, x, y) > size) {
    if (trajectory.values[steps]! <= trajectory.values[0]!) return { kind: 'escaped', step: steps }
    let step = steps
    while (beyond(surface.domain, points[2 * step - 2]!, points[2 * step - 1]!) > size) step--
    return { kind: 'diverged', step, cause: causeOf(trajectory, { surface, rule, hyper }) }
  }

  // A tenth of the walk without getting anywhere.
  const lately = Math.max(20, Math.ceil(steps / 10))
  if (steps < lately) return { kind: 'moving' }
  let path = 0
  for (let step = steps - lately + 1; step <= steps; step++) {
    const dx = points[2 * step]! - points[2 * step - 2]!
    const dy = points[2 * step + 1]! - points[2 * step - 1]!
    path += Math.sqrt(dx * dx + dy * dy)
  }
  if (path > 1e-5 * size) return { kind: 'moving' }
  const gradient = new Float64Array(2)
  surface.gradient(x, y, gradient)
  const step = steps - lately
  if (!(Math.hypot(gradient[0]!, gradient[1]!) < 1e-4)) {
    return { kind: 'stuck', step, because: 'small-steps' }
  }
  const [least, most] = curvaturesAt(surface, { x, y })
  const noise = 1e-6 * Math.max(1, Math.abs(most))
  if (least > noise) return { kind: 'local', step, at: { x, y } }
  return { kind: 'stuck', step, because: least < -noise ? 'saddle' : 'flat' }
}

/** @returns whether no listed minimum is lower than that one */
export function isLowest(minima: readonly Minimum[], index: number): boolean {
  const { value = Infinity } = minima[index] ?? {}
  const lowest = Math.min(...minima.map((each) => each.value))
  return value - lowest <= 1e-6 * Math.max(1, Math.abs(lowest))
}

/** How far outside the domain a point lies, along the axis on which it is furthest. */
function beyond(domain: Domain, x: number, y: number): number {
  return Math.max(domain.x[0] - x, x - domain.x[1], domain.y[0] - y, y - domain.y[1])
}

function causeOf(trajectory: Trajectory, { surface, rule, hyper }: Judged): Cause {
  const start = { x: trajectory.points[0]!, y: trajectory.points[1]! }
  const curvature = surface.curvature ?? curvatureAt(surface, start)
  const limit = rule.rateLimit?.(curvature, hyper)
  const rate = hyper.lr
  return limit !== undefined && typeof rate === 'number' && rate > limit
    ? { kind: 'rate', rate, limit, curvature }
    : { kind: 'steep', curvature }
}

/** @returns the largest absolute second derivative in any direction, by central differences of the gradient */
export function curvatureAt(surface: Pick<Surface, 'gradient'>, point: Point): number {
  return Math.max(...curvaturesAt(surface, point).map(Math.abs))
}

/** @returns the least and the largest second derivative in any direction */
function curvaturesAt(
  { gradient }: Pick<Surface, 'gradient'>,
  { x, y }: Point,
): readonly [least: number, most: number] {
  const h = 1e-5 * Math.max(1, Math.abs(x), Math.abs(y))
  const side = new Float64Array(2)
  const slope = (dx: number, dy: number): [number, number] => {
    gradient(x + dx, y + dy, side)
    const [a, b] = [side[0]!, side[1]!]
    gradient(x - dx, y - dy, side)
    return [(a - side[0]!) / (2 * h), (b - side[1]!) / (2 * h)]
  }
  const [xx, yx] = slope(h, 0)
  const [xy, yy] = slope(0, h)
  const mixed = (xy + yx) / 2
  const middle = (xx + yy) / 2
  const radius = Math.hypot((xx - yy) / 2, mixed)
  return [middle - radius, middle + radius]
}
