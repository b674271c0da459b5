import type { Domain, Point, Surface } from './types.ts'

/** What a comparison of a gradient with finite differences found. */
export type GradientCheck =
  /** Every sample agrees; `worst` is the largest relative difference. */
  | { readonly kind: 'agrees'; readonly samples: number; readonly worst: number }
  /** It has a corner or a jump there: no gradient is right. */
  | { readonly kind: 'corner'; readonly at: Point }
  /** It has no finite value there. */
  | { readonly kind: 'undefined'; readonly at: Point }
  /** It has a value there, but no finite slope. */
  | { readonly kind: 'slopeless'; readonly at: Point }
  | { readonly kind: 'differs'; readonly at: Point; readonly difference: number }

const perSide = 24
const allowed = 1e-4

/**
 * Compares a gradient with central differences at points spread over the domain, and looks for
 * corners between them: along each grid line, the change of the value over an interval is compared
 * with what the slopes at its ends promise, and the worst intervals are halved until only a corner
 * or a jump can still explain the gap.
 */
export function checkGradient(
  { value, gradient }: Pick<Surface, 'value' | 'gradient'>,
  domain: Domain,
): GradientCheck {
  const spanX = domain.x[1] - domain.x[0]
  const spanY = domain.y[1] - domain.y[0]
  const slope = new Float64Array(2)
  let worst = 0
  let outside: Point | undefined
  let slopeless: Point | undefined
  let differing: { at: Point; difference: number } | undefined
  let samples = 0

  for (let row = 0; row < perSide; row++) {
    for (let column = 0; column < perSide; column++) {
      // Off the middle, so that no sample falls on a corner at 0 that the search below finds better.
      const x = domain.x[0] + ((column + 0.4637) / perSide) * spanX
      const y = domain.y[0] + ((row + 0.5291) / perSide) * spanY
      if (!Number.isFinite(value(x, y))) {
        outside ??= { x, y }
        continue
      }
      gradient(x, y, slope)
      const [gx, gy] = [slope[0]!, slope[1]!]
      if (!Number.isFinite(gx + gy)) {
        slopeless ??= { x, y }
        continue
      }
      const hx = 6e-6 * Math.max(Math.abs(x), spanX * 0.01)
      const hy = 6e-6 * Math.max(Math.abs(y), spanY * 0.01)
      const dx = (value(x + hx, y) - value(x - hx, y)) / (2 * hx)
      const dy = (value(x, y + hy) - value(x, y - hy)) / (2 * hy)
      // What rounding of the values does to a difference quotient.
      const noise = (Math.abs(value(x, y)) * 1e-15) / Math.min(hx, hy)
      const difference =
        Math.max(0, Math.max(Math.abs(gx - dx), Math.abs(gy - dy)) - noise) /
        Math.max(1, Math.abs(gx), Math.abs(gy))
      samples++
      worst = Math.max(worst, difference)
      if (!(difference <= allowed) && difference > (differing?.difference ?? 0)) {
        differing = { at: { x, y }, difference }
      }
    }
  }
  if (outside) return { kind: 'undefined', at: outside }
  if (slopeless) return { kind: 'slopeless', at: slopeless }
  const corner = findCorner({ value, gradient }, domain)
  if (corner) return { kind: 'corner', at: corner }
  if (differing) return { kind: 'differs', ...differing }
  return { kind: 'agrees', samples, worst }
}

interface Interval {
  readonly from: number
  readonly to: number
  /** The value's change beyond what the slopes promise, over the length. */
  readonly gap: number
}

function findCorner(
  surface: Pick<Surface, 'value' | 'gradient'>,
  domain: Domain,
): Point | undefined {
  const slope = new Float64Array(2)
  for (const axis of [0, 1] as const) {
    const [along, across] = axis === 0 ? [domain.x, domain.y] : [domain.y, domain.x]
    for (let line = 0; line < perSide; line++) {
      const fixed = across[0] + ((line + 0.5291) / perSide) * (across[1] - across[0])
      const point = (at: number): Point => (axis === 0 ? { x: at, y: fixed } : { x: fixed, y: at })
      const value = (at: number): number => surface.value(point(at).x, point(at).y)
      const slopeAt = (at: number): number => {
        surface.gradient(point(at).x, point(at).y, slope)
        return slope[axis]!
      }
      const interval = (from: number, to: number): Interval => {
        const [a, b, before, after] = [slopeAt(from), slopeAt(to), value(from), value(to)]
        const gap = Math.abs((after - before) / (to - from) - (a + b) / 2)
        const size = Math.max(Math.abs(before), Math.abs(after))
        // Below this a gap is rounding: of the values, and of the slopes themselves.
        const floor = (1e-14 * size) / (to - from) + 1e-9 * Math.max(Math.abs(a), Math.abs(b))
        return { from, to, gap: gap > floor ? gap : 0 }
      }
      const edges = Array.from(
        { length: perSide + 1 },
        (_, i) => along[0] + (i / perSide) * (along[1] - along[0]),
      )
      const intervals = edges.slice(1).map((to, i) => interval(edges[i]!, to))
      intervals.sort((a, b) => b.gap - a.gap)
      for (const wide of intervals.slice(0, 3)) {
        const found = narrow(wide, interval, along[1] - along[0])
        if (found !== undefined) return point(found)
      }
    }
  }
  return undefined
}

/** Halves an interval towards the larger gap. Over a smooth stretch the gap shrinks by four each time. */
function narrow(
  wide: Interval,
  interval: (from: number, to: number) => Interval,
  span: number,
): number | undefined {
  let now = wide
  while (now.to - now.from > span * 1e-5) {
    const middle = (now.from + now.to) / 2
    const left = interval(now.from, middle)
    const right = interval(middle, now.to)
    now = right.gap > left.gap ? right : left
    if (now.gap <= wide.gap * 1e-4) return undefined
  }
  return (now.from + now.to) / 2
}
