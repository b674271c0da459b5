import { useText } from '../composables/useText.ts'
import type { HyperParameter } from '#shared/optimizers/index.ts'

const { t, format } = useText()

/**
 * @param value NaN where the text was no number
 * @returns why a typed number cannot be used, as a sentence; undefined where it can
 */
export function numberFault(
  value: number,
  { minimum, maximum, exclusive }: HyperParameter['range'],
  whole = false,
): string | undefined {
  if (!Number.isFinite(value)) return t('form.notNumber')
  if (whole && !Number.isInteger(value)) return t('form.notWhole')
  const above = exclusive === 'minimum' || exclusive === 'both'
  const below = exclusive === 'maximum' || exclusive === 'both'
  const least = { minimum: format.short(minimum) }
  if (above && value <= minimum) return t('form.above', least)
  if (value < minimum) return t('form.atLeast', least)
  if (below && value >= maximum) return t('form.below', { maximum: format.short(maximum) })
  return value > maximum ? t('form.atMost', { maximum: format.short(maximum, 12) }) : undefined
}
