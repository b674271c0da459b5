import {
  computed,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { SlurmStatus, SubmissionAsked } from '#shared/contract/slurm.ts'
import type { Job, When } from '#shared/contract/work.ts'
import { useBridge } from '../composables/useBridge.ts'
import { createStarter, type Starter } from './starter.ts'

/** How far a sweep or a tournament is. */
interface JobStatus {
  readonly id: string
  readonly phase: 'running' | 'paused' | 'stopped' | 'finished' | 'failed'
  readonly error?: ErrorData | undefined
  readonly elsewhere?: boolean | undefined
  readonly slurm?: SlurmStatus | undefined
}

interface JobRecord<Spec, Status> {
  readonly id: string
  readonly spec: Spec
  readonly status: Status
}

/** How the one kind of work differs from the other. */
interface JobOptions<Record, Status, Spec, Result, Plan, Entry> {
  resultsOf(record: Record): readonly Result[]
  /** A result's place among all that the spec asks for. */
  placeOf(result: Result, spec: Spec): number
  begin(of: { spec: Spec; when?: When }): Promise<Record>
  resume(of: { id: string; when?: When }): Promise<Record>
  /** Lets it start after all that is under way. */
  wait(work: { spec: Spec } | { id: string }): Promise<Job>
  submit(asked: SubmissionAsked & { work: { spec: Spec } | { id: string } }): Promise<Record>
  plan(of: { spec: Spec }): Promise<Plan>
  current(): Promise<Record | null>
  read(of: { id: string }): Promise<Record>
  follow(of: { id: string; have: number[] }): Promise<Told<Status, Result>>
  list(): Promise<readonly Entry[]>
}

interface Told<Status, Result> {
  readonly status: Status
  readonly results: readonly Result[]
}

/** Milliseconds between two looks at what others do: whoever runs a cluster counts questions. */
const looks = { elsewhere: 2000, slurm: 5000, still: 5000 } as const

/** The one sweep or tournament that the page shows, and how the next is begun. */
export interface JobStore<Spec, Status, Record, Result, Plan, Entry> {
  readonly record: ShallowRef<Record | undefined>
  readonly spec: ComputedRef<Spec | undefined>
  readonly status: ShallowRef<Status | undefined>
  /** By their places. */
  readonly results: ShallowRef<ReadonlyMap<number, Result>>
  /** Earlier ones, and this one. */
  readonly entries: ShallowRef<readonly Entry[]>
  readonly busy: Ref<boolean>
  /** Of the last call that was refused, or of the work that broke off. */
  readonly failure: ShallowRef<ErrorData | undefined>
  readonly plan: ShallowRef<Plan | undefined>
  /** Why the form's cannot be run. */
  readonly obstacle: ShallowRef<ErrorData | undefined>
  readonly running: ComputedRef<boolean>
  /** Whether it is this program that runs it: no cluster, no other program, no other machine. */
  readonly runsHere: ComputedRef<boolean>
  /** What another program runs, that one stops. */
  readonly stoppable: ComputedRef<boolean>
  readonly resumable: ComputedRef<boolean>
  readonly question: Starter<Record>['question']
  readonly waiting: Starter<Record>['waiting']
  readonly giveUp: Starter<Record>['giveUp']
  /** @param away what a cluster is asked for; left out, this machine runs it */
  start(input: () => Spec, away?: SubmissionAsked): Promise<void>
  /** Goes on with the one that is shown. @param away as of `start` */
  resume(away?: SubmissionAsked): Promise<void>
  answer(choice?: When | 'after'): Promise<void>
  /** @param call which stops or pauses it */
  halt(call: (of: { id: string }) => Promise<Status>): Promise<void>
  /** Shows another one. */
  open(id: string): Promise<void>
  /** Finds the one that runs or ran last: after a reload, or when the connection is back. */
  pickUp(): Promise<void>
  /** Asks how much work the form's is; the last question's answer counts. @param input undefined while it is none */
  ask(input: (() => Spec) | undefined): Promise<void>
  /** Takes what the laboratory says unasked. */
  hear(told: Told<Status, Result>): void
}

/** What sweeps and tournaments have in common on the page. */
export function useJob<
  Spec,
  Status extends JobStatus,
  Record extends JobRecord<Spec, Status>,
  Result,
  Plan,
  Entry,
>(
  options: JobOptions<Record, Status, Spec, Result, Plan, Entry>,
): JobStore<Spec, Status, Record, Result, Plan, Entry> {
  const bridge = useBridge()
  const { laboratory } = bridge

  const record = shallowRef<Record>()
  const status = shallowRef<Status>()
  const results = shallowRef<ReadonlyMap<number, Result>>(new Map())
  const entries = shallowRef<readonly Entry[]>([])
  const busy = ref(false)
  const failure = shallowRef<ErrorData>()
  const plan = shallowRef<Plan>()
  const obstacle = shallowRef<ErrorData>()

  const spec = computed<Spec | undefined>(() => record.value?.spec)
  const running = computed(() => status.value?.phase === 'running')
  const runsHere = computed(() => running.value && !status.value?.slurm && !status.value?.elsewhere)
  const stoppable = computed(() => running.value && !status.value?.elsewhere)
  const resumable = computed(
    () => status.value?.phase === 'stopped' || status.value?.phase === 'failed',
  )

  /** Calls a person has made: an answer to a question of before counts no more. */
  let acts = 0
  let finding = false
  /** What the laboratory has said unasked, as often. */
  let tellings = 0
  /** Told before the answer that names their work. */
  let early: Told<Status, Result>[] = []
  /** What was told of before: what runs while another is looked at is no news. */
  const seen = new Set<string>()

  function take(next: Status, fresh: readonly Result[] = []): void {
    const own = spec.value
    if (own && fresh.length > 0) {
      const placed = fresh.map((result) => [options.placeOf(result, own), result] as const)
      results.value = new Map([...results.value, ...placed])
    }
    const turned = status.value?.phase !== next.phase
    status.value = next
    failure.value = next.error
    if (turned) void list()
  }

  function show(next: Record): void {
    seen.add(next.id)
    record.value = next
    results.value = new Map()
    take(next.status, options.resultsOf(next))
    for (const told of early) if (told.status.id === next.id) take(told.status, told.results)
    early = []
  }

  function hear(told: Told<Status, Result>): void {
    const { id, phase } = told.status
    tellings++
    if (id === record.value?.id) take(told.status, told.results)
    else if (busy.value || finding) early.push(told)
    // Another page of the same laboratory has begun one.
    else if (!seen.has(id)) void pickUp()
    else if (phase !== 'running') void list()
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

  /** The same of the one that is shown. */
  const attemptShown = (call: (id: string) => Promise<void>): Promise<void> =>
    attempt(async () => {
      const id = record.value?.id
      if (id !== undefined) await call(id)
    })

  const starter = createStarter<Record>((id) => laboratory.dropWork({ id }), {
    begun: show,
    found: () => pickUp(),
    failed: (error) => (failure.value = error),
  })

  const start = (input: () => Spec, away?: SubmissionAsked): Promise<void> =>
    attempt(async () => {
      failure.value = undefined
      const asked = input()
      if (away) show(await options.submit({ ...away, work: { spec: asked } }))
      else {
        await starter.start({
          begin: (when) => options.begin({ spec: asked, when }),
          wait: () => options.wait({ spec: asked }),
        })
      }
    })

  const resume = (away?: SubmissionAsked): Promise<void> =>
    attemptShown(async (id) => {
      failure.value = undefined
      if (away) show(await options.submit({ ...away, work: { id } }))
      else {
        await starter.start({
          begin: (when) => options.resume({ id, when }),
          wait: () => options.wait({ id }),
        })
      }
    })

  const answer = (choice?: When | 'after'): Promise<void> => attempt(() => starter.answer(choice))

  const halt = (call: (of: { id: string }) => Promise<Status>): Promise<void> =>
    attemptShown(async (id) => {
      try {
        take(await call({ id }))
      } catch (thrown) {
        // It came to its end as the button was pressed.
        if (toErrorData(thrown).code !== 'wrong-phase') throw thrown
      }
    })

  const open = (id: string): Promise<void> =>
    attempt(async () => {
      failure.value = undefined
      show(await options.read({ id }))
    })

  async function list(): Promise<void> {
    entries.value = await options.list().catch(() => entries.value)
  }

  async function pickUp(): Promise<void> {
    if (busy.value || finding) return
    const before = acts
    finding = true
    try {
      const found = await options.current()
      if (found && acts === before) show(found)
    } catch (thrown) {
      if (acts === before) failure.value = toErrorData(thrown)
    }
    finding = false
    if (!busy.value) early = []
    await list()
  }

  let asked = 0
  async function ask(input: (() => Spec) | undefined): Promise<void> {
    const question = ++asked
    let found: Plan | undefined
    let error: ErrorData | undefined
    try {
      found = input && (await options.plan({ spec: input() }))
    } catch (thrown) {
      error = toErrorData(thrown)
    }
    if (question !== asked) return
    plan.value = found
    obstacle.value = error
  }

  /** Milliseconds until it is looked at again; 0 where the laboratory tells, or nothing will change. */
  const interval = computed(() => {
    const { value: now } = status
    if (!now || now.phase === 'finished' || now.phase === 'paused') return 0
    if (now.elsewhere) return looks.elsewhere
    if (!running.value) return looks.still
    return now.slurm ? looks.slurm : 0
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  function lookLater(): void {
    clearTimeout(timer)
    if (interval.value > 0) timer = setTimeout(() => void look().then(lookLater), interval.value)
  }
  /** Looks how far others are. */
  async function look(): Promise<void> {
    const id = record.value?.id
    if (id === undefined || busy.value || document.hidden) return
    const before = [acts, tellings]
    // What cannot be read for a moment may be readable again.
    const now = await options.follow({ id, have: [...results.value.keys()] }).catch(() => undefined)
    if (!now || id !== record.value?.id || acts !== before[0] || tellings !== before[1]) return
    const same = JSON.stringify(now.status) === JSON.stringify(status.value)
    if (!same || now.results.length > 0) take(now.status, now.results)
  }
  watch([() => record.value?.id, interval], lookLater)

  let connection = bridge.connection
  const offs = [
    bridge.onConnection((next) => {
      const back = connection === 'disconnected' && next === 'connected'
      connection = next
      if (back) void pickUp()
    }),
    () => clearTimeout(timer),
  ]
  onScopeDispose(() => {
    for (const off of offs) off()
  })
  void pickUp()

  return {
    ...{ record, spec, status, results, entries, busy, failure, plan, obstacle },
    ...{ running, runsHere, stoppable, resumable },
    ...{ question: starter.question, waiting: starter.waiting, giveUp: starter.giveUp },
    ...{ start, resume, answer, halt, open, pickUp, ask, hear },
  }
}
