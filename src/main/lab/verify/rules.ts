import type { LabError } from '#shared/contract/errors.ts'
import { createRuleState } from '#shared/optimizers/index.ts'
import type { TensorLayout } from '#shared/rules/interpret.ts'
import { cannotReplay, ruleEngines, ruleOf, type VerifiedCase } from './case.ts'
import { createComparison } from './compare.ts'
import type { TensorRules, UpdateRules } from './forms.ts'

/** By max(1, |value|). */
const tolerance = 1e-10
const tensorTolerance = 1e-9

/** PyTorch keeps this one's factors less precisely. */
const tensorTolerances: Readonly<Record<string, number>> = { adafactor: 1e-7 }

/**
 * Gives every case's rule the file's gradients, compiled and interpreted, and compares the parameters
 * after each step.
 *
 * @throws LabError `bad-file` when the file contradicts itself or names an unknown rule
 */
export function verifyUpdateRules(file: string, golden: UpdateRules): VerifiedCase[] {
  const { initial, gradients, cases } = golden
  const size = initial.length
  for (const [step, each] of gradients.entries()) {
    if (each.length !== size) throw uneven(file, `gradients[${step}]`, size)
  }
  return follow(file, { initial, gradients, cases }, () => tolerance)
}

/**
 * The same on weight matrices and vectors.
 *
 * @throws LabError `bad-file` likewise
 */
export function verifyTensorRules(file: string, golden: TensorRules): VerifiedCase[] {
  const tensors: TensorLayout[] = []
  let offset = 0
  for (const tensor of golden.initial) {
    const matrix = typeof tensor[0] !== 'number'
    const rows = matrix ? tensor.length : 1
    const columns = tensor.flat().length / rows
    tensors.push({ offset, rows, columns, matrix })
    offset += rows * columns
  }
  const flat = (where: string, list: TensorRules['initial']): number[] => {
    list.forEach((tensor, index) => {
      const own = tensors[index]
      if (!own || !fits(tensor, own)) throw misshapen(file, `${where}[${index}]`)
    })
    if (list.length !== tensors.length) throw uneven(file, where, tensors.length)
    return list.flat(2)
  }
  return follow(
    file,
    {
      initial: flat('initial', golden.initial),
      gradients: golden.gradients.map((each, step) => flat(`gradients[${step}]`, each)),
      cases: golden.cases.map((each) => ({
        ...each,
        params: each.params.map((list, step) => flat(`params[${step}]`, list)),
      })),
    },
    (optimizer) => tensorTolerances[optimizer] ?? tensorTolerance,
    tensors,
  )
}

function follow(
  file: string,
  golden: UpdateRules,
  toleranceOf: (optimizer: string) => number,
  tensors?: readonly TensorLayout[],
): VerifiedCase[] {
  return golden.cases.flatMap((each) => {
    const { optimizer, convention, params } = each
    const { rule, hyper } = ruleOf(file, each)
    if (params.length > golden.gradients.length) {
      throw uneven(file, `params of ${optimizer}`, golden.gradients.length)
    }
    const tolerance = toleranceOf(optimizer)
    return ruleEngines.flatMap(({ engine, compiled }): VerifiedCase[] => {
      const state = createRuleState(rule, hyper, golden.initial, { tensors, compiled })
      // What no kernel computes, the interpreter alone does.
      if (state.compiled !== compiled) return []
      const comparison = createComparison()
      params.forEach((expected, step) => {
        state.gradients.set(golden.gradients[step]!)
        state.step(step + 1)
        comparison.add(`params[${step}]`, state.parameters, expected)
      })
      const difference = comparison.result()
      const passed = difference.scaled <= tolerance
      return [{ file, optimizer, convention, engine, tolerance, passed, ...difference }]
    })
  })
}

function fits(
  tensor: TensorRules['initial'][number],
  { rows, columns, matrix }: TensorLayout,
): boolean {
  const lists = matrix ? tensor : [tensor]
  return (
    lists.length === rows &&
    lists.every((row) => typeof row === 'object' && row.length === columns) &&
    tensor.every((item) => (typeof item === 'object') === matrix)
  )
}

function misshapen(file: string, where: string): LabError {
  return cannotReplay(file, `${where} has not the shape of its tensor in 'initial'`)
}

function uneven(file: string, where: string, size: number): LabError {
  return cannotReplay(file, `${where} should have at most ${size} entries`)
}
