import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { schedules } from '#shared/schedules/index.ts'
import { errorOf } from '#test/support/faults.ts'
import { specOf } from '#test/support/specs.ts'

type LaneInput = ExperimentInput['lanes'][number]

const laneOf = (change: Partial<LaneInput>): LaneInput => ({
  id: 'lane',
  optimizer: 'sgd',
  ...change,
})

/** What is said of a spec with one lane changed as given. Unchecked, as a file would have it. */
function faultsOf(change: Record<string, unknown>): readonly string[] {
  const error = errorOf(() =>
    parseSpec({
      dataset: { builtin: 'iris' },
      lanes: [{ id: 'lane', optimizer: 'sgd', ...change }],
      budget: { epochs: 1 },
    }),
  )
  expect(error.code).toBe('bad-spec')
  return error.details
}

describe('a lane of a spec', () => {
  it('has a constant rate, no clipping and no decay unless it says so', () => {
    const [lane] = specOf({ lanes: [laneOf({})] }).lanes
    expect(lane).toMatchObject({
      schedule: { kind: 'constant', parameters: {}, warmup: 0 },
      clipping: null,
      weightDecay: null,
    })
  })

  it('takes every schedule by its kind alone', () => {
    for (const { kind } of schedules) {
      const [lane] = specOf({ lanes: [laneOf({ schedule: { kind } })] }).lanes
      expect(lane!.schedule).toEqual({ kind, parameters: {}, warmup: 0 })
    }
  })

  it.each([
    [{ kind: 'sawtooth' }, "kind: there is no schedule 'sawtooth'"],
    [
      { kind: 'step', parameters: { gama: 0.5 } },
      "parameters.gama: the step schedule has no 'gama'",
    ],
    [{ kind: 'step', parameters: { gamma: 0 } }, 'parameters.gamma: must lie in (0, 1], is 0'],
    [{ kind: 'step', parameters: { every: 2.5 } }, 'parameters.every: must be a whole number'],
    [
      { kind: 'cosine', parameters: { steps: 0 } },
      'parameters.steps: must lie in [1, 1000000000], is 0',
    ],
    [{ kind: 'oneCycle', parameters: { rise: 1 } }, 'parameters.rise: must lie in (0, 1), is 1'],
  ])('refuses the schedule %j', (schedule, fault) => {
    expect(faultsOf({ schedule })).toEqual([`lanes[0].schedule.${fault}`])
  })

  it.each([
    [{ schedule: { kind: 'step', warmup: -1 } }, 'lanes[0].schedule.warmup'],
    [{ schedule: { kind: 'step', warmup: 1.5 } }, 'lanes[0].schedule.warmup'],
    [{ schedule: { kind: 'step', gamma: 0.5 } }, 'lanes[0].schedule'],
    [
      { schedule: { kind: 'step', parameters: { gamma: NaN } } },
      'lanes[0].schedule.parameters.gamma',
    ],
    [{ clipping: { kind: 'byLuck', limit: 1 } }, 'lanes[0].clipping.kind'],
    [{ clipping: { kind: 'norm', limit: 0 } }, 'lanes[0].clipping.limit'],
    [{ clipping: { kind: 'norm', limit: Infinity } }, 'lanes[0].clipping.limit'],
    [{ clipping: { kind: 'norm' } }, 'lanes[0].clipping.limit'],
    [{ weightDecay: { kind: 'loose', rate: 1 } }, 'lanes[0].weightDecay.kind'],
    [{ weightDecay: { kind: 'coupled', rate: 0 } }, 'lanes[0].weightDecay.rate'],
  ])('refuses %j, and says where', (change, path) => {
    expect(faultsOf(change).map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual([path])
  })

  it('refuses to schedule a rate that the rule has not, or to decay by it', () => {
    const none = 'adadelta (tutorial) has no learning rate'
    const adadelta = { optimizer: 'adadelta' }
    expect(faultsOf({ ...adadelta, schedule: { kind: 'cosine' } })).toEqual([
      `lanes[0].schedule: ${none}`,
    ])
    expect(faultsOf({ ...adadelta, schedule: { kind: 'constant', warmup: 3 } })).toEqual([
      `lanes[0].schedule: ${none}`,
    ])
    expect(faultsOf({ ...adadelta, weightDecay: { kind: 'decoupled', rate: 0.1 } })).toEqual([
      `lanes[0].weightDecay: ${none}`,
    ])
    const coupled: LaneInput = laneOf({ ...adadelta, weightDecay: { kind: 'coupled', rate: 0.1 } })
    expect(() => specOf({ lanes: [coupled] })).not.toThrow()
  })
})

describe('the start weights of a spec', () => {
  const initialOf = (initial: unknown): unknown =>
    parseSpec({
      dataset: { builtin: 'iris' },
      model: { initial },
      lanes: [{ id: 'lane', optimizer: 'sgd' }],
      budget: { epochs: 1 },
    }).model.initial

  it('are normal with deviation 0.01 unless it says so', () => {
    expect(specOf().model.initial).toEqual({ kind: 'normal', deviation: 0.01 })
    expect(specOf({ model: { hidden: [3] } }).model.initial).toEqual({
      kind: 'normal',
      deviation: 0.01,
    })
    expect(initialOf({ kind: 'normal' })).toEqual({ kind: 'normal', deviation: 0.01 })
    expect(initialOf({ kind: 'glorot' })).toEqual({ kind: 'glorot' })
  })

  it.each([
    [{ kind: 'ones' }, 'model.initial'],
    [{ kind: 'he', deviation: 1 }, 'model.initial'],
    [{ kind: 'normal', deviation: -1 }, 'model.initial.deviation: must lie in [0, 100], is -1'],
    [{ kind: 'normal', deviation: '1' }, 'model.initial.deviation'],
  ])('are refused as %j', (initial, fault) => {
    expect(errorOf(() => initialOf(initial)).details[0]).toContain(fault)
  })
})
