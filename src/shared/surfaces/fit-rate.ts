import { ruleWalk, type HyperValues, type UpdateRule } from '../optimizers/index.ts'
import type { Ground } from '../rules/ground.ts'
import type { Point } from './types.ts'

/** Three a decade, from 10⁻⁵ to 10. */
const rates = Array.from({ length: 19 }, (_, index) =>
  Number((10 ** (index / 3 - 5)).toPrecision(2)),
)

/** Longer walks find no other rate, but take longer. */
const mostSteps = 1000

/**
 * Looks for the learning rate with which a rule comes lowest from a start; among those that come as
 * low, for the one that stays lowest on its way.
 *
 * @returns undefined where the rule has no rate, or none leads lower than the start
 */
export function fitRate(
  surface: Ground,
  rule: UpdateRule,
  hyper: HyperValues,
  start: Point,
  steps: number,
): number | undefined {
  if (typeof hyper.lr !== 'number') return undefined
  const count = Math.min(steps, mostSteps)
  const tried = rates.flatMap((rate) => {
    const { values, steps: taken } = ruleWalk(rule, { ...hyper, lr: rate })(
      surface,
      [start.x, start.y],
      count,
    )
    const end = values[taken] ?? NaN
    if (taken < count || !(end < values[0]!)) return []
    return [{ rate, end, sum: values.reduce((sum, value) => sum + value, 0) }]
  })
  if (tried.length === 0) return undefined
  const lowest = Math.min(...tried.map(({ end }) => end))
  const highest = surface.value(start.x, start.y)
  const low = tried.filter(({ end }) => end - lowest <= 1e-3 * (highest - lowest))
  return low.reduce((best, each) => (each.sum < best.sum ? each : best)).rate
}
