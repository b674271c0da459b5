import { computed, type ComputedRef } from 'vue'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import { useExperiment } from '../race/store.ts'
import { epochsOf, formOf, modelName, trainRows, validationRows } from './experiment.ts'

/** @returns the settings that made what is shown, or before the first race will make it */
export function useCaption(): ComputedRef<string> {
  const { t } = useText()
  const format = useFormat()
  const stage = useExperiment('iris')

  return computed(() => {
    const { newest } = stage
    const form = newest ? formOf(newest.spec) : stage.form
    if (!form) return ''
    const shape = newest?.shape
    const epochs = shape
      ? Math.max(1, Math.round(stage.steps / shape.stepsPerEpoch))
      : epochsOf(form)
    return t('chart.caption', {
      model: t(`form.${modelName(form.model)}`),
      batch: format.whole(Number(form.batchSize)),
      epochs: t('unit.epochs', { n: epochs }),
      seed: String(form.seeds.first),
      train: format.whole(shape?.trainRows ?? trainRows),
      held: format.whole(shape?.validationRows ?? validationRows),
    })
  })
}
