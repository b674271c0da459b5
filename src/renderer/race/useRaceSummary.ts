import { computed, type ComputedRef } from 'vue'
import { inSentence } from '#shared/metrics/index.ts'
import { metricText } from '../composables/metric-text.ts'
import { useText } from '../composables/useText.ts'
import { currentStage } from '../stores/racing-stage.ts'
import { bandOf } from './bands.ts'
import { StandingsReader } from './standings/reader.ts'
import { useExperiment } from './store.ts'
import { useRaceView } from './view.ts'

/**
 * @returns what every lane came to in the metric looked at, in a sentence, in the order of the
 *   race's ranking; empty before the first point
 */
export function useRaceSummary(id = currentStage()): ComputedRef<string> {
  const { t, format } = useText()
  const stage = useExperiment(id)
  const view = useRaceView(id)
  const reader = new StandingsReader()

  const endText = (value: number, divergedAt: number | undefined): string => {
    if (divergedAt !== undefined) return t('lanes.diverged', { step: format.whole(divergedAt) })
    return Number.isFinite(value) ? metricText(view.metric, value) : t('race.chart.diverged')
  }

  return computed(() => {
    void stage.glance
    const { raced, judged } = stage
    const ranking = reader.read({ lanes: raced, judged, target: undefined }, 'final', undefined)
    const ranked = ranking ? ranking.lanes.flatMap(({ lane }) => raced[lane] ?? []) : raced
    const ends = ranked.flatMap((lane) => {
      const { median, steps } = bandOf(lane, view.metric)
      const value = median.at(-1)
      if (value === undefined) return []
      const { name, divergedAt } = lane
      return [{ step: steps.at(-1) ?? 0, name, value: endText(value, divergedAt) }]
    })
    if (ends.length === 0) return ''
    const values = format.list(ends.map(({ name, value }) => t('result.value', { name, value })))
    const step = Math.max(...ends.map((end) => end.step))
    if (id === 'iris') {
      const samples = stage.newest?.recording.samplesAt(step) ?? 0
      return t('result.final', { samples: format.whole(samples), values })
    }
    const words = { metric: t(`metric.${view.metric}`), step: format.whole(step), values }
    if (!judged || judged === view.metric || ends.length < 2) return t('race.summary', words)
    return t('race.summaryOrdered', { ...words, judged: inSentence(t(`metric.${judged}`)) })
  })
}
