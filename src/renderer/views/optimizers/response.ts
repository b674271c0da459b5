import type { HyperValues, UpdateRule } from '#shared/optimizers/index.ts'
import { responsesTo, type Response as Answer } from '#shared/rules/response.ts'
import { gradientSeries, seriesKinds, type SeriesKind } from './series.ts'

/** What one parameter does under one of the fixed series of gradients. */
export interface Response extends Answer {
  readonly kind: SeriesKind
  readonly gradients: Float64Array
}

/** @returns how a rule answers each of the fixed series; NaN from where its numbers end */
export function responsesOf(rule: UpdateRule, hyper: HyperValues): Response[] {
  const series = seriesKinds.map((kind) => gradientSeries[kind])
  return responsesTo(rule, hyper, series).map((answer, at) => ({
    ...{ kind: seriesKinds[at]!, gradients: series[at]! },
    ...answer,
  }))
}
