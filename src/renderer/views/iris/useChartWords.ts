import { computed, type ComputedRef } from 'vue'
import type { ChartWords } from '../../../shared/charts/frame.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import { useRace } from '../../stores/race.ts'
import { formOf, trainRows, validationRows } from './experiment.ts'
import { useIris } from './store.ts'
import type { Curves } from './useCurves.ts'
import { isShare } from '../../composables/metric-text.ts'

export interface Words {
  readonly words: ComputedRef<ChartWords>
  /** The settings that made what is shown. */
  readonly caption: ComputedRef<string>
}

/** What the chart says: its axes, its points, and what made it. */
export function useChartWords({ epoch, epochs }: Curves): Words {
  const { t } = useText()
  const format = useFormat()
  const race = useRace()
  const iris = useIris()

  const words = computed<ChartWords>(() => ({
    yName: t(`axis.${iris.metric}`, {
      rows: format.whole(
        iris.metric === 'validationLoss'
          ? (race.race?.shape.validationRows ?? validationRows)
          : epoch.value,
      ),
    }),
    xName: t('axis.samples'),
    xText: format.whole,
    xNote: (at: number) => (at === 0 ? '' : t('axis.epoch', { n: format.whole(at / epoch.value) })),
    yText: (value: number, decimals: number) =>
      isShare(iris.metric)
        ? format.whole(value * 100)
        : iris.logarithmic && decimals < 2
          ? format.short(value)
          : format.fixed(value, decimals),
    at: pointText,
  }))

  function pointText(index: number): string {
    const step = race.recording.steps[index] ?? 0
    return t('chart.at', {
      step: format.whole(step),
      samples: format.whole(race.recording.samplesAt(step) ?? 0),
    })
  }

  const epochsText = (n: number): string =>
    t('unit.epochs', { n: Number.isInteger(n) ? n : t('common.none') })

  const caption = computed(() => {
    const form = race.spec ? formOf(race.spec) : iris.form
    if (!form) return ''
    const shape = race.race?.shape
    return t('chart.caption', {
      model: t(`form.${form.model}`),
      batch: format.whole(form.batch),
      epochs: epochsText(race.race ? epochs.value : form.epochs),
      seed: Number.isNaN(form.seed) ? t('common.none') : String(form.seed),
      train: format.whole(shape?.trainRows ?? trainRows),
      held: format.whole(shape?.validationRows ?? validationRows),
    })
  })

  return { words, caption }
}
