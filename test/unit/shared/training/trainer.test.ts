import { describe, expect, it } from 'vitest'
import { prepareProblems } from '#shared/data/prepare.ts'
import { layoutOf } from '#shared/models.ts'
import { startParameters } from '#shared/training/stack.ts'
import type { Point } from '#shared/training/trainer.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

const all = ['sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta', 'rmsprop', 'adam']

describe('createTrainer', () => {
  it('starts every lane of a seed alike, and seeds differently', async () => {
    const spec = specOf({ lanes: lanesOf('sgd', 'adam'), seeds: [1, 2] })
    const starts = trainerOf(spec, await readTable('iris')).parameters()
    expect(starts.map(({ run }) => run)).toEqual([0, 1, 2, 3])
    expect(starts[0]!.parameters).toEqual(starts[2]!.parameters)
    expect(starts[1]!.parameters).toEqual(starts[3]!.parameters)
    expect(starts[0]!.parameters).not.toEqual(starts[1]!.parameters)
  })

  it('starts from normal weights of the given deviation and biases of 0', () => {
    const spec = specOf({ model: { hidden: [50], initial: { kind: 'normal', deviation: 0.3 } } })
    const layout = layoutOf(spec.model, 40, 30)
    const start = startParameters(spec, layout, 1)
    const [first, second] = layout.layers
    expect([...start.subarray(first!.biases, second!.weights)]).toEqual(new Array(50).fill(0))
    expect([...start.subarray(second!.biases)]).toEqual(new Array(30).fill(0))
    const weights = [...start.subarray(0, first!.biases)]
    const deviation = Math.sqrt(weights.reduce((sum, each) => sum + each ** 2, 0) / weights.length)
    // 2000 weights: the deviation's own is 0.3 / √4000.
    expect(Math.abs(deviation - 0.3)).toBeLessThan((5 * 0.3) / Math.sqrt(4000))
  })

  it('takes a gradient ahead of the parameters for a rule that wants it there', async () => {
    const hyper = { lr: 0.1, momentum: 0.9 }
    const spec = specOf({
      lanes: [
        { id: 'ahead', optimizer: 'nesterov-ahead', convention: 'paper', hyper },
        { id: 'here', optimizer: 'nesterov', convention: 'keras', hyper },
        { id: 'plain', optimizer: 'sgd' },
      ],
      budget: { steps: 12 },
      record: { metrics: ['batchLoss'], every: { steps: 1 }, state: true },
    })
    for (const { snapshots, metrics } of train(trainerOf(spec, await readTable('iris')))) {
      const [ahead, here] = snapshots
      // w + μv on one side is w on the other, at which both then take the gradient.
      ahead!.after.parameters.forEach((w, i) => {
        const future = w + 0.9 * ahead!.after.slots[i]!
        expect(future).toBeCloseTo(here!.after.parameters[i]!, 12)
      })
      expect(metrics.batchLoss![0]).toBeCloseTo(metrics.batchLoss![1]!, 12)
    }
  })

  it('takes the step that the rule and the gradient make', async () => {
    const spec = specOf({
      lanes: [{ id: 'a', optimizer: 'momentum', hyper: { lr: 0.5, momentum: 0.25 } }],
      budget: { steps: 2 },
      record: {
        metrics: ['gradientNorm', 'updateNorm', 'batchLoss'],
        every: { steps: 1 },
        state: true,
      },
    })
    const [first, second] = train(trainerOf(spec, await readTable('iris'))) as [Point, Point]
    const one = first.snapshots[0]!
    const two = second.snapshots[0]!
    expect(one.step).toBe(1)
    expect([...one.before.slots]).toEqual(new Array(15).fill(0))
    expect(two.before).toEqual(one.after)
    one.gradients.forEach((g, i) => {
      // v₁ = g₁, p₁ = p₀ − 0.5 v₁; v₂ = 0.25 v₁ + g₂, p₂ = p₁ − 0.5 v₂.
      const v2 = 0.25 * g + two.gradients[i]!
      expect(one.after.slots[i]).toBe(g)
      expect(one.after.parameters[i]).toBe(one.before.parameters[i]! - 0.5 * g)
      expect(two.after.slots[i]).toBe(v2)
      expect(two.after.parameters[i]).toBe(two.before.parameters[i]! - 0.5 * v2)
    })
    const norm = (values: Float64Array): number => Math.hypot(...values)
    expect(first.metrics.gradientNorm![0]).toBeCloseTo(norm(one.gradients), 12)
    expect(first.metrics.updateNorm![0]).toBeCloseTo(0.5 * norm(one.gradients), 12)
  })

  it('records norms, their ratio and the rate of a step that is scheduled, clipped and decayed', async () => {
    const lane = { optimizer: 'sgd', hyper: { lr: 0.5 } }
    const spec = specOf({
      model: { hidden: [], initial: { kind: 'glorot' } },
      lanes: [
        { id: 'plain', ...lane },
        {
          id: 'bound',
          ...lane,
          schedule: { kind: 'step', parameters: { gamma: 0.5, every: 1 } },
          clipping: { kind: 'globalNorm', limit: 0.01 },
        },
        { id: 'without', optimizer: 'adadelta' },
      ],
      seeds: [1, 2],
      budget: { steps: 2 },
      record: {
        metrics: ['gradientNorm', 'updateNorm', 'updateRatio', 'rate'],
        every: { steps: 1 },
        state: true,
      },
    })
    const points = train(trainerOf(spec, await readTable('iris')))
    points.forEach(({ metrics, snapshots }, index) => {
      const rate = 0.5 ** (index + 1)
      expect([...metrics.rate!]).toEqual([0.5, 0.5, rate, rate, NaN, NaN])
      snapshots.forEach(({ before, after }, run) => {
        const step = after.parameters.map((value, i) => value - before.parameters[i]!)
        expect(metrics.updateNorm![run]).toBeCloseTo(Math.hypot(...step), 12)
        const ratio = Math.hypot(...step) / Math.hypot(...before.parameters)
        expect(metrics.updateRatio![run]).toBeCloseTo(ratio, 12)
      })
    })
    const [first] = points
    // The gradient before clipping: that of the lane which clips nothing, from the same start.
    expect(first!.metrics.gradientNorm![2]).toBe(first!.metrics.gradientNorm![0])
    expect(first!.metrics.gradientNorm![0]).toBeGreaterThan(0.1)
    // Clipped to 0.01 before a step at 0.5.
    expect(first!.metrics.updateNorm![2]).toBeCloseTo(0.005, 6)
  })

  it('has no ratio to parameters that are all 0', async () => {
    const spec = specOf({
      model: { initial: { kind: 'zeros' } },
      batchSize: 7,
      budget: { steps: 2 },
      record: { metrics: ['updateRatio'], every: { steps: 1 } },
    })
    const [first, second] = train(trainerOf(spec, await readTable('iris')))
    expect(first!.metrics.updateRatio![0]).toBe(Infinity)
    expect(Number.isFinite(second!.metrics.updateRatio![0])).toBe(true)
  })

  it('records R² of both parts: 1 − their losses by the variance of their targets', async () => {
    const spec = specOf({
      loss: 'meanSquaredError',
      lanes: lanesOf('sgd', 'adam'),
      budget: { epochs: 3 },
      record: { metrics: ['trainLoss', 'trainR2', 'validationLoss', 'validationR2'] },
    })
    const table = await readTable('diabetes')
    const [problem] = prepareProblems(spec, table)
    const { metrics } = train(trainerOf(spec, table)).at(-1)!
    const variance = (targets: Float64Array): number => {
      const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length
      return targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / targets.length
    }
    // Training targets are standardised: their variance is 1.
    metrics.trainR2!.forEach((value, run) => {
      expect(value).toBeCloseTo(1 - metrics.trainLoss![run]!, 12)
    })
    metrics.validationR2!.forEach((value, run) => {
      const share = metrics.validationLoss![run]! / variance(problem!.validation.targets)
      expect(value).toBeCloseTo(1 - share, 12)
      expect(value).toBeGreaterThan(0)
    })
  })

  it('keeps a schedule to the budget it began with when there is more to train', async () => {
    const iris = await readTable('iris')
    const spec = specOf({
      lanes: [
        {
          id: 'cosine',
          optimizer: 'sgd',
          hyper: { lr: 1 },
          schedule: { kind: 'cosine', parameters: { end: 0.25 } },
        },
      ],
      budget: { steps: 4 },
      record: { metrics: ['rate'], every: { steps: 1 } },
    })
    const trainer = trainerOf(spec, iris)
    const rates = (): number[] => train(trainer).map(({ metrics }) => metrics.rate![0]!)
    const promised = rates()
    trainer.setSteps(7)
    const further = rates()
    expect(promised[0]).toBe(1)
    // Cosines 0 and −√½ at the third and fourth of four steps.
    expect(promised[2]).toBeCloseTo(0.25 + 0.75 / 2, 12)
    expect(promised[3]).toBeCloseTo(0.25 + (0.75 * (1 - Math.SQRT1_2)) / 2, 12)
    expect(further).toEqual([0.25, 0.25, 0.25])
  })

  it('records the points the schedule names, and always the last', async () => {
    const spec = specOf({
      batchSize: 24,
      budget: { steps: 7 },
      record: { metrics: ['trainLoss'], every: { samples: 48 } },
    })
    const points = train(trainerOf(spec, await readTable('iris')))
    expect(points.map(({ step }) => step)).toEqual([2, 4, 6, 7])
    expect(points.map(({ samples }) => samples)).toEqual([48, 96, 144, 168])
    expect(points.every(({ seconds }, index) => seconds >= (points[index - 1]?.seconds ?? 0))).toBe(
      true,
    )
  })

  it('trains to the same numbers whatever it records', async () => {
    const iris = await readTable('iris')
    const quiet = trainerOf(
      specOf({ lanes: lanesOf(...all), record: { metrics: ['trainLoss'], every: { epochs: 2 } } }),
      iris,
    )
    const loud = trainerOf(
      specOf({
        lanes: lanesOf(...all),
        record: {
          metrics: ['batchLoss', 'trainLoss', 'trainAccuracy', 'validationAccuracy', 'updateNorm'],
          every: { steps: 1 },
          state: true,
        },
      }),
      iris,
    )
    train(quiet)
    train(loud)
    expect(loud.parameters()).toEqual(quiet.parameters())
  })

  it('goes on after a new budget as if it had always had it', async () => {
    const iris = await readTable('iris')
    const whole = trainerOf(specOf({ lanes: lanesOf(...all), budget: { epochs: 5 } }), iris)
    const extended = trainerOf(specOf({ lanes: lanesOf(...all), budget: { epochs: 2 } }), iris)
    train(whole)
    train(extended)
    extended.setSteps(5 * extended.schedule.stepsPerEpoch)
    train(extended)
    expect(extended.parameters()).toEqual(whole.parameters())
  })

  it('gives a rectangle the numbers it has in the whole', async () => {
    const iris = await readTable('iris')
    const spec = specOf({
      lanes: lanesOf(...all),
      seeds: [3, 1, 2],
      split: { validation: 0.2, seed: 'run' },
    })
    const whole = trainerOf(spec, iris)
    const part = trainerOf(spec, iris, { lanes: [2, 5], seeds: [1, 3] })
    expect([...part.runs]).toEqual([7, 8, 10, 11, 13, 14])
    const wholePoints = train(whole)
    const points = train(part)
    const ends = whole.parameters()
    for (const { run, parameters } of part.parameters()) {
      expect(parameters).toEqual(ends[run]!.parameters)
    }
    const last = points.at(-1)!
    part.runs.forEach((run, index) => {
      expect(last.metrics.trainLoss![index]).toBe(wholePoints.at(-1)!.metrics.trainLoss![run])
    })
  })

  it('records what is not finite and goes on, where the spec wants it', async () => {
    const spec = specOf({
      target: 'progression',
      loss: 'meanSquaredError',
      lanes: [
        { id: 'wild', optimizer: 'sgd', hyper: { lr: 1000 } },
        { id: 'calm', optimizer: 'sgd', hyper: { lr: 0.01 } },
      ],
      budget: { epochs: 40 },
      stop: { diverged: false },
    })
    const all = train(trainerOf(spec, await readTable('diabetes')))
    const points = all.filter(({ runs }) => runs.length === 2)
    expect(points).toHaveLength(40)
    expect(all.flatMap(({ events }) => events)).toMatchObject([
      { run: 0, kind: 'diverged', ends: false },
    ])
    const [wild, calm] = points.at(-1)!.metrics.trainLoss!
    expect(Number.isFinite(wild)).toBe(false)
    expect(calm).toBeLessThan(1)
  })
})
