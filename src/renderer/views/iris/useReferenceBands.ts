import { computed, type ComputedRef } from 'vue'
import type { Band } from '#shared/charts/frame.ts'
import { optimizerName, type HyperValues } from '#shared/optimizers/index.ts'
import { bandOf, bandReason, insideBand, type BandReason } from '#renderer/charts/bands.ts'
import { useText } from '#renderer/composables/useText.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRaceView } from '#renderer/race/view.ts'

export interface ReferenceBands {
  /** Of the race's lanes, or before the first race of those that take part. */
  readonly bands: ComputedRef<readonly Band[]>
  /** Why the selected lane has no band; undefined when it has one. */
  readonly missing: ComputedRef<string | undefined>
  /** How the ends compare with 200 seeds; empty where no band holds for any lane. */
  readonly verdict: ComputedRef<string>
}

/** Where 200 earlier seeds fell, for the lanes that the reference holds for. */
export function useReferenceBands(): ReferenceBands {
  const { t, format } = useText()
  const settings = useSettings()
  const stage = useExperiment('iris')
  const view = useRaceView('iris')

  const lanes = computed(() => {
    if (stage.newest) {
      return stage.raced.map(({ name, spec, tracks }) => ({ ...spec, name, track: tracks[0] }))
    }
    return stage.racing.map((lane) => ({
      ...lane,
      name: optimizerName(lane.optimizer),
      track: undefined,
    }))
  })

  function reasonOf(
    lane: { readonly optimizer: string; readonly hyper: HyperValues },
    metric: string,
  ): BandReason | undefined {
    const { model, batchSize: batch } = stage.newest?.spec ?? stage.form
    const softmax = model.hidden.length === 0
    return bandReason({ metric, softmax, batch, optimizer: lane.optimizer, hyper: lane.hyper })
  }

  const bands = computed(() =>
    lanes.value
      .filter((lane) => !reasonOf(lane, view.metric))
      .map(({ optimizer }) => bandOf(optimizer, optimizer === stage.selectedId, settings.theme)),
  )

  const missing = computed(() => {
    const lane = lanes.value.find(({ optimizer }) => optimizer === stage.selectedId)
    const reason = lane && reasonOf(lane, view.metric)
    if (!reason) return undefined
    const { name } = lane
    const sentences: Record<BandReason, string> = {
      metric: t('chart.bandMetric'),
      model: t('chart.bandModel'),
      batch: t('chart.bandBatch'),
      optimizer: t('chart.bandOptimizer', { name }),
      hyper: t('chart.bandHyper', { name }),
    }
    return sentences[reason]
  })

  const verdict = computed(() => {
    void stage.glance
    const step = view.steps.at(-1) ?? 0
    const samples = stage.newest?.recording.samplesAt(step) ?? 0
    const judged = lanes.value.flatMap((lane) => {
      if (reasonOf(lane, 'trainLoss')) return []
      const loss = lane.track?.valueAt('trainLoss', step) ?? NaN
      const within = insideBand(lane.optimizer, samples, loss)
      return within === undefined ? [] : [{ name: lane.name, within }]
    })
    const namesOf = (within: boolean): string[] =>
      judged.flatMap((each) => (each.within === within ? [each.name] : []))
    const [inside, outside] = [namesOf(true), namesOf(false)]
    if (judged.length === 0) return ''
    const names = { inside: format.list(inside), outside: format.list(outside) }
    if (outside.length > 0) {
      return t(inside.length > 0 ? 'result.insideSome' : 'result.outside', names)
    }
    return t(inside.length < lanes.value.length ? 'result.insideOnly' : 'result.inside', names)
  })

  return { bands, missing, verdict }
}
