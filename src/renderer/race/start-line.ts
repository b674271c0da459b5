import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { useTableName } from '../composables/useTableName.ts'
import { useText } from '../composables/useText.ts'
import { findInitial } from '#shared/initial/index.ts'
import { taskOf, type Task } from '#shared/models.ts'
import * as words from '#shared/words/settings.ts'
import { currentLanguage } from '../locales/index.ts'
import type { ExperimentData } from '../stores/experiment-data.ts'
import type { RaceForm } from './form.ts'

const { t, own, format } = useText()
const nameOf = useTableName()

const batchText = (batch: number | 'full'): string => words.batchText(batch, currentLanguage())

export const budgetText = (budget: ExperimentSpec['budget']): string =>
  words.budgetText(budget, currentLanguage())

/** @returns the network in words: its hidden layers, or that it has none */
export const modelText = (model: ExperimentSpec['model'], task: Task): string =>
  words.modelText(model, task, currentLanguage())

/** @returns seeds that follow one another as a range: `1–10, 42` */
export const seedsText = (seeds: readonly number[]): string =>
  words.seedsText(seeds, currentLanguage())

/** @returns what all lanes share, in a line */
export function startLineText(form: RaceForm, data: ExperimentData): string {
  const name = nameOf(data.source, data.name)
  const target = data.target === undefined ? name : `${name} → ${data.target}`
  return [
    target,
    modelText(form.model, data.task),
    batchText(form.batchSize),
    t('race.unit.seeds', { n: form.seeds.count }),
    budgetText(form.budget),
  ].join(' · ')
}

/**
 * @param name what a file's table is called, where the experiment has no title
 * @returns every setting that made a race, for the chart to say
 */
export function captionText(spec: ExperimentSpec, name?: string): string {
  const table = nameOf(spec.dataset, spec.title ?? name ?? sourceName(spec.dataset))
  const { initial } = spec.model
  const kind = findInitial(initial.kind)
  const parts = (kind?.parameters ?? []).map(
    ({ key }) => ` ${format.short(Number(Reflect.get(initial, key)), 4)}`,
  )
  const [first = 0] = spec.seeds
  const last = spec.seeds.at(-1) ?? first
  const { split, scaling } = spec
  return [
    spec.target === undefined ? table : `${table} → ${spec.target}`,
    modelText(spec.model, taskOf(spec.loss)),
    `${kind ? own(kind.name) : initial.kind}${parts.join('')}`,
    batchText(spec.batchSize),
    first === last
      ? t('race.caption.seed', { seed: first })
      : t('race.caption.seeds', { first, last }),
    budgetText(spec.budget),
    t(`race.scaling.${scaling.kind}`),
    split.folds === undefined
      ? t('race.caption.held', { share: format.percent(split.validation) })
      : t('race.caption.folds', { n: split.folds }),
    ...stopTexts(spec.stop),
  ].join(' · ')
}

function stopTexts({ target, patience, diverged }: ExperimentSpec['stop']): string[] {
  return [
    ...(target
      ? [
          t('race.caption.target', {
            metric: t(`metric.${target.metric}`),
            value: format.short(target.value, 4),
          }),
        ]
      : []),
    ...(patience
      ? [words.valueText({ path: ['stop', 'patience'] }, patience, currentLanguage())]
      : []),
    ...(diverged ? [] : [t('race.caption.goesOn')]),
  ]
}
