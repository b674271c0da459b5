import type { HyperValues, UpdateRule } from '#shared/optimizers/index.ts'
import { responsesTo, type Response as Answer } from '#shared/rules/response.ts'
import { gradientSeries, seriesKinds, type SeriesKind } from './series.ts'

/** What one parameter does under one series of gradients. */
export interface Response extends Answer {
  /** A fixed series, or that of a lesson. */
  readonly kind: SeriesKind | 'lesson'
  readonly gradients: Float64Array
}

/**
 * @param lesson gradients of a lesson, which are then all that is answered
 * @returns how a rule answers each of the fixed series; NaN from where its numbers end
 */
export function responsesOf(
  rule: UpdateRule,
  hyper: HyperValues,
  lesson?: Float64Array,
): Response[] {
  const series = lesson
    ? [{ kind: 'lesson' as const, gradients: lesson }]
    : seriesKinds.map((kind) => ({ kind, gradients: gradientSeries[kind] }))
  const answers = responsesTo(
    rule,
    hyper,
    series.map(({ gradients }) => gradients),
  )
  return series.map((each, at) => ({ ...each, ...answers[at]! }))
}
