import { describe, expect, it } from 'vitest'
import { responsesOf } from '#renderer/views/optimizers/response.ts'
import { seriesKinds } from '#renderer/views/optimizers/series.ts'
import { defaultHyper, findRule, optimizers } from '#shared/optimizers/index.ts'

const of = (id: string): ReturnType<typeof responsesOf> => {
  const rule = findRule(id, 'tutorial')!
  return responsesOf(rule, defaultHyper(rule))
}

describe('responsesOf', () => {
  it('has SGD step by its rate times the gradient', () => {
    for (const { gradients, steps, rates, slots } of of('sgd')) {
      expect(slots).toEqual([])
      gradients.forEach((gradient, at) => {
        expect(steps[at]).toBeCloseTo(-0.02 * gradient, 12)
        if (gradient === 0) expect(rates[at]).toBeNaN()
        else expect(rates[at]).toBeCloseTo(0.02, 12)
      })
    }
  })

  it('shows why Adagrad slows, and what a spike does to it for good', () => {
    const [constant, spike] = of('adagrad')
    expect(constant!.rates[8]).toBeCloseTo(0.02 / 3, 6)
    expect(constant!.slots[0]!.at(-1)).toBe(60)
    expect(spike!.rates.at(-1)).toBeLessThan(constant!.rates.at(-1)! * 0.9)
  })

  it('answers the gradients of a lesson alone', () => {
    const rule = findRule('adagrad', 'tutorial')!
    const found = responsesOf(rule, defaultHyper(rule), Float64Array.of(3, 4))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ kind: 'lesson', gradients: Float64Array.of(3, 4) })
    // 3² + 4².
    expect(found[0]!.slots[0]!.at(-1)).toBe(25)
  })

  it('answers for every rule of every optimizer', () => {
    for (const { rules } of optimizers) {
      for (const rule of Object.values(rules)) {
        const found = responsesOf(rule, defaultHyper(rule))
        expect(found.map(({ kind }) => kind)).toEqual(seriesKinds)
        for (const { steps, slots } of found) {
          expect(steps.every(Number.isFinite)).toBe(true)
          expect(slots).toHaveLength(rule.slots.length)
        }
      }
    }
  })
})
