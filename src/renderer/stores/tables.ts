import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { Dataset, TableSummary } from '#shared/contract/tables.ts'
import { sourceName, type DatasetSource, type ReadOptions } from '#shared/experiment/source.ts'
import { useBridge } from '../composables/useBridge.ts'
import { sameTable } from './experiment-data.ts'

/** A person's file, and how it is read. */
export type FileSource = Extract<DatasetSource, { file: string }>

/** A table on its way in. */
export interface Reading {
  readonly name: string
  /** Bytes; a total of 0 is not known yet. */
  readonly done: number
  readonly total: number
  /** When it began, as `performance.now` counts. */
  readonly since: number
}

export interface ReadFailure {
  /** What could not be read. */
  readonly name: string
  /** Undefined where the shell did not take it. */
  readonly source: DatasetSource | undefined
  readonly error: ErrorData
  again(): void
}

/** How long a forgotten table can be brought back, in milliseconds. */
export const undoTime = 10_000

/** What was decided about how to read a file no longer holds when something before it changes. */
const decidedLater: Readonly<Record<keyof ReadOptions, readonly (keyof ReadOptions)[]>> = {
  format: ['encoding', 'delimiter', 'decimal', 'header', 'types'],
  encoding: ['delimiter', 'decimal', 'header', 'types'],
  delimiter: ['decimal', 'header', 'types'],
  decimal: ['types'],
  header: ['types'],
  types: [],
}

/** @returns the options with one decided anew, and without what was found by reading it the old way */
export function reread(read: ReadOptions, change: ReadOptions): ReadOptions {
  const dropped = new Set(
    (Object.keys(change) as (keyof ReadOptions)[]).flatMap((key) => decidedLater[key]),
  )
  const kept = Object.entries(read).filter(([key]) => !dropped.has(key as keyof ReadOptions))
  return { ...(Object.fromEntries(kept) as ReadOptions), ...change }
}

/** Whoever opens a file wants it as it is now, not as it was. */
function unsealed(source: DatasetSource): DatasetSource {
  return 'file' in source ? { file: source.file, read: source.read } : source
}

/** The tables a person can choose, and the one that is open. */
export const useTables = defineStore('tables', () => {
  const bridge = useBridge()
  const listed = shallowRef<readonly Dataset[]>([])
  const listFailure = shallowRef<ErrorData>()
  /** The table asked for; while it is read, or when it cannot be, another is still in `summary`. */
  const source = shallowRef<DatasetSource>()
  const summary = shallowRef<TableSummary>()
  const reading = shallowRef<Reading>()
  const failure = shallowRef<ReadFailure>()
  /** Taken off the list, but not yet by the laboratory. */
  const forgotten = shallowRef<Dataset>()
  const datasets = computed(() =>
    listed.value.filter(
      (each) => !forgotten.value || !sameTable(each.source, forgotten.value.source),
    ),
  )
  /** What the list says of the table that is open. */
  const entry = computed(() => {
    const { value: open } = summary
    return open && listed.value.find((each) => sameTable(each.source, open.source))
  })
  /** Whether what is open is a race's to take: neither gone nor changed since it was read. */
  const state = computed(() => entry.value?.state ?? 'ready')

  /** Counts openings: an answer that a later one has overtaken says nothing any more. */
  let openings = 0
  let undoing: ReturnType<typeof setTimeout> | undefined

  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind !== 'table' || !reading.value) return
      reading.value = { ...reading.value, done: event.done, total: event.total }
    }),
  )

  async function list(): Promise<void> {
    try {
      listed.value = await bridge.laboratory.listDatasets()
      listFailure.value = undefined
    } catch (thrown) {
      listFailure.value = toErrorData(thrown)
    }
  }

  function nameOf(wanted: DatasetSource): string {
    const known = listed.value.find((each) => sameTable(each.source, wanted))
    return known?.name ?? sourceName(wanted)
  }

  /** Reads a table and shows it. What is shown now stays until then. */
  async function open(wanted: DatasetSource): Promise<void> {
    const mine = begin(nameOf(wanted))
    await read(wanted, mine)
  }

  async function read(wanted: DatasetSource, mine: number): Promise<void> {
    const before = source.value
    source.value = wanted
    try {
      const table = await bridge.laboratory.openTable({ source: unsealed(wanted) })
      if (mine !== openings) return
      summary.value = table
      source.value = table.source
      reading.value = undefined
      // A file is new on the list, or no longer changed.
      if ('file' in table.source) await list()
    } catch (thrown) {
      if (mine !== openings) return
      // Of the same table, read another way, the last good view stays.
      if (summary.value && !sameTable(summary.value.source, wanted)) summary.value = undefined
      else source.value = before
      fail(nameOf(wanted), thrown, () => void open(wanted), wanted)
      if ('file' in wanted) await list()
    }
  }

  function begin(name: string): number {
    failure.value = undefined
    reading.value = { name, done: 0, total: 0, since: performance.now() }
    return ++openings
  }

  function fail(name: string, thrown: unknown, again: () => void, wanted?: DatasetSource): void {
    reading.value = undefined
    failure.value = { name, source: wanted, error: toErrorData(thrown), again }
  }

  /** Opens a file that was dropped on the window or chosen. */
  async function openFile(file: File): Promise<void> {
    const mine = begin(file.name)
    try {
      const wanted = await bridge.openFile(file)
      if (mine === openings) await read(wanted, mine)
    } catch (thrown) {
      if (mine === openings) fail(file.name, thrown, () => void openFile(file))
    }
  }

  /** Reads a file in another way; what that makes obsolete is found anew. */
  async function change({ file, read }: FileSource, options: ReadOptions): Promise<void> {
    await open({ file, read: reread(read, options) })
  }

  /** Reads a file as if nothing was ever said about how. */
  async function detect({ file }: FileSource): Promise<void> {
    await open({ file, read: {} })
  }

  /** Gives up what is being read; the view stays as it was. */
  async function cancel(): Promise<void> {
    if (!reading.value) return
    openings++
    reading.value = undefined
    source.value = summary.value?.source
    await bridge.laboratory.cancelTable().catch(() => undefined)
  }

  /** Takes a file off the list; for a while it can be brought back. */
  function forget(dataset: Dataset): void {
    settle()
    forgotten.value = dataset
    undoing = setTimeout(settle, undoTime)
  }

  function restore(): void {
    clearTimeout(undoing)
    forgotten.value = undefined
  }

  /** Makes a forgetting final. */
  function settle(): void {
    clearTimeout(undoing)
    const { value: dataset } = forgotten
    if (!dataset) return
    forgotten.value = undefined
    listed.value = listed.value.filter((each) => !sameTable(each.source, dataset.source))
    bridge.laboratory
      .forgetTable({ source: dataset.source })
      .then((rest) => (listed.value = rest))
      .catch((thrown: unknown) => (listFailure.value = toErrorData(thrown)))
  }

  return {
    datasets,
    listFailure,
    source,
    summary,
    reading,
    failure,
    forgotten,
    entry,
    state,
    list,
    open,
    openFile,
    change,
    detect,
    cancel,
    forget,
    restore,
    settle,
  }
})
