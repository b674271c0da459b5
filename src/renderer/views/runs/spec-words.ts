import { budgetText, batchText, modelText, seedsText } from '#renderer/race/start-line.ts'
import { clippingText, decayText, laneSummary, scheduleText } from '#renderer/race/lanes.ts'
import { plainSymbol } from '#shared/words/symbols.ts'
import { useTableName } from '#renderer/composables/useTableName.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { SpecDifference, WrittenList } from '#shared/experiment/diff.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec, LaneSpec } from '#shared/experiment/spec.ts'
import { judgedMetric } from '#shared/experiment/judged.ts'
import type { Judged } from '#shared/metrics/index.ts'
import { findInitial } from '#shared/initial/index.ts'
import { activationNames } from '#shared/models/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { findSchedule } from '#shared/schedules/index.ts'
import { optimizerName } from '#shared/optimizers/index.ts'

const { t, own, format } = useText()
const nameOf = useTableName()

type Dataset = ExperimentSpec['dataset']
type Initial = ExperimentSpec['model']['initial']

/** Parts of a spec whose names say all, by their path. */
const plainFields = {
  title: 'title',
  version: 'version',
  dataset: 'dataset',
  'dataset.builtin': 'dataset',
  'dataset.generator': 'dataset',
  'dataset.file': 'file',
  'dataset.sha256': 'sha256',
  target: 'target',
  features: 'features',
  'missing.numbers': 'missingNumbers',
  'missing.categories': 'missingCategories',
  'missing.target': 'missingTarget',
  'scaling.kind': 'scaling',
  'scaling.fit': 'scalingFit',
  'split.validation': 'validation',
  'split.stratified': 'stratified',
  'split.seed': 'splitSeed',
  'split.folds': 'folds',
  'model.hidden': 'hidden',
  'model.activation': 'activation',
  'model.initial': 'initial',
  loss: 'loss',
  seeds: 'seeds',
  batchSize: 'batchSize',
  budget: 'budget',
  'budget.epochs': 'epochs',
  'budget.steps': 'steps',
  'record.metrics': 'metrics',
  'record.every': 'every',
  'record.every.epochs': 'every',
  'record.every.steps': 'every',
  'record.every.samples': 'every',
  judged: 'judged',
  tuned: 'tuned',
  'record.state': 'state',
  'record.paths': 'paths',
  'record.strips': 'strips',
  'stop.target': 'stopTarget',
  'stop.patience': 'stopPatience',
  'stop.diverged': 'diverged',
  'start.train': 'startTrain',
  'start.validation': 'startValidation',
  'start.parameters': 'startParameters',
  'start.batches': 'startBatches',
} as const

type PlainPath = keyof typeof plainFields
const isPlain = (path: string): path is PlainPath => path in plainFields

/**
 * @param lane what to call the lane of that id, and what it is in one of the experiments
 * @returns the part's name as people know it
 */
export function fieldText(
  path: readonly string[],
  lane: (id: string) => { readonly name: string; readonly spec: LaneSpec | undefined },
): string {
  const whole = path.join('.')
  if (isPlain(whole)) return t(`runs.field.${plainFields[whole]}`)
  const [root, second = '', ...rest] = path
  const last = path.at(-1) ?? ''
  switch (root) {
    case 'lanes': {
      const { name, spec } = lane(second)
      if (rest.length === 0) return t('runs.field.lane', { name })
      return t('runs.field.laneIn', { lane: name, part: lanePartText(rest, spec) })
    }
    case 'dataset':
      return t(second === 'read' ? 'runs.field.read' : 'runs.field.setting', { name: last })
    case 'model':
      return t('runs.field.initialPart', { name: last })
    case 'stop':
      return t('runs.field.stop', { name: last })
    default:
      return whole
  }
}

const laneParts = [
  'optimizer',
  'convention',
  'rule',
  'schedule',
  'clipping',
  'weightDecay',
] as const

function lanePartText(path: readonly string[], lane: LaneSpec | undefined): string {
  const [part = '', key = '', inner = ''] = path
  if (part === 'hyper') {
    const rule = lane && ruleOf(lane)
    const flag = rule?.flags?.find((each) => each.key === key)
    const declared = rule?.hyper.find((each) => each.key === key)
    if (declared) return `${own(declared.label)} ${plainSymbol(declared.symbol)}`
    return flag ? own(flag.label) : key
  }
  const known = laneParts.find((each) => each === part)
  const name = known ? t(`runs.field.${known}`) : part
  if (key === '') return name
  if (part === 'schedule' && key === 'warmup') return t('runs.field.warmup')
  if (part === 'schedule' && key === 'parameters') {
    const schedule = lane && findSchedule(lane.schedule.kind)
    const declared = schedule?.parameters.find((each) => each.key === inner)
    return `${name} ${declared ? plainSymbol(declared.symbol) : inner}`
  }
  const inside = (['kind', 'limit', 'rate'] as const).find((each) => each === key)
  return `${name}: ${inside ? t(`runs.field.${inside}`) : key}`
}

/** @returns a part's value as people write it */
export function valueText({ path }: Pick<SpecDifference, 'path'>, value: unknown): string {
  const whole = path.join('.')
  if (isWritten(value)) return writtenText(value)
  if (value === undefined) {
    if (whole === 'features') return t('runs.value.all')
    return whole === 'target' ? t('runs.value.own') : t('common.none')
  }
  if (typeof value === 'boolean') return t(value ? 'runs.value.yes' : 'runs.value.no')
  if (path[0] === 'lanes') return laneValueText(path.slice(2), value)
  switch (whole) {
    case 'dataset':
      return datasetText(value as Dataset)
    case 'dataset.builtin':
      return datasetText({ builtin: String(value) })
    case 'dataset.generator':
      return datasetText({ generator: String(value), settings: {} })
    case 'missing.numbers':
    case 'missing.categories':
    case 'missing.target':
      return missingText(String(value))
    case 'scaling.kind':
      return t(`race.scaling.${value as ExperimentSpec['scaling']['kind']}`)
    case 'scaling.fit':
      return t(value === 'all' ? 'runs.value.everyRow' : 'runs.value.train')
    case 'split.validation':
      return format.percent(Number(value), Number.isInteger(Number(value) * 100) ? 0 : 1)
    case 'split.seed':
      return value === 'run' ? t('runs.value.perSeed') : format.short(Number(value), 10)
    case 'model.hidden': {
      const hidden = value as number[]
      return hidden.length > 0 ? hidden.join('-') : t('runs.value.none')
    }
    case 'model.activation':
      return own(activationNames[value as ExperimentSpec['model']['activation']])
    case 'model.initial':
      return initialText(value as Initial)
    case 'loss':
      return t(`runs.value.${value as ExperimentSpec['loss']}`)
    case 'seeds':
      return seedsText(value as number[])
    case 'batchSize':
      return batchText(value as ExperimentSpec['batchSize'])
    case 'budget':
      return budgetText(value as ExperimentSpec['budget'])
    case 'stop.target': {
      const target = value as NonNullable<ExperimentSpec['stop']['target']>
      return `${t(`metric.${target.metric}`)} ${format.short(target.value, 4)}`
    }
    case 'stop.patience': {
      const { metric, points } = value as NonNullable<ExperimentSpec['stop']['patience']>
      return t('race.caption.patience', { metric: t(`metric.${metric}`), n: points })
    }
    case 'judged':
      return t(`metric.${value as Judged}`)
    case 'record.metrics':
      return format.list(
        (value as ExperimentSpec['record']['metrics']).map((metric) => t(`metric.${metric}`)),
      )
    case 'record.every':
      return everyText(value as ExperimentSpec['record']['every'])
    case 'record.every.epochs':
      return everyText({ epochs: Number(value) })
    case 'record.every.steps':
      return everyText({ steps: Number(value) })
    case 'record.every.samples':
      return everyText({ samples: Number(value) })
    default:
      return plainText(value)
  }
}

function plainText(value: unknown): string {
  if (typeof value === 'number') return format.short(value, 10)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return format.list(value.map(plainText))
  if (value === null) return t('runs.value.none')
  return Object.entries(value as object)
    .map(([key, part]) => `${key} ${plainText(part)}`)
    .join(' · ')
}

function laneValueText(path: readonly string[], value: unknown): string {
  const [part, key] = path
  if (part === undefined) {
    const lane = { ...(value as Omit<LaneSpec, 'id'>), id: '' }
    return [optimizerName(lane.optimizer), laneSummary(lane)].join(' ')
  }
  if (key !== undefined) return plainText(value)
  switch (part) {
    case 'optimizer':
      return optimizerName(String(value))
    case 'convention':
      return t(`conventions.${value as LaneSpec['convention']}`)
    case 'schedule':
      return scheduleText(value as LaneSpec['schedule']) || t('runs.value.constant')
    case 'clipping':
      return clippingText(value as LaneSpec['clipping']) || t('runs.value.none')
    case 'weightDecay':
      return decayText(value as LaneSpec['weightDecay']) || t('runs.value.none')
    default:
      return plainText(value)
  }
}

const isWritten = (value: unknown): value is WrittenList =>
  typeof value === 'object' && value !== null && 'written' in value

function writtenText({ written, from, sample }: WrittenList): string {
  const shown = format.list(sample.map((each) => format.short(each, 4)))
  const text = from + sample.length < written ? t('runs.value.dots', { text: shown }) : shown
  if (from === 0) return t('runs.value.written', { n: written, sample: text })
  return t('runs.value.writtenFrom', { n: written, from: format.whole(from + 1), sample: text })
}

function datasetText(source: Dataset): string {
  return nameOf(source, sourceName(source))
}

function missingText(way: string): string {
  switch (way) {
    case 'refuse':
    case 'drop':
    case 'mean':
    case 'median':
    case 'mode':
      return t(`runs.value.${way}`)
    default:
      return t('runs.value.ownCategory')
  }
}

function initialText(initial: Initial): string {
  const kind = findInitial(initial.kind)
  const numbers = (kind?.parameters ?? []).map(({ key }) =>
    format.short(Number(Reflect.get(initial, key)), 4),
  )
  return [kind ? own(kind.name) : initial.kind, ...numbers].join(' ')
}

function everyText(every: ExperimentSpec['record']['every']): string {
  return 'samples' in every ? t('runs.value.samples', { n: every.samples }) : budgetText(every)
}

/** @returns what all lanes of an experiment share, name by name */
export function settingsOf(
  spec: ExperimentSpec,
): { readonly name: string; readonly text: string }[] {
  const at = (path: string, value: unknown): { name: string; text: string } => ({
    name: isPlain(path) ? t(`runs.field.${plainFields[path]}`) : path,
    text: valueText({ path: path.split('.') }, value),
  })
  const { split, stop } = spec
  const task = spec.loss === 'meanSquaredError' ? 'regression' : 'classification'
  return [
    at('dataset', spec.dataset),
    at('target', spec.target),
    at('features', spec.features),
    at('scaling.kind', spec.scaling.kind),
    split.folds === undefined
      ? at('split.validation', split.validation)
      : at('split.folds', split.folds),
    { name: t('form.model'), text: modelText(spec.model, task) },
    at('model.initial', spec.model.initial),
    at('loss', spec.loss),
    at('batchSize', spec.batchSize),
    at('seeds', spec.seeds),
    at('budget', spec.budget),
    at('record.every', spec.record.every),
    at('judged', judgedMetric(spec)),
    ...(stop.target ? [at('stop.target', stop.target)] : []),
    ...(stop.patience ? [at('stop.patience', stop.patience)] : []),
    at('stop.diverged', stop.diverged),
    ...(spec.start
      ? [
          at('start.parameters', {
            written: spec.start.parameters.length,
            from: 0,
            sample: spec.start.parameters.slice(0, 3),
          }),
        ]
      : []),
  ]
}
