import type { Task } from '../models.ts'
import type { Language } from '../text.ts'
import { trainAccuracy, validationAccuracy } from './accuracy.ts'
import { trainR2, validationR2 } from './determination.ts'
import { batchLoss, trainLoss, validationLoss } from './loss.ts'
import { gradientNorm, rate, updateNorm, updateRatio } from './step.ts'
import type { MetricDeclaration } from './types.ts'

export type { MetricDeclaration } from './types.ts'

/** In the order tables show them. */
const list = [
  batchLoss,
  trainLoss,
  trainAccuracy,
  trainR2,
  validationLoss,
  validationAccuracy,
  validationR2,
  gradientNorm,
  updateNorm,
  updateRatio,
  rate,
] as const

type Declared = (typeof list)[number]

export type Metric = Declared['key']

/** A metric that says how good a run is. */
export type Judged = Extract<Declared, { readonly better: string }>['key']

const declarations: readonly MetricDeclaration<Metric>[] = list
const byKey = new Map(declarations.map((metric) => [metric.key, metric]))

/** Metrics a race can record, in the order tables show them. */
export const metrics: readonly Metric[] = declarations.map(({ key }) => key)

export function metricOf(metric: Metric): MetricDeclaration<Metric> {
  return byKey.get(metric)!
}

export function isJudged(metric: Metric): metric is Judged {
  return metricOf(metric).better !== undefined
}

/** Metrics that say how good a run is. */
export const judged: readonly Judged[] = metrics.filter(isJudged)

/** Held-out rows say more than those trained on, and a loss more than what is made of it. */
export const byRank: readonly Judged[] = judged.toSorted(
  (a, b) => metricOf(a).rank! - metricOf(b).rank!,
)

/** Which way is better: losses go down, accuracy and R² go up. */
export function higherIsBetter(metric: Metric): boolean {
  return metricOf(metric).better === 'higher'
}

/**
 * @param wanted judged by, if it was recorded and says how good a run is
 * @returns undefined where nothing recorded does
 */
export function judgedBy(recorded: readonly Metric[], wanted?: Metric): Judged | undefined {
  if (wanted && isJudged(wanted) && recorded.includes(wanted)) return wanted
  return byRank.find((metric) => recorded.includes(metric))
}

/** @returns every metric that such an experiment has */
export function metricsFor(task: Task, holdsOut: boolean): readonly Metric[] {
  return metrics.filter((metric) => {
    const { task: only, part } = metricOf(metric)
    return (only === undefined || only === task) && (holdsOut || part !== 'validation')
  })
}

/** @returns why an experiment of that task has no such metric, in English; undefined if it has */
export function taskFault(metric: Metric, task: Task): string | undefined {
  const { task: only } = metricOf(metric)
  if (only === undefined || only === task) return undefined
  return only === 'classification' ? 'a regression has no accuracy' : 'a classification has no R²'
}

/** @returns a word of every metric in a language, by key */
export function metricWords(
  language: Language,
  word: 'name' | 'measure' = 'name',
): Readonly<Record<Metric, string>> {
  return Object.fromEntries(
    declarations.map((metric) => [metric.key, metric[word][language]]),
  ) as Record<Metric, string>
}

/** @returns its English name as it stands inside a sentence: `validation R²` */
export function metricTitle(metric: Metric): string {
  return inSentence(metricOf(metric).name.en)
}

/** @returns a name with a small first letter */
export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
