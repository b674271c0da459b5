import { createRandom } from '../math/random.ts'
import { higherIsBetter } from '../metrics/index.ts'
import type { ExperimentSpec, LaneSpec } from '../experiment/spec.ts'
import { costOf, scoreOf } from '../experiment/sweep/scores.ts'
import { laneWith, trialsOf } from '../experiment/sweep/trials.ts'
import { mostTrials, objectiveOf, type TournamentSpec, type TournamentTask } from './spec.ts'

/*
 * A cell is one contestant on one task: its trials, what each budget chooses from them, and the races
 * that run both. Cells know nothing of one another, so that they can be run in any order and anywhere.
 */

/** One cell of the matrix tasks × contestants. */
export interface Cell {
  readonly task: number
  readonly contestant: number
}

/** @returns every cell, task by task: the n-th is the tournament's shard n */
export function cellsOf(spec: Pick<TournamentSpec, 'tasks' | 'contestants'>): Cell[] {
  return spec.tasks.flatMap((_, task) =>
    spec.contestants.map((_, contestant) => ({ task, contestant })),
  )
}

/** A trial's searched hyper-parameters, by key. */
export type TrialHyper = Readonly<Record<string, number>>

/**
 * The trials of a cell, in the order in which smaller budgets take them. Each task has draws of its own:
 * a draw that happens to suit an optimizer would else do so on all of them, and look like a difference.
 */
export function trialsOfCell(spec: TournamentSpec, { task, contestant }: Cell): TrialHyper[] {
  const trials = mostTrials(spec)
  if (trials === 0) return []
  const { lane, tune } = spec.contestants[contestant]!
  const random = createRandom(spec.search.seed, 'trials')
  const seedAt = (place: number): number => {
    let drawn = 0
    for (let at = 0; at <= place; at++) drawn = random.below(0xffffffff)
    return drawn
  }
  const ofTask = seedAt(task)
  const seed = spec.search.paired ? ofTask : seedOf(ofTask, contestant)
  const { rate } = spec.search
  const search = { kind: 'random' as const, rate: tune.rate ?? rate, others: tune.others, seed }
  return trialsOf({ experiment: { lanes: [lane] }, trials, search }).map(({ hyper }) => hyper)
}

function seedOf(task: number, contestant: number): number {
  const random = createRandom(task, 'trials')
  let drawn = 0
  for (let at = 0; at <= contestant; at++) drawn = random.below(0xffffffff)
  return drawn
}

/** What a budget chose: a trial by its place, or the lane as it stands. */
export type Choice = number | 'defaults'

/**
 * @param scores of the cell's trials, each on every tuning seed; null where a run diverged
 * @param budget trials that may be looked at: the first so many
 * @returns the first of those with the best median; where every one diverged the first of them
 */
export function chosenBy(
  scores: readonly (readonly (number | null)[])[],
  budget: number,
  up: boolean,
): Choice {
  if (budget === 0) return 'defaults'
  const costs = scores.slice(0, budget).map((each) => costOf(scoreOf(each, up).median, up))
  return costs.indexOf(Math.min(...costs))
}

/** @returns what is to be judged: the choices of all budgets, each once, defaults first */
export function choicesOf(
  spec: TournamentSpec,
  task: TournamentTask,
  scores: readonly (readonly (number | null)[])[],
): { readonly byBudget: readonly Choice[]; readonly distinct: readonly Choice[] } {
  const up = higherIsBetter(objectiveOf(spec, task).metric)
  const byBudget = spec.budgets.map((budget) => chosenBy(scores, budget, up))
  const rank = (choice: Choice): number => (choice === 'defaults' ? -1 : choice)
  const distinct = [...new Set(byBudget)].sort((a, b) => rank(a) - rank(b))
  return { byBudget, distinct }
}

/** @returns the race of some trials on the tuning seeds; it holds out the rows that tuning may look at */
export function tuningRace(
  spec: TournamentSpec,
  cell: Cell,
  trials: readonly TrialHyper[],
): ExperimentSpec {
  const { lane } = spec.contestants[cell.contestant]!
  const lanes = trials.map((hyper, place) => ({ ...laneWith(lane, hyper), id: `trial-${place}` }))
  const { at } = objectiveOf(spec, spec.tasks[cell.task]!)
  // The last step is recorded in any case.
  const every = at === 'final' ? { steps: 1_000_000_000 } : undefined
  return race(spec, cell, { lanes, seeds: spec.seeds.tuning, use: 'never', every })
}

/** @returns the race of what was chosen on the fresh seeds; it holds out the rows kept for it */
export function judgingRace(
  spec: TournamentSpec,
  cell: Cell,
  choices: readonly Choice[],
): ExperimentSpec {
  const { lane } = spec.contestants[cell.contestant]!
  const trials = trialsOfCell(spec, cell)
  const lanes = choices.map((choice) =>
    choice === 'defaults'
      ? { ...lane, id: 'defaults' }
      : { ...laneWith(lane, trials[choice]!), id: `trial-${choice}` },
  )
  return race(spec, cell, { lanes, seeds: spec.seeds.judging, use: 'judging' })
}

function race(
  spec: TournamentSpec,
  cell: Cell,
  its: {
    readonly lanes: LaneSpec[]
    readonly seeds: readonly number[]
    readonly use: 'never' | 'judging'
    readonly every?: ExperimentSpec['record']['every'] | undefined
  },
): ExperimentSpec {
  const task = spec.tasks[cell.task]!
  const { metric } = objectiveOf(spec, task)
  const { judging, tuning, stratified, seed } = spec.split
  return {
    version: 1,
    title: `${task.id}, ${spec.contestants[cell.contestant]!.lane.id}`,
    dataset: task.dataset,
    target: task.target,
    features: task.features,
    missing: task.missing,
    scaling: task.scaling,
    split: { validation: tuning, stratified, seed, aside: { share: judging, use: its.use } },
    model: task.model,
    loss: task.loss,
    lanes: its.lanes,
    seeds: [...its.seeds],
    batchSize: task.batchSize,
    budget: task.budget,
    record: { metrics: [metric], every: its.every ?? task.every, state: false, paths: false },
    stop: { diverged: true },
  }
}
