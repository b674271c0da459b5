import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Relation, TableSummary } from '#shared/contract/tables.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { firstData, sameTable, useExperimentData } from '#renderer/stores/experiment-data.ts'
import { useTables } from '#renderer/stores/tables.ts'
import { countsOf } from './counts.ts'
import {
  allFeatures,
  columnOf,
  firstDraft,
  toData,
  usefulFeatures,
  withTarget,
  type Draft,
} from '#renderer/stores/draft.ts'
import { problemsOf } from './problems.ts'

/** The order columns are listed in. */
export type ColumnOrder = 'file' | 'missing' | 'relation'

/** What is chosen on the Data stage, and what follows from it. */
export const useDataStage = defineStore('data-stage', () => {
  const bridge = useBridge()
  const tables = useTables()
  const experiment = useExperimentData()

  const draft = shallowRef<Draft>()
  /** How each column goes with the target, by name; undefined until the laboratory has said. */
  const relations = shallowRef<ReadonlyMap<string, Relation>>()
  const order = ref<ColumnOrder>('file')
  const search = ref('')
  /** The column looked at closely. */
  const opened = ref<string>()

  /** What was chosen of tables that are not open now, for as long as the page is. */
  const drafts = new Map<string, Draft>()
  const settings = new Map<string, Readonly<Record<string, number>>>()

  const target = computed(() => tables.summary && columnOf(tables.summary, draft.value?.target))
  const problems = computed(() =>
    tables.summary && draft.value ? problemsOf(tables.summary, draft.value) : [],
  )
  const counts = computed(() =>
    tables.summary && draft.value ? countsOf(tables.summary, draft.value) : undefined,
  )
  const ready = computed(
    () =>
      draft.value !== undefined &&
      problems.value.length === 0 &&
      tables.state === 'ready' &&
      !tables.reading,
  )

  watch(
    () => tables.summary,
    (summary, before) => {
      if (before && draft.value) drafts.set(keyOf(before.source), draft.value)
      if (!summary) {
        draft.value = undefined
        return
      }
      if (!before || !sameTable(before.source, summary.source)) {
        opened.value = undefined
        search.value = ''
      }
      if ('generator' in summary.source) {
        settings.set(summary.source.generator, summary.source.settings)
      }
      draft.value = firstDraft(summary, keptFor(summary))
    },
    { immediate: true },
  )

  /** What was last said of a table: here, or in the race's form. */
  function keptFor(summary: TableSummary): Parameters<typeof firstDraft>[1] {
    const known = drafts.get(keyOf(summary.source))
    if (known) return { ...known, name: summary.name, features: [...known.features] }
    const { data, chosen } = experiment
    return chosen && sameTable(data.source, summary.source) ? data : undefined
  }

  // What is chosen on the Race stage meanwhile holds here too.
  watch(
    () => experiment.data,
    (data) => {
      drafts.delete(keyOf(data.source))
      const { summary } = tables
      if (summary && sameTable(summary.source, data.source)) draft.value = firstDraft(summary, data)
    },
    // At once: later, it could undo what has been changed here since.
    { flush: 'sync' },
  )

  let asked = 0
  watch(
    [() => tables.summary, () => draft.value?.target, () => draft.value?.task],
    async ([summary, name, task]) => {
      relations.value = undefined
      const mine = ++asked
      if (!summary || name === undefined || task === undefined) return
      const found = await bridge.laboratory
        .relateColumns({ source: summary.source, target: name, task })
        // A target that nothing can be related to is said by the problems already.
        .catch(() => [])
      if (mine === asked) relations.value = new Map(found.map((each) => [each.name, each]))
    },
    { immediate: true },
  )

  /** The columns as listed: those that are searched for, in the chosen order. */
  const listed = computed(() => {
    const columns = tables.summary?.columns ?? []
    const wanted = search.value.trim().toLocaleLowerCase()
    const found = columns.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    if (order.value === 'missing') return found.sort((a, b) => b.missing - a.missing)
    if (order.value === 'relation') {
      const strength = (name: string): number => {
        if (name === draft.value?.target) return Infinity
        const value = relations.value?.get(name)?.value
        return value === undefined || value === null ? -1 : Math.abs(value)
      }
      return found.sort((a, b) => strength(b.name) - strength(a.name))
    }
    return found
  })

  /** Opens what the next race learns from, or what was open last. */
  async function enter(): Promise<void> {
    await tables.list()
    if (!tables.source && !tables.reading) await tables.open(experiment.data.source)
  }

  /** Opens a table of the list; a generator as it was last set. */
  async function open(source: DatasetSource): Promise<void> {
    const kept = 'generator' in source ? settings.get(source.generator) : undefined
    await tables.open(
      'generator' in source && kept ? { generator: source.generator, settings: kept } : source,
    )
  }

  function change(part: Partial<Draft>): void {
    if (draft.value) draft.value = { ...draft.value, ...part }
  }

  function setTarget(name: string): void {
    const { summary } = tables
    if (summary && draft.value) draft.value = withTarget(draft.value, summary, name)
  }

  function use(name: string, used: boolean): void {
    if (!draft.value) return
    const features = new Set(draft.value.features)
    if (used) features.add(name)
    else features.delete(name)
    change({ features })
  }

  function useSome(which: 'all' | 'useful' | 'none'): void {
    const { summary } = tables
    if (!summary) return
    const name = draft.value?.target
    if (which === 'none') change({ features: new Set() })
    else change({ features: (which === 'all' ? allFeatures : usefulFeatures)(summary, name) })
  }

  /** Hands what is chosen to the next race. @returns false where it cannot be trained on */
  function raceOn(): boolean {
    const { summary } = tables
    if (!summary || !draft.value || !ready.value) return false
    experiment.choose(toData(draft.value, summary))
    return true
  }

  /** What is chosen on the stage, as plain data; undefined while a table is read. */
  const chosen = computed(() =>
    tables.reading || !draft.value
      ? undefined
      : {
          source: tables.source,
          draft: { ...draft.value, features: [...draft.value.features] },
          order: order.value,
          search: search.value,
        },
  )
  function choose(next: NonNullable<typeof chosen.value>): void {
    order.value = next.order
    search.value = next.search
    opened.value = undefined
    const kept = { ...next.draft, features: new Set(next.draft.features) }
    if (next.source && (!tables.source || !sameTable(next.source, tables.source))) {
      drafts.set(keyOf(next.source), kept)
      void tables.open(next.source)
    } else {
      draft.value = kept
    }
  }
  /** The table that a first race learns from, as it suggests itself. */
  function toDefaults(): void {
    drafts.clear()
    settings.clear()
    draft.value = undefined
    order.value = 'file'
    search.value = ''
    opened.value = undefined
    void tables.open(firstData.source)
  }

  return {
    chosen,
    choose,
    toDefaults,
    draft,
    target,
    problems,
    counts,
    ready,
    relations,
    order,
    search,
    opened,
    listed,
    enter,
    open,
    change,
    setTarget,
    use,
    useSome,
    raceOn,
  }
})

function keyOf(source: DatasetSource): string {
  if ('builtin' in source) return `builtin ${source.builtin}`
  if ('generator' in source) return `generator ${source.generator}`
  return `file ${source.file}`
}
