import { computed, type ComputedRef } from 'vue'
import type { ChartWords, Reading } from '#shared/charts/frame.ts'
import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import {
  sensitivityOf,
  type Sensitivity,
  type SensitivityLine,
} from '#renderer/charts/sensitivity.ts'
import { useText } from '#renderer/composables/useText.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { higherIsBetter } from '#shared/metrics/index.ts'
import { laneNames } from '#renderer/race/lanes.ts'
import { isLoss } from '#renderer/race/sweep-form.ts'
import { useSweep } from '#renderer/race/sweep.ts'
import { scoreText } from './words.ts'

/** What the chart and the table of the sweep show, from the store. */
export interface SensitivityView {
  readonly lines: ComputedRef<readonly SensitivityLine[]>
  readonly chart: ComputedRef<Sensitivity | undefined>
  readonly words: ComputedRef<ChartWords>
  /** For those who do not see the chart. */
  readonly summary: ComputedRef<string>
  /** What each contestant has at a rate, the best first. */
  readonly readings: (index: number) => Reading[]
}

export function useSensitivity(): SensitivityView {
  const { t, format } = useText()
  const settings = useSettings()
  const sweep = useSweep()

  const rateText = (logarithm: number): string => format.short(10 ** logarithm, 3)

  const lines = computed<readonly SensitivityLine[]>(() => {
    if (!sweep.spec) return []
    const { lanes } = sweep.spec.experiment
    const names = laneNames(lanes)
    const ranks = laneRanks(lanes)
    return sweep.contestants.map(({ contestant, leadKey, curve, best }): SensitivityLine => {
      const lane = lanes[contestant]!
      const { id } = lane
      const rated = leadKey === 'lr'
      return {
        id,
        name: names[contestant] ?? id,
        look: rankedStyle(lane, ranks[contestant] ?? 0, settings.theme),
        tried: rated ? curve.map(({ lead, ...score }) => ({ ...score, rate: lead })) : [],
        winner:
          best && best.median !== null
            ? { score: best.median, rate: rated ? best.lead : undefined }
            : undefined,
      }
    })
  })

  const metric = computed(() => sweep.spec?.objective.metric ?? 'validationLoss')

  const chart = computed(() => {
    const { spec } = sweep
    if (!spec || !lines.value.some(({ tried, winner }) => tried.length > 0 || winner)) {
      return undefined
    }
    const { from, to } = spec.search.rate
    return sensitivityOf({
      lines: lines.value,
      range: { min: from, max: to },
      logarithmic: isLoss(metric.value),
      ...(isShare(metric.value) ? { fixed: { min: 0, max: 1 } } : {}),
      best: (name, score) => `${name} ${scoreText(metric.value, score)}`,
    })
  })

  const words = computed<ChartWords>(() => ({
    yName: t('sweep.chart.y', {
      metric: t(`metric.${metric.value}`),
      n: sweep.spec?.experiment.seeds.length ?? 1,
    }),
    xName: t('sweep.chart.x'),
    yText: (value, decimals) =>
      isLoss(metric.value)
        ? format.short(value, 2)
        : isShare(metric.value)
          ? format.percent(value)
          : format.fixed(value, decimals),
    xText: rateText,
    xNote: () => '',
    at: (index) => {
      const logarithm = chart.value?.points[index]
      return t('sweep.chart.at', {
        rate: logarithm === undefined ? t('common.none') : rateText(logarithm),
      })
    },
  }))

  const summary = computed(() =>
    format.text(
      lines.value.flatMap(({ name, winner }) => {
        if (!winner) return []
        const score = scoreText(metric.value, winner.score)
        if (winner.rate === undefined) return [t('sweep.chart.summaryLevel', { name, score })]
        return [t('sweep.chart.summary', { name, score, rate: format.short(winner.rate, 3) })]
      }),
    ),
  )

  /** The median at that rate: of several trials of one rate, the last. */
  function scoreAt(line: SensitivityLine, logarithm: number): number | null | undefined {
    const tried = line.tried.findLast(({ rate }) => Math.abs(Math.log10(rate) - logarithm) < 1e-9)
    return tried?.median
  }

  function readings(index: number): Reading[] {
    const logarithm = chart.value?.points[index]
    if (logarithm === undefined) return []
    const cost = (value: number): number =>
      Number.isNaN(value) ? Infinity : higherIsBetter(metric.value) ? -value : value
    return lines.value
      .flatMap((line): Reading[] => {
        const score = scoreAt(line, logarithm)
        if (score === undefined) return []
        const { id, name, look } = line
        return [{ id, name, look, value: score ?? NaN, text: scoreText(metric.value, score) }]
      })
      .sort((a, b) => cost(a.value) - cost(b.value))
  }

  return { lines, chart, words, summary, readings }
}
