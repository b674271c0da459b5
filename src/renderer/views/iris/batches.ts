import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { RaceStatus } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { useText } from '#renderer/composables/useText.ts'
import { heatOf, type Heat } from '#renderer/race/heats.ts'
import { batchSizes, experimentOf } from '#renderer/race/iris.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { Recording } from '#renderer/stores/recording.ts'
import { useWork } from '#renderer/stores/work.ts'

/** The experiment with one size of its batches. */
export interface BatchRun {
  readonly batch: number
  readonly spec: ExperimentSpec
  /** Of its race; undefined until that has begun. */
  readonly id?: string | undefined
  /** Of the queue, while it waits. */
  readonly job?: string
  /** What it recorded, once it is over. */
  readonly heat?: Heat
}

/** The form's experiment with batches of every size, raced one beside the other. */
export const useBatches = defineStore('iris-batches', () => {
  const { t } = useText()
  const bridge = useBridge()
  const { laboratory } = bridge
  const stage = useExperiment('iris')
  const work = useWork()

  const runs = shallowRef<readonly BatchRun[]>([])
  const failure = shallowRef<ErrorData>()
  const starting = shallowRef(false)
  /** Counts starts, so that the chart shows what was asked for. */
  const asked = ref(0)
  /** Last heard of races: their ends may be told before the answer that names them. */
  const heard = new Map<string, RaceStatus>()
  const reading = new Set<string>()

  const under = computed(() => runs.value.filter(({ heat }) => !heat))
  const busy = computed(() => starting.value || (under.value.length > 0 && !failure.value))
  /** Whether they are of the form as it is now, but for its batches. */
  const current = computed(
    () =>
      runs.value.length > 0 &&
      runs.value.every(({ batch, spec }) => {
        const now = { ...specOf(batch), title: spec.title }
        return JSON.stringify(spec) === JSON.stringify(now)
      }),
  )

  function specOf(batchSize: number): ExperimentSpec {
    const spec = experimentOf({ ...stage.form, batchSize })
    return parseSpec({ ...spec, title: t('batches.title', { n: batchSize }) })
  }

  function change(batch: number, part: Partial<BatchRun>): void {
    runs.value = runs.value.map((run) => (run.batch === batch ? { ...run, ...part } : run))
  }

  /** Starts them all, at full speed: they are quick, and wait for nothing, or else take their turn. */
  async function start(): Promise<void> {
    if (busy.value) return
    failure.value = undefined
    starting.value = true
    asked.value++
    reading.clear()
    try {
      runs.value = batchSizes.map((batch) => ({ batch, spec: specOf(batch) }))
      for (const { batch, spec } of runs.value) change(batch, await begin(spec))
      follow()
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
    starting.value = false
  }

  async function begin(spec: ExperimentSpec): Promise<Pick<BatchRun, 'id' | 'job'>> {
    try {
      return { id: (await laboratory.startRace({ spec, pace: null })).id }
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'lab-busy') throw thrown
      return { job: (await laboratory.queueWork({ kind: 'race', spec, pace: null })).id }
    }
  }

  /** Takes in what has come to its end. */
  function follow(): void {
    for (const { batch, job, id } of under.value) {
      const waiting = job === undefined ? undefined : work.jobs.find((each) => each.id === job)
      const race = id ?? waiting?.of
      if (race === undefined) {
        if (waiting?.phase === 'failed') failure.value = waiting.error
        continue
      }
      if (id === undefined) change(batch, { id: race })
      const status = heard.get(race)
      if (status?.phase === 'failed') failure.value = status.error
      if (status?.phase === 'finished' || status?.phase === 'stopped') void read(batch, race)
    }
  }

  async function read(batch: number, id: string): Promise<void> {
    if (reading.has(id)) return
    reading.add(id)
    try {
      const { race, recorded } = await laboratory.openRace({ id })
      const recording = new Recording(race.shape.lanes * race.shape.seeds)
      recording.take(recorded)
      change(batch, { heat: heatOf(id, race.spec, race.shape, recording) })
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
  }

  const off = bridge.onEvent((event) => {
    if (event.kind === 'race') heard.set(event.status.id, event.status)
    if ((event.kind === 'race' || event.kind === 'work') && !starting.value) follow()
  })
  onScopeDispose(off)

  return { runs, asked, failure, busy, current, start }
})
