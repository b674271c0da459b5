import type { HyperValues, UpdateRule } from './rule.ts'
import { createRuleState, type RuleState } from './rule-state.ts'

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

/** @returns how a rule answers each of some series of gradients, from its start; NaN from where its numbers end */
export function responsesTo(
  rule: UpdateRule,
  hyper: HyperValues,
  series: readonly ArrayLike<number>[],
): Response[] {
  // One for all: a kernel's memory costs more than its steps.
  const state = createRuleState(rule, hyper, start)
  const slots = rule.slots.map(({ key }) => state.slots[key]!)
  const first = slots.map((values) => values.slice())
  return series.map((gradients) => {
    state.parameters.set(start)
    slots.forEach((values, slot) => values.set(first[slot]!))
    return answer(state, slots, gradients)
  })
}

function answer(
  state: RuleState,
  slots: readonly Float64Array[],
  gradients: ArrayLike<number>,
): Response {
  const empty = (): Float64Array => new Float64Array(gradients.length).fill(NaN)
  const [steps, rates, kept] = [empty(), empty(), slots.map(empty)]
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
    slots.forEach((values, slot) => (kept[slot]![step] = values[0]!))
  }
  return { steps, rates, slots: kept }
}
