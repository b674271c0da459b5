import { createRandom } from '#shared/math/random.ts'
import type { HyperParameter } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { ExperimentSpec, LaneSpec } from '../spec.ts'
import { defaultRange, leadOf, valueAt, type SearchRange } from './ranges.ts'
import type { SweepSpec } from './spec.ts'

/** One setting of one contestant, to be run on every tuning seed. */
export interface Trial {
  /** From 0, over the whole sweep. */
  readonly index: number
  /** The contestant's place among the experiment's lanes. */
  readonly contestant: number
  /** The searched hyper-parameters alone, by key. */
  readonly hyper: Readonly<Record<string, number>>
}

/** What one trial searches of a contestant. */
interface Searched {
  readonly parameter: HyperParameter
  readonly range: SearchRange
}

/** What decides the trials: the contestants, how many each gets, and where to look. */
type Searching = Pick<SweepSpec, 'trials' | 'search'> & {
  readonly experiment: Pick<SweepSpec['experiment'], 'lanes'>
}

/** Numbers drawn for each trial, used or not: searching one more thing never shifts another's draws. */
const draws = 16

/**
 * The trials of a sweep, as many for every contestant: the first of each, then the second of each,
 * so that a sweep that is called off has been as fair.
 *
 * A rule with a learning rate spreads its trials over the rate. A rule without one (the tutorial's
 * Adadelta) spreads as many over the first hyper-parameter it declares, within its default range:
 * its budget is the others' budget. A rule without any number would run the same trial again and
 * again, and gets one.
 *
 * The same spec always has the same trials; a random search draws the same numbers for every
 * contestant.
 */
export function trialsOf(spec: Searching): Trial[] {
  const searched = spec.experiment.lanes.map((lane) => searchedOf(spec, lane))
  const random = createRandom(spec.search.seed, 'trials')
  const trials: Trial[] = []
  for (let turn = 0; turn < spec.trials; turn++) {
    const numbers = Array.from({ length: draws }, () => random.uniform())
    searched.forEach((parameters, contestant) => {
      if (turn > 0 && parameters.length === 0) return
      const values = parameters.map(({ parameter, range }, place) => {
        const grid = spec.search.kind === 'grid' && place === 0
        const share = grid ? gridShare(turn, spec.trials) : numbers[place]!
        return [parameter.key, valueAt(parameter, range, share)] as const
      })
      trials.push({ index: trials.length, contestant, hyper: Object.fromEntries(values) })
    })
  }
  return trials
}

/** A grid's ends are in it; a grid of one is the middle. */
const gridShare = (turn: number, trials: number): number =>
  trials === 1 ? 0.5 : turn / (trials - 1)

/** The lead first, the others in the order in which the spec names them. */
function searchedOf(spec: Searching, lane: LaneSpec): Searched[] {
  const rule = ruleOf(lane)
  const lead = rule && leadOf(rule)
  if (!lead) return []
  const { rate, others } = spec.search
  const rest = others.flatMap((other): Searched[] => {
    const parameter = rule.hyper.find(({ key }) => key === other.key)
    if (!parameter || parameter === lead) return []
    return [{ parameter, range: rangeOf(parameter, other) }]
  })
  const asked = others.find(({ key }) => key === lead.key)
  return [{ parameter: lead, range: lead.key === 'lr' ? rate : rangeOf(lead, asked) }, ...rest]
}

function rangeOf(parameter: HyperParameter, asked?: Partial<SearchRange>): SearchRange {
  const usual = defaultRange(parameter)
  return { from: asked?.from ?? usual.from, to: asked?.to ?? usual.to }
}

/** @returns the contestant with a trial's hyper-parameters in their place */
export function laneOf(spec: SweepSpec, trial: Pick<Trial, 'contestant' | 'hyper'>): LaneSpec {
  const contestant = spec.experiment.lanes[trial.contestant]
  if (!contestant) throw new Error(`a sweep has no contestant ${trial.contestant}`)
  return laneWith(contestant, trial.hyper)
}

/** @returns the lane with some hyper-parameters in their place */
export function laneWith(lane: LaneSpec, hyper: Trial['hyper']): LaneSpec {
  return { ...lane, hyper: { ...lane.hyper, ...hyper } }
}

/** @returns the race that runs these trials, a lane each, in their order, on the tuning seeds */
export function chunkSpec(spec: SweepSpec, trials: readonly Trial[]): ExperimentSpec {
  const { experiment, objective } = spec
  return {
    ...experiment,
    title: spec.title ?? experiment.title,
    lanes: trials.map((trial) => ({ ...laneOf(spec, trial), id: `trial-${trial.index}` })),
    record: {
      metrics: [objective.metric],
      every: experiment.record.every,
      state: false,
      paths: false,
    },
  }
}
