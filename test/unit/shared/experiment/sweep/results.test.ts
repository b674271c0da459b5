import { describe, expect, it } from 'vitest'
import { parseSpec } from '#shared/experiment/spec.ts'
import {
  freshSeeds,
  parseSweep,
  RunScores,
  scoreOf,
  sweepResults,
  tunedRace,
  type SweepInput,
  type SweepSpec,
} from '#shared/experiment/sweep/index.ts'

function sweepOf(change: Partial<SweepInput> = {}, split = {}): SweepSpec {
  return parseSweep({
    experiment: {
      dataset: { builtin: 'wine' },
      lanes: [
        { id: 'sgd', optimizer: 'sgd' },
        { id: 'adadelta', optimizer: 'adadelta' },
      ],
      seeds: [3, 5, 9],
      split,
      budget: { epochs: 2 },
    },
    trials: 5,
    search: { rate: { from: 1e-4, to: 1 } },
    ...change,
  })
}

/** Results of sgd's five trials (0, 2, 4, 6, 8), each its three seeds. */
const sgd = (...scores: (number | null)[][]) =>
  scores.map((each, turn) => ({ index: 2 * turn, scores: each }))

describe('the score of a trial', () => {
  it('is the median over seeds, a diverged run being worse than any other', () => {
    expect(scoreOf([0.3, 0.1, 0.2], false)).toEqual({
      median: 0.2,
      worst: 0.3,
      best: 0.1,
      diverged: 0,
    })
    expect(scoreOf([0.3, null, 0.2], false)).toEqual({
      median: 0.3,
      worst: null,
      best: 0.2,
      diverged: 1,
    })
    // Of accuracies more is better: sorted from best, 0.9 0.8 diverged.
    expect(scoreOf([0.8, null, 0.9], true)).toMatchObject({ median: 0.8, best: 0.9, worst: null })
    expect(scoreOf([0.3, null, null], false)).toMatchObject({ median: null, diverged: 2 })
    // Half and half: the mean of a number and of infinitely bad.
    expect(scoreOf([0.3, null], false)).toMatchObject({ median: null })
    expect(scoreOf([0.3, 0.5], false)).toMatchObject({ median: 0.4 })
  })
})

describe('the score of a run', () => {
  const objective = { metric: 'validationLoss', at: 'final' } as const

  it('is its last recorded value, or the best of them', () => {
    const points = [0.5, 0.2, 0.4]
    const final = new RunScores(objective, 1)
    const best = new RunScores({ ...objective, at: 'best' }, 1)
    const highest = new RunScores({ metric: 'validationAccuracy', at: 'best' }, 1)
    points.forEach((value, at) => {
      for (const scores of [final, best, highest]) scores.point(0, at + 1, value)
    })
    expect([final, best, highest].map((scores) => scores.scores())).toEqual([[0.4], [0.2], [0.5]])
  })

  it('is lost when it diverged, however good it was', () => {
    const scores = new RunScores({ ...objective, at: 'best' }, 3)
    scores.point(0, 1, 0.1)
    scores.point(0, 2, Infinity)
    scores.point(1, 1, 0.1)
    scores.diverged(1)
    scores.point(2, 1, NaN)
    scores.point(2, 2, 0.3)
    expect(scores.scores()).toEqual([null, null, null])
  })

  it('counts a run that diverged before anything was recorded as lost', () => {
    const scores = new RunScores(objective, 2)
    scores.diverged(0)
    scores.point(1, 10, 0.5)
    // Not a gap in the list, over which `map` would pass.
    expect(scores.scores().map((score) => score ?? 'lost')).toEqual(['lost', 0.5])
  })

  it('ends where the run was ended, and is unknown where nothing was recorded', () => {
    const scores = new RunScores(objective, 2)
    scores.point(0, 1, 0.5)
    scores.ended(0, 1)
    scores.point(0, 2, NaN)
    expect(scores.scores()).toEqual([0.5, undefined])
  })
})

describe('the results of a sweep', () => {
  it('are a curve by ascending rate, and the trial with the best median', () => {
    const results = sgd(
      [1, 1, 1],
      [0.6, 0.5, 0.4],
      [0.2, 0.3, 9],
      [null, 0.1, 0.4],
      [null, null, 1],
    )
    const [first, second] = sweepResults(sweepOf(), results)
    expect(first).toMatchObject({
      leadKey: 'lr',
      best: { index: 4, lead: 0.01, median: 0.3 },
      edge: undefined,
    })
    expect(first?.curve.map(({ lead, median }) => [lead, median])).toEqual([
      [1e-4, 1],
      [1e-3, 0.5],
      [1e-2, 0.3],
      [0.1, 0.4],
      [1, null],
    ])
    expect(second).toMatchObject({ leadKey: 'rho', curve: [], best: undefined, edge: undefined })
  })

  it('settle equals by the worst seed, then by the middle of what is left', () => {
    const spec = sweepOf({ objective: { metric: 'validationAccuracy' } })
    const equal = sgd([0.9, 1, 1], [0.8, 1, 1], [0.9, 1, 1], [0.9, 1, 1], [0.5, 1, 1])
    // Medians are all 1; the worst seed is 0.9 at the rates 1e-4, 1e-2 and 0.1.
    expect(sweepResults(spec, equal)[0]?.best?.lead).toBe(1e-2)
  })

  it('tell when the winner stands at an end of what was tried', () => {
    const rising = sgd([5, 5, 5], [4, 4, 4], [3, 3, 3], [2, 2, 2], [1, 1, 1])
    expect(sweepResults(sweepOf(), rising)[0]?.edge).toBe('high')
    expect(sweepResults(sweepOf(), rising.slice(0, 2))[0]?.edge).toBeUndefined()
    const falling = sgd([1, 1, 1], [2, 2, 2], [3, 3, 3])
    expect(sweepResults(sweepOf(), falling)[0]?.edge).toBe('low')
  })
})

describe('the race of the tuned', () => {
  const results = [
    ...sgd([1, 1, 1], [0.6, 0.5, 0.4], [0.2, 0.3, 9]),
    { index: 1, scores: [null, null, null] },
    { index: 3, scores: [0.7, 0.7, 0.7] },
  ]

  it('has every contestant’s best, on seeds that no trial ran on', () => {
    const spec = sweepOf()
    const tuned = tunedRace(spec, results, 4)
    const race = parseSpec(tuned.spec)
    expect(race.seeds).toEqual([10, 11, 12, 13])
    expect(race.seeds.some((seed) => spec.experiment.seeds.includes(seed))).toBe(false)
    expect(race.lanes.map(({ id, hyper }) => [id, hyper])).toEqual([
      ['sgd', { lr: 0.01 }],
      // The second of five steps over 1 − ρ = 1 … 0.01: 1 − 10^-0.5.
      ['adadelta', { rho: 0.6838 }],
    ])
    expect(race.record.metrics).toContain('validationLoss')
    expect(tuned).toMatchObject({ out: [], sharesHeldOut: true })
  })

  it('leaves out who has no trial that came through, and says so', () => {
    const tuned = tunedRace(sweepOf(), results.slice(0, 4))
    expect(tuned.spec.lanes.map(({ id }) => id)).toEqual(['sgd'])
    expect(tuned.out).toEqual(['adadelta'])
    expect(() => tunedRace(sweepOf(), [])).toThrow(expect.objectContaining({ code: 'wrong-phase' }))
  })

  it('knows when its held-out rows are fresh', () => {
    expect(tunedRace(sweepOf({}, { seed: 'run' }), results).sharesHeldOut).toBe(false)
    const byTraining = sweepOf({ objective: { metric: 'trainLoss' } })
    expect(tunedRace(byTraining, results).sharesHeldOut).toBe(false)
  })
})

describe('fresh seeds', () => {
  it('follow the highest used one, and begin anew below 2^32', () => {
    expect(freshSeeds([1, 2, 3], 3)).toEqual([4, 5, 6])
    const last = 2 ** 32 - 1
    expect(freshSeeds([0, 2, last - 1], 4)).toEqual([last, 1, 3, 4])
  })
})
