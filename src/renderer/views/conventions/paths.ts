import {
  conventions,
  defaultHyper,
  findOptimizer,
  optimizers,
  type Convention,
  type HyperValues,
  type Optimizer,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import type { Surface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

/** The conventions that are held against each other; a rule of its paper or of one's own has no sibling. */
export const compared = conventions.filter(
  (convention) => convention !== 'paper' && convention !== 'own',
)

/** The optimizers that more than one convention writes. */
export const comparable: readonly Optimizer[] = optimizers.filter(
  ({ rules }) => compared.filter((convention) => rules[convention]).length > 1,
)

/** One convention's rule and the path it takes. */
export interface ConventionPath {
  readonly conventions: readonly Convention[]
  /** The surface's value after each step, from the start on. */
  readonly values: Float64Array
  readonly diverged: boolean
}

export interface ComparedRule {
  readonly convention: Convention
  readonly rule: UpdateRule
  readonly hyper: HyperValues
}

/**
 * @returns an optimizer's rules with their own defaults, but all with the same learning rate, so
 *   that what differs is the arithmetic
 */
export function comparedRules(optimizer: string, rate: number): ComparedRule[] {
  const rules = findOptimizer(optimizer)?.rules ?? {}
  return compared.flatMap((convention) => {
    const rule = rules[convention]
    if (!rule) return []
    const own = defaultHyper(rule)
    return [{ convention, rule, hyper: 'lr' in own ? { ...own, lr: rate } : own }]
  })
}

/** Paths from one start; conventions whose paths agree to 12 digits share one. */
export function conventionPaths(
  rules: readonly ComparedRule[],
  surface: Surface,
  steps: number,
): ConventionPath[] {
  const start = surface.starts[0] ?? { x: 0, y: 0 }
  const paths: ConventionPath[] = []
  for (const { convention, rule, hyper } of rules) {
    const { values, diverged } = walk({ surface, rule, hyper, start, steps })
    const twin = paths.findIndex((path) => agree(path.values, values))
    const found = paths[twin]
    if (found) paths[twin] = { ...found, conventions: [...found.conventions, convention] }
    else paths.push({ conventions: [convention], values, diverged })
  }
  return paths
}

/** How far apart the paths are where they are furthest, relative to the larger value. */
export function widestGap(paths: readonly ConventionPath[]): {
  readonly share: number
  readonly step: number
} {
  let share = 0
  let at = 0
  const steps = Math.min(...paths.map(({ values }) => values.length))
  for (let step = 0; step < steps; step++) {
    const values = paths.map((path) => path.values[step]!)
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const size = Math.max(Math.abs(low), Math.abs(high))
    const gap = size === 0 ? 0 : (high - low) / size
    if (gap > share) [share, at] = [gap, step]
  }
  return { share, step: at }
}

/** @returns a rate at which the optimizer gets somewhere: Adadelta's has no scale of its own */
export function usualRate(optimizer: string): number {
  const declared = findOptimizer(optimizer)?.rules.pytorch?.hyper.find(({ key }) => key === 'lr')
  return declared && declared.default >= 1 ? declared.default : 0.05
}

function agree(a: Float64Array, b: Float64Array): boolean {
  return (
    a.length === b.length &&
    a.every((value, step) => Math.abs(value - b[step]!) <= 1e-12 * Math.max(1, Math.abs(value)))
  )
}
