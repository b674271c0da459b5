import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { experimentOf, tutorialForm } from '../../../../src/renderer/views/iris/experiment.ts'
import {
  filled,
  liveTex,
  numberPieces,
  shortTex,
  stateOf,
  symbolPieces,
} from '../../../../src/renderer/views/iris/formula.ts'
import { parseSpec } from '../../../../src/shared/experiment/spec.ts'
import {
  defaultHyper,
  findRule,
  numbersOf,
  optimizers,
} from '../../../../src/shared/optimizers/index.ts'
import { trainIris } from '../support/iris.ts'

const ruleOf = (id: string) => findRule(id, 'tutorial')!
const rules = optimizers.flatMap(({ id, rules: byConvention }) =>
  Object.entries(byConvention).map(
    ([convention, rule]) => [`${id} (${convention})`, rule] as const,
  ),
)

const parses = (line: string): void => {
  expect(
    () => katex.renderToString(line, { throwOnError: true, strict: 'error' }),
    line,
  ).not.toThrow()
}

describe('a rule in symbols', () => {
  it('stands at time t, from time t − 1', () => {
    const rule = ruleOf('rmsprop')
    expect(filled(rule, symbolPieces(rule), defaultHyper(rule))).toEqual([
      's_t = \\gamma \\cdot s_{t-1} + (1 - \\gamma) \\cdot g_t^2',
      'w_t = w_{t-1} - \\eta \\cdot \\frac{g_t}{\\sqrt{s_t + 10^{-6}}}',
    ])
  })

  it.each(rules)('%s is typeset', (_name, rule) => {
    filled(rule, symbolPieces(rule), defaultHyper(rule)).forEach(parses)
  })
})

describe('a rule in numbers', () => {
  it('puts signs and powers in parentheses, but not a result that stands alone', () => {
    const numbers = { p: 0.5, pNext: -0.25, g: -1e-5, lr: 0.02 }
    const rule = ruleOf('sgd')
    expect(filled(rule, numberPieces(rule, numbers), defaultHyper(rule))).toEqual([
      '-0.2500 = 0.5000 - 0.02 \\cdot {\\left(-1.000 \\times 10^{-5}\\right)}',
    ])
  })

  it.each([NaN, Infinity, -Infinity, 0, -0.5, 1e-300, -1e300, 12345.678])(
    'is typeset whatever the number: %d',
    (value) => {
      for (const [, rule] of rules) {
        const numbers = Object.fromEntries(
          Object.keys(symbolPieces(rule)).map((key) => [key, value]),
        )
        filled(rule, numberPieces(rule, numbers), defaultHyper(rule)).forEach(parses)
      }
    },
  )

  it('holds what the trainer recorded, for every lane and weight of a real race', () => {
    const form = tutorialForm()
    for (const lane of form.lanes) lane.on = true
    const spec = parseSpec(experimentOf(form))
    const { points } = trainIris(spec)
    for (const { snapshots } of [points[0]!, points.at(-1)!]) {
      for (const snapshot of snapshots) {
        const lane = spec.lanes[snapshot.run]!
        const rule = ruleOf(lane.optimizer)
        for (let at = 0; at < snapshot.gradients.length; at++) {
          const state = stateOf(snapshot, at, rule.slots.length)
          // The rule itself, on this weight alone, from what was before to what is shown after.
          const parameters = Float64Array.of(state.before.parameter)
          const slots = Object.fromEntries(
            rule.slots.map(({ key }, slot) => [key, Float64Array.of(state.before.slots[slot]!)]),
          )
          rule.step(parameters, Float64Array.of(state.gradient), slots, lane.hyper, state.t)
          expect(parameters[0]).toBe(state.after.parameter)
          rule.slots.forEach(({ key }, slot) => {
            expect(slots[key]?.[0]).toBe(state.after.slots[slot])
          })
          const pieces = numberPieces(rule, numbersOf(rule, lane.hyper, state))
          const lines = filled(rule, pieces, lane.hyper)
          expect(lines.join('\n')).toContain(liveTex(Math.abs(state.after.parameter)))
          lines.forEach(parses)
        }
      }
    }
  })
})

describe('numbers in a formula', () => {
  it.each([
    [0.0123456, '0.01235'],
    [0.00012, '1.200 \\times 10^{-4}'],
    [123456, '1.235 \\times 10^{5}'],
    [1234, '1234'],
    [-0.5, '-0.5000'],
    [0, '0'],
    [NaN, '\\mathrm{NaN}'],
    [-Infinity, '-\\infty'],
  ])('%d keeps four digits', (value, tex) => {
    expect(liveTex(value)).toBe(tex)
  })

  it.each([
    [0.9, '0.9'],
    [24, '24'],
    [1e-8, '1 \\times 10^{-8}'],
  ])('%d stays as it was chosen', (value, tex) => {
    expect(shortTex(value)).toBe(tex)
  })
})
