import type { SweepRecord } from '#shared/contract/sweeps.ts'
import {
  type ContestantResult,
  type ScoredTrial,
  type SweepSpec,
  type TunedRace,
} from '#shared/experiment/sweep/index.ts'
import { metricTitle } from '#shared/metrics/index.ts'
import { textTable } from './table.ts'

/** @returns a table: a row per contestant with its best trial, and what to know of the results */
export function sweepLines(
  spec: SweepSpec,
  results: readonly ContestantResult[],
  tuned: TunedRace | undefined,
): string[] {
  const { metric, at } = spec.objective
  const { lanes, seeds } = spec.experiment
  const table = textTable(
    [
      { title: 'lane' },
      { title: `${at} ${metricTitle(metric)}`, align: 'right' },
      { title: 'over seeds', align: 'right' },
      { title: 'best hyper-parameters' },
      { title: 'trials', align: 'right' },
      { title: 'diverged', align: 'right' },
    ],
    results.map(({ contestant, curve, best, edge }) => [
      lanes[contestant]?.id ?? '',
      best ? text(best.median) : 'none came through',
      best ? `${text(best.worst)} … ${text(best.best)}` : '',
      best ? hyperText(best) + (edge ? ` (${edge} end)` : '') : '',
      String(curve.length),
      String(curve.filter(({ median }) => median === null).length),
    ]),
  )
  const notes = [`Scores are medians over ${seeds.length} tuning ${noun(seeds.length)}.`]
  if (results.some(({ edge }) => edge)) {
    notes.push('Where the best stands at an end of its range, a wider range may hold a better one.')
  }
  if (tuned) {
    const fresh = tuned.spec.seeds ?? []
    notes.push(
      `The tuned race runs on seeds ${fresh[0]} to ${fresh.at(-1)}, which no trial ran on.`,
      ...(tuned.sharesHeldOut ? [heldOutNote] : []),
    )
  }
  return [...table, '', ...notes]
}

const heldOutNote =
  'Its held-out rows are those of the tuning, since the split is one for all seeds: set split.seed to "run" for fresh ones.'

const noun = (seeds: number): string => (seeds === 1 ? 'seed' : 'seeds')
const text = (score: number | null): string => (score === null ? 'diverged' : score.toFixed(4))

function hyperText({ hyper }: ScoredTrial): string {
  return Object.entries(hyper)
    .map(([key, value]) => `${key} ${Number(value.toPrecision(4))}`)
    .join(', ')
}

/** What `sweep --json` prints. */
export function sweepJson(
  spec: SweepSpec,
  record: SweepRecord,
  results: readonly ContestantResult[],
  tuned: TunedRace | undefined,
): Record<string, unknown> {
  const { lanes } = spec.experiment
  const { id, folder, created, status } = record
  const scores = new Map(record.results.map((result) => [result.index, result.scores]))
  const shown = (trial: ScoredTrial): unknown => {
    const { index, hyper, median, diverged } = trial
    // On each tuning seed; null where the run diverged.
    return { trial: index, hyper, median, scores: scores.get(index), diverged }
  }
  return {
    id,
    folder,
    created,
    status,
    objective: spec.objective,
    tuningSeeds: spec.experiment.seeds,
    contestants: results.map(({ contestant, leadKey, curve, best, edge }) => ({
      lane: lanes[contestant]?.id,
      optimizer: lanes[contestant]?.optimizer,
      convention: lanes[contestant]?.convention,
      spreadOver: leadKey ?? null,
      best: best ? shown(best) : null,
      edge: edge ?? null,
      trials: curve.map(shown),
    })),
    tunedRace: tuned?.spec ?? null,
    leftOut: tuned?.out ?? [],
    sharesHeldOut: tuned?.sharesHeldOut ?? null,
  }
}
