import { LabError } from '../../../shared/contract/errors.ts'
import { createRuleState } from '../../../shared/optimizers/index.ts'
import { ruleOf, type VerifiedCase } from './case.ts'
import { createComparison } from './compare.ts'
import type { UpdateRules } from './forms.ts'

/** By max(1, |value|). */
const tolerance = 1e-10

/**
 * Gives every case's rule the file's gradients and compares the parameters after each step.
 *
 * @throws LabError `bad-file` when the file contradicts itself or names an unknown rule
 */
export function verifyUpdateRules(file: string, golden: UpdateRules): VerifiedCase[] {
  const size = golden.initial.length
  for (const [step, gradients] of golden.gradients.entries()) {
    if (gradients.length !== size) throw uneven(file, `gradients[${step}]`, size)
  }
  return golden.cases.map((each) => {
    const { rule, hyper } = ruleOf(file, each)
    if (each.params.length > golden.gradients.length) {
      throw uneven(file, `params of ${each.optimizer}`, golden.gradients.length)
    }
    const state = createRuleState(rule, hyper, golden.initial)
    const comparison = createComparison()
    each.params.forEach((expected, step) => {
      state.gradients.set(golden.gradients[step]!)
      state.step(step + 1)
      comparison.add(`params[${step}]`, state.parameters, expected)
    })
    const difference = comparison.result()
    return {
      file,
      optimizer: each.optimizer,
      convention: each.convention,
      engine: 'rules',
      tolerance,
      passed: difference.scaled <= tolerance,
      ...difference,
    }
  })
}

function uneven(file: string, where: string, size: number): LabError {
  return new LabError(
    'bad-file',
    `${file} cannot be replayed: ${where} should have at most ${size} entries.`,
    {
      parameters: { name: file },
    },
  )
}
