import { describe, expect, it } from 'vitest'
import type { Metric } from '#shared/experiment/spec.ts'
import { createStopRules } from '#shared/training/stopping.ts'

/** What a run of these values is told, point by point. */
function told(
  stop: Parameters<typeof createStopRules>[0],
  values: readonly number[],
): (string | undefined)[] {
  const rules = createStopRules(stop, 1)
  return values.map((value) => rules.judge(0, () => value))
}

const at = (metric: Metric, value: number) => ({
  target: { metric: metric as 'trainLoss', value },
  diverged: true,
})

describe('createStopRules', () => {
  it('ends a run whose loss has come down to the target, or whose accuracy has come up to it', () => {
    expect(told(at('trainLoss', 0.5), [0.7, 0.51, 0.5])).toEqual([undefined, undefined, 'target'])
    expect(told(at('validationAccuracy', 0.5), [0.4, 0.49, 0.5])).toEqual([
      undefined,
      undefined,
      'target',
    ])
    expect(told(at('validationR2', 0.5), [-3, 0.6])).toEqual([undefined, 'target'])
  })

  it('takes what is not a number for no target reached', () => {
    expect(told(at('trainLoss', 0.5), [NaN, Infinity, -Infinity])).toEqual([
      undefined,
      undefined,
      'target',
    ])
  })

  it('ends a run that has not bettered its best by more than so much for so many points', () => {
    const stop = {
      patience: { metric: 'validationLoss' as const, points: 2, least: 0.1 },
      diverged: true,
    }
    // 0.95 and 0.91 are less than 0.1 below 1; 0.85 is more, and waits anew: 0.8 and 0.76 are not.
    expect(told(stop, [1, 0.95, 0.85, 0.8, 0.76])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'patience',
    ])
    expect(told(stop, [1, 0.95, 0.91])).toEqual([undefined, undefined, 'patience'])
    expect(told(stop, [NaN, NaN])).toEqual([undefined, 'patience'])
  })

  it('waits for a share to rise', () => {
    const patience = { metric: 'trainAccuracy' as const, points: 1, least: 0 }
    expect(told({ patience, diverged: true }, [0.1, 0.2, 0.3, 0.3])).toEqual([
      undefined,
      undefined,
      undefined,
      'patience',
    ])
  })

  it('judges every run by itself', () => {
    const patience = { metric: 'trainLoss' as const, points: 2, least: 0 }
    const rules = createStopRules({ patience, diverged: true }, 2)
    const judge = (run: number, value: number) => rules.judge(run, () => value)
    expect([judge(0, 1), judge(1, 1), judge(0, 2), judge(1, 0.5)]).toEqual(
      new Array(4).fill(undefined),
    )
    expect([judge(0, 3), judge(1, 0.4)]).toEqual(['patience', undefined])
  })

  it('does nothing where nobody asks', () => {
    expect(told({ diverged: true }, [NaN, 0, 0, 0])).toEqual(new Array(4).fill(undefined))
  })
})
