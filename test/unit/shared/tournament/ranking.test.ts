import { describe, expect, it } from 'vitest'
import {
  answerOfRanking,
  failureCurves,
  rankingOf,
  targetTimes,
  tuningCurves,
  type CellResult,
  type TournamentClause,
  type TournamentSpec,
} from '#shared/tournament/index.ts'
import { speech, tournamentLines } from '#shared/words/index.ts'
import { cellsWith, chanceOf, tournamentOf } from '#test/support/tournaments.ts'

const names = ['Adam', 'NAdam', 'RMSprop']

function answer(spec: TournamentSpec, cells: readonly CellResult[]): TournamentClause[] {
  return answerOfRanking(rankingOf(spec, cells, 0), spec.tasks.length)
}

function lines(spec: TournamentSpec, cells: readonly CellResult[]): string[] {
  const all = spec.contestants.map(({ lane }) => lane.id)
  return tournamentLines(answer(spec, cells), all, speech.en)
}

describe('a ranking', () => {
  it('says what ten tasks cannot show', () => {
    const spec = tournamentOf(10, names)
    // Each is first about as often.
    const cells = cellsWith(spec, (task, contestant) => ((contestant + task) % 3) + 1)
    expect(lines(spec, cells)).toEqual([
      'On these 10 tasks no difference that they can show between Adam, NAdam and RMSprop (p = 0.914).',
    ])
    expect(rankingOf(spec, cells, 0).cliques).toEqual([rankingOf(spec, cells, 0).order])
  })

  it('names the first, and who is behind', () => {
    const spec = tournamentOf(10, names)
    const cells = cellsWith(spec, (task, contestant) => (contestant + 1) * (task + 1))
    const { meanRanks, friedman, differs, cliques, pairs, criticalDifference } = rankingOf(
      spec,
      cells,
      0,
    )
    expect(meanRanks).toEqual([1, 2, 3])
    // χ² = 12/(10·3·4) · (100 + 400 + 900) − 3·10·4 = 20, and 1.048 = 2.343 √(12/60).
    expect(friedman?.statistic).toBeCloseTo(20, 10)
    expect(criticalDifference).toBeCloseTo(1.048, 3)
    expect(differs).toBe(true)
    expect(cliques).toEqual([
      [0, 1],
      [1, 2],
    ])
    // All ten on one side: 2·2^−10, three times by Holm for the first.
    expect(pairs[0]).toMatchObject({ pair: [0, 1], better: 10, worse: 0, p: 2 ** -9, shown: true })
    expect(pairs[0]!.adjusted).toBeCloseTo(3 * 2 ** -9, 12)
    // The most extreme p of n tasks is 2^(1−n): three times that is at most 5 % from 7 tasks on.
    expect(rankingOf(spec, cells, 0).pairsNeed).toBe(7)
    expect(lines(spec, cells)).toEqual([
      'On these 10 tasks no difference that they can show between Adam and NAdam, which lead.',
      'Behind Adam: RMSprop.',
    ])
  })

  it('ranks what diverged last, and equal ones alike', () => {
    const spec = tournamentOf(1, ['a', 'b', 'c', 'd'])
    const cells = cellsWith(spec, (_, contestant) => [0.5, null, 0.5, null][contestant]!)
    expect(rankingOf(spec, cells, 0).ranks).toEqual([[1.5, 3.5, 1.5, 3.5]])
  })

  it('takes accuracy the other way', () => {
    const spec = tournamentOf(2, ['a', 'b'], { objective: { metric: 'validationAccuracy' } })
    const cells = cellsWith(spec, (_, contestant) => [0.9, 0.8][contestant]!)
    expect(rankingOf(spec, cells, 0).order).toEqual([0, 1])
  })

  it('leaves out tasks that not all have done', () => {
    const spec = tournamentOf(10, names)
    const cells = cellsWith(spec, (task, contestant) => ((contestant + task) % 3) + 1).slice(0, -1)
    expect(answer(spec, cells)).toMatchObject([
      { kind: 'none', tasks: 9 },
      { kind: 'unfinished', tasks: 9, all: 10 },
    ])
  })

  it('says why it says nothing, in both languages', () => {
    const silent = (
      tasks: number,
      contestants: readonly string[],
      score: (task: number, contestant: number) => number | null,
    ): string[][] => {
      const spec = tournamentOf(tasks, contestants)
      const clauses = answer(spec, cellsWith(spec, score))
      return [speech.en, speech['zh-CN']].map((words) =>
        tournamentLines(clauses, contestants, words),
      )
    }
    const differing = (task: number, contestant: number): number => contestant + task
    expect(silent(3, ['a'], differing)).toEqual([
      ['One contestant alone: there is nothing to compare it with.'],
      ['只有一个优化器，无从比较。'],
    ])
    expect(silent(1, names, differing)[0]).toEqual([
      'One task shows nothing beyond itself: take at least two.',
    ])
    expect(silent(2, names, differing)).toEqual([
      [
        '2 tasks cannot tell any two of 3 contestants apart, whatever comes out: that takes at least 3 tasks.',
      ],
      ['2 个任务无论结果如何，都分不出 3 个优化器中任何两个的高下：至少需要 3 个任务。'],
    ])
    expect(silent(5, names, () => 1)[0]).toEqual(['On every task all contestants are equal.'])
    expect(silent(5, names, () => null)[0]).toEqual([
      'On every task every contestant diverged: there is nothing to rank.',
    ])
    const spec = tournamentOf(2, names)
    expect(lines(spec, [])).toEqual(['No task is done by all contestants yet.'])
  })
})

describe('null tournaments', () => {
  it('show a critical difference in at most 5 % of 200', () => {
    const many = Array.from({ length: 8 }, (_, at) => `Adam ${at + 1}`)
    for (const [contestants, tasks] of [
      [many, 10],
      [many.slice(0, 4), 4],
      [many.slice(0, 3), 30],
      // Few occasions, on which approximations promise too much.
      [many.slice(0, 2), 6],
      [many.slice(0, 2), 8],
      [many.slice(0, 3), 4],
    ] as const) {
      const spec = tournamentOf(tasks, contestants)
      let shown = 0
      for (let seed = 1; seed <= 200; seed++) {
        const random = chanceOf(seed)
        // Tasks differ in how large their losses are, contestants by chance alone; a few diverge.
        const cells = cellsWith(spec, (task) =>
          random.uniform() < 0.05 ? null : Math.exp(task + random.normal()),
        )
        const { differs, cliques } = rankingOf(spec, cells, 0)
        if (differs && cliques[0]?.length !== contestants.length) shown++
      }
      expect(shown).toBeLessThanOrEqual(10)
    }
  })

  it('do not do so by never showing any: what is better is found', () => {
    const spec = tournamentOf(10, ['a', 'b', 'c', 'd'])
    let shown = 0
    for (let seed = 1; seed <= 50; seed++) {
      const random = chanceOf(seed)
      const cells = cellsWith(spec, (_, contestant) =>
        Math.exp(random.normal() - (contestant === 0 ? 3 : 0)),
      )
      if (answer(spec, cells)[0]?.kind !== 'none') shown++
    }
    expect(shown).toBeGreaterThan(45)
  })
})

describe('what else the cells say', () => {
  const spec = tournamentOf(1, ['a', 'b'], { budgets: [0, 3] })
  const trial = (lr: number, score: number | null): CellResult['trials'][number] => ({
    hyper: { lr },
    scores: [score],
  })
  const cells: CellResult[] = [
    {
      ...{ task: 0, contestant: 0, chosen: [0, 1], steps: [10, 20, 30] },
      trials: [trial(0.01, 4), trial(0.02, 1), trial(2, null)],
      judged: [
        { trial: null, scores: [3], curves: [[8, 5, 3]] },
        { trial: 1, scores: [1], curves: [[4, 2, 1]] },
      ],
    },
    {
      ...{ task: 0, contestant: 1, chosen: [0, 0], steps: [10, 20, 30] },
      trials: [trial(0.01, null), trial(0.02, null), trial(2, null)],
      judged: [{ trial: null, scores: [null], curves: [[8, 6, null]] }],
    },
  ]

  it('is what tuning buys, without what diverged', () => {
    const [a, b] = tuningCurves(spec, cells)
    expect(a).toMatchObject({ contestant: 0, untuned: 3 })
    expect(a!.points[0]!.expected).toBeCloseTo(2.5, 12)
    expect(a!.points[2]).toMatchObject({ k: 3, expected: 1, lost: 0 })
    expect(b).toMatchObject({ untuned: null })
    expect(b!.points[0]).toMatchObject({ lost: 1 })
  })

  it('is where they fail', () => {
    const [a] = failureCurves(spec, cells)
    expect(a).toEqual({
      contestant: 0,
      key: 'lr',
      bins: [
        { from: 0.01, to: 0.0316227766017, runs: 2, diverged: 0 },
        { from: 1, to: 3.16227766017, runs: 1, diverged: 1 },
      ],
    })
  })

  it('is when they come to the target', () => {
    const aimed = { ...spec, tasks: spec.tasks.map((task) => ({ ...task, reach: 6 })) }
    expect(targetTimes(aimed, cells, 0)).toEqual({
      tasks: [0],
      targets: [6],
      steps: [[20, 20]],
      profiles: [
        { factors: [1], shares: [1] },
        { factors: [1], shares: [1] },
      ],
    })
    expect(targetTimes(aimed, cells, 1).steps).toEqual([[10, 20]])
    // Found by itself, one that distinguishes them.
    const { targets, steps } = targetTimes(spec, cells, 1)
    expect(targets).toHaveLength(1)
    expect(steps[0]![1]).toBe(Infinity)
  })
})
