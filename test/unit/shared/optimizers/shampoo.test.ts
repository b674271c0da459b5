import { describe, expect, it } from 'vitest'
import { createRuleState, defaultHyper, findRule } from '#shared/optimizers/index.ts'
import { tensorsFrom } from '#test/support/rules.ts'

const rule = findRule('shampoo', 'paper')!

/** A matrix of 2 × 2 and a vector of 2. */
const tensors = tensorsFrom([2, 2], [2])

function path(
  hyper: Record<string, number>,
  gradients: readonly (readonly number[])[],
): { points: number[][]; slots: Readonly<Record<string, Float64Array>> } {
  const state = createRuleState(rule, { ...defaultHyper(rule), ...hyper }, [0, 0, 0, 0, 0, 0], {
    tensors,
  })
  const points = gradients.map((gradient, index) => {
    state.gradients.set(gradient)
    state.step(index + 1)
    return [...state.parameters]
  })
  return { points, slots: state.slots }
}

const root = Math.sqrt(7.5)

describe('shampoo', () => {
  it('divides a matrix by fourth roots on both sides, and a vector by a square root', () => {
    const { points, slots } = path({ lr: 1, epsilon: 1 }, [[root, 0, root, 0, 2, 2]])
    // L = I + 7.5 (1 1; 1 1): 16 along (1, 1), 1 along (1, −1). R = diag(16, 1). H: 9 along (1, 1).
    ;[8.5, 7.5, 7.5, 8.5].forEach((value, at) => expect(slots.l![at]).toBeCloseTo(value, 13))
    ;[16, 0, 0, 1, 5, 4, 4, 5].forEach((value, at) => expect(slots.r![at]).toBeCloseTo(value, 13))
    ;[0.75, -0.25, -0.25, 0.75].forEach((value, at) => expect(slots.p![at]).toBeCloseTo(value, 14))
    ;[0.5, 0, 0, 1].forEach((value, at) => expect(slots.q![at]).toBeCloseTo(value, 14))
    // L^(−1/4) G = G / 2, and of that R^(−1/4) takes the first column by half; of the vector a third.
    const expected = [-root / 4, 0, -root / 4, 0, -2 / 3, -2 / 3]
    expected.forEach((value, at) => expect(points[0]![at]).toBeCloseTo(value, 13))
  })

  it('takes its roots anew as often as it is told', () => {
    const gradient = [root, 0, root, 0, 2, 2]
    const often = path({ lr: 1, epsilon: 1 }, [gradient, gradient, gradient])
    const seldom = path({ lr: 1, epsilon: 1, interval: 2 }, [gradient, gradient, gradient])
    const steps = ({ points }: typeof often, at: number): number[] =>
      points.map((point, step) => point[at]! - (points[step - 1]?.[at] ?? 0))
    // 1 + 15 t on either side: a fourth root each, of the vector 1 + 8 t and a square root.
    const moved = (t: number): number => -root / Math.sqrt(1 + 15 * t)
    const turned = (t: number): number => -2 / Math.sqrt(1 + 8 * t)
    ;[1, 2, 3].forEach((t, step) => {
      expect(steps(often, 0)[step]).toBeCloseTo(moved(t), 13)
      expect(steps(often, 4)[step]).toBeCloseTo(turned(t), 13)
    })
    ;[1, 1, 3].forEach((t, step) => {
      expect(steps(seldom, 0)[step]).toBeCloseTo(moved(t), 13)
      expect(steps(seldom, 4)[step]).toBeCloseTo(turned(t), 13)
    })
    // The sums themselves miss nothing.
    expect([...seldom.slots.l!]).toEqual([...often.slots.l!])
  })
})
