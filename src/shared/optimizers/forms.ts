import type { UpdateRule } from '../rules/rule.ts'
import { findOptimizer, optimizers } from './index.ts'
import type { Convention, Optimizer } from './types.ts'

/** One of the ways in which an optimizer is written. */
export interface Form {
  readonly optimizer: Optimizer
  readonly convention: Convention
  readonly rule: UpdateRule
}

/**
 * @returns every way in which a built-in optimizer is written: in each convention, then as optimizers
 *   that are forms of it; the same for each of those
 */
export function formsOf(id: string): Form[] {
  const found = findOptimizer(id)
  if (!found) return []
  const root = found.formOf ?? id
  return optimizers
    .filter((each) => each.id === root || each.formOf === root)
    .flatMap((optimizer) =>
      Object.entries(optimizer.rules).map(([convention, rule]) => ({
        ...{ optimizer, rule },
        convention: convention as Convention,
      })),
    )
}
