import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import type { ExperimentSpec, Metric } from '../../../shared/experiment/spec.ts'
import { findRule } from '../../../shared/optimizers/index.ts'
import {
  experimentOf,
  formOf,
  stepsOf,
  tutorialForm,
  tutorialForms,
  tutorialHyper,
  type IrisModel,
  type LaneForm,
} from './experiment.ts'
import { rangeFault, wholeFault, type Fault } from '../../forms/faults.ts'
import { slowest, swiftest } from '../../components/pace.ts'
import { useRace } from '../../stores/race.ts'
import { place } from '../../stores/recording.ts'

/** Seconds the whole run takes unless the speed was touched. */
const watchable = 4

const largestSeed = 0xffffffff

/** What the chart can show, in the order of its list. */
export const irisMetrics = [
  'trainLoss',
  'validationLoss',
  'trainAccuracy',
  'validationAccuracy',
  'batchLoss',
] as const satisfies readonly Metric[]
export type IrisMetric = (typeof irisMetrics)[number]

/** A field that keeps the run from starting. */
export interface FormFault {
  readonly field: 'epochs' | 'seed' | 'hyper'
  readonly optimizer?: string
  readonly key?: string
  readonly fault: Fault
}

/** The Iris stage's form and what is looked at; the race itself is in `useRace`. */
export const useIris = defineStore('iris', () => {
  const race = useRace()
  const form = reactive(tutorialForm())
  /** Steps a second; undefined until touched: then the run takes about four seconds. */
  const chosenPace = ref<number | null>()
  const selected = ref(form.lanes[0]?.optimizer ?? 'sgd')
  const metric = ref<IrisMetric>('trainLoss')
  const logarithmic = ref(false)
  const moreEpochs = ref(4)
  /** Index into the recording's points; undefined follows the newest. */
  const scrubbed = ref<number>()
  /** The flat index of the weight whose numbers the rule shows. */
  const parameter = ref(0)

  const pace = computed(() => {
    if (chosenPace.value !== undefined) return chosenPace.value
    const steps = stepsOf(form.batch, Number.isInteger(form.epochs) ? form.epochs : 4)
    return Math.min(swiftest, Math.max(slowest, steps / watchable))
  })

  const faults = computed<FormFault[]>(() => {
    const found: FormFault[] = []
    const epochs = wholeFault(form.epochs, 1, 10_000)
    if (epochs) found.push({ field: 'epochs', fault: epochs })
    const seed = wholeFault(form.seed, 0, largestSeed)
    if (seed) found.push({ field: 'seed', fault: seed })
    for (const lane of form.lanes) {
      if (!lane.on) continue
      for (const { key, range } of findRule(lane.optimizer, 'tutorial')?.hyper ?? []) {
        const fault = rangeFault(lane.hyper[key] ?? NaN, range)
        if (fault) found.push({ field: 'hyper', optimizer: lane.optimizer, key, fault })
      }
    }
    return found
  })

  const ready = computed(() => faults.value.length === 0 && form.lanes.some((lane) => lane.on))

  const experiment = computed(() => (ready.value ? experimentOf(form) : undefined))

  /** Whether the form describes another race than the one shown. */
  const changed = computed(() => {
    const shown = race.spec && formOf(race.spec)
    if (!shown || !race.race) return false
    return fingerprint(shown) !== fingerprint(form)
  })

  /** Recorded points that every lane has reached. */
  const points = computed(() => {
    void race.version
    return place(race.recording.steps, race.recording.settledStep() + 1)
  })
  const position = computed(() => {
    const last = points.value - 1
    return Math.max(0, scrubbed.value === undefined ? last : Math.min(scrubbed.value, last))
  })
  /** The step looked at; undefined before the first point. */
  const step = computed<number | undefined>(() => {
    return points.value > 0 ? race.recording.steps[position.value] : undefined
  })
  const following = computed(() => scrubbed.value === undefined)

  function scrub(to: number): void {
    const last = points.value - 1
    if (last < 0) return
    scrubbed.value = to >= last ? undefined : Math.max(0, Math.round(to))
  }

  function setModel(model: IrisModel): void {
    if (model === form.model) return
    form.model = model
    form.lanes = tutorialForms(model)
    parameter.value = 0
  }

  const laneOf = (optimizer: string): LaneForm | undefined =>
    form.lanes.find((lane) => lane.optimizer === optimizer)

  function setLane(optimizer: string, on: boolean): void {
    const lane = laneOf(optimizer)
    if (lane) lane.on = on
  }

  function setHyper(optimizer: string, key: string, value: number): void {
    const lane = laneOf(optimizer)
    if (lane) lane.hyper[key] = value
  }

  function resetLane(optimizer: string): void {
    const lane = laneOf(optimizer)
    if (lane) lane.hyper = tutorialHyper(optimizer, form.model)
  }

  function resetLanes(): void {
    form.lanes = tutorialForms(form.model)
  }

  function newSeed(): void {
    form.seed = Math.floor(Math.random() * 1_000_000)
  }

  function run(): Promise<void> {
    if (!experiment.value) return Promise.resolve()
    scrubbed.value = undefined
    const [first] = experiment.value.lanes
    if (first && !experiment.value.lanes.some(({ id }) => id === selected.value)) {
      selected.value = first.id
    }
    return race.start(experiment.value, pace.value)
  }

  function goOn(): Promise<void> {
    scrubbed.value = undefined
    return race.extend(moreEpochs.value)
  }

  watch(pace, (next) => {
    if (race.active) void race.setPace(next)
  })

  /** Fills the form as the shown race was made: a reloaded page finds its form with its race. */
  function adopt(): void {
    if (race.spec) apply(race.spec)
  }

  /** Fills the form as an experiment of this kind was made; one of another kind changes nothing. */
  function apply(spec: ExperimentSpec): void {
    const shown = formOf(spec)
    if (!shown) return
    Object.assign(form, shown)
    parameter.value = 0
    if (!shown.lanes.some((lane) => lane.on && lane.optimizer === selected.value)) {
      selected.value = shown.lanes.find((lane) => lane.on)?.optimizer ?? selected.value
    }
  }

  /** What is chosen on the stage, as plain data. */
  const chosen = computed(() => ({
    form: JSON.parse(JSON.stringify(form)) as typeof form,
    metric: metric.value,
    logarithmic: logarithmic.value,
    moreEpochs: moreEpochs.value,
    selected: selected.value,
  }))
  function choose(next: typeof chosen.value): void {
    Object.assign(form, structuredClone(next.form))
    metric.value = next.metric
    logarithmic.value = next.logarithmic
    moreEpochs.value = next.moreEpochs
    selected.value = next.selected
    parameter.value = 0
  }
  const first = chosen.value
  function toDefaults(): void {
    choose(first)
    chosenPace.value = undefined
    scrubbed.value = undefined
  }

  return {
    form,
    chosen,
    choose,
    toDefaults,
    chosenPace,
    pace,
    selected,
    metric,
    logarithmic,
    moreEpochs,
    parameter,
    faults,
    ready,
    experiment,
    changed,
    points,
    position,
    step,
    following,
    scrub,
    setModel,
    setLane,
    setHyper,
    resetLane,
    resetLanes,
    newSeed,
    run,
    goOn,
    adopt,
    apply,
  }
})

function fingerprint(form: ReturnType<typeof tutorialForm>): string {
  const lanes = form.lanes
    .filter((lane) => lane.on)
    .map(({ optimizer, hyper }) => [optimizer, ...sorted(hyper)])
  return JSON.stringify([form.model, form.batch, form.epochs, form.seed, lanes])
}

const sorted = (hyper: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(hyper).sort(([a], [b]) => (a < b ? -1 : 1))
