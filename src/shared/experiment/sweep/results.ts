import { higherIsBetter } from '#shared/metrics/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { leadOf } from './ranges.ts'
import { costOf, scoreOf, type Score, type TrialResult } from './scores.ts'
import type { SweepSpec } from './spec.ts'
import { trialsOf, type Trial } from './trials.ts'

/** A trial with what it came to. */
export interface ScoredTrial extends Trial, Score {
  /** Where on its contestant's curve it stands: its learning rate, or what leads instead. */
  readonly lead: number
}

/** What a sweep knows of one contestant. */
export interface ContestantResult {
  /** Its place among the experiment's lanes. */
  readonly contestant: number
  /** The hyper-parameter its trials are spread over: `lr`, another for a rule without; undefined for a rule without numbers. */
  readonly leadKey: string | undefined
  /** Finished trials by ascending lead: the sensitivity curve. */
  readonly curve: readonly ScoredTrial[]
  /** The trial that won; undefined while none has come through without diverging. */
  readonly best: ScoredTrial | undefined
  /**
   * Set when the winner has the lowest or the highest rate that was tried, at least three being
   * tried: what is better may lie outside.
   */
  readonly edge: 'low' | 'high' | undefined
}

/**
 * What the finished trials say of each contestant, in the experiment's order.
 *
 * The winner has the best median over the tuning seeds; among equals the best worst seed; among
 * these the middle one by its lead, which is the least on edge.
 */
export function sweepResults(spec: SweepSpec, results: readonly TrialResult[]): ContestantResult[] {
  const up = higherIsBetter(spec.objective.metric)
  const byIndex = new Map(results.map((result) => [result.index, result]))
  const trials = trialsOf(spec)
  return spec.experiment.lanes.map((lane, contestant): ContestantResult => {
    const rule = ruleOf(lane)
    const leadKey = rule && leadOf(rule)?.key
    const curve = trials
      .filter((trial) => trial.contestant === contestant)
      .flatMap((trial): ScoredTrial[] => {
        const result = byIndex.get(trial.index)
        if (!result) return []
        const lead = leadKey === undefined ? NaN : (trial.hyper[leadKey] ?? NaN)
        return [{ ...trial, ...scoreOf(result.scores, up), lead }]
      })
      .sort((a, b) => a.lead - b.lead || a.index - b.index)
    const best = winnerOf(curve, up)
    return { contestant, leadKey, curve, best, edge: best && edgeOf(curve, best) }
  })
}

function winnerOf(curve: readonly ScoredTrial[], up: boolean): ScoredTrial | undefined {
  const least = (trials: readonly ScoredTrial[], cost: (trial: ScoredTrial) => number) => {
    const lowest = Math.min(...trials.map(cost))
    return trials.filter((trial) => cost(trial) === lowest)
  }
  const sound = curve.filter(({ median }) => median !== null)
  const equals = least(
    least(sound, ({ median }) => costOf(median, up)),
    ({ worst }) => costOf(worst, up),
  )
  return equals[Math.floor((equals.length - 1) / 2)]
}

function edgeOf(curve: readonly ScoredTrial[], best: ScoredTrial): 'low' | 'high' | undefined {
  if (new Set(curve.map(({ lead }) => lead)).size < 3) return undefined
  if (best.lead === curve[0]?.lead) return 'low'
  return best.lead === curve.at(-1)?.lead ? 'high' : undefined
}
