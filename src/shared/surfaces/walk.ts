import { ruleWalk, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
import type { Ground } from '../rules/ground.ts'
import type { Walked } from '../rules/walk.ts'
import type { Point } from './types.ts'

export interface WalkOptions {
  readonly surface: Ground
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  readonly start: Point
  readonly steps: number
  /** `[steps × 2]`, added to the gradients before the rule sees them, as mini-batches would. @default none */
  readonly noise?: Float64Array
  /** Whether the rule's compiled program walks, wherever it can. @default true */
  readonly compiled?: boolean
  /** Hands out the numbers the trajectory is written into; what they hold before does not matter. @default new ones */
  readonly allocate?: (length: number) => Float64Array
}

/** Where one optimizer went on a surface, and with what in its pockets. */
export interface Trajectory {
  /** Steps taken; fewer than asked for where the path left the numbers. */
  readonly steps: number
  /** True where the next step had no finite point or value. */
  readonly diverged: boolean
  /**
   * Where the surface was last asked for a slope or a value and had no finite one; left out where it
   * had, and only the point itself left the numbers.
   */
  readonly gap?: Point
  /** `[(steps + 1) × 2]`: the start, then the point after each step. */
  readonly points: Float64Array
  /** `[steps + 1]`: the surface's value there, without noise. */
  readonly values: Float64Array
  /** `[steps × 2]`: the gradient each step was given, noise and all. */
  readonly gradients: Float64Array
  /**
   * Per slot of the rule `[(steps + 1) × 2]`, its state at the start, then after each step: of one that
   * holds a square matrix `[(steps + 1) × 1]` or `[… × 4]`.
   */
  readonly slots: readonly Float64Array[]
}

/**
 * Lets one optimizer walk a surface from a start.
 *
 * @returns every point on the way; it ends early, `diverged`, where a point or its value is not finite
 */
export function walk(options: WalkOptions): Trajectory {
  const { surface, rule, hyper, start, steps, noise, compiled, allocate } = options
  const walked = ruleWalk(rule, hyper, compiled)(surface, [start.x, start.y], steps, noise)
  // One piece of memory for all of them: fresh memory takes longer than the steps.
  const { points, values, gradients, slots } = walked
  const parts = [points, values, gradients, ...slots]
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const kept = allocate?.(length) ?? new Float64Array(length)
  let used = 0
  const keep = (part: Float64Array): Float64Array => {
    kept.set(part, used)
    return kept.subarray(used, (used += part.length))
  }
  return {
    steps: walked.steps,
    diverged: walked.failed !== undefined,
    gap: gapOf(walked),
    points: keep(points),
    values: keep(values),
    gradients: keep(gradients),
    slots: slots.map(keep),
  }
}

/** @returns where a walk asked the surface for a slope or a value last, if it had no finite one there */
export function gapOf({ failed }: Pick<Walked, 'failed'>): Point | undefined {
  if (!failed) return undefined
  const { from, sloped, to } = failed
  const [x, y] = sloped ? to : from
  return Number.isFinite(x + y) ? { x, y } : undefined
}
