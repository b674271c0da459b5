import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts'
import {
  parseSpec,
  type ExperimentInput,
  type ExperimentSpec,
  type LaneSpec,
} from '../../../shared/experiment/spec.ts'
import { rankedStyle } from '../../charts/ranked-style.ts'
import { useCalm } from '../../composables/useCalm.ts'
import { sameTable, useExperimentData } from '../../stores/experiment-data.ts'
import { useStageRace } from '../../stores/race.ts'
import { useSettings } from '../../stores/settings.ts'
import { formOf as irisFormOf } from '../iris/experiment.ts'
import { changedLane, firstForm, formOf, specOf, startLineKey, type RaceForm } from './form.ts'
import { eventsOf, findResult, heatOf, isComplete, ratesOf, type Heat } from './heats.ts'
import { laneNames, laneRanks, renamed } from './lanes.ts'
import type { RacedLane } from './raced.ts'
import { useTable } from './table.ts'

/** What the next press of the button does. */
export interface Plan {
  readonly kind: 'first' | 'some' | 'again'
  readonly lanes: readonly LaneSpec[]
}

/** Most lanes of one race. */
export const mostLanes = 64

/** The Race stage: its form, and what its lanes have been raced as. */
export const useRaceStage = defineStore('race-stage', () => {
  const race = useStageRace()
  const data = useExperimentData()
  const settings = useSettings()
  const table = useTable()

  const form = shallowRef<RaceForm>(firstForm())
  /** Steps a second; null runs as fast as it can. */
  const pace = ref<number | null>(null)
  const selectedId = ref(form.value.lanes[0]?.id ?? '')
  /** Oldest first, all from the newest one's start line. */
  const heats = shallowRef<readonly Heat[]>([])
  /** Of the form itself, or of a race that was refused. */
  const refused = shallowRef<ErrorData>()

  const experiment = computed<ExperimentInput>(() =>
    specOf(form.value, data.data, table.sizeOf(form.value)),
  )
  const spec = computed<ExperimentSpec | undefined>(() => {
    try {
      return parseSpec(experiment.value)
    } catch {
      return undefined
    }
  })
  const line = computed(() => spec.value && startLineKey(spec.value))
  const newest = computed(() => heats.value.at(-1))
  /** Whether what is shown was raced from another start line than the form's. */
  const moved = computed(() => newest.value !== undefined && newest.value.line !== line.value)

  /** Grows when the recording of any lane has grown. */
  const version = computed(() => race.version + heats.value.length)

  const lately = useCalm(() => version.value, 200)
  /** The same as often as numbers can be read; a race that stands still is told at once. */
  const glance = computed(() => (race.active ? lately.value : version.value))

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
          look: rankedStyle(lane.optimizer, ranks[index] ?? 0, settings.theme),
          tracks: entry.tracks,
          get events() {
            return eventsOf(heat, entry)
          },
          get rates() {
            return ratesOf(heat, entry)
          },
        },
      ]
    })
  })

  /** Lanes whose present settings have no whole result from the present start line. */
  const missing = computed(() => {
    // The last points may come behind the news that the race is over.
    void race.stage
    void glance.value
    if (moved.value || !newest.value) return form.value.lanes
    return form.value.lanes.filter((_, index) => {
      const result = found.value[index]
      return !result?.same || !isComplete(result.heat, result.entry)
    })
  })

  const plan = computed<Plan>(() => {
    const { lanes } = form.value
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

  function change(part: Partial<RaceForm>): void {
    form.value = { ...form.value, ...part }
  }

  function changeLane(id: string, part: Partial<LaneSpec>): void {
    change({
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
    change({ lanes: form.value.lanes.toSpliced(behind + 1, 0, fresh) })
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
    () => race.race,
    (started) => {
      if (!started || !race.spec || heats.value.some(({ id }) => id === started.id)) return
      const heat = heatOf(started.id, race.spec, started.shape, race.recording)
      heats.value = [...heats.value.filter((each) => each.line === heat.line), heat]
      // The record names the very table that was raced on; the form goes on with it.
      const { dataset } = race.spec
      if (sameTable(dataset, data.data.source) && started.status.phase === 'running') {
        data.choose({ ...data.data, source: dataset })
      }
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
    refused.value = undefined
    const { lanes } = all ? form.value : plan.value
    try {
      const whole = parseSpec(experiment.value)
      const ids = new Set(lanes.map(({ id }) => id))
      if (all || plan.value.kind === 'again') heats.value = []
      await race.start({ ...whole, lanes: whole.lanes.filter(({ id }) => ids.has(id)) }, pace.value)
    } catch (thrown) {
      refused.value = toErrorData(thrown)
    }
  }

  /** Forgets what was raced; the logs stay. */
  function clear(): void {
    heats.value = []
    refused.value = undefined
    race.clear()
  }

  /** Changes a lane's rate while it runs; the form keeps the lane as it was begun. */
  async function changeRate(id: string, rate: number): Promise<void> {
    const index = form.value.lanes.findIndex((lane) => lane.id === id)
    const result = found.value[index]
    if (!result || result.heat.id !== race.race?.id) return
    await race.changeRate(result.entry.lane.id, rate)
  }

  /** Fills form and data as an experiment was made; what is shown is forgotten. */
  function apply(next: ExperimentSpec, name?: string): void {
    if (!formOf(next)) return
    if (!race.active) clear()
    data.adopt(next, name)
    applyForm(next)
  }

  /** Fills the form alone: the data stays as it was chosen. */
  function applyForm(next: ExperimentSpec): void {
    const read = formOf(next)
    if (!read) return
    form.value = read
    selectedId.value = read.lanes[0]?.id ?? ''
  }

  watch(pace, (next) => {
    if (race.active) void race.setPace(next)
  })

  /** Finds the race that the laboratory runs or ran last for this stage. */
  const pickUp = (): Promise<void> => race.pickUp((each) => irisFormOf(each) === undefined)

  return {
    form,
    pace,
    selectedId,
    heats,
    refused,
    experiment,
    spec,
    newest,
    moved,
    version,
    glance,
    raced,
    missing,
    plan,
    isChanged,
    change,
    changeLane,
    add,
    duplicate,
    remove,
    move,
    keep,
    run,
    clear,
    changeRate,
    apply,
    applyForm,
    pickUp,
  }
})
