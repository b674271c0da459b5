import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { sourceName, type DatasetSource } from '#shared/experiment/source.ts'
import { taskOf, type Task } from '#shared/models.ts'
import type { DataPart, ExperimentSpec } from '#shared/experiment/spec.ts'

/** What an experiment learns from: the half of its description that is about data. */
export interface ExperimentData {
  readonly source: DatasetSource
  /** For people: what the table is called. */
  readonly name: string
  /** The column to predict; undefined takes the one the table names. */
  readonly target: string | undefined
  /** The columns to predict from; undefined takes all others but text. */
  readonly features: readonly string[] | undefined
  readonly task: Task
  readonly missing: ExperimentSpec['missing']
  readonly scaling: ExperimentSpec['scaling']
  readonly split: ExperimentSpec['split']
}

/** How data is treated where nobody says otherwise; the spec's own defaults. */
export const plainTreatment = {
  missing: { numbers: 'refuse', categories: 'refuse', target: 'refuse' },
  scaling: { kind: 'standard', fit: 'train' },
  split: { validation: 0.2, stratified: true, seed: 0 },
} as const satisfies Pick<ExperimentData, 'missing' | 'scaling' | 'split'>

/** What the Race stage opens with. */
export const firstData: ExperimentData = {
  source: { builtin: 'wine' },
  name: 'Wine',
  target: 'cultivar',
  features: undefined,
  task: 'classification',
  ...plainTreatment,
}

/** @returns the spec's parts; a task decides the loss */
export function toSpecPart(data: ExperimentData): DataPart {
  return {
    dataset: data.source,
    ...(data.target === undefined ? {} : { target: data.target }),
    ...(data.features === undefined ? {} : { features: [...data.features] }),
    missing: { ...data.missing },
    scaling: { ...data.scaling },
    split: { ...data.split },
    loss: data.task === 'regression' ? 'meanSquaredError' : 'crossEntropy',
  }
}

/** @returns the data half of an experiment; `name` where the table's own is known */
export function fromSpec(spec: ExperimentSpec, name = sourceName(spec.dataset)): ExperimentData {
  return {
    source: spec.dataset,
    name,
    target: spec.target,
    features: spec.features,
    task: taskOf(spec.loss),
    missing: spec.missing,
    scaling: spec.scaling,
    split: spec.split,
  }
}

/** Whether two sources are the same table; how a file is read and a generator is set do not count. */
export function sameTable(one: DatasetSource, other: DatasetSource): boolean {
  if ('builtin' in one) return 'builtin' in other && one.builtin === other.builtin
  if ('generator' in one) return 'generator' in other && one.generator === other.generator
  return 'file' in other && one.file === other.file
}

/** What the next race learns from: the Data stage writes it, the Race stage reads it. */
export const useExperimentData = defineStore('experiment-data', () => {
  const data = shallowRef<ExperimentData>(firstData)
  /** Whether a person, or a kept form, has decided it. */
  const chosen = ref(false)
  const part = computed(() => toSpecPart(data.value))

  function choose(next: ExperimentData): void {
    data.value = next
    chosen.value = true
  }

  /** Takes over the data half of a kept form or a run. */
  function adopt(spec: ExperimentSpec, name?: string): void {
    choose(fromSpec(spec, name))
  }

  return { data, chosen, part, choose, adopt }
})
