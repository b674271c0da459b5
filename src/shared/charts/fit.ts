import { metricOf, type Metric } from '../metrics/index.ts'

/**
 * A lane that flies off must not press all others flat: the axis ends a few times above where the
 * lanes began, and for R², which has no lower end, at -1.
 */
export function boundsOf(
  metric: Metric,
  medians: readonly Float64Array[],
  logarithmic: boolean,
): { min?: number; max?: number } | undefined {
  const { unit } = metricOf(metric)
  if (unit === 'r2') return { min: -1 }
  if (unit !== 'loss') return undefined
  const starts = medians
    .flatMap((median) => median.find(Number.isFinite) ?? [])
    .sort((a, b) => a - b)
  const middle = starts[(starts.length - 1) >> 1]
  if (middle === undefined) return undefined
  const highest = starts.findLast((start) => start <= 20 * middle) ?? middle
  return { max: highest * (logarithmic ? 1000 : 3) }
}
