import { describe, expect, it } from 'vitest'
import type { RunCurve } from '#shared/statistics/score.ts'
import { sortedBy, standingsOf, type StandingsOptions } from '#shared/statistics/standings.ts'
import { higherIsBetter, judgedBy } from '#shared/metrics/index.ts'

const run = (values: readonly number[], more: Partial<RunCurve> = {}): RunCurve => ({
  steps: values.map((_, at) => 5 * (at + 1)),
  samples: values.map((_, at) => 50 * (at + 1)),
  seconds: values.map((_, at) => at + 1),
  values,
  ...more,
})

const seeds = (count: number, make: (seed: number) => RunCurve): RunCurve[] =>
  Array.from({ length: count }, (_, seed) => make(seed))

const options: StandingsOptions = { higherIsBetter: false, target: 0.5 }

describe('standings', () => {
  const slow = seeds(8, (seed) => run([3, 2, 1 + seed / 100]))
  const fast = seeds(8, (seed) => run([3, 0.4, 0.3 + seed / 100]))
  const broken = seeds(8, (seed) =>
    run([1, seed < 5 ? NaN : 0.1, seed < 5 ? NaN : 0.1], { divergedAt: seed < 5 ? 10 : undefined }),
  )

  it('rank lanes by the median of the last values, the worst runs last', () => {
    const { lanes, reference, leads, step } = standingsOf([slow, fast, broken], options)
    expect(lanes.map(({ lane, rank }) => [lane, rank])).toEqual([
      [1, 1],
      [0, 2],
      [2, 3],
    ])
    expect([reference, leads, step]).toEqual([1, true, 15])
    expect(lanes[2]).toMatchObject({ diverged: 5, reached: 3, seeds: 8 })
    expect(lanes[2]?.columns.final).toMatchObject({ median: Infinity, low: 0.1, high: Infinity })
  })

  it('compare with the leader: eight of eight seeds behind, three pairs of 2/256', () => {
    const { lanes } = standingsOf([slow, fast, broken], options)
    expect(lanes[0]?.comparison).toBeUndefined()
    expect(lanes[1]?.comparison).toMatchObject({ outcome: 'behind', worse: 8, comparisons: 3 })
    expect(lanes[1]?.comparison?.adjusted).toBeCloseTo(6 / 256, 12)
    // Three of its eight runs end lower than the leader's.
    expect(lanes[2]?.comparison).toMatchObject({ outcome: 'none', reason: 'noise', better: 3 })
  })

  it('compare with the lane a person picks, in as many comparisons as there are others', () => {
    const { lanes, reference, leads } = standingsOf([slow, fast], { ...options, reference: 0 })
    expect([reference, leads]).toEqual([0, false])
    expect(lanes[0]).toMatchObject({ lane: 1, comparison: { outcome: 'ahead', comparisons: 1 } })
  })

  it('time to target: the censored median, and then how many came there', () => {
    const few = seeds(8, (seed) => run([3, seed < 2 ? 0.5 : 2, 2]))
    const none = seeds(8, () => run([3, 2, 1]))
    const ranked = standingsOf([none, few, fast], options).lanes
    const lanes = sortedBy(ranked, 'steps', false)
    expect(lanes.map(({ lane, reached }) => [lane, reached])).toEqual([
      [2, 8],
      [1, 2],
      [0, 0],
    ])
    expect(lanes.map(({ columns }) => columns.steps.median)).toEqual([10, Infinity, Infinity])
    expect(lanes[0]?.columns.seconds.median).toBe(2)
    // The ranks are those of the last values, 0.335, 2 and 1, whatever the table is sorted by.
    expect(lanes.map(({ rank }) => rank)).toEqual([1, 3, 2])
  })

  it('go up where the metric does, and time still goes down', () => {
    const up = { ...options, higherIsBetter: true, target: 0.9 }
    const better = seeds(8, () => run([0.5, 0.95, 0.96]))
    const worse = seeds(8, () => run([0.5, 0.6, 0.93]))
    expect(standingsOf([worse, better], up).lanes[0]).toMatchObject({ lane: 1, rank: 1 })
    const { lanes } = standingsOf([worse, better], up)
    expect(sortedBy(lanes, 'steps', true).map(({ lane }) => lane)).toEqual([1, 0])
    expect(sortedBy(lanes, 'best', true).map(({ lane }) => lane)).toEqual([1, 0])
  })

  it('compare lanes where both are: one that is further is looked at earlier', () => {
    const ahead = seeds(2, () => run([3, 2, 1]))
    const late = seeds(2, () => run([2.5]))
    const { lanes, step } = standingsOf([ahead, late], options)
    expect(step).toBe(5)
    expect(lanes.map(({ lane, columns }) => [lane, columns.final.median])).toEqual([
      [1, 2.5],
      [0, 3],
    ])
  })

  it('share a rank where lanes are equal, and put those without a value last', () => {
    const equal = seeds(3, () => run([1]))
    const { lanes } = standingsOf([seeds(3, () => run([])), equal, equal], options)
    expect(lanes.map(({ lane, rank }) => [lane, rank])).toEqual([
      [1, 1],
      [2, 1],
      [0, 3],
    ])
    expect(lanes[1]?.comparison?.reason).toBe('equal')
    expect(lanes[2]?.comparison?.reason).toBe('no-data')
  })

  it('of nothing are nothing', () => {
    expect(standingsOf([], options).lanes).toEqual([])
  })
})

describe('what to judge by', () => {
  it('is what is asked for if it was recorded and says how good a run is', () => {
    expect(judgedBy(['trainLoss', 'gradientNorm'], 'trainLoss')).toBe('trainLoss')
    expect(judgedBy(['trainLoss', 'validationLoss'], 'gradientNorm')).toBe('validationLoss')
    expect(judgedBy(['batchLoss', 'rate'])).toBe('batchLoss')
    expect(judgedBy(['rate', 'updateNorm'])).toBeUndefined()
  })

  it('goes up for accuracy and R², down for losses', () => {
    expect(
      ['validationAccuracy', 'trainR2'].map((each) => higherIsBetter(each as 'trainR2')),
    ).toEqual([true, true])
    expect(higherIsBetter('validationLoss')).toBe(false)
  })
})
