import { LabError } from '#shared/errors.ts'
import { metricOf } from '#shared/metrics/index.ts'
import type { ExperimentInput } from '../spec.ts'
import { sweepResults } from './results.ts'
import type { TrialResult } from './scores.ts'
import type { SweepSpec } from './spec.ts'
import { laneOf } from './trials.ts'

export interface TunedRace {
  readonly spec: ExperimentInput
  /** Contestants (by lane id) that stay out because no trial of theirs came through. */
  readonly out: readonly string[]
  /**
   * Whether the race holds out the very rows that the tuning was judged on, because the experiment
   * splits its table once for all seeds.
   */
  readonly sharesHeldOut: boolean
}

/** Seeds of a tuned race when nobody says. */
export const tunedSeeds = 10

/**
 * The race of each contestant's best trial, on seeds that no trial ever ran on: what was selected
 * for luck with a seed's start and batches has none left here.
 *
 * @param seeds how many
 * @throws LabError `wrong-phase` when no contestant has a trial that came through
 */
export function tunedRace(
  spec: SweepSpec,
  results: readonly TrialResult[],
  seeds: number = tunedSeeds,
): TunedRace {
  const { experiment, objective } = spec
  const entries = sweepResults(spec, results)
  const lanes = entries.flatMap(({ best }) => (best ? [laneOf(spec, best)] : []))
  if (lanes.length === 0) {
    throw new LabError(
      'wrong-phase',
      'No trial of the sweep came through without diverging, so there is nothing to race. Sweep lower learning rates.',
      { parameters: { phase: 'empty' } },
    )
  }
  const wanted = [...experiment.record.metrics]
  if (!wanted.includes(objective.metric)) wanted.push(objective.metric)
  return {
    spec: {
      ...experiment,
      title: `${spec.title ?? experiment.title ?? 'Sweep'}: tuned`,
      lanes,
      seeds: freshSeeds(experiment.seeds, seeds),
      record: { ...experiment.record, metrics: wanted },
      tuned: true,
    },
    out: entries.flatMap(({ contestant, best }) =>
      best ? [] : (experiment.lanes[contestant]?.id ?? []),
    ),
    sharesHeldOut:
      metricOf(objective.metric).part === 'validation' && experiment.split.seed !== 'run',
  }
}

/** @returns the next whole numbers after the highest used one; below 2^32, from 0 again */
export function freshSeeds(used: readonly number[], count: number): number[] {
  const taken = new Set(used)
  const fresh: number[] = []
  for (let seed = Math.max(...used) + 1; fresh.length < count; seed++) {
    const next = seed % 2 ** 32
    if (!taken.has(next)) fresh.push(next)
  }
  return fresh
}
