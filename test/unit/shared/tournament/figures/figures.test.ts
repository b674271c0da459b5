import { describe, expect, it } from 'vitest'
import { lineStyle } from '#shared/charts/palette.ts'
import type { CellResult, TournamentSpec } from '#shared/tournament/index.ts'
import {
  failuresFigure,
  matrixOf,
  matrixTable,
  profilesFigure,
  profileSteps,
  ranksFigure,
  rankTuningFigure,
  trialsPlace,
  tuningFigure,
  type CurveFigure,
  type FigureInput,
  type NoFigure,
} from '#shared/tournament/figures/index.ts'
import { cellsWith, tournamentOf } from '#test/support/tournaments.ts'

function inputOf(
  spec: TournamentSpec,
  cells: readonly CellResult[],
  more: Partial<FigureInput> = {},
): FigureInput {
  const looks = spec.contestants.map(({ lane }) => lineStyle(lane, 'light'))
  return { spec, cells, budget: 0, looks, language: 'en', ...more }
}

function drawn(figure: CurveFigure | NoFigure): CurveFigure {
  if (figure.kind === 'nothing') throw new Error(figure.why)
  return figure
}

const curveOf = ({ part }: CurveFigure, id: string): [number, number][] => {
  const { x, y } = part.data.curves.find((curve) => curve.id === id)!
  return Array.from(x, (at, index) => [at, y[index]!])
}

describe('performance profiles', () => {
  it('rise in steps: 1/3 at once, 2/3 from twice the steps on, never at the last task', () => {
    expect(profileSteps({ factors: [1, 2], shares: [1 / 3, 2 / 3] }, 3)).toEqual({
      x: [0, 1, 1, 3],
      y: [1 / 3, 1 / 3, 2 / 3, 2 / 3],
    })
    // Not first anywhere: it begins at nothing.
    expect(profileSteps({ factors: [4], shares: [0.5] }, 3)).toEqual({
      x: [0, 2, 2, 3],
      y: [0, 0, 0.5, 0.5],
    })
    expect(profileSteps({ factors: [], shares: [] }, 1)).toEqual({ x: [0, 1], y: [0, 0] })
  })

  it('count steps to the target of each task, by hand', () => {
    // Two tasks; a reaches 1 after 10 and 40 steps, b after 20 and never.
    const spec = tournamentOf(2, ['a', 'b'])
    const aimed = { ...spec, tasks: spec.tasks.map((task) => ({ ...task, reach: 1 })) }
    const curves = [
      [
        [1, 1, 1],
        [2, 1, 1],
      ],
      [
        [2, 2, 1],
        [2, 2, 2],
      ],
    ] as const
    const cells = cellsWith(aimed, () => 1).map((cell) => ({
      ...cell,
      steps: [10, 20, 40],
      judged: [{ trial: null, scores: [1], curves: [[...curves[cell.task]![cell.contestant]!]] }],
    }))
    const figure = drawn(profilesFigure(inputOf(aimed, cells)))
    const end = 1.06
    expect(curveOf(figure, 'a')).toEqual([
      [0, 1],
      [end, 1],
    ])
    // Twice the steps on the first task, log₂ 2 = 1; on the second never.
    expect(curveOf(figure, 'b')).toEqual([
      [0, 0],
      [1, 0],
      [1, 0.5],
      [end, 0.5],
    ])
    expect([...figure.points]).toEqual([0, 1])
    expect(figure.readings(1).map(({ name, text }) => `${name} ${text}`)).toEqual([
      'a 100%',
      'b 50%',
    ])
    expect(figure.part.words.at(1)).toBe('within 2 times the fewest steps')
    expect(figure.table.rows).toEqual([
      ['task 1', 1, 'a', 10, 1],
      ['task 1', 1, 'b', 20, 2],
      ['task 2', 1, 'a', 40, 1],
      ['task 2', 1, 'b', null, null],
    ])
  })

  it('say why there are none', () => {
    const spec = tournamentOf(2, ['a', 'b'])
    expect(profilesFigure(inputOf(spec, []))).toMatchObject({ kind: 'nothing' })
  })
})

const tuned = tournamentOf(1, ['a', 'b'], { budgets: [0, 1, 3] })
const trial = (lr: number, score: number | null): CellResult['trials'][number] => ({
  hyper: { lr },
  scores: [score],
})
const tunedCells: CellResult[] = [
  {
    ...{ task: 0, contestant: 0, chosen: [0, 1, 2], steps: [1] },
    trials: [trial(0.01, 4), trial(0.02, 1), trial(2, null)],
    judged: [
      { trial: null, scores: [3], curves: [[3]] },
      { trial: 0, scores: [4], curves: [[4]] },
      { trial: 1, scores: [1], curves: [[1]] },
    ],
  },
  {
    ...{ task: 0, contestant: 1, chosen: [0, 1, 1], steps: [1] },
    trials: [trial(0.01, 2), trial(0.02, null), trial(2, null)],
    judged: [
      { trial: null, scores: [null], curves: [[null]] },
      { trial: 0, scores: [2], curves: [[2]] },
    ],
  },
]

describe('what tuning buys', () => {
  it('stands over log₂ of the trials, none at all a place before one', () => {
    expect([0, 1, 4, 64].map(trialsPlace)).toEqual([-1, 0, 2, 6])
  })

  it('is the rank that each budget leads to', () => {
    const figure = drawn(rankTuningFigure(inputOf(tuned, tunedCells)))
    // Untuned b diverged; with one trial it has 2 against 4, with three 2 against 1.
    expect(curveOf(figure, 'a')).toEqual([
      [-1, 1],
      [0, 2],
      [Math.log2(3), 1],
    ])
    expect(figure.part.words.at(0)).toBe('untuned')
    expect(figure.part.words.xNote(-1)).toBe('untuned')
    expect(figure.readings(1).map(({ name }) => name)).toEqual(['b', 'a'])
    expect(figure.summary).toBe('a: from 1.00 to 1.00. b: from 2.00 to 2.00.')
    // One task says nothing of others.
    expect(figure.part.data.bands).toEqual([])
  })

  it('is the expected best of k of a task’s trials, the defaults before them', () => {
    const figure = drawn(tuningFigure(inputOf(tuned, tunedCells), 0))
    const expected = curveOf(figure, 'a')
    // One of 4, 1 and a loss: of those that come through (4 + 1) / 2. Of two: 1 in two of three choices.
    expect(expected[0]![1]).toBeCloseTo(2.5, 12)
    expect(expected[1]![1]).toBeCloseTo((2 * 1 + 4) / 3, 12)
    expect(expected[2]![1]).toBe(1)
    expect(curveOf(figure, 'a untuned')).toEqual([[-1, 3]])
    // What diverged untuned has no dot; a reader is told.
    expect(figure.part.data.curves.map(({ id }) => id)).toEqual(['a untuned', 'a', 'b'])
    expect(figure.readings(0).map(({ name, text }) => `${name} ${text}`)).toEqual([
      'a 3.0000',
      'b diverged',
    ])
    // Only the best has a band: three bands would hide one another.
    expect(new Set(figure.part.data.bands.map(({ id }) => id)).size).toBeLessThanOrEqual(1)
    expect(figure.part.data.curves.find(({ id }) => id === 'a')!.selected).toBe(true)
    const other = drawn(tuningFigure(inputOf(tuned, tunedCells), 0, 1))
    expect(other.part.data.curves.find(({ id }) => id === 'b')!.selected).toBe(true)
  })

  it('says what is missing where nothing was tuned', () => {
    const spec = tournamentOf(2, ['a', 'b'])
    const input = inputOf(
      spec,
      cellsWith(spec, () => 1),
    )
    for (const figure of [rankTuningFigure(input), tuningFigure(input, 0), failuresFigure(input)]) {
      expect(figure).toMatchObject({
        kind: 'nothing',
        why: 'Nothing was tuned: take budgets of 1 trial or more.',
      })
    }
  })
})

describe('where it fails', () => {
  it('is the share of diverged runs in each half decade, in its logarithmic middle', () => {
    const figure = drawn(failuresFigure(inputOf(tuned, tunedCells)))
    const [low, high] = curveOf(figure, 'b')
    expect(low![0]).toBeCloseTo(-1.75, 9)
    expect(low![1]).toBe(0.5)
    expect(high![0]).toBeCloseTo(0.25, 9)
    expect(high![1]).toBe(1)
    expect(figure.readings(0).map(({ name, text }) => `${name} ${text}`)).toEqual([
      'a 0% of 2',
      'b 50% of 2',
    ])
    expect(figure.summary).toBe(
      'a: diverges from 1 on, up to 100%. b: diverges from 0.01 on, up to 100%.',
    )
  })
})

describe('the ranks', () => {
  it('join nobody where nothing can be said', () => {
    const spec = tournamentOf(1, ['a', 'b'])
    const figure = ranksFigure(
      inputOf(
        spec,
        cellsWith(spec, (_, at) => at),
      ),
    )
    if (figure.kind === 'nothing') throw new Error(figure.why)
    expect(figure.data).toMatchObject({ cliques: [], difference: undefined })
    expect(figure.summary).toBe('mean rank, the best at the left: a 1.00, b 2.00.')
    expect(ranksFigure(inputOf(spec, [], { language: 'zh-CN' }))).toMatchObject({
      kind: 'nothing',
      why: '某个任务由所有优化器完成后，名次会出现在这里。',
    })
  })

  it('have a row per pair in their table', () => {
    const spec = tournamentOf(10, ['a', 'b', 'c'])
    const figure = ranksFigure(
      inputOf(
        spec,
        cellsWith(spec, (task, at) => (at + 1) * (task + 1)),
      ),
    )
    if (figure.kind === 'nothing') throw new Error(figure.why)
    expect(figure.data.cliques).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(figure.table.rows.map((row) => [row[0], row[4], row[5]])).toEqual([
      ['a', 'b', 10],
      ['a', 'c', 10],
      ['b', 'c', 10],
      ['c', null, null],
    ])
  })
})

describe('the matrix', () => {
  const spec = tournamentOf(2, ['a', 'b', 'c'])

  it('ranks what is done of a row, and says what is under way', () => {
    const cells = cellsWith(
      spec,
      (task, at) =>
        [
          [3, null, 1],
          [2, 5, 0],
        ][task]![at]!,
    ).filter(({ task, contestant }) => task === 0 || contestant === 1)
    const rows = matrixOf({ spec, cells, budget: 0, language: 'en' }, [{ shard: 3, share: 0.25 }])
    expect(rows).toEqual([
      {
        ...{ task: 'task 1', metric: 'validationLoss', whole: true },
        cells: [
          { kind: 'done', score: 3, rank: 2 },
          { kind: 'done', score: null, rank: 3 },
          { kind: 'done', score: 1, rank: 1 },
        ],
      },
      {
        ...{ task: 'task 2', metric: 'validationLoss', whole: false },
        cells: [
          { kind: 'running', share: 0.25 },
          { kind: 'done', score: 5, rank: 1 },
          { kind: 'waiting' },
        ],
      },
    ])
    expect(matrixTable(inputOf(spec, cells), rows).rows).toEqual([
      ['task 1', 'a', 0, 'validationLoss', 3, 0, 2],
      ['task 1', 'b', 0, 'validationLoss', null, 1, 3],
      ['task 1', 'c', 0, 'validationLoss', 1, 0, 1],
      ['task 2', 'b', 0, 'validationLoss', 5, 0, 1],
    ])
  })
})
