import { describe, expect, it } from 'vitest'
import { layoutOf } from '#shared/models.ts'
import { createLane, laneBytes, type Lane } from '#shared/training/lane.ts'
import { createArena } from '#shared/rules/stepper.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { specOf } from '#test/support/specs.ts'

/** One input, one output: a weight and a bias a run. */
const layout = layoutOf({ hidden: [], activation: 'relu' }, 1, 1)

type LaneInput = ExperimentInput['lanes'][number]

interface Bench {
  readonly lane: Lane
  readonly parameters: Float64Array
  readonly gradients: Float64Array
  /** Where the gradients are to be taken, and the loss evaluated. */
  readonly future: Float64Array
  readonly average: Float64Array
}

function benchOf(
  input: Omit<LaneInput, 'id'>,
  parameters: readonly number[],
  gradients: readonly number[],
  steps = 10,
): Bench {
  const [spec] = specOf({ lanes: [{ id: 'lane', ...input }] }).lanes
  const length = parameters.length
  const own = laneBytes(spec!, layout, length / layout.size)
  const arena = createArena(4 * (length * 8 + 16) + own)
  const fill = (values: readonly number[]): Float64Array => {
    const array = arena.floats(length)
    array.set(values)
    return array
  }
  const arrays = {
    arena,
    parameters: fill(parameters),
    gradients: fill(gradients),
    future: fill(parameters),
    average: fill(parameters),
  }
  return { lane: createLane(spec!, layout, arrays, steps), ...arrays }
}

const near = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 12))
}

const sgd = { optimizer: 'sgd', hyper: { lr: 0.5 } }

describe('a lane', () => {
  it('adds coupled decay after clipping, so that decay is never clipped', () => {
    const { lane, parameters, gradients } = benchOf(
      {
        ...sgd,
        clipping: { kind: 'value', limit: 1 },
        weightDecay: { kind: 'coupled', rate: 0.1 },
      },
      [20, -20],
      [3, 0.25],
    )
    lane.update(1)
    // 3 → 1, then + 0.1 · 20 = 3; 0.25 − 2 = −1.75. p − 0.5 g.
    near(gradients, [3, -1.75])
    near(parameters, [18.5, -19.125])
  })

  it('shrinks by rate · decay before the rule’s step, and leaves the gradient alone', () => {
    const { lane, parameters, gradients } = benchOf(
      { ...sgd, weightDecay: { kind: 'decoupled', rate: 0.1 } },
      [20, -20],
      [3, 0.25],
    )
    lane.update(1)
    // p · (1 − 0.5 · 0.1) − 0.5 g.
    near(gradients, [3, 0.25])
    near(parameters, [19 - 1.5, -19 - 0.125])
  })

  it('keeps decoupled decay out of an adaptive rule’s averages', () => {
    const adam = { optimizer: 'adam', hyper: { lr: 0.1, beta1: 0.5, beta2: 0.5 } }
    const slotsOf = (kind: 'coupled' | 'decoupled'): number => {
      const { lane } = benchOf({ ...adam, weightDecay: { kind, rate: 1 } }, [2, 0], [1, 0])
      lane.update(1)
      return lane.slots.m![0]!
    }
    // m = 0.5 · 0 + 0.5 · g, of g = 1 and of g = 1 + 1 · 2.
    expect(slotsOf('decoupled')).toBeCloseTo(0.5, 12)
    expect(slotsOf('coupled')).toBeCloseTo(1.5, 12)
  })

  it('does the same as AdamW when Adam decays decoupled', () => {
    const hyper = { lr: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    const adamw = benchOf(
      { optimizer: 'adamw', convention: 'pytorch', hyper: { ...hyper, weightDecay: 0.3 } },
      [2, -1],
      [1, 0.5],
    )
    const adam = benchOf(
      {
        optimizer: 'adam',
        convention: 'pytorch',
        hyper,
        weightDecay: { kind: 'decoupled', rate: 0.3 },
      },
      [2, -1],
      [1, 0.5],
    )
    for (let t = 1; t <= 5; t++) {
      adamw.lane.update(t)
      adam.lane.update(t)
      near(adam.parameters, [...adamw.parameters])
    }
  })

  it('shrinks by the rate of the schedule', () => {
    const { lane, parameters } = benchOf(
      {
        ...sgd,
        schedule: { kind: 'step', parameters: { gamma: 0.5, every: 1 } },
        weightDecay: { kind: 'decoupled', rate: 0.2 },
      },
      [100, 0],
      [0, 0],
    )
    lane.update(1)
    lane.update(2)
    // Rates 0.5 and 0.25.
    near(parameters, [100 * 0.9 * 0.95, 0])
  })

  it('clips each run by itself, and by the global norm over all its tensors', () => {
    const { lane, gradients } = benchOf(
      { ...sgd, clipping: { kind: 'globalNorm', limit: 5 } },
      [0, 0, 0, 0],
      [6, 8, 3, 4],
    )
    lane.update(1)
    // Norms 10 and 5; the second is cut by the 1e-6 in the denominator alone.
    const halved = 5 / (10 + 1e-6)
    const whole = 5 / (5 + 1e-6)
    near(gradients, [6 * halved, 8 * halved, 3 * whole, 4 * whole])
  })

  it('clips weights and biases apart by norm', () => {
    const { lane, gradients } = benchOf(
      { ...sgd, clipping: { kind: 'norm', limit: 5 } },
      [0, 0],
      [10, 3],
    )
    lane.update(1)
    near(gradients, [50 / (10 + 1e-6), 3])
  })

  it('steps at the rate that its schedule gives the step, and says it', () => {
    const { lane, parameters } = benchOf(
      { ...sgd, schedule: { kind: 'inverseTime', parameters: { decay: 1 }, warmup: 2 } },
      [0, 0],
      [1, 2],
    )
    const rates: number[] = [lane.rate()]
    const places: number[] = []
    for (let t = 1; t <= 4; t++) {
      lane.update(t)
      rates.push(lane.rate())
      places.push(parameters[0]!)
    }
    // Before the first step its rate is known; then ½ · (½, 1, 1, ½).
    near(rates, [0.25, 0.25, 0.5, 0.5, 0.25])
    near(places, [-0.25, -0.75, -1.25, -1.5])
  })

  it('lets a rule that looks ahead see the rate of the step it will take', () => {
    const { lane, parameters, future } = benchOf(
      {
        optimizer: 'nesterov-ahead',
        convention: 'paper',
        hyper: { lr: 0.5, momentum: 0.5 },
        schedule: { kind: 'step', parameters: { gamma: 0.1, every: 1 } },
      },
      [0, 0],
      [1, 1],
    )
    lane.lookAhead(1)
    expect(lane.rate()).toBe(0.5)
    lane.update(1)
    const { v } = lane.slots
    lane.lookAhead(2)
    expect(lane.rate()).toBeCloseTo(0.05, 12)
    // Ahead by μv, whichever rate made v.
    near(future, [parameters[0]! + 0.5 * v![0]!, parameters[1]! + 0.5 * v![1]!])
  })

  it('goes on from another rate where its schedule is', () => {
    const { lane, parameters } = benchOf(
      { ...sgd, schedule: { kind: 'step', parameters: { gamma: 0.5, every: 2 } } },
      [0, 0],
      [1, 0],
    )
    lane.update(1)
    lane.setRate(8)
    // The last step's rate, until the next has been taken.
    expect(lane.rate()).toBe(0.5)
    lane.update(2)
    expect(lane.rate()).toBe(8)
    lane.update(3)
    expect(lane.rate()).toBe(4)
    near(parameters, [-(0.5 + 8 + 4), 0])
  })

  it('takes another rate without a schedule too', () => {
    const { lane, parameters } = benchOf(sgd, [0, 0], [1, 0])
    lane.update(1)
    lane.setRate(2)
    lane.update(2)
    expect(lane.rate()).toBe(2)
    near(parameters, [-2.5, 0])
  })

  it('says where a rule that averages wants its loss evaluated', () => {
    const { lane, parameters, average } = benchOf(
      { optimizer: 'schedule-free-sgd', convention: 'optax', hyper: { lr: 0.5, beta1: 0.75 } },
      [2, 0],
      [1, -1],
    )
    lane.update(1)
    lane.update(2)
    lane.average()
    // z = 2 − 0.5 t; the average of both is 1.25, and w between it and z by 3/4.
    near(lane.slots.z!, [1, 1])
    near(average, [1.25, 0.75])
    near(parameters, [0.75 * 1.25 + 0.25, 0.75 * 0.75 + 0.25])
  })

  it('measures what it steps', () => {
    const { lane } = benchOf(sgd, [3, 4, 0, 0], [2, 4, 0, 2])
    lane.update(1)
    // Steps (−1, −2) from (3, 4), and (0, −1) from 0.
    near(lane.measures, [5, 25, 8, 1, 0, 1])
  })

  it('has no rate where its rule has none', () => {
    const { lane } = benchOf({ optimizer: 'adadelta' }, [0, 0], [1, 0])
    lane.update(1)
    expect(lane.rate()).toBeNaN()
    expect(() => lane.setRate(1)).toThrow('adadelta (tutorial) has no learning rate')
  })
})
