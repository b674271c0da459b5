import { describe, expect, it } from 'vitest'
import { layoutOf } from '#shared/models.ts'
import { quantiles } from '#shared/math/quantiles.ts'
import { followedWeights, stripRhythm } from '#shared/training/strips.ts'
import type { Point } from '#shared/training/trainer.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

const stripsOf = (points: readonly Point[]) => points.flatMap(({ strips }) => strips ?? [])
const seven = (value: number): number => Number(value.toPrecision(7))

describe('strips', () => {
  it('holds quartiles and every weight of a small model, as snapshots show them', async () => {
    const spec = specOf({
      lanes: lanesOf('adagrad', 'rmsprop'),
      seeds: [3, 4],
      budget: { steps: 5 },
      record: { metrics: ['batchLoss'], every: { steps: 1 }, state: true, strips: true },
    })
    const points = train(trainerOf(spec, await readTable('iris')))
    const strips = stripsOf(points)
    // Of each lane the first of two seeds: runs 0 and 2.
    expect(strips.map(({ run, step }) => `${run} ${step}`)).toEqual(
      [1, 2, 3, 4, 5].flatMap((step) => [`0 ${step}`, `2 ${step}`]),
    )
    for (const { run, step, values } of strips) {
      const snapshot = points[step - 1]!.snapshots.find((each) => each.run === run)!
      const { before, after, gradients } = snapshot
      const steps = after.parameters.map((w, at) => w - before.parameters[at]!)
      const rates = steps.map((moved, at) => Math.abs(moved / gradients[at]!))
      const all = [gradients, steps, rates, after.slots]
      // 4 inputs × 3 classes and 3 biases, after three quartiles.
      expect(values).toHaveLength(4 * (3 + 15))
      all.forEach((weights, quantity) => {
        const own = values.subarray(quantity * 18, (quantity + 1) * 18)
        const sizes = weights.map(Math.abs)
        const expected = [...quantiles(sizes, [0.25, 0.5, 0.75]), ...weights].map(seven)
        expect([...own]).toEqual(expected)
      })
    }
  })

  it('changes no number, and is recorded apart from the points', async () => {
    const spec = (strips: boolean) =>
      specOf({
        lanes: lanesOf('adagrad', 'adam'),
        budget: { steps: 30 },
        record: { metrics: ['trainLoss'], every: { steps: 10 }, strips },
      })
    const table = await readTable('iris')
    const [plain, looked] = [spec(false), spec(true)].map((each) => train(trainerOf(each, table)))
    const losses = (points: readonly Point[]) =>
      points.filter(({ runs }) => runs.length > 0).map(({ metrics }) => metrics.trainLoss)
    expect(losses(looked!)).toEqual(losses(plain!))
    expect(losses(plain!)).toHaveLength(3)
    expect(stripsOf(plain!)).toEqual([])
    expect(new Set(stripsOf(looked!).map(({ step }) => step)).size).toBe(30)
  })

  it('shows the rate of Adagrad sink, and that of RMSprop hold', async () => {
    const spec = specOf({
      lanes: lanesOf('adagrad', 'rmsprop'),
      budget: { steps: 400 },
      record: { metrics: ['trainLoss'], every: { steps: 400 }, strips: true },
    })
    const strips = stripsOf(train(trainerOf(spec, await readTable('iris'))))
    // The median of the third quantity.
    const rate = (run: number, step: number): number =>
      strips.find((each) => each.run === run && each.step === step)!.values[2 * 18 + 1]!
    expect(rate(0, 400) / rate(0, 40)).toBeLessThan(0.65)
    expect(rate(1, 400) / rate(1, 40)).toBeGreaterThan(0.9)
  })

  it('follows every weight of 64, and twelve of more, of all layers alike', () => {
    const network = { hidden: [6], activation: 'relu' as const }
    expect(followedWeights(layoutOf(network, 4, 3))).toHaveLength(51)
    const large = followedWeights(layoutOf({ ...network, hidden: [32] }, 64, 10))
    expect(large).toHaveLength(12)
    // 64 × 32 weights and 32 biases come first; then 32 × 10 weights.
    expect(large.filter((at) => at < 2048)).toHaveLength(6)
    expect(large.filter((at) => at >= 2080 && at < 2400)).toHaveLength(6)
  })

  it('looks at every step of few, at 120 of many, and ever less often after the budget', () => {
    const layout = layoutOf({ hidden: [32], activation: 'relu' }, 64, 10)
    const count = (steps: number, from: number, to: number): number => {
      const wants = stripRhythm(layout, 5, steps)
      let found = 0
      for (let step = from; step <= to; step++) if (wants(step)) found++
      return found
    }
    expect(count(100, 1, 100)).toBe(100)
    // Every tenth, and the first.
    expect(count(1200, 1, 1200)).toBe(121)
    // Every 20th up to twice the budget, every 40th up to four times.
    expect(count(1200, 1201, 2400)).toBe(60)
    expect(count(1200, 2401, 4800)).toBe(60)
  })
})
