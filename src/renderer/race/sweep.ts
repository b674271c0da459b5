import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { SweepEvent, SweepPlan, SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import type { When } from '#shared/contract/work.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import {
  parseSweep,
  sweepResults,
  tunedRace,
  type ContestantResult,
  type SweepSpec,
  type TrialResult,
  type TunedRace,
} from '#shared/experiment/sweep/index.ts'
import { useBridge } from '../composables/useBridge.ts'
import { createStarter } from '../stores/starter.ts'
import { firstForm, slurmOptionsOf, sweepOf, type SweepForm } from './sweep-form.ts'

/** The one sweep the page shows, and the form of the next. */
export const useSweep = defineStore('sweep', () => {
  const bridge = useBridge()
  const { laboratory } = bridge

  const form = shallowRef<SweepForm>(firstForm)
  const record = shallowRef<SweepRecord>()
  const status = shallowRef<SweepStatus>()
  const results = shallowRef<ReadonlyMap<number, TrialResult>>(new Map())
  const busy = ref(false)
  /** Of the last call that was refused, or of the sweep that broke off. */
  const failure = shallowRef<ErrorData>()
  const plan = shallowRef<SweepPlan>()
  /** Why the form's sweep cannot be run. */
  const obstacle = shallowRef<ErrorData>()

  /** Whether there is a Slurm cluster to submit to. */
  const slurmFound = ref(false)
  /** Whether the form's sweep goes to the cluster. */
  const isAway = computed(() => slurmFound.value && form.value.on === 'slurm')
  const spec = computed<SweepSpec | undefined>(() => record.value?.spec)
  const running = computed(() => status.value?.phase === 'running')
  /** What was last told of any sweep, and how often: an answer that was under way meanwhile is older. */
  const told = shallowRef<SweepStatus>()
  let tellings = 0
  const resumable = computed(
    () => status.value?.phase === 'stopped' || status.value?.phase === 'failed',
  )
  /** What is known of each contestant so far. */
  const contestants = computed<readonly ContestantResult[]>(() =>
    spec.value ? sweepResults(spec.value, [...results.value.values()]) : [],
  )

  /** Calls a person has made: an answer to a question of before counts no more. */
  let acts = 0
  let finding = false

  /** Told before the answer that names their sweep. */
  let early: SweepEvent[] = []

  function take({ status: next, results: fresh }: Omit<SweepEvent, 'kind'>): void {
    if (fresh.length > 0) {
      results.value = new Map([
        ...results.value,
        ...fresh.map((result) => [result.index, result] as const),
      ])
    }
    status.value = next
    tell(next)
    failure.value = next.error
  }

  function tell(next: SweepStatus | undefined): void {
    told.value = next
    tellings++
  }

  function show(next: SweepRecord): void {
    record.value = next
    results.value = new Map(next.results.map((result) => [result.index, result]))
    take({ status: next.status, results: [] })
    for (const event of early) if (event.status.id === next.id) take(event)
    early = []
  }

  function hear(event: SweepEvent): void {
    tell(event.status)
    if (event.status.id === record.value?.id) take(event)
    else if (busy.value || finding) early.push(event)
    // Another page of the same laboratory has begun one.
    else void pickUp()
  }

  /** Calls the laboratory; what it refuses is shown, not thrown. */
  async function attempt(call: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    acts++
    try {
      await call()
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
    busy.value = false
  }

  const starter = createStarter<SweepRecord>((id) => laboratory.dropWork({ id }), {
    begun: show,
    found: () => pickUp(),
    failed: (error) => (failure.value = error),
  })

  const start = (experiment: ExperimentSpec): Promise<void> =>
    attempt(async () => {
      failure.value = undefined
      const spec = parseSweep(sweepOf(form.value, experiment))
      if (isAway.value) {
        show(await laboratory.submitSweep({ spec, options: slurmOptionsOf(form.value) }))
        return
      }
      await starter.start({
        begin: (when) => laboratory.startSweep({ spec, when }),
        wait: () => laboratory.queueWork({ kind: 'sweep', spec }),
      })
    })

  const resume = (): Promise<void> =>
    attempt(async () => {
      const id = record.value?.id
      if (id === undefined) return
      await starter.start({
        begin: (when) => laboratory.resumeSweep({ id, when }),
        wait: () => laboratory.queueWork({ kind: 'sweep-rest', id }),
      })
    })

  const answer = (choice?: When | 'after'): Promise<void> => attempt(() => starter.answer(choice))

  const stop = (): Promise<void> =>
    attempt(async () => {
      const id = record.value?.id
      if (id === undefined) return
      take({ status: await laboratory.stopSweep({ id }), results: [] })
    })

  /** Finds the sweep that runs or ran last: after a reload, or when the connection is back. */
  async function pickUp(): Promise<void> {
    if (busy.value || finding) return
    const before = acts
    const heard = tellings
    finding = true
    try {
      const found = await laboratory.currentSweep()
      const newer = tellings === heard ? found?.status : told.value
      if (found && acts === before) show(found)
      tell(newer)
    } catch (thrown) {
      if (acts === before) failure.value = toErrorData(thrown)
    }
    finding = false
    if (!busy.value) early = []
  }

  let asked = 0
  /** Asks how much work the form's sweep is; the last question's answer counts. */
  async function ask(experiment: ExperimentSpec | undefined): Promise<void> {
    const question = ++asked
    const input = experiment && sweepOf(form.value, experiment)
    if (!input || input.experiment.lanes.length === 0) {
      plan.value = undefined
      obstacle.value = undefined
      return
    }
    try {
      const answer = await laboratory.planSweep({ spec: parseSweep(input) })
      if (question !== asked) return
      plan.value = answer
      obstacle.value = undefined
    } catch (thrown) {
      if (question !== asked) return
      plan.value = undefined
      obstacle.value = toErrorData(thrown)
    }
  }

  /** @param seeds how many @returns undefined while no contestant has come through, or while it runs */
  function tuned(seeds: number): TunedRace | undefined {
    if (!spec.value || running.value || !contestants.value.some(({ best }) => best))
      return undefined
    return tunedRace(spec.value, [...results.value.values()], seeds)
  }

  function change(part: Partial<SweepForm>): void {
    form.value = { ...form.value, ...part }
  }

  let connection = bridge.connection
  const offs = [
    bridge.onEvent((event) => {
      if (event.kind === 'sweep') hear(event)
    }),
    bridge.onConnection((next) => {
      const back = connection === 'disconnected' && next === 'connected'
      connection = next
      if (back) void pickUp()
    }),
  ]
  onScopeDispose(() => {
    for (const off of offs) off()
  })
  void pickUp()
  void laboratory
    .findSlurm()
    .then(({ found }) => (slurmFound.value = found))
    .catch(() => undefined)

  return {
    form,
    record,
    spec,
    status,
    results,
    contestants,
    busy,
    running,
    resumable,
    failure,
    plan,
    obstacle,
    slurmFound,
    isAway,
    question: starter.question,
    waiting: starter.waiting,
    change,
    start,
    answer,
    giveUp: starter.giveUp,
    stop,
    resume,
    pickUp,
    ask,
    tuned,
  }
})
