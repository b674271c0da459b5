import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type {
  TournamentEntry,
  TournamentEvent,
  TournamentPlan,
  TournamentRecord,
  TournamentStatus,
} from '#shared/contract/tournaments.ts'
import type { When } from '#shared/contract/work.ts'
import { parseTournament, type CellResult, type TournamentSpec } from '#shared/tournament/index.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { createStarter } from '#renderer/stores/starter.ts'
import { firstForm, formSchema, tournamentOf, type TournamentForm } from './form.ts'

/** The one tournament the page shows, the form of the next, and the list of earlier ones. */
export const useTournament = defineStore('tournament', () => {
  const bridge = useBridge()
  const { laboratory } = bridge

  const form = shallowRef<TournamentForm>(firstForm())
  const record = shallowRef<TournamentRecord>()
  const status = shallowRef<TournamentStatus>()
  /** By task and contestant. */
  const results = shallowRef<ReadonlyMap<string, CellResult>>(new Map())
  const entries = shallowRef<readonly TournamentEntry[]>([])
  const busy = ref(false)
  /** Of the last call that was refused, or of the tournament that broke off. */
  const failure = shallowRef<ErrorData>()
  const plan = shallowRef<TournamentPlan>()
  /** Why the form's tournament cannot be run. */
  const obstacle = shallowRef<ErrorData>()

  const spec = computed<TournamentSpec | undefined>(() => record.value?.spec)
  const cells = computed<readonly CellResult[]>(() => [...results.value.values()])
  const running = computed(() => status.value?.phase === 'running')
  const paused = computed(() => status.value?.phase === 'paused')
  const active = computed(() => running.value || paused.value)
  const resumable = computed(
    () => status.value?.phase === 'stopped' || status.value?.phase === 'failed',
  )

  /** Calls a person has made: an answer to a question of before counts no more. */
  let acts = 0
  let finding = false
  /** Told before the answer that names their tournament. */
  let early: TournamentEvent[] = []

  /** Tournaments that have been told of: one that runs while another is looked at is no news. */
  const seen = new Set<string>()

  const keyOf = ({ task, contestant }: CellResult): string => `${task}/${contestant}`

  function take(next: TournamentStatus, fresh: readonly CellResult[] = []): void {
    if (fresh.length > 0) {
      results.value = new Map([
        ...results.value,
        ...fresh.map((cell) => [keyOf(cell), cell] as const),
      ])
    }
    const ended = status.value?.phase !== next.phase
    status.value = next
    failure.value = next.error
    if (ended) void list()
  }

  function show(next: TournamentRecord): void {
    seen.add(next.id)
    record.value = next
    results.value = new Map(next.cells.map((cell) => [keyOf(cell), cell]))
    take(next.status)
    for (const { status: later, cells: fresh } of early) {
      if (later.id === next.id) take(later, fresh)
    }
    early = []
  }

  function hear(event: TournamentEvent): void {
    if (event.status.id === record.value?.id) take(event.status, event.cells)
    else if (busy.value || finding) early.push(event)
    // Another page of the same laboratory has begun one.
    else if (!seen.has(event.status.id)) void pickUp()
    else if (event.status.phase !== 'running') void list()
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

  const starter = createStarter<TournamentRecord>((id) => laboratory.dropWork({ id }), {
    begun: show,
    found: () => pickUp(),
    failed: (error) => (failure.value = error),
  })

  /** @param title of the new one */
  const start = (title: string): Promise<void> =>
    attempt(() => {
      failure.value = undefined
      const asked = parseTournament(tournamentOf(form.value, title))
      return starter.start({
        begin: (when) => laboratory.startTournament({ spec: asked, when }),
        wait: () => laboratory.queueWork({ kind: 'tournament', spec: asked }),
      })
    })

  /** Goes on with the one that is shown, whether it is paused, was stopped, or ran before a new start. */
  const resume = (): Promise<void> =>
    attempt(async () => {
      const id = record.value?.id
      if (id === undefined) return
      await starter.start({
        begin: (when) => laboratory.resumeTournament({ id, when }),
        wait: () => laboratory.queueWork({ kind: 'tournament-rest', id }),
      })
    })

  const answer = (choice?: When | 'after'): Promise<void> => attempt(() => starter.answer(choice))

  /** @param call which of both, by the id of the one that is shown */
  const halt = (call: (of: { id: string }) => Promise<TournamentStatus>): Promise<void> =>
    attempt(async () => {
      const id = record.value?.id
      if (id === undefined) return
      try {
        take(await call({ id }))
      } catch (thrown) {
        // It came to its end as the button was pressed.
        if (toErrorData(thrown).code !== 'wrong-phase') throw thrown
      }
    })
  const pause = (): Promise<void> => halt(laboratory.pauseTournament)
  const cancel = (): Promise<void> => halt(laboratory.cancelTournament)

  /** Shows an earlier one. */
  const open = (id: string): Promise<void> =>
    attempt(async () => {
      failure.value = undefined
      show(await laboratory.readTournament({ id }))
    })

  /** Takes in a work folder by its `work.json`. */
  const openFile = (file: File): Promise<void> =>
    attempt(async () => {
      failure.value = undefined
      show(await laboratory.openTournament({ source: await bridge.openFile(file) }))
    })

  /** Puts what is shown away: the form has the stage to itself. */
  function close(): void {
    record.value = undefined
    status.value = undefined
    results.value = new Map()
    failure.value = undefined
  }

  async function list(): Promise<void> {
    entries.value = await laboratory.listTournaments().catch(() => entries.value)
  }

  /** Finds the tournament that runs or ran last: after a reload, or when the connection is back. */
  async function pickUp(): Promise<void> {
    if (busy.value || finding) return
    const before = acts
    finding = true
    try {
      const found = await laboratory.currentTournament()
      if (found && acts === before) show(found)
    } catch (thrown) {
      if (acts === before) failure.value = toErrorData(thrown)
    }
    finding = false
    if (!busy.value) early = []
    await list()
  }

  let asked = 0
  /** Asks how much work the form's tournament is; the last question's answer counts. */
  async function ask(title: string): Promise<void> {
    const question = ++asked
    const input = tournamentOf(form.value, title)
    plan.value = undefined
    obstacle.value = undefined
    if (input.tasks.length === 0) return
    try {
      const found = await laboratory.planTournament({ spec: parseTournament(input) })
      if (question === asked) plan.value = found
    } catch (thrown) {
      if (question === asked) obstacle.value = toErrorData(thrown)
    }
  }

  function change(part: Partial<TournamentForm>): void {
    form.value = { ...form.value, ...part }
  }

  /** Takes the form as it was left; what this program cannot run any more is forgotten. */
  function restore(kept: unknown): void {
    const read = formSchema.safeParse(kept)
    if (read.success) form.value = read.data
  }

  let connection = bridge.connection
  const offs = [
    bridge.onEvent((event) => {
      if (event.kind === 'tournament') hear(event)
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

  return {
    ...{ form, record, spec, status, cells, entries, busy, failure, plan, obstacle },
    ...{ running, paused, active, resumable },
    question: starter.question,
    waiting: starter.waiting,
    ...{ start, answer, giveUp: starter.giveUp, resume, pause, cancel },
    ...{ open, openFile, close, list, pickUp, ask, change, restore },
  }
})
