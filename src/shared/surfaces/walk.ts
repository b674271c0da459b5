import {
  createRuleState,
  looksAhead,
  type HyperValues,
  type UpdateRule,
} from '../optimizers/index.ts'
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
  /** `[(steps + 1) × 2]`: the start, then the point after each step. */
  readonly points: Float64Array
  /** `[steps + 1]`: the surface's value there, without noise. */
  readonly values: Float64Array
  /** `[steps × 2]`: the gradient each step was given, noise and all. */
  readonly gradients: Float64Array
  /** Per slot of the rule `[(steps + 1) × 2]`: its state at the start, then after each step. */
  readonly slots: readonly Float64Array[]
}

/**
 * Lets one optimizer walk a surface from a start.
 *
 * @returns every point on the way; it ends early, `diverged`, where a point or its value is not finite
 */
export function walk(options: WalkOptions): Trail {
  const { surface, rule, hyper, start, steps, disturb, allocate = anew } = options
  const points = allocate((steps + 1) * 2)
  const values = allocate(steps + 1)
  const gradients = allocate(steps * 2)
  const kept = rule.slots.map(() => allocate((steps + 1) * 2))

  const state = createRuleState(rule, hyper, [start.x, start.y])
  const { parameters: at, gradients: gradient } = state
  const states = rule.slots.map(({ key }) => state.slots[key]!)
  states.forEach((slot, index) => kept[index]!.set(slot))
  const ahead = looksAhead(rule)

  points.set(at)
  values[0] = surface.value(start.x, start.y)
  let done = 0
  for (; done < steps; done++) {
    const where = ahead ? state.gradientPoint(done + 1) : at
    surface.gradient(where[0]!, where[1]!, gradient)
    disturb?.(gradient, done + 1)
    state.step(done + 1)
    const x = at[0]!
    const y = at[1]!
    const value = surface.value(x, y)
    if (!Number.isFinite(x + y + value)) break
    gradients[done * 2] = gradient[0]!
    gradients[done * 2 + 1] = gradient[1]!
    const place = (done + 1) * 2
    points[place] = x
    points[place + 1] = y
    values[done + 1] = value
    for (let k = 0; k < states.length; k++) {
      kept[k]![place] = states[k]![0]!
      kept[k]![place + 1] = states[k]![1]!
    }
  }
  return {
    steps: done,
    diverged: done < steps,
    points: points.subarray(0, (done + 1) * 2),
    values: values.subarray(0, done + 1),
    gradients: gradients.subarray(0, done * 2),
    slots: kept.map((slot) => slot.subarray(0, (done + 1) * 2)),
  }
}
