import { describe, expect, it } from 'vitest'
import type { Metric } from '#shared/metrics/index.ts'
import { answerOf, moreSeeds, type Clause } from '#shared/statistics/answer.ts'
import type { RunCurve } from '#shared/statistics/score.ts'
import { standingsOf } from '#shared/statistics/standings.ts'
import { answerLines, speech } from '#shared/words/index.ts'

/** Twenty points, 5 steps apart, along `value` of the share of the race that is over. */
const run = (value: (share: number) => number, more: Partial<RunCurve> = {}): RunCurve => {
  const steps = Array.from({ length: 20 }, (_, at) => 5 * (at + 1))
  return {
    steps,
    samples: steps,
    seconds: steps,
    values: steps.map((step) => value(step / 100)),
    ...more,
  }
}
const nothing: RunCurve = { steps: [], samples: [], seconds: [], values: [] }

/** Flat at an end of its own for each seed. */
const flat = (end: (seed: number) => number, seeds = 10): RunCurve[] =>
  Array.from({ length: seeds }, (_, seed) => run(() => end(seed)))

type Curves = readonly (readonly RunCurve[])[]

function answer(
  lanes: Curves,
  tuned = true,
  other: Partial<Record<Metric, Curves>> = {},
): Clause[] {
  return answerOf({
    standings: standingsOf(lanes, { higherIsBetter: false }),
    metric: 'validationLoss',
    curvesOf: (metric) =>
      metric === 'validationLoss'
        ? lanes
        : (other[metric] ?? lanes.map((runs) => runs.map(() => nothing))),
    tuned,
  })
}
const kinds = (clauses: readonly Clause[]): string[] => clauses.map(({ kind }) => kind)
const say = (clauses: readonly Clause[]): string[] =>
  answerLines(clauses, (lane) => 'ABCDE'[lane] ?? '', 10, speech.en)

const low = flat((seed) => 1 + seed / 100)
const high = flat((seed) => 2 + seed / 50)

describe('who to take', () => {
  it('is the leader where it is ahead of all, and who trajectories in how many seeds', () => {
    const clauses = answer([high, low])
    expect(say(clauses)).toEqual([
      'Take B: it is ahead of every other lane, as far as 10 seeds show.',
      'Behind B: A in 10 of 10 seeds.',
      'No lane’s loss moves by more than 1 % in the last tenth of the race.',
    ])
    expect(moreSeeds(clauses)).toBe(0)
  })

  it('is any of those that the seeds cannot tell apart; more may tell', () => {
    const like = flat((seed) => 1 + seed / 100 + (seed % 2 ? 0.001 : -0.001))
    const clauses = answer([high, low, like])
    expect(clauses[0]).toMatchObject({ kind: 'undecided', seeds: 10 })
    expect(say(clauses)[0]).toMatch(/^10 seeds cannot tell between these: [BC], [BC]\./)
    expect(clauses[1]).toMatchObject({
      kind: 'trajectories',
      others: [{ lane: 0, count: 10, seeds: 10 }],
    })
    expect(moreSeeds(clauses)).toBe(5)
  })

  it('is said to be equal where it is', () => {
    expect(say(answer([low, low]))[0]).toBe('These are equal in all 10 seeds: A, B.')
  })

  it('of too few seeds is no verdict: what came out in all of them, and how many it takes', () => {
    const clauses = answer([flat(() => 4e-11, 5), flat((seed) => 0.2 + seed / 100, 5)])
    expect(say(clauses).slice(0, 2)).toEqual([
      'In all 5 seeds A came out better than B (by a factor of 5.5 × 10⁹).',
      '5 seeds are too few to rule out chance among 2 lanes: that takes at least 6.',
    ])
    expect(moreSeeds(clauses)).toBe(5)
    // Five lanes are ten pairs, which take nine seeds.
    const five = answer([low, low, low, high, high].map((runs) => runs.slice(0, 3)))
    expect(five.find(({ kind }) => kind === 'tooFew')).toMatchObject({ needed: 9, lanes: 5 })
    expect(moreSeeds(five)).toBe(6)
  })

  it('of one seed is who came out first, and that it shows nothing', () => {
    const clauses = answer([high.slice(0, 1), low.slice(0, 1)])
    expect(clauses).toEqual([{ kind: 'oneSeed', lane: 1, needed: 6 }])
  })

  it('is nobody where all diverged, and nothing is said of one lane alone', () => {
    const lost = high.map((each) => ({ ...each, divergedAt: 50, endedAt: 50 }))
    expect(answer([lost, lost])).toEqual([
      {
        kind: 'diverged',
        others: [
          { lane: 0, count: 10, seeds: 10 },
          { lane: 1, count: 10, seeds: 10 },
        ],
      },
    ])
    expect(kinds(answer([low], false))).toEqual(['flat'])
  })
})

describe('what would change it', () => {
  it('is more training while the last tenth makes a lane better by more than seeds differ in that', () => {
    const falling = Array.from({ length: 10 }, (_, seed) =>
      run((share) => (1 + seed) * Math.exp(-3 * share)),
    )
    expect(answer([falling, high])).toContainEqual({ kind: 'improving', lanes: [0] })
    // Within noise of half its size nothing can be said, nor that it stands still.
    const noisy = Array.from({ length: 10 }, (_, seed) =>
      run((share) => 1 + Math.sin(1e4 * share * (seed + 1)) / 2),
    )
    expect(kinds(answer([noisy, high]))).not.toContain('improving')
    expect(kinds(answer([noisy, high]))).not.toContain('flat')
  })

  it('is a sweep unless one chose the rates', () => {
    expect(kinds(answer([low, high], false))).toContain('untuned')
    expect(kinds(answer([low, high], true))).not.toContain('untuned')
  })
})

describe('overfitting', () => {
  const turning = (at: number): RunCurve[] =>
    Array.from({ length: 10 }, () => run((share) => 1 + Math.abs(share - at)))
  const learning: RunCurve[] = Array.from({ length: 10 }, () => run((share) => 1 - share / 2))

  it('is told where held-out loss rises in most seeds while training loss falls, from its first epoch on', () => {
    const clauses = answer([turning(0.5), turning(0.25)], true, { trainLoss: [learning, learning] })
    expect(clauses).toContainEqual({ kind: 'overfit', lanes: [0, 1], all: true, step: 25 })
    expect(say(clauses).at(-1)).toBe(
      'All lanes overfit: held-out loss rises from its minimum while training loss falls, the first from epoch 2.5 on.',
    )
  })

  it('is of some lanes where others do not, and none where training loss rises too or few seeds do', () => {
    const some = answer([turning(0.5), low], true, { trainLoss: [learning, learning] })
    expect(some).toContainEqual({ kind: 'overfit', lanes: [0], all: false, step: 50 })
    const rising = answer([turning(0.5), low], true, { trainLoss: [turning(0.5), low] })
    expect(kinds(rising)).not.toContain('overfit')
    const few = [...turning(0.5).slice(0, 5), ...low.slice(5)]
    const half = answer([few, low], true, { trainLoss: [learning, learning] })
    expect(kinds(half)).not.toContain('overfit')
  })
})
