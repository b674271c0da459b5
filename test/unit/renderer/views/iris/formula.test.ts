import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { experimentOf, tutorialForm } from '#renderer/race/iris.ts'
import {
  inMatrix,
  liveTex,
  numberLabel,
  shortTex,
  unguarded,
} from '#renderer/views/iris/formula.ts'
import type { Snapshot } from '#shared/contract/stream.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { layoutOf } from '#shared/models.ts'
import {
  createRuleState,
  defaultHyper,
  findRule,
  formulaOf,
  optimizers,
} from '#shared/optimizers/index.ts'
import { trainIris } from '#test/unit/renderer/support/iris.ts'

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
    expect(formulaOf(rule, defaultHyper(rule))).toEqual([
      's_t = \\gamma \\cdot s_{t-1} + (1 - \\gamma) \\cdot g_t^{2}',
      'w_t = w_{t-1} - \\eta \\cdot \\frac{g_t}{\\sqrt{s_t + 10^{-6}}}',
    ])
  })
})

/** The numbers of one weight in a step of one run, as a trainer records them. */
function snapshotOf(
  parameters: readonly number[],
  gradients: readonly number[],
  slots: number,
): Snapshot {
  const state = {
    parameters: Float64Array.from(parameters),
    slots: new Float64Array(slots * parameters.length),
  }
  return {
    run: 0,
    step: 1,
    gradients: Float64Array.from(gradients),
    before: state,
    after: state,
    confusion: new Uint32Array(),
  }
}

describe('a rule in numbers', () => {
  /** A weight and a bias. */
  const layout = layoutOf({ hidden: [], activation: 'relu' }, 1, 1)

  it('puts signs and powers in parentheses, but not a result that stands alone', () => {
    const rule = ruleOf('sgd')
    const label = numberLabel(rule, { lr: 0.02 }, layout, snapshotOf([-0.25, 0], [-1e-5, 0], 0), 0)
    expect(unguarded(formulaOf(rule, { lr: 0.02 }, { label }))).toEqual([
      '-0.2500 = {\\left(-0.2500\\right)} - 0.02 \\cdot {\\left(-1.000 \\times 10^{-5}\\right)}',
    ])
  })

  it.each([NaN, Infinity, -Infinity, 0, -0.5, 1e-300, -1e300, 12345.678])(
    'is typeset whatever the number: %d',
    (value) => {
      for (const [, rule] of rules) {
        const hyper = defaultHyper(rule)
        const snapshot = snapshotOf([value, value], [value, value], rule.slots.length)
        for (const parameter of [0, 1]) {
          const label = numberLabel(rule, hyper, layout, snapshot, parameter)
          const matrix = inMatrix(layout, parameter)
          expect(matrix).toBe(parameter === 0)
          unguarded(formulaOf(rule, hyper, { label, matrix })).forEach(parses)
        }
      }
    },
  )

  it('shows a whole tensor by its symbol', () => {
    const rule = findRule('fromage', 'optax')!
    const hyper = defaultHyper(rule)
    const label = numberLabel(rule, hyper, layout, snapshotOf([3, 0], [4, 0], 0), 0)
    const [line] = unguarded(formulaOf(rule, hyper, { label, matrix: true }))
    expect(line).toBe(
      '0.7500 = \\frac{\\max\\left(\\left\\lVert w_{t-1} \\right\\rVert,\\; 0.000001\\right)}{\\max\\left(\\left\\lVert g_t \\right\\rVert,\\; 0.000001\\right)}',
    )
  })

  it('holds what the trainer recorded, for every lane and weight of a real race', () => {
    const spec = parseSpec(experimentOf({ ...tutorialForm(), off: [] }))
    const { points } = trainIris(spec)
    for (const { snapshots } of [points[0]!, points.at(-1)!]) {
      for (const snapshot of snapshots) {
        const lane = spec.lanes[snapshot.run]!
        const rule = ruleOf(lane.optimizer)
        const { before, after, gradients, step } = snapshot
        const size = gradients.length
        // The rule itself, from what was before to what is shown after.
        const state = createRuleState(rule, lane.hyper, before.parameters)
        state.gradients.set(gradients)
        rule.slots.forEach(({ key }, slot) => {
          state.slots[key]!.set(before.slots.subarray(slot * size, (slot + 1) * size))
        })
        state.step(step)
        expect([...state.parameters]).toEqual([...after.parameters])
        expect(rule.slots.flatMap(({ key }) => [...state.slots[key]!])).toEqual([...after.slots])
        const inputs = layoutOf(spec.model, 4, 3)
        for (let at = 0; at < size; at++) {
          const label = numberLabel(rule, lane.hyper, inputs, snapshot, at)
          const lines = unguarded(
            formulaOf(rule, lane.hyper, { label, matrix: inMatrix(inputs, at) }),
          )
          expect(lines.join('\n')).toContain(liveTex(Math.abs(after.parameters[at]!)))
          if (at % 5 === 0) lines.forEach(parses)
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
