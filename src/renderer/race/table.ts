import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { Dataset, TableSummary } from '#shared/contract/tables.ts'
import { taskOf } from '#shared/data/summary/target.ts'
import { mergedTreatment, scalingOf, treatmentOf } from '#shared/data/summary/treatment.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { layoutOf } from '#shared/models.ts'
import { useBridge } from '../composables/useBridge.ts'
import { plainTreatment, sameTable, useExperimentData } from '../stores/experiment-data.ts'
import type { RaceForm, Size } from './form.ts'

/** What the laboratory says of the table the stage learns from, and which others there are. */
export const useTable = defineStore('race-table', () => {
  const { laboratory } = useBridge()
  const data = useExperimentData()

  const datasets = shallowRef<readonly Dataset[]>([])
  const summary = shallowRef<TableSummary>()
  /** Why the table cannot be read. */
  const failure = shallowRef<ErrorData>()
  let asked = 0

  async function read(source: DatasetSource): Promise<TableSummary | undefined> {
    const mine = ++asked
    try {
      const answer = await laboratory.openTable({ source })
      if (mine !== asked) return undefined
      failure.value = undefined
      summary.value = answer
      return answer
    } catch (thrown) {
      if (mine !== asked) return undefined
      summary.value = undefined
      failure.value = toErrorData(thrown)
      return undefined
    }
  }

  watch(
    () => data.data.source,
    (source) => {
      const { value: known } = summary
      if (!known || !sameTable(known.source, source)) void read(source)
    },
    { immediate: true },
  )

  async function list(): Promise<void> {
    try {
      datasets.value = await laboratory.listDatasets()
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
  }

  /** Takes another table, as it suggests to be learned from. */
  async function choose({ source, name }: Pick<Dataset, 'source' | 'name'>): Promise<void> {
    const found = await read(source)
    if (!found) return
    const target = found.suggestedTarget ?? undefined
    data.choose({
      ...plainTreatment,
      source: found.source,
      name,
      target,
      features: undefined,
      task: found.suggestedTask ?? 'classification',
      missing: treatmentOf(found, target),
      scaling: scalingOf(found),
    })
  }

  /** Takes another column to predict. */
  function setTarget(name: string): void {
    const { value: table } = summary
    const column = table?.columns.find((each) => each.name === name)
    if (!table || !column) return
    data.choose({
      ...data.data,
      target: name,
      features: data.data.features?.filter((feature) => feature !== name),
      task: taskOf(column, table),
      missing: mergedTreatment(data.data.missing, treatmentOf(table, name)),
    })
  }

  /** Columns that can be predicted. */
  const targets = computed(() =>
    (summary.value?.columns ?? []).filter(({ type, distinct }) => type !== 'text' && distinct > 1),
  )

  const target = computed(() =>
    summary.value?.columns.find(
      ({ name }) => name === (data.data.target ?? summary.value?.suggestedTarget),
    ),
  )

  /** Inputs of the model, as far as the summary tells: categories become one-hot columns. */
  const inputs = computed(() => {
    const { features } = data.data
    return (summary.value?.columns ?? [])
      .filter(({ name, type }) =>
        features ? features.includes(name) : type !== 'text' && name !== target.value?.name,
      )
      .reduce((sum, { type, distinct }) => sum + (type === 'category' ? distinct : 1), 0)
  })

  const rows = computed(() => {
    const all = summary.value?.rows
    if (all === undefined) return undefined
    const { validation, folds } = data.data.split
    const held = Math.round(all * (folds ? 1 / folds : validation))
    return { train: all - held, validation: held }
  })

  /** @returns steps of one epoch and of the whole budget, before the race says so exactly */
  function stepsOf({ batchSize, budget }: RaceForm): { epoch: number; all: number } | undefined {
    if (!rows.value) return undefined
    const { train } = rows.value
    const epoch = batchSize === 'full' ? 1 : Math.max(1, Math.ceil(train / batchSize))
    return { epoch, all: 'steps' in budget ? budget.steps : budget.epochs * epoch }
  }

  function sizeOf(form: RaceForm): Size | undefined {
    const steps = stepsOf(form)
    if (!steps || !target.value) return undefined
    const { every } = form
    const stride =
      'steps' in every
        ? every.steps
        : 'epochs' in every
          ? every.epochs * steps.epoch
          : Math.max(1, (every.samples * steps.epoch) / (rows.value?.train ?? 1))
    const outputs = data.data.task === 'regression' ? 1 : target.value.distinct
    return {
      parameters: layoutOf(form.model, inputs.value, outputs).size,
      points: Math.ceil(steps.all / stride),
    }
  }

  return {
    datasets,
    summary,
    failure,
    targets,
    inputs,
    rows,
    list,
    choose,
    setTarget,
    stepsOf,
    sizeOf,
  }
})
