import { computed, type ComputedRef } from 'vue'
import { bandReason, insideBand } from '../../charts/bands.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import { useRace } from '../../stores/race.ts'
import { useIris } from './store.ts'
import { useShown } from './useShown.ts'
import { isShare, metricText } from '../../composables/metric-text.ts'

export interface Result {
  /** The last point of every lane, in a sentence; empty before the first. */
  readonly summary: ComputedRef<string>
  /** How the ends compare with 200 seeds; empty where no band holds for any lane. */
  readonly verdict: ComputedRef<string>
}

/** What the race has come to, in words. */
export function useResult(): Result {
  const { t } = useText()
  const format = useFormat()
  const race = useRace()
  const iris = useIris()
  const shown = useShown()

  const last = computed(() => {
    void race.version
    return race.recording.settledStep()
  })

  const ends = computed(() => {
    void race.version
    if (!last.value) return []
    return shown.lanes.value.map(({ run, lane, name }) => ({
      name,
      lane,
      value: race.recording.valueAt(run, iris.metric, last.value) ?? NaN,
      loss: race.recording.valueAt(run, 'trainLoss', last.value) ?? NaN,
      diverged: race.recording.divergedAt(run),
    }))
  })

  const summary = computed(() => {
    if (ends.value.length === 0) return ''
    // Best first; what is not a number stands last.
    const sign = isShare(iris.metric) ? -1 : 1
    const rank = (value: number): number => (Number.isNaN(value) ? Infinity : sign * value)
    const order = [...ends.value].sort((a, b) => (rank(a.value) < rank(b.value) ? -1 : 1))
    const values = order.map(({ name, value, diverged }) =>
      t('result.value', {
        name,
        value:
          diverged === undefined
            ? metricText(iris.metric, value)
            : t('lanes.diverged', { step: format.whole(diverged) }),
      }),
    )
    return t('result.final', {
      samples: format.whole(race.recording.samplesAt(last.value) ?? 0),
      values: format.list(values),
    })
  })

  const verdict = computed(() => {
    const inside: string[] = []
    const outside: string[] = []
    const samples = race.recording.samplesAt(last.value) ?? 0
    for (const { name, lane, loss } of ends.value) {
      const { optimizer, hyper } = lane
      const softmax = race.spec?.model.hidden.length === 0
      const batch = race.spec?.batchSize ?? 0
      if (bandReason({ metric: 'trainLoss', softmax, batch, optimizer, hyper })) continue
      const within = insideBand(optimizer, samples, loss)
      if (within !== undefined) (within ? inside : outside).push(name)
    }
    if (inside.length + outside.length === 0) return ''
    if (outside.length === 0) {
      return inside.length < ends.value.length
        ? t('result.insideOnly', { inside: format.list(inside) })
        : t('result.inside')
    }
    const names = { inside: format.list(inside), outside: format.list(outside) }
    return inside.length ? t('result.insideSome', names) : t('result.outside', names)
  })

  return { summary, verdict }
}
