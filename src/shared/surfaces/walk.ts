import { slotStart, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
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

  const at = Float64Array.of(start.x, start.y)
  const gradient = new Float64Array(2)
  const future = new Float64Array(2)
  const slots: Record<string, Float64Array> = {}
  rule.slots.forEach((slot, index) => {
    const state = new Float64Array(2).fill(slotStart(slot, hyper))
    slots[slot.key] = state
    kept[index]!.set(state)
  })
  const states = Object.values(slots)

  points.set(at)
  values[0] = surface.value(start.x, start.y)
  let done = 0
  let gap: Point | undefined
  for (; done < steps; done++) {
    rule.ahead?.(at, slots, hyper, future)
    const asked = rule.ahead ? future : at
    const fromX = asked[0]!
    const fromY = asked[1]!
    surface.gradient(fromX, fromY, gradient)
    const sloped = Number.isFinite(gradient[0]! + gradient[1]!)
    disturb?.(gradient, done + 1)
    rule.step(at, gradient, slots, hyper, done + 1)
    const x = at[0]!
    const y = at[1]!
    const value = surface.value(x, y)
    if (!Number.isFinite(x + y + value)) {
      if (!sloped) gap = { x: fromX, y: fromY }
      else if (Number.isFinite(x + y)) gap = { x, y }
      break
    }
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
    gap,
    points: points.subarray(0, (done + 1) * 2),
    values: values.subarray(0, done + 1),
    gradients: gradients.subarray(0, done * 2),
    slots: kept.map((slot) => slot.subarray(0, (done + 1) * 2)),
  }
}
