import { lineOf, type RuleLine, type UpdateRule } from '../optimizers/index.ts'
import { namesIn, type Program, type Statement } from '../rules/ast.ts'
import type { Value } from '../rules/elements.ts'
import {
  interpretStep,
  type RunNumbers,
  type StepNumbers,
  type TensorLayout,
} from '../rules/interpret.ts'
import type { LaneProgram } from './lane-program.ts'

/* Which line of a rule made a run diverge. */

/** A hyper-parameter nearer to 0 than this, or a rate, makes a number large all by itself if it divides. */
export const smallestDivisor = 1e-60

/**
 * @param run what stood before the step, and the gradient; changed
 * @param numbers of the step
 * @returns the first line of the rule that yields what is not finite, in the step taken again; undefined
 *   where none does, or clipping or decay did before
 */
export function firstFault(
  rule: UpdateRule,
  { program, keep, before }: LaneProgram,
  tensors: readonly TensorLayout[],
  run: RunNumbers,
  numbers: StepNumbers,
): RuleLine | undefined {
  const others = new Set<Statement>(program.statements.slice(0, before))
  let found: RuleLine | 'elsewhere' | undefined
  interpretStep(program, tensors, run, numbers, {
    keep,
    observe(line, _, value) {
      if (found !== undefined || isFinite(value)) return
      found = others.has(line) ? 'elsewhere' : lineOf(rule, line.place.line)
    },
  })
  return found === 'elsewhere' ? undefined : found
}

/** @returns whether a program reads a number that is 0, or as good as 0 where it divides */
export function dividesByNothing({ statements }: Program, numbers: StepNumbers): boolean {
  const isNothing = (name: string): boolean => {
    const value = numbers[name]
    return typeof value === 'number' && Math.abs(value) < smallestDivisor
  }
  return statements.some((statement) =>
    statement.kind === 'assign'
      ? [...namesIn(statement.value)].some(isNothing)
      : [statement.yes, statement.no].some((part) =>
          dividesByNothing({ source: '', statements: part }, numbers),
        ),
  )
}

function isFinite(value: Value): boolean {
  if (typeof value === 'object') return Array.from(value).every(Number.isFinite)
  return typeof value === 'boolean' || Number.isFinite(value)
}
