import type { Metric } from '../../../shared/experiment/spec.ts'

/**
 * @returns a metric's unit as a column's head has it: shares of rows are kept as they are recorded,
 *   not in percent; a loss that may be of classes or of numbers says nothing
 */
export function metricUnit(metric: Metric, regression = false): string {
  if (metric.endsWith('Accuracy')) return ' [share]'
  return metric.endsWith('Loss') && !regression ? ' [nats]' : ''
}
