import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowReactive, watch } from 'vue'
import type { RaceShape } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { useLibrary } from '#renderer/stores/library.ts'
import { useLiveRace, type LiveRace } from '#renderer/stores/race.ts'
import { Recording } from '#renderer/stores/recording.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { eventsOf, heatOf, ratesOf, type Heat } from '#renderer/race/heats.ts'
import { spokenNames } from '#renderer/race/lanes.ts'
import type { RacedLane } from '#renderer/race/raced.ts'

/** A run whose record is on the page. */
export interface OpenedRun {
  readonly id: string
  readonly spec: ExperimentSpec
  readonly shape: RaceShape
  readonly lanes: readonly RacedLane[]
  /** Grows with a race that runs now. */
  readonly version: number
}

interface Entry {
  /** State and step of the run when it was asked for: a later state is read anew. */
  readonly mark: string
  readonly heat?: Heat
  readonly error?: ErrorData
}

/** A race that the page follows. */
type Live = Pick<LiveRace, 'race' | 'spec' | 'away' | 'recording' | 'version'>

/** Most runs that are drawn over one another. */
export const mostOverlaid = 24

/** Runs that are kept when others are opened. */
const mostKept = 2 * mostOverlaid

/** Read from their logs at the same time. */
const mostAtOnce = 2

/** What is held of one run: enough for a chart as wide as a screen. */
const limits = { points: 60_000, perRun: 1500 }

/** The records of runs, read when they are looked at. */
export const useOpenedRuns = defineStore('opened-runs', () => {
  const bridge = useBridge()
  const library = useLibrary()
  const settings = useSettings()
  const live: readonly Live[] = [useLiveRace('iris'), useLiveRace('race')]

  const heats = new WeakMap<Recording, Heat>()
  const entries = shallowReactive(new Map<string, Entry>())
  const queue: string[] = []
  let reading = 0

  const marks = computed(
    () => new Map(library.kept.runs.map(({ id, state, step }) => [id, `${state} ${step}`])),
  )
  const isRunning = (id: string): boolean => marks.value.get(id)?.startsWith('running') ?? false

  /** A race that the page follows anyway is not read from its log. */
  const following = (id: string): Live | undefined =>
    live.find(({ race, away }) => race?.id === id && away === undefined)

  /** Has runs read that are not here; what is asked for last comes first. */
  function want(ids: readonly string[]): void {
    for (const id of ids.toReversed()) {
      if (entries.has(id)) {
        touch(id)
        continue
      }
      const at = queue.indexOf(id)
      if (at >= 0) queue.splice(at, 1)
      queue.unshift(id)
    }
    next()
  }

  function next(): void {
    while (reading < mostAtOnce) {
      const id = queue.shift()
      if (id === undefined) return
      reading++
      void read(id).finally(() => {
        reading--
        next()
      })
    }
  }

  async function read(id: string): Promise<void> {
    const mark = marks.value.get(id) ?? ''
    try {
      const { race, recorded } = await bridge.laboratory.openRace({ id })
      const recording = new Recording(race.shape.lanes * race.shape.seeds, limits)
      // States, paths and strips are looked at on the stages that raced them.
      recording.take({ ...recorded, snapshots: [], paths: [], strips: [] })
      entries.set(id, { mark, heat: heatOf(id, race.spec, race.shape, recording) })
    } catch (thrown) {
      entries.set(id, { mark, error: toErrorData(thrown) })
    }
    forgetOldest()
  }

  /** Newest use last. */
  function touch(id: string): void {
    const entry = entries.get(id)
    if (!entry || [...entries.keys()].at(-1) === id) return
    entries.delete(id)
    entries.set(id, entry)
  }

  function forgetOldest(): void {
    for (const id of entries.keys()) {
      if (entries.size <= mostKept) return
      entries.delete(id)
    }
  }

  function again(id: string): void {
    entries.delete(id)
    want([id])
  }

  // What has ended or gone on since is read anew; while it runs, what was read will do.
  watch(marks, (now) => {
    for (const [id, { mark }] of [...entries]) {
      const mine = now.get(id)
      if (mine !== undefined && mine !== mark && !isRunning(id)) again(id)
    }
  })

  function heatNow(id: string): { heat: Heat; version: number } | undefined {
    const store = following(id)
    if (store?.race && store.spec) {
      const { race, spec, recording, version } = store
      // One heat per recording: what was computed of its lanes is known by their tracks.
      const heat = heats.get(recording) ?? heatOf(id, spec, race.shape, recording)
      heats.set(recording, heat)
      return { heat, version }
    }
    const heat = entries.get(id)?.heat
    return heat && { heat, version: 0 }
  }

  /** @returns the run as it can be drawn; undefined until its record is here */
  function find(id: string): OpenedRun | undefined {
    const found = heatNow(id)
    if (!found) return undefined
    const { heat, version } = found
    return { id, spec: heat.spec, shape: heat.shape, version, lanes: lanesOf(heat) }
  }

  function lanesOf(heat: Heat): RacedLane[] {
    const { lanes } = heat.spec
    const names = spokenNames(lanes)
    const ranks = laneRanks(lanes)
    return heat.entries.map((entry, index) => ({
      id: entry.lane.id,
      spec: entry.lane,
      name: names[index] ?? entry.lane.id,
      look: rankedStyle(entry.lane, ranks[index] ?? 0, settings.theme),
      tracks: entry.tracks,
      get events() {
        return eventsOf(heat, entry)
      },
      get rates() {
        return ratesOf(heat, entry)
      },
    }))
  }

  const errorOf = (id: string): ErrorData | undefined =>
    following(id) ? undefined : entries.get(id)?.error

  onScopeDispose(() => queue.splice(0))

  return { want, again, find, errorOf }
})
