import { createRuleState, type HyperValues, type UpdateRule } from '#shared/optimizers/index.ts'
import { gradientSeries, seriesKinds, type SeriesKind } from './series.ts'

/** What one parameter does under a series of gradients. */
export interface Response {
  readonly kind: SeriesKind
  readonly gradients: Float64Array
  /** By how much each gradient moved it. */
  readonly steps: Float64Array
  /** |step| / |gradient|; NaN where there was no gradient. */
  readonly rates: Float64Array
  /** Of each slot in the rule's order its value after each step. */
  readonly slots: readonly Float64Array[]
}

/** Where the parameter starts: not at 0, for some rules measure it. */
const start = [1]

/** @returns how a rule answers each of the fixed series; NaN from where its numbers end */
export function responsesOf(rule: UpdateRule, hyper: HyperValues): Response[] {
  return seriesKinds.map((kind) => {
    const gradients = gradientSeries[kind]
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
    return { kind, gradients, steps, rates, slots }
  })
}
