import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { layoutOf } from '#shared/models.ts'
import { optimizerOf } from '#shared/own/lane.ts'
import { captionText } from '#renderer/race/start-line.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useStrips } from '#renderer/race/strips/store.ts'
import { useRaceView } from '#renderer/race/view.ts'
import { weightTables } from './layers.ts'

/** What the inspector looks at: the selected lane's rule and state at the step looked at. */
export const useInspected = defineStore('iris-inspected', () => {
  const stage = useExperiment('iris')
  const view = useRaceView('iris')

  /** The flat index of the weight whose numbers the rule shows. */
  const parameter = ref(0)
  watch(
    () => stage.form.model,
    () => {
      parameter.value = 0
    },
    { flush: 'sync' },
  )

  // The strips show the weight that is chosen here, and the other way round.
  const strips = useStrips('iris')
  watch(parameter, (next) => (strips.chosen = next))
  watch(
    () => strips.weight,
    (next) => {
      if (next !== null) parameter.value = next
    },
  )

  /** The selected optimizer's lane as it was raced, if it took part. */
  const lane = computed(() => stage.raced.find(({ id }) => id === stage.selectedId))
  /** The same as it was raced, or else will be. */
  const choice = computed(
    () => lane.value?.spec ?? stage.form.lanes.find(({ id }) => id === stage.selectedId),
  )
  const optimizer = computed(() => choice.value && optimizerOf(choice.value))
  const rule = computed(() => choice.value && optimizer.value?.rules[choice.value.convention])
  const shape = computed(() => stage.newest?.shape)
  /** How a run's parameters lie; undefined before the first run. */
  const layout = computed(() => {
    const { newest } = stage
    if (!newest) return undefined
    const { featureNames, classNames } = newest.shape
    return layoutOf(newest.spec.model, featureNames.length, classNames.length)
  })
  /** The shown race's layers as tables; none before the first run. */
  const tables = computed(() => {
    const { newest } = stage
    if (!newest) return []
    return weightTables(newest.spec.model, newest.shape.featureNames, newest.shape.classNames)
  })
  const snapshot = computed(() => {
    void stage.version
    const { newest } = stage
    const entry = newest?.entries.find(({ tracks }) => tracks === lane.value?.tracks)
    if (!newest || !entry || view.step === undefined) return undefined
    return newest.recording.snapshotAt(entry.runs[0], view.step)
  })
  /** Each lane's share of flowers named rightly at the step looked at. */
  const accuracies = computed(() => {
    void stage.version
    const { step } = view
    if (step === undefined) return []
    return stage.raced.map(({ id, name, spec, look, tracks }) => ({
      id,
      name,
      optimizer: spec.optimizer,
      drawn: spec,
      colour: look.colour,
      train: tracks[0]?.valueAt('trainAccuracy', step) ?? NaN,
      held: tracks[0]?.valueAt('validationAccuracy', step) ?? NaN,
    }))
  })

  /** The settings that made what is shown, or before the first race will make it. */
  const caption = computed(() => {
    const spec = stage.newest?.spec ?? stage.spec
    if (!spec) return ''
    const epochs = stage.newest && Math.round(stage.steps / stage.newest.shape.stepsPerEpoch)
    const budget = epochs ? { epochs } : spec.budget
    return captionText({ ...spec, budget })
  })

  return {
    caption,
    parameter,
    lane,
    choice,
    optimizer,
    rule,
    shape,
    layout,
    tables,
    snapshot,
    accuracies,
  }
})
