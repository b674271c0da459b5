import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { useTableName } from '../composables/useTableName.ts'
import { useText } from '../composables/useText.ts'
import { findInitial } from '#shared/initial/index.ts'
import { activationNames } from '#shared/models/index.ts'
import type { ExperimentData } from '../stores/experiment-data.ts'
import type { RaceForm } from './form.ts'

const { t, own, format } = useText()
const nameOf = useTableName()

/** @returns the network in words: its hidden layers, or that it has none */
export function modelText({ hidden, activation }: ExperimentSpec['model'], task: string): string {
  if (hidden.length === 0)
    return t(task === 'regression' ? 'race.model.linear' : 'race.model.softmax')
  return `MLP ${hidden.join('-')} ${own(activationNames[activation])}`
}

export function batchText(batch: number | 'full'): string {
  return batch === 'full' ? t('race.form.fullBatch') : t('race.form.batchOf', { n: batch })
}

export function budgetText(budget: ExperimentSpec['budget']): string {
  return 'epochs' in budget
    ? t('unit.epochs', { n: budget.epochs })
    : t('race.unit.steps', { n: budget.steps })
}

/** @returns seeds that follow one another as a range: `1–10, 42` */
export function seedsText(seeds: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const seed of seeds) {
    const range = ranges.at(-1)
    if (range && seed === range[1] + 1) range[1] = seed
    else ranges.push([seed, seed])
  }
  return format.list(ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)))
}

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
    modelText(spec.model, spec.loss === 'meanSquaredError' ? 'regression' : 'classification'),
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
      ? [t('race.caption.patience', { metric: t(`metric.${patience.metric}`), n: patience.points })]
      : []),
    ...(diverged ? [] : [t('race.caption.goesOn')]),
  ]
}
