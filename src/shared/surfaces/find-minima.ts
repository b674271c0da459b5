import { diagonal } from './outcome.ts'
import type { Domain, Minimum, Point, Surface } from './types.ts'

const perSide = 16

/** Operations of a formula that a search may cost: some tenths of a second. */
const mostWork = 1e8

/** Coprime to the number of starts: a search that is cut short has looked everywhere alike. */
const stride = 97

/**
 * Looks for minima: descends from a grid of starts with step lengths that follow the curvature
 * along the path (Barzilai & Borwein 1988), finishes with Newton's method, or at a corner with a
 * compass search, and keeps those points of the domain from which every way leads up. Of a surface
 * that is costly to evaluate fewer starts are tried.
 *
 * @returns different minima, the lowest first
 */
export function findMinima(
  { value, gradient, cost = 1 }: Pick<Surface, 'value' | 'gradient' | 'cost'>,
  domain: Domain,
  most: number,
): Minimum[] {
  const found: Minimum[] = []
  const near = 1e-4 * diagonal(domain)
  let work = 0
  const surface: Pick<Surface, 'value' | 'gradient'> = {
    value(x, y) {
      work += cost
      return value(x, y)
    },
    gradient(x, y, into) {
      work += cost
      gradient(x, y, into)
    },
  }
  const starts = perSide * perSide
  for (let place = 0; place < starts && work < mostWork; place++) {
    const cell = (place * stride) % starts
    const column = cell % perSide
    const row = Math.floor(cell / perSide)
    const start = {
      x: domain.x[0] + ((column + 0.5) / perSide) * (domain.x[1] - domain.x[0]),
      y: domain.y[0] + ((row + 0.5) / perSide) * (domain.y[1] - domain.y[0]),
    }
    const low = descend(surface, start, domain)
    const end = polish(surface, low) ?? settle(surface, low, domain)
    if (!end || !inside(domain, end)) continue
    const known = found.some(({ x, y }) => Math.hypot(x - end.x, y - end.y) < near)
    if (!known) found.push({ ...end, value: surface.value(end.x, end.y) })
  }
  return found.sort((a, b) => a.value - b.value).slice(0, most)
}

function inside({ x, y }: Domain, point: Point): boolean {
  return point.x >= x[0] && point.x <= x[1] && point.y >= y[0] && point.y <= y[1]
}

function descend(
  { value, gradient }: Pick<Surface, 'value' | 'gradient'>,
  start: Point,
  domain: Domain,
): Point {
  const g = new Float64Array(2)
  let { x, y } = start
  let now = value(x, y)
  gradient(x, y, g)
  let rate = (0.01 * diagonal(domain)) / Math.max(1e-12, Math.hypot(g[0]!, g[1]!))
  for (let step = 0; step < 300; step++) {
    const [gx, gy] = [g[0]!, g[1]!]
    const size = Math.hypot(gx, gy)
    if (!(size > 1e-10)) break
    // No stride over a tenth of the domain, so that each start ends in its own basin.
    rate = Math.min(rate, (0.1 * diagonal(domain)) / size)
    let next = { x: x - rate * gx, y: y - rate * gy }
    let there = value(next.x, next.y)
    for (let halving = 0; halving < 40 && !(there <= now); halving++) {
      rate /= 2
      next = { x: x - rate * gx, y: y - rate * gy }
      there = value(next.x, next.y)
    }
    if (!(there <= now)) break
    const [sx, sy] = [next.x - x, next.y - y]
    ;({ x, y } = next)
    now = there
    gradient(x, y, g)
    const along = sx * (g[0]! - gx) + sy * (g[1]! - gy)
    rate = along > 0 ? (sx * sx + sy * sy) / along : rate * 2
  }
  return { x, y }
}

/** Newton's method with a Hessian from differences of the gradient; undefined if it is no minimum. */
function polish(
  { gradient, value }: Pick<Surface, 'value' | 'gradient'>,
  from: Point,
): Point | undefined {
  const g = new Float64Array(2)
  const side = new Float64Array(2)
  let { x, y } = from
  for (let step = 0; step < 30; step++) {
    gradient(x, y, g)
    const h = 1e-5 * Math.max(1, Math.abs(x), Math.abs(y))
    const column = (dx: number, dy: number): [number, number] => {
      gradient(x + dx, y + dy, side)
      const [a, b] = [side[0]!, side[1]!]
      gradient(x - dx, y - dy, side)
      return [(a - side[0]!) / (2 * h), (b - side[1]!) / (2 * h)]
    }
    const [xx, yx] = column(h, 0)
    const [xy, yy] = column(0, h)
    const mixed = (xy + yx) / 2
    const determinant = xx * yy - mixed * mixed
    const size = Math.max(1, Math.abs(xx), Math.abs(yy))
    if (!(xx + yy > 1e-8 * size && determinant > 1e-10 * size * size)) return undefined
    const dx = (yy * g[0]! - mixed * g[1]!) / determinant
    const dy = (xx * g[1]! - mixed * g[0]!) / determinant
    x -= dx
    y -= dy
    if (Math.hypot(dx, dy) < 1e-12 * Math.max(1, Math.abs(x), Math.abs(y))) break
  }
  gradient(x, y, g)
  const still = Math.hypot(g[0]!, g[1]!) < 1e-6 * Math.max(1, Math.abs(value(x, y)))
  return still ? { x: clean(x), y: clean(y) } : undefined
}

const compass = Array.from({ length: 16 }, (_, i): [number, number] => [
  Math.cos((i * Math.PI) / 8),
  Math.sin((i * Math.PI) / 8),
])

/** For minima without a slope or curvature of 0: tries sixteen ways, nearer and nearer. */
function settle({ value }: Pick<Surface, 'value'>, from: Point, domain: Domain): Point | undefined {
  const size = diagonal(domain)
  let { x, y } = from
  let now = value(x, y)
  let moves = 0
  for (let radius = 1e-2 * size; radius > 1e-10 * size; radius /= 2) {
    for (let better = true; better && moves < 400; moves++) {
      better = false
      for (const [dx, dy] of compass) {
        const there = value(x + radius * dx, y + radius * dy)
        if (there < now) {
          x += radius * dx
          y += radius * dy
          now = there
          better = true
          break
        }
      }
    }
  }
  // On a plain or along a gutter some way leads no higher.
  const rim = 1e-5 * size
  const rises = compass.every(([dx, dy]) => value(x + rim * dx, y + rim * dy) - now > 1e-9 * rim)
  return rises ? { x: clean(x, 1e-8 * size), y: clean(y, 1e-8 * size) } : undefined
}

/** Rounding leaves 1e-17 where 0 is meant. */
function clean(value: number, tiny = 1e-12): number {
  return Math.abs(value) < tiny ? 0 : value
}
