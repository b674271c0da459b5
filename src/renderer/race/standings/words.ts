import type { Metric } from '#shared/metrics/index.ts'
import { isShare } from '#renderer/composables/metric-text.ts'
import { useText } from '#renderer/composables/useText.ts'

const { t, format } = useText()

/** How a column's numbers are written, so that they stand below one another. */
export type Writer = (value: number) => string

/**
 * @param values of the whole column: as many decimals as the digits of its smallest need
 * @param worst what an infinity is called
 */
export function metricWriter(
  metric: Metric,
  values: readonly number[],
  worst: string,
  digits = 3,
): Writer {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs)
  sizes.sort((a, b) => a - b)
  const middle = sizes[sizes.length >> 1] ?? 1
  // The smallest are distinguished too, unless they are another order of size altogether.
  const places = digits - 1 - Math.floor(Math.log10(Math.max(sizes[0] ?? 1, middle / 100)))
  return (value) => {
    if (Number.isNaN(value)) return t('common.none')
    if (!Number.isFinite(value)) return worst
    if (isShare(metric)) return format.percent(value, digits > 2 ? 1 : 0)
    if (places > 6 || Math.abs(value) >= 1e6) return format.short(value, digits)
    return format.fixed(value, Math.max(0, places))
  }
}
