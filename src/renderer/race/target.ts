import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { higherIsBetter, metricOf, type Judged } from '#shared/metrics/index.ts'
import { suggestTarget } from '#shared/statistics/index.ts'
import { bandOf } from './bands.ts'
import type { RacedLane } from './raced.ts'

/**
 * @returns the target of a race that is over until a person sets one: at which its runs ended, else
 *   one from its curves; undefined where none distinguishes its lanes
 */
export function suggestedTarget(
  lanes: readonly RacedLane[],
  { stop }: ExperimentSpec,
  metric: Judged,
): number | undefined {
  if (stop.target?.metric === metric) return stop.target.value
  const curves = lanes.map((lane) => bandOf(lane, metric))
  return suggestTarget(curves, higherIsBetter(metric), metricOf(metric).unit === 'loss')
}
