import { computed, type ComputedRef } from 'vue'
import { higherIsBetter } from '../../../shared/metrics/index.ts'
import { metricText } from '../../composables/metric-text.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import { bandOf } from './chart/bands.ts'
import { useRaceStage } from './store.ts'
import { useRaceStageView } from './view.ts'

/** @returns where every lane stands at its last point, best first, in a sentence; empty before the first */
export function useRaceSummary(): ComputedRef<string> {
  const { t } = useText()
  const format = useFormat()
  const stage = useRaceStage()
  const view = useRaceStageView()

  return computed(() => {
    const sign = higherIsBetter(view.metric) ? -1 : 1
    void stage.glance
    const ends = stage.raced.flatMap((lane) => {
      const band = bandOf(lane, view.metric)
      const value = band.median.at(-1)
      return value === undefined ? [] : [{ name: lane.name, value, step: band.steps.at(-1) ?? 0 }]
    })
    if (ends.length === 0) return ''
    const rank = (value: number): number => (Number.isFinite(value) ? sign * value : Infinity)
    ends.sort((a, b) => (rank(a.value) < rank(b.value) ? -1 : 1))
    return t('race.summary', {
      metric: t(`metric.${view.metric}`),
      step: format.whole(Math.max(...ends.map(({ step }) => step))),
      values: format.list(
        ends.map(({ name, value }) =>
          t('result.value', {
            name,
            value: Number.isFinite(value)
              ? metricText(view.metric, value)
              : t('race.chart.diverged'),
          }),
        ),
      ),
    })
  })
}
