import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { RunSummary } from '#shared/contract/runs.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { currentLanguage } from '#renderer/locales/index.ts'
import { useLibrary } from '#renderer/stores/library.ts'
import type { Axis } from '#renderer/race/view.ts'
import {
  choicesOf,
  everything,
  filterRuns,
  sortRuns,
  type RunFilter,
  type RunOrder,
} from './listing.ts'

/** How the curves of runs are looked at. */
export interface RunsView {
  /** Undefined takes what the run is judged by. */
  readonly metric: Metric | undefined
  readonly axis: Axis
  readonly logarithmic: boolean
}

/** What is listed, selected and ticked on the Runs stage, and how it is looked at. */
export const useRunsStage = defineStore('runs-stage', () => {
  const library = useLibrary()

  const filter = shallowRef<RunFilter>(everything)
  const order = ref<RunOrder>('when')
  const selectedId = ref<string>()
  /** In the order they were ticked: others are held against the first. */
  const ticked = shallowRef<readonly string[]>([])
  /** Whether the panel shows the ticked runs together; else the selected one. */
  const together = ref(false)
  /** Whether ticked runs are shown setting by setting; else as curves. */
  const differences = ref(false)
  /** Ticked runs that are not drawn. */
  const hidden = shallowRef<ReadonlySet<string>>(new Set())
  const view = shallowRef<RunsView>({ metric: undefined, axis: 'epoch', logarithmic: true })
  /** The run whose name is being changed. */
  const renaming = ref<string>()

  const runs = computed(() => library.runs)
  const byId = computed(() => new Map(runs.value.map((run) => [run.id, run])))
  const listed = computed<readonly RunSummary[]>(() =>
    sortRuns(filterRuns(runs.value, filter.value), order.value, currentLanguage()),
  )
  const choices = computed(() => choicesOf(runs.value, currentLanguage()))
  const isFiltered = computed(() =>
    Object.values(filter.value).some((wanted: string) => wanted.trim() !== ''),
  )
  const selected = computed(() => byId.value.get(selectedId.value ?? ''))
  const index = computed(() => listed.value.findIndex(({ id }) => id === selectedId.value))
  const isTicked = computed(() => new Set(ticked.value))
  const tickedRuns = computed(() => ticked.value.flatMap((id) => byId.value.get(id) ?? []))
  const showsTogether = computed(() => together.value && tickedRuns.value.length > 1)

  /** What a deletion would take: the ticked runs, else the selected one. */
  const chosen = computed<readonly string[]>(() => {
    if (tickedRuns.value.length > 0) return tickedRuns.value.map(({ id }) => id)
    return selected.value ? [selected.value.id] : []
  })

  // What is gone is neither selected nor ticked any more; its neighbour takes its place.
  watch(byId, (now, before) => {
    if (ticked.value.some((id) => !now.has(id))) {
      ticked.value = ticked.value.filter((id) => now.has(id))
    }
    const { value: id } = selectedId
    if (id === undefined || now.has(id)) return
    const was = sortRuns(
      filterRuns([...before.values()], filter.value),
      order.value,
      currentLanguage(),
    )
    const at = was.findIndex((run) => run.id === id)
    const left = [...was.slice(at + 1), ...was.slice(0, Math.max(0, at)).toReversed()]
    selectedId.value = left.find((run) => now.has(run.id))?.id
  })

  // A run that was asked for elsewhere is shown, also where the filter would not list it.
  watch(
    [() => library.wanted, byId],
    ([id]) => {
      if (id === undefined || !byId.value.has(id)) return
      library.wanted = undefined
      if (!listed.value.some((run) => run.id === id)) filter.value = everything
      select(id)
    },
    { immediate: true },
  )

  function change(part: Partial<RunFilter>): void {
    filter.value = { ...filter.value, ...part }
  }

  function look(part: Partial<RunsView>): void {
    view.value = { ...view.value, ...part }
  }

  /** Shows a run by itself. */
  function select(id: string): void {
    selectedId.value = id
    together.value = false
  }

  /** Moves the selection in the list; what the panel shows together stays. */
  function moveTo(at: number): void {
    const run = listed.value[Math.max(0, Math.min(at, listed.value.length - 1))]
    if (run) selectedId.value = run.id
  }

  function tick(id: string, on = !isTicked.value.has(id)): void {
    tickAll([id], on)
  }

  function tickAll(ids: readonly string[], on: boolean): void {
    const changed = new Set(ids)
    const rest = ticked.value.filter((id) => on || !changed.has(id))
    const known = new Set(rest)
    ticked.value = on ? [...rest, ...ids.filter((id) => !known.has(id))] : rest
    together.value = ticked.value.length > 1
  }

  /** Ticks from the selected run to another of the list, which is selected then. */
  function tickTo(at: number): void {
    const from = Math.max(0, index.value)
    const to = Math.max(0, Math.min(at, listed.value.length - 1))
    const range = listed.value.slice(Math.min(from, to), Math.max(from, to) + 1)
    const ids = range.map(({ id }) => id)
    tickAll(from <= to ? ids : ids.toReversed(), true)
    moveTo(to)
  }

  function untick(): void {
    ticked.value = []
    hidden.value = new Set()
  }

  function hide(id: string, on: boolean): void {
    const next = new Set(hidden.value)
    if (on) next.add(id)
    else next.delete(id)
    hidden.value = next
  }

  /** How the list is looked at, as plain data. */
  const state = computed(() => ({
    filter: filter.value,
    order: order.value,
    selectedId: selectedId.value,
    ticked: ticked.value,
    together: together.value,
    differences: differences.value,
    view: view.value,
  }))
  function restore(next: typeof state.value): void {
    filter.value = next.filter
    order.value = next.order
    selectedId.value = next.selectedId
    ticked.value = next.ticked
    together.value = next.together
    differences.value = next.differences
    view.value = next.view
    hidden.value = new Set()
    renaming.value = undefined
  }
  const first = state.value
  const toDefaults = (): void => restore(first)

  return {
    state,
    restore,
    toDefaults,
    filter,
    order,
    selectedId,
    ticked,
    together,
    differences,
    hidden,
    view,
    renaming,
    listed,
    choices,
    isFiltered,
    selected,
    index,
    isTicked,
    tickedRuns,
    showsTogether,
    chosen,
    change,
    look,
    select,
    moveTo,
    tick,
    tickAll,
    tickTo,
    untick,
    hide,
  }
})
