import { computed, type ComputedRef } from 'vue'
import { findOptimizer, type HyperValues } from '../../../shared/optimizers/index.ts'
import { bandOf, bandReason, type BandReason } from '../../charts/bands.ts'
import type { Band } from '../../../shared/charts/frame.ts'
import { useText } from '../../composables/useText.ts'
import { useRace } from '../../stores/race.ts'
import { useSettings } from '../../stores/settings.ts'
import { useIris } from './store.ts'
import { useShown } from './useShown.ts'

/** A lane on the chart; before the first race it has no run. */
export interface DrawnLane {
  readonly run: number | undefined
  readonly name: string
  readonly optimizer: string
  readonly hyper: HyperValues
}

export interface DrawnLanes {
  /** The race's lanes, or before the first those that are ticked. */
  readonly lanes: ComputedRef<readonly DrawnLane[]>
  readonly bands: ComputedRef<readonly Band[]>
  /** Why the selected lane has no band behind it; undefined when it has one. */
  readonly missing: ComputedRef<string | undefined>
}

/** Which lanes the chart draws, and the bands that hold for them. */
export function useDrawnLanes(): DrawnLanes {
  const { t } = useText()
  const race = useRace()
  const settings = useSettings()
  const iris = useIris()
  const shown = useShown()

  const lanes = computed<DrawnLane[]>(() => {
    if (race.spec) {
      return shown.lanes.value.map(({ run, lane, name }) => ({ run, name, ...lane }))
    }
    return iris.form.lanes
      .filter((lane) => lane.on)
      .map(({ optimizer, hyper }) => ({
        run: undefined,
        name: findOptimizer(optimizer)?.name ?? optimizer,
        optimizer,
        hyper,
      }))
  })

  const setting = computed(() => ({
    metric: iris.metric,
    softmax: (race.spec?.model.hidden.length ?? (iris.form.model === 'softmax' ? 0 : 1)) === 0,
    batch: race.spec?.batchSize ?? iris.form.batch,
  }))

  const bands = computed(() =>
    lanes.value
      .filter(({ optimizer, hyper }) => !bandReason({ ...setting.value, optimizer, hyper }))
      .map(({ optimizer }) => bandOf(optimizer, optimizer === iris.selected, settings.theme)),
  )

  const missing = computed(() => {
    const lane = lanes.value.find(({ optimizer }) => optimizer === iris.selected)
    if (!lane) return undefined
    const { optimizer, hyper, name } = lane
    const reason = bandReason({ ...setting.value, optimizer, hyper })
    if (!reason) return undefined
    const sentences: Record<BandReason, string> = {
      metric: t('chart.bandMetric'),
      model: t('chart.bandModel'),
      batch: t('chart.bandBatch'),
      optimizer: t('chart.bandOptimizer', { name }),
      hyper: t('chart.bandHyper', { name }),
    }
    return sentences[reason]
  })

  return { lanes, bands, missing }
}
