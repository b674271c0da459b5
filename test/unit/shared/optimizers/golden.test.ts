import { describe, expect, it } from 'vitest'
import {
  createRuleState,
  defaultHyper,
  findRule,
  type Convention,
} from '#shared/optimizers/index.ts'
import type { TensorLayout } from '#shared/rules/interpret.ts'
import { readGolden, type TensorRules, type UpdateRules } from '#test/support/golden.ts'
import { tensorsFrom } from '#test/support/rules.ts'

interface Case {
  readonly convention: string
  readonly optimizer: string
  readonly hyper: Readonly<Record<string, number | boolean | null>>
}

const ways = [
  ['compiled', true],
  ['interpreted', false],
] as const

/** Takes a case's steps, and holds the parameters after each to those given, by max(1, |value|). */
function follow(
  { convention, optimizer, hyper: given }: Case,
  {
    initial,
    gradients,
    params,
    tensors,
    compiled,
    tolerance,
  }: {
    readonly initial: readonly number[]
    readonly gradients: readonly (readonly number[])[]
    readonly params: readonly (readonly number[])[]
    readonly tensors?: readonly TensorLayout[]
    readonly compiled: boolean
    readonly tolerance: number
  },
): void {
  const rule = findRule(optimizer, convention as Convention)
  if (!rule) throw new Error('no such rule')
  const declared = [...rule.hyper, ...(rule.flags ?? [])].map(({ key }) => key)
  expect(Object.keys(given).filter((key) => !declared.includes(key))).toEqual([])
  const hyper = defaultHyper(rule)
  for (const [key, value] of Object.entries(given)) if (value !== null) hyper[key] = value
  const state = createRuleState(rule, hyper, initial, { tensors, compiled })
  expect(params.length).toBeGreaterThan(0)
  params.forEach((expected, step) => {
    state.gradients.set(gradients[step]!)
    state.step(step + 1)
    expected.forEach((value, i) => {
      const difference = Math.abs(state.parameters[i]! - value) / Math.max(1, Math.abs(value))
      expect(difference, `step ${step + 1}, parameter ${i}`).toBeLessThanOrEqual(tolerance)
    })
  })
}

describe.each(ways)('update-rules.json, %s', (_, compiled) => {
  const golden = readGolden<UpdateRules>('update-rules.json')

  it.each(
    golden.cases.map((each, at) => [`${at} ${each.convention} ${each.optimizer}`, each] as const),
  )('%s', (_name, each) => {
    const { initial, gradients } = golden
    follow(each, { initial, gradients, params: each.params, compiled, tolerance: 1e-10 })
  })
})

describe.each(ways)('tensor-rules.json, %s', (_, compiled) => {
  const golden = readGolden<TensorRules>('tensor-rules.json')
  const [matrix, vector] = golden.initial
  const tensors = tensorsFrom([matrix.length, matrix[0]!.length], [vector.length])
  const flat = (pair: readonly unknown[]): number[] => pair.flat(2) as number[]

  it.each(
    golden.cases.map((each, at) => [`${at} ${each.convention} ${each.optimizer}`, each] as const),
  )('%s', (_name, each) => {
    follow(each, {
      initial: flat(golden.initial),
      gradients: golden.gradients.map(flat),
      params: each.params.map(flat),
      tensors,
      compiled,
      tolerance: each.optimizer === 'adafactor' ? 1e-7 : 1e-9,
    })
  })
})
