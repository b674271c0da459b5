import type { Metric } from '../../../shared/experiment/spec.ts'

/** @returns where the target stands until it is moved */
export function firstTarget(metric: Metric): number {
  if (metric.endsWith('Accuracy')) return 0.95
  return metric.endsWith('R2') ? 0.4 : 0.1
}
