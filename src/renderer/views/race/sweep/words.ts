import type { ContestantResult } from '#shared/experiment/sweep/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { metricOf, type Metric } from '#shared/metrics/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import { plainSymbol } from '#shared/words/symbols.ts'

const { t, format } = useText()

/** @returns a score as tables and labels print it */
export function scoreText(metric: Metric, score: number | null): string {
  if (score === null) return t('sweep.chart.diverged')
  const { unit } = metricOf(metric)
  if (unit === 'share') return format.percent(score, 1)
  if (unit === 'r2') return format.fixed(score, 3)
  if (score === 0) return '0'
  // Losses of a well-tuned classifier go down to 1e-9: fixed decimals would call them all 0.
  return Math.abs(score) < 0.001 ? format.short(score, 2) : format.fixed(score, 4)
}

/** @returns searched hyper-parameters with their symbols: `η 0.0316, β₂ 0.995` */
export function hyperText(lane: LaneSpec, hyper: Readonly<Record<string, number>>): string {
  const declared = ruleOf(lane)?.hyper ?? []
  return format.list(
    Object.entries(hyper).map(([key, value]) => {
      const symbol = declared.find((parameter) => parameter.key === key)?.symbol
      return `${symbol ? plainSymbol(symbol) : key} ${format.short(value, value > 0.5 && value < 1 ? 8 : 4)}`
    }),
  )
}

/** @returns a warning where the best stands at an end of what was tried; empty where it does not */
export function edgeText(edge: ContestantResult['edge']): string {
  if (!edge) return ''
  return edge === 'low' ? t('sweep.table.edgeLow') : t('sweep.table.edgeHigh')
}
