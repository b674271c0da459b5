import { describe, expect, it } from 'vitest'
import { commonPoint, RunScorer, type RunCurve } from '#shared/statistics/score.ts'

/** Points at steps 1, 2, 3 …, ten samples and half a second each, unless configured otherwise. */
function curve(values: readonly number[], more: Partial<RunCurve> = {}): RunCurve {
  return {
    steps: values.map((_, at) => at + 1),
    samples: values.map((_, at) => 10 * (at + 1)),
    seconds: values.map((_, at) => (at + 1) / 2),
    values,
    ...more,
  }
}

const loss = (target?: number): RunScorer => new RunScorer(false, target)

describe('a run’s score', () => {
  it('is its last point, its best point and its mean over samples: (1.5 + 0.75 + 0.75) / 3 = 1', () => {
    expect(loss(0.8).score(curve([2, 1, 0.5, 1]), 4, 40)).toEqual({
      final: 1,
      best: 0.5,
      area: 1,
      steps: 3,
      seconds: 1.5,
      diverged: false,
    })
  })

  it('weighs the area by samples, not by points', () => {
    const uneven = curve([4, 2, 2], { samples: [10, 20, 60] })
    // 3 over 10 samples and 2 over 40: (30 + 80) / 50.
    expect(loss().score(uneven, 3, 60).area).toBeCloseTo(2.2, 12)
  })

  it('reaches a target at the first recorded point at it or beyond, and does not interpolate', () => {
    expect(loss(1).score(curve([2, 1, 3]), 3, 30).steps).toBe(2)
    expect(loss(0.99).score(curve([2, 1, 3]), 3, 30).steps).toBe(Infinity)
    expect(new RunScorer(true, 0.9).score(curve([0.5, 0.95, 0.7]), 3, 30)).toMatchObject({
      final: 0.7,
      best: 0.95,
      steps: 2,
    })
    expect(loss().score(curve([2, 1]), 2, 20).steps).toBe(NaN)
  })

  it('counts no point after the common step', () => {
    expect(loss(1).score(curve([2, 1, 0]), 1, 10)).toMatchObject({ final: 2, steps: Infinity })
  })

  it('reads a growing curve once: the same as at once', () => {
    const values = [5, 4, 6, 3, 2, 2.5]
    const scorer = loss(3)
    for (let length = 1; length < values.length; length++) {
      scorer.score(curve(values.slice(0, length)), length, 10 * length)
    }
    expect(scorer.score(curve(values), 6, 60)).toEqual(loss(3).score(curve(values), 6, 60))
  })

  it('is the worst there is once a loss is not finite, but keeps the best it had', () => {
    for (const bad of [NaN, Infinity]) {
      expect(loss(3).score(curve([4, 2, bad]), 3, 30)).toEqual({
        final: Infinity,
        best: 2,
        area: Infinity,
        steps: 2,
        seconds: 1,
        diverged: true,
      })
    }
    expect(loss().score(curve([NaN]), 1, 10)).toMatchObject({ best: Infinity })
  })

  it('is the worst once its event says so, though no point after it was recorded', () => {
    const broken = { divergedAt: 3, endedAt: 3 }
    expect(loss().score(curve([2, 1], broken), 2, 20).diverged).toBe(false)
    expect(loss().score(curve([2, 1], broken), 3, 30)).toMatchObject({ final: Infinity, best: 1 })
    const accuracy = new RunScorer(true).score(curve([0.5, 0.6], broken), 9, 90)
    expect(accuracy).toMatchObject({ final: -Infinity, best: 0.6, area: -Infinity })
  })

  it('does not take an R² that does not exist for a divergence', () => {
    expect(new RunScorer(true).score(curve([NaN, NaN]), 2, 20)).toMatchObject({
      final: NaN,
      best: NaN,
      diverged: false,
    })
  })

  it('holds the last value of a run that stopped early to the others’ step', () => {
    // 1.5 over ten samples, then 1 over the eighty to the end: (15 + 80) / 90.
    const stopped = curve([2, 1], { endedAt: 2 })
    expect(loss().score(stopped, 10, 100).area).toBeCloseTo(95 / 90, 12)
    // One that is merely behind is not known to stay.
    expect(loss().score(curve([2, 1]), 10, 100).area).toBe(1.5)
  })

  it('of nothing recorded is nothing', () => {
    const nothing = loss(1).score(curve([]), 0, 0)
    expect(nothing).toEqual({
      final: NaN,
      best: NaN,
      area: NaN,
      steps: NaN,
      seconds: NaN,
      diverged: false,
    })
  })
})

describe('the common point', () => {
  it('is the last that all have reached who go on', () => {
    const curves = [curve([1, 1, 1]), curve([1, 1, 1, 1, 1]), curve([])]
    expect(commonPoint(curves)).toEqual({ step: 3, samples: 30 })
    const ended = curve([1], { endedAt: 1 })
    expect(commonPoint([...curves, ended])).toEqual({ step: 3, samples: 30 })
    expect(commonPoint([ended, curve([1, 1], { endedAt: 2 })])).toEqual({ step: 2, samples: 20 })
    expect(commonPoint([])).toEqual({ step: 0, samples: 0 })
  })
})
