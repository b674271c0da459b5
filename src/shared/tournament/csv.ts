import { csvNumber, csvText } from '../csv.ts'
import type { CellResult } from './results.ts'
import { objectiveOf, type TournamentSpec } from './spec.ts'

/* Tidy tables of a tournament, as RFC 4180 has them. A run that diverged has no score. */

type Value = string | number | null | undefined

function table(columns: readonly string[], rows: readonly (readonly Value[])[]): string {
  const cell = (value: Value): string =>
    value === null || value === undefined
      ? ''
      : typeof value === 'number'
        ? csvNumber(value)
        : csvText(value)
  const lines = rows.map((row) => row.map(cell).join())
  return `${[columns.map(csvText).join(), ...lines].join('\r\n')}\r\n`
}

/** @returns a row per trial and tuning seed */
export function trialsCsv(spec: TournamentSpec, cells: readonly CellResult[]): string {
  const keys = [
    ...new Set(cells.flatMap(({ trials }) => trials.flatMap(({ hyper }) => Object.keys(hyper)))),
  ]
  const rows = cells.flatMap((cell) =>
    cell.trials.flatMap(({ hyper, scores }, trial) =>
      scores.map((score, seed) => [
        ...whose(spec, cell),
        trial + 1,
        ...keys.map((key) => hyper[key]),
        spec.seeds.tuning[seed],
        ...outcome(spec, cell, score),
      ]),
    ),
  )
  const columns = ['task', 'contestant', 'optimizer', 'convention', 'trial', ...keys, 'seed']
  return table([...columns, 'metric', 'score', 'diverged'], rows)
}

/** @returns a row per tuning budget and judged run */
export function judgedCsv(spec: TournamentSpec, cells: readonly CellResult[]): string {
  const rows = cells.flatMap((cell) =>
    spec.budgets.flatMap((budget, at) => {
      const judged = cell.judged[cell.chosen[at] ?? -1]
      return (judged?.scores ?? []).map((score, seed) => [
        ...whose(spec, cell),
        budget,
        judged?.trial === null || judged === undefined ? null : judged.trial + 1,
        spec.seeds.judging[seed],
        ...outcome(spec, cell, score),
      ])
    }),
  )
  const columns = ['task', 'contestant', 'optimizer', 'convention', 'budget', 'trial', 'seed']
  return table([...columns, 'metric', 'score', 'diverged'], rows)
}

function whose(spec: TournamentSpec, { task, contestant }: CellResult): Value[] {
  const { lane } = spec.contestants[contestant]!
  return [spec.tasks[task]!.id, lane.id, lane.optimizer, lane.convention]
}

function outcome(spec: TournamentSpec, { task }: CellResult, score: number | null): Value[] {
  return [objectiveOf(spec, spec.tasks[task]!).metric, score, score === null ? 1 : 0]
}
