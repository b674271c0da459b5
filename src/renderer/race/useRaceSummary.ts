import { computed, type ComputedRef } from 'vue'
import { higherIsBetter } from '#shared/metrics/index.ts'
import { metricText } from '../composables/metric-text.ts'
import { useText } from '../composables/useText.ts'
import { currentStage } from '../stores/racing-stage.ts'
import { bandOf } from './bands.ts'
import { useExperiment } from './store.ts'
import { useRaceView } from './view.ts'

/** @returns where every lane stands at its last point, best first, in a sentence; empty before the first */
export function useRaceSummary(id = currentStage()): ComputedRef<string> {
  const { t, format } = useText()
  const stage = useExperiment(id)
  const view = useRaceView(id)

  const endText = (value: number, divergedAt: number | undefined): string => {
    if (divergedAt !== undefined) return t('lanes.diverged', { step: format.whole(divergedAt) })
    return Number.isFinite(value) ? metricText(view.metric, value) : t('race.chart.diverged')
  }

  return computed(() => {
    const sign = higherIsBetter(view.metric) ? -1 : 1
    void stage.glance
    const ends = stage.raced.flatMap((lane) => {
      const { median, steps } = bandOf(lane, view.metric)
      const value = median.at(-1)
      if (value === undefined) return []
      const { name, divergedAt } = lane
      const alive = Number.isFinite(value) && divergedAt === undefined
      const rank = alive ? sign * value : Infinity
      return [{ rank, step: steps.at(-1) ?? 0, name, value: endText(value, divergedAt) }]
    })
    if (ends.length === 0) return ''
    ends.sort((a, b) => (a.rank < b.rank ? -1 : 1))
    const values = format.list(ends.map(({ name, value }) => t('result.value', { name, value })))
    const step = Math.max(...ends.map((end) => end.step))
    if (id === 'iris') {
      const samples = stage.newest?.recording.samplesAt(step) ?? 0
      return t('result.final', { samples: format.whole(samples), values })
    }
    return t('race.summary', {
      metric: t(`metric.${view.metric}`),
      step: format.whole(step),
      values,
    })
  })
}
