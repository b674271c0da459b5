import { ruleWalk, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
import type { Point, Surface } from './types.ts'

/** Changes a gradient in place before the rule sees it: noise, as mini-batches make it. */
export type Disturb = (gradient: Float64Array, step: number) => void

export interface WalkOptions {
  readonly surface: Pick<Surface, 'value' | 'gradient'>
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  readonly start: Point
  readonly steps: number
  /** @default none: exact gradients */
  readonly disturb?: Disturb
  /** Whether the rule's compiled program walks, wherever it can. @default true */
  readonly compiled?: boolean
  /** Hands out the numbers the trail is written into; what they hold before does not matter. @default new ones */
  readonly allocate?: (length: number) => Float64Array
}

const anew = (length: number): Float64Array => new Float64Array(length)

/** Where one optimizer went on a surface, and with what in its pockets. */
export interface Trail {
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
export function walk(options: WalkOptions): Trail {
  const { surface, rule, hyper, start, steps, disturb, compiled, allocate = anew } = options
  const asked = createAsked(surface)
  let [lastX, lastY] = [NaN, NaN]
  const ground = {
    value(x: number, y: number): number {
      lastX = x
      lastY = y
      return surface.value(x, y)
    },
    gradient(x: number, y: number, into: Float64Array, t: number): void {
      asked.gradient(x, y, into, t)
      disturb?.(into, t)
    },
  }
  const walked = ruleWalk(rule, hyper, compiled)(ground, [start.x, start.y], steps)
  let gap: Point | undefined
  if (walked.steps < steps) {
    const { sloped, at } = asked.by(walked.steps + 1)
    if (!sloped) gap = at
    else if (Number.isFinite(lastX + lastY)) gap = { x: lastX, y: lastY }
  }
  const copy = (values: Float64Array): Float64Array => {
    const kept = allocate(values.length)
    kept.set(values)
    return kept.subarray(0, values.length)
  }
  return {
    steps: walked.steps,
    diverged: walked.steps < steps,
    gap,
    points: copy(walked.points),
    values: copy(walked.values),
    gradients: copy(walked.gradients),
    slots: walked.slots.map(copy),
  }
}

/** Takes a surface's gradients, and remembers where the last two were asked for. */
export function createAsked(surface: Pick<Surface, 'gradient'>): {
  gradient(x: number, y: number, into: Float64Array, t: number): void
  /** Where step t asked for its gradient, and whether there was a finite one. */
  by(t: number): { readonly at: Point; readonly sloped: boolean }
} {
  // A walk asks for the next step's gradient before it knows that this step leads nowhere.
  const [xs, ys, sums] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)]
  return {
    gradient(x, y, into, t) {
      surface.gradient(x, y, into)
      const place = t & 1
      xs[place] = x
      ys[place] = y
      sums[place] = into[0]! + into[1]!
    },
    by(t) {
      const place = t & 1
      return { at: { x: xs[place]!, y: ys[place]! }, sloped: Number.isFinite(sums[place]) }
    },
  }
}
