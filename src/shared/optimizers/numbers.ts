import type { HyperValues, UpdateRule } from './types.ts'

/** One parameter's numbers around one step. Slots stand as the rule declares them. */
export interface StepState {
  readonly before: { readonly parameter: number; readonly slots: readonly number[] }
  readonly gradient: number
  readonly after: { readonly parameter: number; readonly slots: readonly number[] }
  /** The step, from 1. */
  readonly t: number
}

/**
 * Every number a rule's formula names, by the name of its piece: `p`, `pNext`, `g`, `t`,
 * hyper-parameters, flags (0 or 1), slots before and (`<key>Next`) after the step, and the terms computed from them.
 */
export function numbersOf(
  rule: UpdateRule,
  hyper: HyperValues,
  state: StepState,
): Record<string, number> {
  const numbers: Record<string, number> = {
    ...Object.fromEntries(Object.entries(hyper).map(([key, value]) => [key, Number(value)])),
    p: state.before.parameter,
    pNext: state.after.parameter,
    g: state.gradient,
    t: state.t,
  }
  rule.slots.forEach((slot, index) => {
    numbers[slot.key] = state.before.slots[index] ?? NaN
    numbers[`${slot.key}Next`] = state.after.slots[index] ?? NaN
  })
  for (const term of rule.terms ?? []) numbers[term.key] = term.value(numbers)
  return numbers
}
