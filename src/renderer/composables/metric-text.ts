import { metricOf, type Metric } from '../../shared/metrics/index.ts'
import { useFormat } from './useFormat.ts'

const format = useFormat()

/** Whether the metric is a share of rows, which is shown as a percentage. */
export const isShare = (metric: Metric): boolean => metricOf(metric).unit === 'share'

/** @returns a metric's value as labels and tables print it, always as wide */
export function metricText(metric: Metric, value: number): string {
  if (isShare(metric)) return format.percent(value, 1)
  const size = Math.abs(value)
  if (size >= 1000 || (size > 0 && size < 0.001)) return format.short(value, size < 1 ? 3 : 5)
  return format.fixed(value, size >= 100 ? 2 : size >= 10 ? 3 : 4)
}
