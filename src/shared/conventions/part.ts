import type { Point, Surface } from '../surfaces/index.ts'
import { walk, type Trajectory } from '../surfaces/walk.ts'
import type { Comparison } from './compare.ts'

/** Where two walks from one start are furthest apart. */
export interface Gap {
  /** Of the longer of their ways from the start; infinite where only one of them stays finite. */
  readonly share: number
  readonly step: number
}

export interface Ground {
  readonly surface: Surface
  readonly start: Point
  readonly steps: number
}

/** Below so much of the way nobody sees a difference: it is rounding, or as good as that. */
export const unseen = 1e-6

export function gapOf(one: Trajectory, other: Trajectory): Gap {
  const steps = Math.min(one.steps, other.steps)
  if (one.diverged !== other.diverged) return { share: Infinity, step: steps + 1 }
  const [x, y] = [one.points[0]!, one.points[1]!]
  let [longest, furthest, at] = [0, 0, 0]
  for (let step = 1; step <= steps; step++) {
    const [ax, ay] = [one.points[2 * step]!, one.points[2 * step + 1]!]
    const [bx, by] = [other.points[2 * step]!, other.points[2 * step + 1]!]
    longest = Math.max(longest, Math.hypot(ax - x, ay - y), Math.hypot(bx - x, by - y))
    const apart = Math.hypot(ax - bx, ay - by)
    if (apart > furthest) [furthest, at] = [apart, step]
  }
  return { share: longest === 0 ? 0 : furthest / longest, step: at }
}

/** What the changes of a comparison do on a surface. */
export interface Causes {
  /** Of each change, what it alone does to what the changes before it have led to; undefined of spelling. */
  readonly gaps: readonly (Gap | undefined)[]
  /** How far the two forms are apart. */
  readonly whole: Gap
  /** The change that does most; undefined where none does anything to be seen. */
  readonly cause: number | undefined
}

export function causesOf({ from, to, changes }: Comparison, ground: Ground): Causes {
  const first = walk({ ...ground, ...from })
  let before = first
  const gaps = changes.map((change) => {
    if (change.kind === 'spelling') return undefined
    const { rule, hyper } = change
    const now = walk({ ...ground, rule, hyper })
    const gap = gapOf(before, now)
    before = now
    return gap
  })
  const shares = gaps.map((gap) => gap?.share ?? 0)
  const most = Math.max(0, ...shares)
  return {
    gaps,
    whole: gapOf(first, walk({ ...ground, ...to })),
    cause: most > unseen ? shares.indexOf(most) : undefined,
  }
}
