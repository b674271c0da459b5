import { computed, onScopeDispose, watch, type ComputedRef } from 'vue'
import { findTournament } from '#shared/tournament/index.ts'
import { useErrorText } from '#renderer/composables/useErrorText.ts'
import { useTableName } from '#renderer/composables/useTableName.ts'
import { useText } from '#renderer/composables/useText.ts'
import { tasksOf } from '#renderer/race/tournament-form.ts'
import { useCluster } from '#renderer/stores/cluster.ts'
import { useTournament } from '#renderer/race/tournament.ts'

/** What the buttons and keys of a tournament do, so that both do the same. */
export interface TournamentControl {
  readonly text: ComputedRef<string>
  readonly hint: ComputedRef<string>
  readonly state: ComputedRef<'ready' | 'starting' | 'running'>
  /** What must be put right before the form's can start; empty where nothing must. */
  readonly obstacle: ComputedRef<string>
  readonly blocked: ComputedRef<boolean>
  readonly canCancel: ComputedRef<boolean>
  /** Starts, pauses and goes on, whichever is next. */
  toggle(): Promise<void>
  cancel(): Promise<void>
  /** Does again what failed. */
  retry(): Promise<void>
}

/** @param wrong labels of the fields whose text is no value */
export function useTournamentControl(wrong: ReadonlyMap<string, string>): TournamentControl {
  const { t, own, format } = useText()
  const nameOf = useTableName()
  const errorText = useErrorText()
  const tournament = useTournament()
  const cluster = useCluster()

  const title = computed(() => {
    const preset = findTournament(tournament.form.choice)
    if (preset) return own(preset.title)
    const { tables } = tournament.form
    return format.list(tables.map(({ dataset, name }) => nameOf(dataset, name))).slice(0, 200)
  })

  const obstacle = computed(() => {
    const [field] = wrong.values()
    if (field !== undefined) return t('control.fixFirst', { what: field })
    const { form } = tournament
    if (tasksOf(form).length === 0) return t('tournament.plan.noTasks')
    if (form.budgets.length === 0) return t('tournament.plan.noBudgets')
    return tournament.obstacle ? errorText(tournament.obstacle) : ''
  })

  // Typing asks once it rests; what ran tells how long the next one takes.
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    [() => tournament.form, () => tournament.running],
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void tournament.ask(title.value), 250)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  const state = computed(() => {
    if (tournament.runsHere) return 'running'
    return tournament.busy || tournament.waiting ? 'starting' : 'ready'
  })
  const text = computed(() => {
    if (tournament.runsHere) return t('control.pause')
    if (tournament.paused) return t('control.resume')
    if (tournament.waiting) return t('tournament.waiting')
    return tournament.busy ? t('tournament.starting') : t('tournament.start')
  })
  const blocked = computed(() => !tournament.active && obstacle.value !== '')

  async function start(): Promise<void> {
    if (state.value === 'ready' && !blocked.value) await tournament.start(title.value)
  }

  return {
    text,
    hint: computed(() => {
      if (tournament.active) return text.value
      return obstacle.value || t('tournament.startHint')
    }),
    state,
    obstacle,
    blocked,
    canCancel: computed(() => tournament.active || tournament.stoppable || tournament.waiting),
    async toggle() {
      if (tournament.runsHere) await tournament.pause()
      else if (tournament.paused) await tournament.resume()
      else await start()
    },
    async cancel() {
      if (tournament.waiting) await tournament.giveUp()
      else if (tournament.active || tournament.stoppable) await tournament.cancel()
    },
    async retry() {
      // What a cluster refused is asked of it again.
      if (tournament.resumable && !cluster.chosen) await tournament.resume()
      else await start()
    },
  }
}
