import { judgedBy, metricOf, type Judged, type Metric } from '../metrics/index.ts'
import type { ExperimentSpec } from './spec.ts'

/**
 * The one metric by which the lanes of a race are ranked.
 *
 * @param recorded what there is of it. @default what the experiment records
 * @returns undefined where nothing recorded says how good a run is
 */
export function judgedMetric(
  { judged, record, split, start }: Pick<ExperimentSpec, 'judged' | 'record' | 'split' | 'start'>,
  recorded: readonly Metric[] = record.metrics,
): Judged | undefined {
  const holdsOut = start
    ? start.validation.length > 0
    : split.folds !== undefined || split.validation > 0 || split.aside?.use === 'judging'
  const there = recorded.filter((metric) => holdsOut || metricOf(metric).part !== 'validation')
  return judgedBy(there, judged)
}
