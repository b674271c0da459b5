import { createSchedule } from '#shared/training/schedule.ts'
import { describeRace } from '#shared/data/describe.ts'
import {
  cellsOf,
  choicesOf,
  judgingRace,
  objectiveOf,
  trialsOfCell,
  tuningRace,
  type CellResult,
} from '#shared/tournament/index.ts'
import { cut, stackedTrials } from '../sweeps/chunks.ts'
import type { ReadTable } from '../tables/types.ts'
import { readWorkTable } from './tables.ts'
import { train, type Training } from './train.ts'
import type { TournamentWork } from './work.ts'

/**
 * Runs a cell of a tournament: its trials on the tuning seeds, then what each budget chooses from them
 * on the judging seeds.
 *
 * @param shard its place among the tournament's cells
 * @param onShare in [0, 1]
 * @throws LabError as `train` does
 */
export async function runCell(
  { folder, spec }: TournamentWork,
  shard: number,
  readTable: ReadTable,
  training: Training,
  onShare: (share: number) => void,
): Promise<CellResult> {
  const cell = cellsOf(spec)[shard]!
  const task = spec.tasks[cell.task]!
  const objective = objectiveOf(spec, task)
  const trials = trialsOfCell(spec, cell)
  const { tuning, judging } = spec.seeds
  const runs = trials.length * tuning.length + spec.budgets.length * judging.length
  let done = 0
  const part = (more: number) => (share: number) => onShare((done + share * more) / runs)

  const first = judgingRace(spec, cell, ['defaults'])
  const { table } = await readWorkTable(
    folder,
    first.dataset,
    readTable,
    first.target === undefined,
  )
  const { parameters, trainRows } = describeRace(first, table)
  const stacked = stackedTrials(trials.length, tuning.length, parameters, 1)
  const scores: (number | null)[][] = []
  for (const chunk of trials.length === 0 ? [] : cut(trials, stacked)) {
    const race = { spec: tuningRace(spec, cell, chunk), table, objective }
    const more = chunk.length * tuning.length
    scores.push(...cut((await train(race, training, part(more))).scores, tuning.length))
    done += more
  }

  const { byBudget, distinct } = choicesOf(spec, task, scores)
  const judge = judgingRace(spec, cell, distinct)
  const recorded = await train({ spec: judge, table, objective }, training, part(runs - done))
  const steps = pointsOf(createSchedule(judge, trainRows))
  const judged = distinct.map((choice, place) => ({
    trial: choice === 'defaults' ? null : choice,
    scores: recorded.scores.slice(place * judging.length, (place + 1) * judging.length),
    curves: judging.map((_, seed) =>
      steps.map((step) => recorded.value(place * judging.length + seed, step)),
    ),
  }))
  return {
    ...cell,
    trials: trials.map((hyper, place) => ({ hyper: { ...hyper }, scores: scores[place]! })),
    chosen: byBudget.map((choice) => distinct.indexOf(choice)),
    judged,
    steps,
  }
}

/** @returns every step at which a race records; the last of its budget always is */
function pointsOf({ steps, nextPoint }: ReturnType<typeof createSchedule>): number[] {
  const points: number[] = []
  for (let step = nextPoint(0); step < steps; step = nextPoint(step)) points.push(step)
  return [...points, steps]
}
