import { computed, ref } from 'vue'
import { layoutOf } from '#shared/models.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { followedWeights } from '#shared/training/strips.ts'
import { stripPlaces, type StripLane } from '../../charts/strips.ts'
import { useText } from '../../composables/useText.ts'
import { defineStageStore } from '../../stores/racing-stage.ts'
import { useRaceCurves } from '../useRaceCurves.ts'
import { useExperiment } from '../store.ts'
import { useRaceView } from '../view.ts'
import { weightEnds, weightText } from '../weights.ts'
import { likestLane, recordedStrips } from './lanes.ts'

/** What a stage's strips show: whose, of which weight, and over whose. */
export const useStrips = defineStageStore('strips', (id) => {
  const { t } = useText()
  const stage = useExperiment(id)
  const view = useRaceView(id)
  const curves = useRaceCurves(id)

  /** A weight by its flat index; null for the medians over many. */
  const chosen = ref<number | null>(null)
  /** The lane that lies over the selected one; null for none, undefined for the likest. */
  const other = ref<string | null>()

  const layout = computed(() => {
    const { newest } = stage
    if (!newest) return undefined
    const { featureNames, classNames } = newest.shape
    return layoutOf(newest.spec.model, featureNames.length, classNames.length || 1)
  })
  const followed = computed(() => (layout.value ? followedWeights(layout.value) : []))
  /** The weight, of those that this model's strips follow. */
  const weight = computed(() =>
    chosen.value !== null && followed.value.includes(chosen.value) ? chosen.value : null,
  )
  /** What can be chosen: the flat index and the name of each. */
  const weights = computed(() => {
    const { newest } = stage
    const { value: lies } = layout
    if (!newest || !lies) return []
    const { featureNames, classNames } = newest.shape
    return followed.value.map((parameter) => {
      const ends = weightEnds(lies, featureNames, classNames, parameter)
      const name = ends ? weightText(ends.from, ends.to) : String(parameter)
      const layer =
        lies.layers.length > 2 && ends ? `${t('weights.layer', { index: ends.layer })}: ` : ''
      return { parameter, name: layer + name }
    })
  })

  /** Raced lanes whose strips were recorded. */
  const recorded = computed(() => {
    void stage.version
    return stage.raced.flatMap((lane) => {
      const rule = ruleOf(lane.spec)
      const points = lane.tracks[0]?.strips ?? []
      if (!rule || points.length === 0) return []
      const { id: of, name, look, spec } = lane
      return [{ id: of, name, look, spec, rule, points }]
    })
  })
  const selected = computed(
    () => recorded.value.find((lane) => lane.id === stage.selectedId) ?? recorded.value[0],
  )
  /** Those that it can be compared with. */
  const others = computed(() => recorded.value.filter((lane) => lane.id !== selected.value?.id))
  const compared = computed(() => {
    if (other.value === null || !selected.value) return undefined
    const known = others.value.find((lane) => lane.id === other.value)
    return known ?? likestLane(selected.value, others.value)
  })
  const lanes = computed<readonly StripLane[]>(() => {
    const place = weight.value === null ? null : followed.value.indexOf(weight.value)
    return [selected.value, compared.value].flatMap((lane) =>
      lane ? [recordedStrips(lane, place, followed.value.length, curves.points)] : [],
    )
  })

  /** @returns where a step stands on the chart's axis */
  const placeOf = (step: number | undefined): number | undefined =>
    step === undefined ? undefined : stripPlaces([step], curves.points)[0]

  return {
    chosen,
    other,
    weight,
    weights,
    selected,
    others,
    compared,
    lanes,
    marked: computed(() => placeOf(view.step)),
    pointed: computed(() => placeOf(view.pointed)),
  }
})
