import type { Layout } from '#shared/models.ts'
import { useText } from '../composables/useText.ts'
import type { MessageKey } from '../locales/types.ts'

/** One end of a weight: an input column, a hidden unit, a class, the one number of a regression, or the bias. */
export type End =
  | { readonly kind: 'feature' | 'class'; readonly name: string }
  | { readonly kind: 'hidden'; readonly index: number }
  | { readonly kind: 'output' }
  | { readonly kind: 'bias' }

/** A weight by what it joins. */
export interface WeightEnds {
  /** From 1. */
  readonly layer: number
  readonly from: End
  readonly to: End
}

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
  if (end.kind === 'output') return t('weights.output')
  if (end.kind === 'hidden') return t('weights.hidden', { index: end.index })
  return flowerText(end.name)
}

/** @returns the name of a weight: from where to where */
export function weightText(from: End, to: End): string {
  if (from.kind === 'bias') return t('rule.bias', { to: endText(to) })
  return t('rule.link', { from: endText(from), to: endText(to) })
}

/** @returns what a weight joins, by its flat index; undefined where there is no such weight */
export function weightEnds(
  { layers }: Layout,
  features: readonly string[],
  classes: readonly string[],
  parameter: number,
): WeightEnds | undefined {
  const at = layers.findIndex(({ biases, outputs }) => parameter < biases + outputs)
  const layer = layers[at]
  if (!layer || parameter < 0) return undefined
  const bias = parameter >= layer.biases
  const place = parameter - (bias ? layer.biases : layer.weights)
  const [row, column] = [Math.floor(place / layer.outputs), place % layer.outputs]
  const hidden = (unit: number): End => ({ kind: 'hidden', index: unit + 1 })
  const last = at === layers.length - 1
  const name = classes[column]
  const target: End = name === undefined ? { kind: 'output' } : { kind: 'class', name }
  const source: End = at === 0 ? { kind: 'feature', name: features[row] ?? '' } : hidden(row)
  return {
    layer: at + 1,
    from: bias ? { kind: 'bias' } : source,
    to: last ? target : hidden(column),
  }
}
