import type { HyperValues, UpdateRule } from './rule.ts'
import { createRuleState } from './rule-state.ts'

/** What one parameter does under a given series of gradients. */
export interface Response {
  /** By how much each gradient moved it. */
  readonly steps: Float64Array
  /** |step| / |gradient|, the effective learning rate; NaN where there was no gradient. */
  readonly rates: Float64Array
  /** Of each slot in the rule's order its value after each step. */
  readonly slots: readonly Float64Array[]
}

/** Where the parameter starts: not at 0, for some rules measure it. */
const start = [1]

/** @returns how a rule answers a series of gradients; NaN from where its numbers end */
export function responseTo(
  rule: UpdateRule,
  hyper: HyperValues,
  gradients: ArrayLike<number>,
): Response {
  const state = createRuleState(rule, hyper, start)
  const empty = (): Float64Array => new Float64Array(gradients.length).fill(NaN)
  const [steps, rates, slots] = [empty(), empty(), rule.slots.map(empty)]
  for (let step = 0; step < gradients.length; step++) {
    const before = state.parameters[0]!
    const gradient = gradients[step]!
    state.gradientPoint(step + 1)
    state.gradients[0] = gradient
    state.step(step + 1)
    const moved = state.parameters[0]! - before
    if (!Number.isFinite(moved)) break
    steps[step] = moved
    if (gradient !== 0) rates[step] = Math.abs(moved / gradient)
    rule.slots.forEach(({ key }, slot) => (slots[slot]![step] = state.slots[key]![0]!))
  }
  return { steps, rates, slots }
}
