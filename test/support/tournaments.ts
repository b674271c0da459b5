import { createRandom, type Random } from '#shared/math/random.ts'
import {
  cellsOf,
  parseTournament,
  type CellResult,
  type TournamentInput,
  type TournamentSpec,
} from '#shared/tournament/index.ts'

/** A tournament of so many tasks and contestants whose cells a test makes up. */
export function tournamentOf(
  tasks: number,
  contestants: readonly string[],
  change: Partial<TournamentInput> = {},
): TournamentSpec {
  return parseTournament({
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `task ${at + 1}`,
      dataset: { builtin: 'iris' },
      budget: { epochs: 1 },
    })),
    contestants: contestants.map((id) => ({
      lane: { id, optimizer: 'adam', convention: 'pytorch' },
    })),
    budgets: [0],
    seeds: { tuning: [1], judging: [11] },
    ...change,
  })
}

/** The cells of defaults that were judged, by a score of each. */
export function cellsWith(
  spec: TournamentSpec,
  score: (task: number, contestant: number) => number | null,
): CellResult[] {
  return cellsOf(spec).map(({ task, contestant }) => ({
    ...{ task, contestant, trials: [], chosen: spec.budgets.map(() => 0), steps: [1] },
    judged: [
      {
        trial: null,
        scores: [score(task, contestant)],
        curves: [[score(task, contestant)]],
      },
    ],
  }))
}

/** Chance that a test draws from, the same each time. */
export function chanceOf(seed: number): Random {
  return createRandom(seed, 'noise')
}
