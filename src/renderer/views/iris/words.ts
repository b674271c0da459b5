import { useText } from '#renderer/composables/useText.ts'
import type { MessageKey } from '#renderer/locales/types.ts'
import type { End } from './layers.ts'

type FlowerKey = Extract<MessageKey, `flower.${string}`>

const { t } = useText()

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
