import { tableName } from '../data/table-name.ts'
import type { SpecDifference, WrittenList } from '../experiment/diff.ts'
import { judgedMetric } from '../experiment/judged.ts'
import { sourceName } from '../experiment/source.ts'
import type { ExperimentSpec, LaneSpec } from '../experiment/spec.ts'
import { findInitial } from '../initial/index.ts'
import { metricOf, type Judged, type Metric } from '../metrics/index.ts'
import { activationNames, taskOf, type Task } from '../models.ts'
import { optimizerName } from '../optimizers/index.ts'
import { ruleOf } from '../own/lane.ts'
import { findSchedule } from '../schedules/index.ts'
import type { Language } from '../text.ts'
import { formats, speech } from './index.ts'
import { clippingText, decayText, laneSummary, scheduleText } from './lane-names.ts'
import { settingWords } from './settings-text.ts'
import { plainSymbol } from './symbols.ts'

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
  language: Language,
): string {
  const words = settingWords[language]
  const whole = path.join('.')
  if (isPlain(whole)) return words.field[plainFields[whole]]
  const [root, second = '', ...rest] = path
  const last = path.at(-1) ?? ''
  switch (root) {
    case 'lanes': {
      const { name, spec } = lane(second)
      if (rest.length === 0) return words.lane(name)
      return `${name} · ${lanePartText(rest, spec, language)}`
    }
    case 'dataset':
      return second === 'read' ? words.read(last) : words.setting(last)
    case 'model':
      return words.initialPart(last)
    case 'stop':
      return words.stop(last)
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

function lanePartText(
  path: readonly string[],
  lane: LaneSpec | undefined,
  language: Language,
): string {
  const { field } = settingWords[language]
  const [part = '', key = '', inner = ''] = path
  if (part === 'hyper') {
    const rule = lane && ruleOf(lane)
    const flag = rule?.flags?.find((each) => each.key === key)
    const declared = rule?.hyper.find((each) => each.key === key)
    if (declared) return `${declared.label[language]} ${plainSymbol(declared.symbol)}`
    return flag ? flag.label[language] : key
  }
  const known = laneParts.find((each) => each === part)
  const name = known ? field[known] : part
  if (key === '') return name
  if (part === 'schedule' && key === 'warmup') return field.warmup
  if (part === 'schedule' && key === 'parameters') {
    const schedule = lane && findSchedule(lane.schedule.kind)
    const declared = schedule?.parameters.find((each) => each.key === inner)
    return `${name} ${declared ? plainSymbol(declared.symbol) : inner}`
  }
  const inside = (['kind', 'limit', 'rate'] as const).find((each) => each === key)
  return `${name}: ${inside ? field[inside] : key}`
}

/** @returns a part's value as people write it */
export function valueText(
  { path }: Pick<SpecDifference, 'path'>,
  value: unknown,
  language: Language,
): string {
  const format = formats[language]
  const words = settingWords[language]
  const whole = path.join('.')
  const name = (metric: Metric): string => metricOf(metric).name[language]
  if (isWritten(value)) return writtenText(value, language)
  if (value === undefined) {
    if (whole === 'features') return words.value.all
    return whole === 'target' ? words.value.own : '–'
  }
  if (typeof value === 'boolean') return value ? words.value.yes : words.value.no
  if (path[0] === 'lanes') return laneValueText(path.slice(2), value, language)
  switch (whole) {
    case 'dataset':
      return datasetText(value as Dataset, language)
    case 'dataset.builtin':
      return datasetText({ builtin: String(value) }, language)
    case 'dataset.generator':
      return datasetText({ generator: String(value), settings: {} }, language)
    case 'missing.numbers':
    case 'missing.categories':
    case 'missing.target':
      return missingText(String(value), language)
    case 'scaling.kind':
      return words.scaling[value as ExperimentSpec['scaling']['kind']]
    case 'scaling.fit':
      return value === 'all' ? words.value.everyRow : words.value.train
    case 'split.validation':
      return format.percent(Number(value), Number.isInteger(Number(value) * 100) ? 0 : 1)
    case 'split.seed':
      return value === 'run' ? words.value.perSeed : format.short(Number(value), 10)
    case 'model.hidden': {
      const hidden = value as number[]
      return hidden.length > 0 ? hidden.join('-') : words.value.none
    }
    case 'model.activation':
      return activationNames[value as ExperimentSpec['model']['activation']][language]
    case 'model.initial':
      return initialText(value as Initial, language)
    case 'loss':
      return words.value[value as ExperimentSpec['loss']]
    case 'seeds':
      return seedsText(value as number[], language)
    case 'batchSize':
      return batchText(value as ExperimentSpec['batchSize'], language)
    case 'budget':
      return budgetText(value as ExperimentSpec['budget'], language)
    case 'stop.target': {
      const target = value as NonNullable<ExperimentSpec['stop']['target']>
      return `${name(target.metric)} ${format.short(target.value, 4)}`
    }
    case 'stop.patience': {
      const { metric, points } = value as NonNullable<ExperimentSpec['stop']['patience']>
      return words.patience(format.whole(points), name(metric))
    }
    case 'judged':
      return name(value as Judged)
    case 'record.metrics':
      return format.list((value as Metric[]).map(name))
    case 'record.every':
      return everyText(value as ExperimentSpec['record']['every'], language)
    case 'record.every.epochs':
      return everyText({ epochs: Number(value) }, language)
    case 'record.every.steps':
      return everyText({ steps: Number(value) }, language)
    case 'record.every.samples':
      return everyText({ samples: Number(value) }, language)
    default:
      return plainText(value, language)
  }
}

function plainText(value: unknown, language: Language): string {
  const format = formats[language]
  if (typeof value === 'number') return format.short(value, 10)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return format.list(value.map((each) => plainText(each, language)))
  if (value === null) return settingWords[language].value.none
  return Object.entries(value as object)
    .map(([key, part]) => `${key} ${plainText(part, language)}`)
    .join(' · ')
}

function laneValueText(path: readonly string[], value: unknown, language: Language): string {
  const [part, key] = path
  const { none, constant } = settingWords[language].value
  if (part === undefined) {
    const lane = { ...(value as Omit<LaneSpec, 'id'>), id: '' }
    return [optimizerName(lane.optimizer), laneSummary(lane, language)].join(' ')
  }
  if (key !== undefined) return plainText(value, language)
  switch (part) {
    case 'optimizer':
      return optimizerName(String(value))
    case 'convention':
      return speech[language].words.conventions[value as LaneSpec['convention']]
    case 'schedule':
      return scheduleText(value as LaneSpec['schedule'], language) || constant
    case 'clipping':
      return clippingText(value as LaneSpec['clipping'], language) || none
    case 'weightDecay':
      return decayText(value as LaneSpec['weightDecay'], language) || none
    default:
      return plainText(value, language)
  }
}

const isWritten = (value: unknown): value is WrittenList =>
  typeof value === 'object' && value !== null && 'written' in value

function writtenText({ written, from, sample }: WrittenList, language: Language): string {
  const words = settingWords[language]
  const { list, short, whole } = formats[language]
  const shown = list(sample.map((each) => short(each, 4)))
  const text = from + sample.length < written ? words.dots(shown) : shown
  return from === 0
    ? words.written(whole(written), text)
    : words.writtenFrom(whole(written), whole(from + 1), text)
}

/** @returns what a person calls the table; a file has the name it has */
function datasetText(source: Dataset, language: Language): string {
  const name = sourceName(source)
  return 'file' in source ? name : tableName(name, language)
}

function missingText(way: string, language: Language): string {
  const { value } = settingWords[language]
  const known = (['refuse', 'drop', 'mean', 'median', 'mode'] as const).find((key) => key === way)
  return known ? value[known] : value.ownCategory
}

function initialText(initial: Initial, language: Language): string {
  const kind = findInitial(initial.kind)
  const numbers = (kind?.parameters ?? []).map(({ key }) =>
    formats[language].short(Number(Reflect.get(initial, key)), 4),
  )
  return [kind ? kind.name[language] : initial.kind, ...numbers].join(' ')
}

function everyText(every: ExperimentSpec['record']['every'], language: Language): string {
  return 'samples' in every
    ? settingWords[language].samples(formats[language].whole(every.samples))
    : budgetText(every, language)
}

/** @returns the network in words: its hidden layers, or that it has none */
export function modelText(
  { hidden, activation }: ExperimentSpec['model'],
  task: Task,
  language: Language,
): string {
  const words = settingWords[language].model
  if (hidden.length === 0) return task === 'regression' ? words.linear : words.softmax
  return `MLP ${hidden.join('-')} ${activationNames[activation][language]}`
}

export function batchText(batch: number | 'full', language: Language): string {
  const words = settingWords[language]
  return batch === 'full' ? words.fullBatch : words.batchOf(formats[language].whole(batch))
}

export function budgetText(budget: ExperimentSpec['budget'], language: Language): string {
  const words = settingWords[language]
  const { whole } = formats[language]
  return 'epochs' in budget ? words.epochs(whole(budget.epochs)) : words.steps(whole(budget.steps))
}

/** @returns seeds that follow one another as a range: `1–10, 42` */
export function seedsText(seeds: readonly number[], language: Language): string {
  const ranges: [number, number][] = []
  for (const seed of seeds) {
    const range = ranges.at(-1)
    if (range && seed === range[1] + 1) range[1] = seed
    else ranges.push([seed, seed])
  }
  return formats[language].list(
    ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)),
  )
}

/** @returns what all lanes of an experiment share, name by name */
export function settingsOf(
  spec: ExperimentSpec,
  language: Language,
): (readonly [name: string, text: string])[] {
  const { field } = settingWords[language]
  const at = (path: PlainPath, value: unknown): readonly [string, string] => [
    field[plainFields[path]],
    valueText({ path: path.split('.') }, value, language),
  ]
  const { missing, split, stop, dataset, start } = spec
  return [
    at('dataset', dataset),
    ...('file' in dataset && dataset.sha256 ? [at('dataset.sha256', dataset.sha256)] : []),
    at('target', spec.target),
    at('features', spec.features),
    at('missing.numbers', missing.numbers),
    at('missing.categories', missing.categories),
    at('missing.target', missing.target),
    at('scaling.kind', spec.scaling.kind),
    at('scaling.fit', spec.scaling.fit),
    ...(start
      ? []
      : [
          split.folds === undefined
            ? at('split.validation', split.validation)
            : at('split.folds', split.folds),
          at('split.stratified', split.stratified),
          at('split.seed', split.seed),
        ]),
    [field.model, modelText(spec.model, taskOf(spec.loss), language)],
    at('model.initial', spec.model.initial),
    at('loss', spec.loss),
    at('batchSize', spec.batchSize),
    at('seeds', spec.seeds),
    at('budget', spec.budget),
    at('record.metrics', spec.record.metrics),
    at('record.every', spec.record.every),
    at('judged', judgedMetric(spec)),
    ...(spec.tuned === undefined ? [] : [at('tuned', spec.tuned)]),
    ...(stop.target ? [at('stop.target', stop.target)] : []),
    ...(stop.patience ? [at('stop.patience', stop.patience)] : []),
    at('stop.diverged', stop.diverged),
    ...(start
      ? [
          at('start.parameters', {
            written: start.parameters.length,
            from: 0,
            sample: start.parameters.slice(0, 3),
          }),
        ]
      : []),
  ]
}
