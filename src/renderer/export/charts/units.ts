import { metricOf, type Metric } from '#shared/metrics/index.ts'

/**
 * @returns a metric's unit as a column's head has it: shares of rows are kept as they are recorded,
 *   not in percent; a loss that may be of classes or of numbers says nothing
 */
export function metricUnit(metric: Metric, regression = false): string {
  const { unit } = metricOf(metric)
  if (unit === 'share') return ' [share]'
  return unit === 'loss' && !regression ? ' [nats]' : ''
}
