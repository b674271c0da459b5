import { metricOf, type Metric } from '#shared/metrics/index.ts'

/** @returns where the target stands until it is moved */
export function firstTarget(metric: Metric): number {
  return { share: 0.95, r2: 0.4, loss: 0.1, number: 0.1 }[metricOf(metric).unit]
}
