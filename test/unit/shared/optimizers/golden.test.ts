import { describe, expect, it } from 'vitest'
import { findRule, type Convention } from '../../../../src/shared/optimizers/index.ts'
import { readGolden, type UpdateRules } from '../../../support/golden.ts'

const golden = readGolden<UpdateRules>('update-rules.json')
const cases = golden.cases.filter(({ convention }) => convention === 'tutorial')

describe('update rules against update-rules.json', () => {
  it('has the tutorial’s six optimizers', () => {
    expect(cases.map(({ optimizer }) => optimizer).sort()).toEqual([
      'adadelta',
      'adagrad',
      'adam',
      'momentum',
      'rmsprop',
      'sgd',
    ])
  })

  it.each(cases)('$convention $optimizer', ({ convention, optimizer, hyper, params }) => {
    const rule = findRule(optimizer, convention as Convention)!
    expect(rule.hyper.map(({ key }) => key).sort()).toEqual(Object.keys(hyper).sort())
    const parameters = Float64Array.from(golden.initial)
    const slots = Object.fromEntries(
      rule.slots.map(({ key, initial = 0 }) => {
        return [key, new Float64Array(parameters.length).fill(initial)]
      }),
    )
    params.forEach((expected, t) => {
      const gradients = Float64Array.from(golden.gradients[t]!)
      const given = gradients.slice()
      rule.step(parameters, gradients, slots, hyper, t + 1)
      expect(gradients).toEqual(given)
      expected.forEach((value, index) => {
        const tolerance = 1e-10 * Math.max(1, Math.abs(value))
        expect(Math.abs(parameters[index]! - value)).toBeLessThanOrEqual(tolerance)
      })
    })
  })
})
