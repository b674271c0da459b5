import type { Metric } from '#shared/experiment/spec.ts'
import type { Track } from '../stores/track.ts'
import type { RacedLane } from './raced.ts'
import { LaneBands, type LaneBand } from '#shared/statistics/lane-bands.ts'

/** What lanes have been computed so far: it lasts as long as their recordings. */
const known = new WeakMap<readonly Track[], Map<Metric, LaneBands>>()

/** @returns the metric over the lane's seeds, computed as far as it is recorded */
export function bandOf({ tracks, events }: RacedLane, metric: Metric): LaneBand {
  const metrics = known.get(tracks) ?? new Map<Metric, LaneBands>()
  known.set(tracks, metrics)
  const bands = metrics.get(metric) ?? new LaneBands(tracks, metric)
  metrics.set(metric, bands)
  return bands.update(events)
}
