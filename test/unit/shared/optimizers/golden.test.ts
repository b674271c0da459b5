import { describe, expect, it } from 'vitest'
import {
  defaultHyper,
  findRule,
  slotStart,
  type Convention,
} from '../../../../src/shared/optimizers/index.ts'
import golden from '../../../fixtures/golden/update-rules.json' with { type: 'json' }

describe('update-rules.json', () => {
  it.each(
    golden.cases.map(
      (each, index) => [`${index} ${each.convention} ${each.optimizer}`, each] as const,
    ),
  )('%s', (_name, { convention, optimizer, hyper: given, params }) => {
    const rule = findRule(optimizer, convention as Convention)
    if (!rule) throw new Error('no such rule')
    const declared = [...rule.hyper, ...(rule.flags ?? [])].map(({ key }) => key)
    expect(Object.keys(given).filter((key) => !declared.includes(key))).toEqual([])
    const hyper = {
      ...defaultHyper(rule),
      ...(given as unknown as Record<string, number | boolean>),
    }
    const parameters = Float64Array.from(golden.initial)
    const slots = Object.fromEntries(
      rule.slots.map((slot) => [
        slot.key,
        new Float64Array(parameters.length).fill(slotStart(slot, hyper)),
      ]),
    )
    golden.gradients.forEach((gradients, step) => {
      rule.step(parameters, Float64Array.from(gradients), slots, hyper, step + 1)
      params[step]!.forEach((expected, i) => {
        const difference = Math.abs(parameters[i]! - expected) / Math.max(1, Math.abs(expected))
        expect(difference, `step ${step + 1}, parameter ${i}`).toBeLessThanOrEqual(1e-10)
      })
    })
  })
})
