import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { LongEntry } from '#shared/contract/long-work.ts'
import type {
  TournamentPlan,
  TournamentRecord,
  TournamentStatus,
} from '#shared/contract/tournaments.ts'
import { parseTournament, type CellResult, type TournamentSpec } from '#shared/tournament/index.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { useCluster } from '#renderer/stores/cluster.ts'
import { useJob } from '#renderer/stores/job.ts'
import { firstForm, formSchema, tournamentOf, type TournamentForm } from './tournament-form.ts'

/** The one tournament the page shows, the form of the next, and the list of earlier ones. */
export const useTournament = defineStore('tournament', () => {
  const bridge = useBridge()
  const { laboratory } = bridge
  const cluster = useCluster()

  const form = shallowRef<TournamentForm>(firstForm())
  const job = useJob<
    TournamentSpec,
    TournamentStatus,
    TournamentRecord,
    CellResult,
    TournamentPlan,
    LongEntry
  >({
    resultsOf: ({ cells }) => cells,
    placeOf: ({ task, contestant }, { contestants }) => task * contestants.length + contestant,
    begin: (of) => laboratory.startTournament(of),
    resume: (of) => laboratory.resumeTournament(of),
    wait: (work) =>
      laboratory.queueWork(
        'spec' in work
          ? { kind: 'tournament', spec: work.spec }
          : { kind: 'tournament-rest', id: work.id },
      ),
    submit: (of) => laboratory.submitTournament(of),
    plan: (of) => laboratory.planTournament(of),
    current: () => laboratory.currentTournament(),
    read: (of) => laboratory.readTournament(of),
    async follow(of) {
      const { status, cells } = await laboratory.followTournament(of)
      return { status, results: cells }
    },
    list: () => laboratory.listTournaments(),
  })
  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind === 'tournament') job.hear({ status: event.status, results: event.cells })
    }),
  )

  const cells = computed<readonly CellResult[]>(() => [...job.results.value.values()])
  const paused = computed(() => job.status.value?.phase === 'paused')
  /** Whether this machine is to go on with it by itself. */
  const active = computed(() => job.runsHere.value || paused.value)

  /** @param title of the new one */
  const start = (title: string): Promise<void> =>
    job.start(
      () => parseTournament(tournamentOf(form.value, title)),
      cluster.chosen ? cluster.asked : undefined,
    )
  const pause = (): Promise<void> => job.halt(laboratory.pauseTournament)
  const cancel = (): Promise<void> => job.halt(laboratory.cancelTournament)

  /** Asks how much work the form's tournament is. */
  async function ask(title: string): Promise<void> {
    const input = tournamentOf(form.value, title)
    await job.ask(input.tasks.length === 0 ? undefined : () => parseTournament(input))
  }

  function change(part: Partial<TournamentForm>): void {
    form.value = { ...form.value, ...part }
  }

  /** Takes the form as it was left; what this program cannot run any more is forgotten. */
  function restore(kept: unknown): void {
    const read = formSchema.safeParse(kept)
    if (read.success) form.value = read.data
  }

  return { ...job, form, cells, paused, active, start, pause, cancel, ask, change, restore }
})
