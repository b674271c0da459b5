import { metricOf, type Metric } from '#shared/metrics/index.ts'
import { useText } from './useText.ts'

/** Whether the metric is a share of rows, which is shown as a percentage. */
export const isShare = (metric: Metric): boolean => metricOf(metric).unit === 'share'

/** @returns a metric's value as labels and tables print it, always as wide */
export const metricText = (metric: Metric, value: number): string =>
  useText().format.metric(metric, value)
