import type { Metric } from '../../../shared/experiment/spec.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import type { MessageKey } from '../../locales/types.ts'
import type { Fault } from './faults.ts'
import type { End } from './layers.ts'

type FlowerKey = Extract<MessageKey, `flower.${string}`>

const { t } = useText()
const format = useFormat()

/** The table's own column and class names, which the page knows in both languages. */
const flowers: Readonly<Record<string, FlowerKey>> = {
  setosa: 'flower.setosa',
  versicolor: 'flower.versicolor',
  virginica: 'flower.virginica',
  sepallength: 'flower.sepalLength',
  sepalwidth: 'flower.sepalWidth',
  petallength: 'flower.petalLength',
  petalwidth: 'flower.petalWidth',
}

/** @returns the name of a column or class of Iris; another table's stays as it is */
export function flowerText(name: string): string {
  const key = flowers[name.toLowerCase().replace(/\(.*\)|iris-|[^a-z]/g, '')]
  return key ? t(key) : name
}

export function endText(end: End): string {
  if (end.kind === 'bias') return t('weights.bias')
  if (end.kind === 'hidden') return t('weights.hidden', { index: end.index })
  return flowerText(end.name)
}

/** @returns the name of a weight: from where to where */
export function weightText(from: End, to: End): string {
  if (from.kind === 'bias') return t('rule.bias', { to: endText(to) })
  return t('rule.link', { from: endText(from), to: endText(to) })
}

export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'notNumber':
      return t('form.notNumber')
    case 'notWhole':
      return t('form.notWhole')
    case 'atLeast':
      return t('form.atLeast', { minimum: format.short(fault.minimum) })
    case 'above':
      return t('form.above', { minimum: format.short(fault.minimum) })
    case 'atMost':
      return t('form.atMost', { maximum: format.short(fault.maximum, 12) })
    case 'below':
      return t('form.below', { maximum: format.short(fault.maximum) })
  }
}

export const isShare = (metric: Metric): boolean =>
  metric === 'trainAccuracy' || metric === 'validationAccuracy'

/** @returns a metric's value as labels and tables print it, always as wide */
export function metricText(metric: Metric, value: number): string {
  if (isShare(metric)) return format.percent(value, 1)
  const size = Math.abs(value)
  if (size >= 1000) return format.short(value, 5)
  return format.fixed(value, size >= 100 ? 2 : size >= 10 ? 3 : 4)
}
