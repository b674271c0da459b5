import { describe, expect, it } from 'vitest'
import { LabError } from '#shared/errors.ts'
import {
  findTournament,
  mostRunsOf,
  parseTournament,
  tournamentPresets,
  type TournamentInput,
} from '#shared/tournament/index.ts'
import { tournamentOf } from '#test/support/tournaments.ts'

function faultsOf(change: Partial<TournamentInput>): readonly string[] {
  try {
    tournamentOf(2, ['a', 'b'], change)
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-spec') return error.details
    throw error
  }
  return []
}

const task = { id: 'task', dataset: { builtin: 'iris' }, budget: { epochs: 1 } } as const

describe('a tournament', () => {
  it('has defaults, and is the same when it is read again', () => {
    const spec = parseTournament({
      tasks: [task],
      contestants: [{ lane: { id: 'adam', optimizer: 'adam' } }],
    })
    expect(spec).toMatchObject({
      budgets: [0, 1, 4, 16],
      search: { rate: { from: 1e-4, to: 10 }, seed: 0, paired: true },
      objective: { metric: 'validationLoss', at: 'final' },
    })
    expect(parseTournament(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
    // 16 trials on 3 seeds, and 4 budgets judged on 10.
    expect(mostRunsOf(spec)).toBe(16 * 3 + 4 * 10)
  })

  it('judges on no seed that a trial runs on', () => {
    expect(faultsOf({ seeds: { tuning: [1, 2], judging: [3, 2] } })).toEqual([
      'seeds.judging[1]: trials run on the seed 2: judge on others',
    ])
  })

  it('names what is wrong by its path', () => {
    expect(faultsOf({ tasks: [task, task] })[0]).toBe("tasks[1]: the task 'task' stands twice")
    expect(faultsOf({ budgets: [1, 1] })[0]).toBe("budgets[1]: the budget '1' stands twice")
    expect(faultsOf({ objective: { metric: 'validationR2' } })[0]).toMatch(
      /^objective\.metric: of the task 'task 1': a classification has no R²/,
    )
    expect(faultsOf({ tasks: [{ ...task, scaling: { kind: 'minmax', fit: 'all' } }] })[0]).toMatch(
      /^tasks\[0\]\.scaling\.fit: /,
    )
    const lane = { id: 'sgd', optimizer: 'sgd' }
    expect(faultsOf({ contestants: [{ lane, tune: { others: [{ key: 'beta9' }] } }] })[0]).toMatch(
      /^contestants\[0\]\.tune\.others\[0\]\.key: no contestant has 'beta9'/,
    )
    expect(faultsOf({ search: { rate: { from: 2, to: 1 } } })[0]).toMatch(/^search\.rate\.from: /)
  })

  it('comes in two presets, of 4 and of 10 tasks', () => {
    const tasks = tournamentPresets.map(({ id, spec }) => [id, parseTournament(spec).tasks.length])
    expect(tasks).toEqual([
      ['small', 4],
      ['classic', 10],
    ])
    expect(findTournament('large')).toBeUndefined()
  })
})
