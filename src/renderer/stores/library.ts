import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { RaceStatus } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { RunList, RunNotes, RunState, RunSummary } from '#shared/contract/runs.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { runNames } from '#shared/words/run-names.ts'
import { useBridge } from '../composables/useBridge.ts'
import { currentLanguage } from '../locales/index.ts'

/** Runs put aside by the last deletion: they can be brought back until the next one. */
export interface Deletion {
  readonly ids: readonly string[]
  /** What the first of them was called. */
  readonly name: string
}

/** A call that was refused, and how to try again. */
export interface LibraryFailure {
  readonly error: ErrorData
  again(): void
}

/** Milliseconds between two readings of the list, however often it is said to have changed. */
const rest = 400

const nothing: RunList = { runs: [], bytes: 0, deleted: { runs: 0, bytes: 0, ids: [] } }

/** @returns the state that a race's phase is in the list */
export function stateOf(phase: RaceStatus['phase']): RunState {
  return phase === 'paused' ? 'running' : phase
}

/** Every run that was ever made, as the laboratory keeps them. */
export const useLibrary = defineStore('library', () => {
  const bridge = useBridge()
  const { laboratory } = bridge

  const kept = shallowRef<RunList>(nothing)
  /** The list, each run called as the page calls it. */
  const runs = computed<readonly RunSummary[]>(() => {
    const names = runNames(kept.value.runs, currentLanguage())
    return kept.value.runs.map((run, at) => ({ ...run, name: names[at] ?? run.name }))
  })
  /** Until the list was read for the first time. */
  const loading = ref(true)
  const listFailure = shallowRef<ErrorData>()
  const failure = shallowRef<LibraryFailure>()
  const deletion = shallowRef<Deletion>()
  /** The bundle that is being taken in. */
  const importing = ref<string>()
  /** The run to be shown next, from wherever it was asked for. */
  const wanted = ref<string>()

  /** Whether anybody looks at the list; before that it is not read. */
  let entered = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading: Promise<void> | undefined
  let again = false

  /** Reads the list; asked for while it is being read, it is read once more. */
  function list(): Promise<void> {
    entered = true
    if (reading) {
      again = true
      return reading
    }
    reading = (async () => {
      try {
        do {
          again = false
          kept.value = await laboratory.listRuns()
        } while (again)
        listFailure.value = undefined
      } catch (thrown) {
        listFailure.value = toErrorData(thrown)
      }
      loading.value = false
      reading = undefined
    })()
    return reading
  }

  function listSoon(): void {
    if (!entered || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void list()
    }, rest)
  }

  /** A row lives while its race runs; what else has changed of it is read when it has ended. */
  function follow({ id, phase, step, steps }: RaceStatus): void {
    if (!entered) return
    const known = kept.value.runs.find((run) => run.id === id)
    const state = stateOf(phase)
    if (!known || known.state !== state) listSoon()
    if (known) replace({ ...known, state, step: Math.max(step, known.step), steps })
  }

  function replace(run: RunSummary): void {
    const { runs: all } = kept.value
    kept.value = { ...kept.value, runs: all.map((each) => (each.id === run.id ? run : each)) }
  }

  /** Calls the laboratory; what it refuses is shown, not thrown. @returns whether it was done */
  async function attempt(call: () => Promise<void>): Promise<boolean> {
    failure.value = undefined
    try {
      await call()
      return true
    } catch (thrown) {
      failure.value = { error: toErrorData(thrown), again: () => void attempt(call) }
      return false
    }
  }

  /** Changes what is noted on a run, and shows it at once. */
  function note(id: string, notes: Partial<RunNotes>): Promise<boolean> {
    const before = kept.value.runs.find((run) => run.id === id)
    if (before) {
      replace({ ...before, notes: { ...before.notes, ...notes } })
    }
    return attempt(async () => {
      try {
        replace(await laboratory.noteRun({ id, notes }))
      } catch (thrown) {
        if (before) replace(before)
        throw thrown
      }
    })
  }

  /** Puts runs aside; those that somebody works with stay, and that is said. */
  async function remove(ids: readonly string[]): Promise<boolean> {
    const before = new Map(runs.value.map((run) => [run.id, run.name]))
    const done = await attempt(async () => {
      kept.value = await laboratory.deleteRuns({ ids: [...ids] })
    })
    if (!done) await list()
    const left = new Set(kept.value.runs.map(({ id }) => id))
    const gone = ids.filter((id) => before.has(id) && !left.has(id))
    const [first] = gone
    if (first !== undefined) deletion.value = { ids: gone, name: before.get(first) ?? first }
    return done
  }

  function restore(ids: readonly string[]): Promise<boolean> {
    return attempt(async () => {
      kept.value = await laboratory.restoreRuns({ ids: [...ids] })
      const { value: last } = deletion
      if (last?.ids.some((id) => ids.includes(id))) deletion.value = undefined
    })
  }

  /** Brings back what was deleted last. @returns its ids; none where nothing was */
  async function undo(): Promise<readonly string[]> {
    const ids = deletion.value?.ids ?? []
    return ids.length > 0 && (await restore(ids)) ? ids : []
  }

  function dismiss(): void {
    deletion.value = undefined
  }

  /** Removes for good whatever was deleted. */
  function empty(): Promise<boolean> {
    return attempt(async () => {
      kept.value = await laboratory.emptyDeleted()
      deletion.value = undefined
    })
  }

  /** Takes in a bundle that the laboratory may read, and asks for it to be shown. */
  function importSource(source: DatasetSource, name: string): Promise<boolean> {
    return takeIn(name, () => Promise.resolve(source))
  }

  /** Takes in a bundle that was dropped on the window or chosen. */
  function importFile(file: File): Promise<boolean> {
    return takeIn(file.name, () => bridge.openFile(file))
  }

  async function takeIn(name: string, open: () => Promise<DatasetSource>): Promise<boolean> {
    importing.value = name
    const done = await attempt(async () => {
      importing.value = name
      try {
        const run = await laboratory.importRun({ source: await open() })
        await list()
        wanted.value = run.id
      } finally {
        importing.value = undefined
      }
    })
    return done
  }

  const off = bridge.onEvent((event) => {
    if (event.kind === 'runs') listSoon()
    if (event.kind === 'race') follow(event.status)
  })
  onScopeDispose(() => {
    off()
    clearTimeout(timer)
  })

  return {
    kept,
    runs,
    loading,
    listFailure,
    failure,
    deletion,
    importing,
    wanted,
    list,
    note,
    remove,
    restore,
    undo,
    dismiss,
    empty,
    importSource,
    importFile,
  }
})
