import { refThrottled } from '@vueuse/core'
import { computed, reactive, ref, shallowRef, toRef, watch } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import {
  parseSpec,
  type ExperimentInput,
  type ExperimentSpec,
  type LaneSpec,
} from '#shared/experiment/spec.ts'
import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import { useLiveRace } from '../stores/race.ts'
import { defineStageStore } from '../stores/racing-stage.ts'
import { useSettings } from '../stores/settings.ts'
import { changedLane, startLineKey, type RaceForm } from './form.ts'
import { judgedMetric } from '#shared/experiment/judged.ts'
import type { Judged } from '#shared/metrics/index.ts'
import { eventsOf, findResult, heatOf, isComplete, ratesOf, type Heat } from './heats.ts'
import { kinds } from './kinds.ts'
import { laneNames, renamed } from './lanes.ts'
import type { RacedLane } from './raced.ts'

/** What the next press of the button does. */
export interface Plan {
  readonly kind: 'first' | 'some' | 'again'
  readonly lanes: readonly LaneSpec[]
}

/** Most lanes of one race. */
export const mostLanes = 64

/** A racing stage's form, and what its lanes have been raced as. */
export const useExperiment = defineStageStore('experiment', (id) => {
  const live = useLiveRace(id)
  const settings = useSettings()
  const kind = kinds[id]()

  const form = shallowRef<RaceForm>(kind.firstForm())
  /** Labels of the fields on the page whose text is no value: it goes no further, and no race starts. */
  const wrongFields = reactive(new Map<string, string>())
  const chosenPace = ref<number | null>()
  /** Steps a second; null runs as fast as it can, undefined is what the stage opens with. */
  const pace = computed<number | null>({
    get: () => (chosenPace.value === undefined ? kind.pace(form.value) : chosenPace.value),
    set: (next) => {
      chosenPace.value = next
    },
  })
  const selectedId = ref(form.value.lanes[0]?.id ?? '')
  /** Oldest first, all from the newest one's start line. */
  const heats = shallowRef<readonly Heat[]>([])
  /** Of the form itself, or of a race that was refused. */
  const refused = shallowRef<ErrorData>()

  /** The form's lanes that take part. */
  const racing = computed(() => form.value.lanes.filter((lane) => isOn(lane.id)))

  const experiment = computed<ExperimentInput>(() => kind.specOf(form.value))
  const spec = computed<ExperimentSpec | undefined>(() => {
    try {
      return parseSpec(experiment.value)
    } catch {
      return undefined
    }
  })
  const line = computed(() => spec.value && startLineKey(spec.value))
  const newest = computed(() => heats.value.at(-1))
  /** Steps of the newest race's budget, which grows when it goes on. */
  const steps = computed(() => {
    const { value: heat } = newest
    return (heat?.id === live.race?.id ? live.status?.steps : undefined) ?? heat?.shape.steps ?? 0
  })
  /** Whether what is shown was raced from another start line than the form's. */
  const moved = computed(() => newest.value !== undefined && newest.value.line !== line.value)

  /** Grows when the recording of any lane has grown. */
  const version = computed(() => live.version + heats.value.length)

  const lately = refThrottled(
    toRef(() => version.value),
    200,
  )
  /** The same as often as numbers can be read; a race that stands still is told at once. */
  const glance = computed(() => (live.active ? lately.value : version.value))

  const found = computed(() => form.value.lanes.map((lane) => findResult(heats.value, lane)))

  /** The form's lanes that have been raced, in the form's order. */
  const raced = computed<readonly RacedLane[]>(() => {
    const names = laneNames(form.value.lanes)
    const ranks = laneRanks(form.value.lanes)
    return form.value.lanes.flatMap((lane, index): RacedLane[] => {
      const result = findResult(heats.value, lane)
      if (!result) return []
      const { heat, entry } = result
      return [
        {
          id: lane.id,
          spec: entry.lane,
          name: names[index] ?? lane.id,
          look: rankedStyle(lane, ranks[index] ?? 0, settings.theme),
          tracks: entry.tracks,
          get events() {
            return eventsOf(heat, entry)
          },
          get rates() {
            return ratesOf(heat, entry)
          },
          get divergedAt() {
            return entry.tracks.length === 1 ? heat.recording.divergedAt(entry.runs[0]) : undefined
          },
        },
      ]
    })
  })

  /** Lanes whose present settings have no whole result from the present start line. */
  const missing = computed(() => {
    // The last points may come after the news that the race is over.
    void live.stage
    void glance.value
    if (moved.value || !newest.value) return racing.value
    return racing.value.filter((lane) => {
      const result = findResult(heats.value, lane)
      return !result?.same || !isComplete(result.heat, result.entry)
    })
  })

  /** Whether the form describes another race than the one shown. */
  const changed = computed(
    () =>
      newest.value !== undefined &&
      (moved.value ||
        raced.value.length !== racing.value.length ||
        racing.value.some((lane) => !findResult(heats.value, lane)?.same)),
  )

  /** The metric that counts, of what is shown or else planned. */
  const judged = computed<Judged | undefined>(() => {
    const shown = newest.value?.spec ?? spec.value
    return shown && judgedMetric({ ...shown, judged: form.value.judged ?? shown.judged })
  })

  const plan = computed<Plan>(() => {
    const { value: lanes } = racing
    if (newest.value && !kind.keepsResults) return { kind: 'again', lanes }
    if (!newest.value || moved.value) return { kind: 'first', lanes }
    if (missing.value.length === 0) return { kind: 'again', lanes }
    if (missing.value.length === lanes.length) return { kind: 'first', lanes }
    return { kind: 'some', lanes: missing.value }
  })

  /** Whether the lane was changed since it was raced. */
  function isChanged(id: string): boolean {
    const index = form.value.lanes.findIndex((lane) => lane.id === id)
    const result = found.value[index]
    return result !== undefined && !result.same
  }

  function isOn(id: string): boolean {
    return form.value.off?.includes(id) !== true
  }

  /** Lets a lane take part, or sit the race out. */
  function setOn(id: string, on: boolean): void {
    const off = (form.value.off ?? []).filter((each) => each !== id)
    change({ off: on ? off : [...off, id] })
  }

  function change(part: Partial<RaceForm>): void {
    form.value = { ...form.value, ...part }
  }

  function changeLane(id: string, part: Partial<LaneSpec>): void {
    change({
      tuned: false,
      lanes: form.value.lanes.map((lane) => (lane.id === id ? changedLane(lane, part) : lane)),
    })
  }

  /** Names that lanes of the form or of a heat have. */
  function taken(): Set<string> {
    const raced = heats.value.flatMap(({ entries }) => entries.map(({ lane }) => lane.id))
    return new Set([...form.value.lanes.map(({ id }) => id), ...raced])
  }

  function add(lane: LaneSpec, behind = form.value.lanes.length - 1): void {
    if (form.value.lanes.length >= mostLanes) return
    const fresh = renamed(lane, taken())
    change({ tuned: false, lanes: form.value.lanes.toSpliced(behind + 1, 0, fresh) })
    selectedId.value = fresh.id
  }

  function duplicate(id: string): void {
    const at = form.value.lanes.findIndex((lane) => lane.id === id)
    const lane = form.value.lanes[at]
    if (lane) add(lane, at)
  }

  function remove(id: string): void {
    if (form.value.lanes.length === 1) return
    const at = form.value.lanes.findIndex((lane) => lane.id === id)
    change({ lanes: form.value.lanes.filter((lane) => lane.id !== id) })
    if (selectedId.value === id) {
      selectedId.value = form.value.lanes[Math.min(at, form.value.lanes.length - 1)]?.id ?? ''
    }
  }

  function move(id: string, by: 1 | -1): void {
    const at = form.value.lanes.findIndex((lane) => lane.id === id)
    const lane = form.value.lanes[at]
    const to = at + by
    if (!lane || to < 0 || to >= form.value.lanes.length) return
    change({ lanes: form.value.lanes.toSpliced(at, 1).toSpliced(to, 0, lane) })
  }

  // Whatever race is shown, by a start or after a reload, is a heat of the stage.
  watch(
    () => live.race,
    (started) => {
      if (!started || !live.spec) return
      const before = heats.value.find(({ id }) => id === started.id)
      if (before?.shape.seeds === started.shape.seeds) return
      // The form goes on with the seeds that the race was given.
      const seeds = before && kind.formOf(live.spec)?.seeds
      if (seeds && before.line === line.value) change({ seeds })
      const heat = heatOf(started.id, live.spec, started.shape, live.recording)
      const kept = kind.keepsResults ? heats.value.filter(({ line }) => line === heat.line) : []
      heats.value = [...kept, heat]
      // The record names the very table that was raced on; the form goes on with it.
      if (started.status.phase === 'running') kind.keepTable(live.spec.dataset)
    },
    { flush: 'sync', immediate: true },
  )

  /** Puts a race of before beside the newest one, if it is from the same start line. */
  function keep(heat: Heat): void {
    const { value: now } = newest
    if (heats.value.some(({ id }) => id === heat.id) || (now && now.line !== heat.line)) return
    heats.value = [heat, ...heats.value]
  }

  /** Races what is planned; or, whatever has a result already, every lane. */
  async function run(all = false): Promise<void> {
    const lanes = all ? racing.value : plan.value.lanes
    const [first] = lanes
    if (!first || wrongFields.size > 0) return
    refused.value = undefined
    if (!isOn(selectedId.value)) selectedId.value = first.id
    try {
      const whole = parseSpec(experiment.value)
      const ids = new Set(lanes.map((lane) => lane.id))
      if (kind.keepsResults && (all || plan.value.kind === 'again')) heats.value = []
      await live.start({ ...whole, lanes: whole.lanes.filter(({ id }) => ids.has(id)) }, pace.value)
    } catch (thrown) {
      refused.value = toErrorData(thrown)
    }
  }

  /** Forgets what was raced; the logs stay. */
  function clear(): void {
    heats.value = []
    refused.value = undefined
    live.clear()
  }

  /** Forgets what was raced and chosen, but for the form. What runs goes on; what is over is kept. */
  function reset(): void {
    if (!live.active) clear()
    chosenPace.value = undefined
  }

  function newSeed(): void {
    change({ seeds: { ...form.value.seeds, first: Math.floor(Math.random() * 1_000_000) } })
  }

  /** Changes a lane's rate while it runs; the form keeps the lane as it was begun. */
  async function changeRate(id: string, rate: number): Promise<void> {
    const index = form.value.lanes.findIndex((lane) => lane.id === id)
    const result = found.value[index]
    if (!result || result.heat.id !== live.race?.id) return
    await live.changeRate(result.entry.lane.id, rate)
  }

  /** Fills form and data as an experiment was made; what is shown is forgotten. */
  function apply(next: ExperimentSpec, name?: string): void {
    if (!kind.formOf(next)) return
    if (!live.active) clear()
    kind.adopt(next, name)
    applyForm(next)
  }

  /** Fills form and data as the shown race was made: a reloaded page finds its form with its race. */
  function adopt(): void {
    if (!live.spec) return
    kind.adopt(live.spec, live.spec.title)
    applyForm(live.spec)
  }

  /** Fills the form alone: the data stays as it was chosen. */
  function applyForm(next: ExperimentSpec): void {
    const read = kind.formOf(next)
    if (!read) return
    form.value = read
    selectedId.value = racing.value[0]?.id ?? ''
  }

  watch(pace, (next) => {
    if (live.active) void live.setPace(next)
  })

  /** Finds the race that the laboratory runs or ran last for this stage. */
  const pickUp = (): Promise<void> => live.pickUp(kind.shows)

  return {
    id,
    kind,
    form,
    wrongFields,
    racing,
    pace,
    chosenPace,
    selectedId,
    heats,
    refused,
    experiment,
    spec,
    newest,
    steps,
    moved,
    changed,
    version,
    glance,
    raced,
    missing,
    judged,
    plan,
    isChanged,
    isOn,
    setOn,
    change,
    changeLane,
    add,
    duplicate,
    remove,
    move,
    keep,
    run,
    clear,
    reset,
    newSeed,
    changeRate,
    apply,
    adopt,
    applyForm,
    pickUp,
  }
})
