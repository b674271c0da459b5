import type { UpdateRule } from './types.ts'

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
 * hyper-parameters, slots before and (`<key>Next`) after the step, and the terms computed from them.
 */
export function numbersOf(
  rule: UpdateRule,
  hyper: Readonly<Record<string, number>>,
  state: StepState,
): Record<string, number> {
  const numbers: Record<string, number> = {
    ...hyper,
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
