import type { Part } from './engine.ts'
import type { Problem, Rows } from './problem.ts'

/** The targets never change, and every point asks for them. */
const variances = new WeakMap<Rows, number>()

/**
 * Each run's coefficient of determination, R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², where ȳ is the mean of the
 * very rows that are predicted: 1 is perfect, 0 as good as always saying ȳ, less is worse.
 *
 * @param losses each run's mean squared error over the part, `[lanes × seeds]`
 * @param problems one per seed, with a single output
 * @returns `[lanes × seeds]`; NaN where the part has no rows or all its targets are alike
 */
export function determinations(
  losses: Float64Array,
  problems: readonly Problem[],
  part: Part,
): Float64Array {
  return losses.map((loss, run) => 1 - loss / varianceOf(problems[run % problems.length]![part]))
}

function varianceOf(rows: Rows): number {
  const known = variances.get(rows)
  if (known !== undefined) return known
  const variance = measureVariance(rows)
  variances.set(rows, variance)
  return variance
}

function measureVariance({ count, targets }: Rows): number {
  let minimum = Infinity
  let maximum = -Infinity
  let sum = 0
  for (const target of targets) {
    if (target < minimum) minimum = target
    if (target > maximum) maximum = target
    sum += target
  }
  // Asked of the range, so that rounding in the mean cannot turn a constant into noise.
  if (!(maximum > minimum)) return NaN
  const mean = sum / count
  let squares = 0
  for (const target of targets) squares += (target - mean) ** 2
  return squares / count
}
