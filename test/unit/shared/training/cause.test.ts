import { describe, expect, it } from 'vitest'
import type { RunEvent } from '#shared/contract/stream.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { causeOf } from '#shared/training/cause.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

type LaneInput = Omit<ExperimentInput['lanes'][number], 'id'>

const cause = (divergence: RunEvent['divergence'], lane: LaneInput) =>
  causeOf(
    { run: 0, step: 9, kind: 'diverged', ends: true, divergence },
    specOf({ lanes: [{ id: 'a', ...lane }] }).lanes[0]!,
  )

const grown = { first: 'loss' as const, parameters: 1e20, gradient: 1e19, rate: 5 }

describe('causeOf', () => {
  it('is the rate where parameters had grown, by the rate that was in force', () => {
    expect(cause(grown, { optimizer: 'sgd', hyper: { lr: 0.5 } })).toEqual({
      kind: 'rateTooHigh',
      rate: 5,
      parameters: 1e20,
    })
  })

  it('is nothing of the rate for a rule without one', () => {
    expect(cause({ ...grown, rate: undefined }, { optimizer: 'adadelta' })).toEqual({
      kind: 'runaway',
      parameters: 1e20,
    })
  })

  it('is a cliff where all was of ordinary size', () => {
    const cliff = { first: 'gradient' as const, index: 3, parameters: 12, gradient: 0.4, rate: 0.1 }
    expect(cause(cliff, { optimizer: 'sgd' })).toMatchObject({ kind: 'cliff', clipped: false })
    const clipping = { kind: 'norm', limit: 1 }
    expect(cause(cliff, { optimizer: 'sgd', clipping })).toMatchObject({ clipped: true })
  })

  it('is a guard of 0 where the rule itself divided', () => {
    const lane = { optimizer: 'rmsprop', convention: 'pytorch' as const, hyper: { epsilon: 0 } }
    const inRule = { first: 'parameter' as const, index: 0, parameters: 1, gradient: 1, rate: 0.01 }
    expect(cause(inRule, lane)).toEqual({ kind: 'zeroGuard', key: 'epsilon' })
    expect(cause({ ...inRule, first: 'gradient' }, lane)).toMatchObject({ kind: 'cliff' })
  })

  it('is the start where the first step went wrong before its update', () => {
    expect(cause({ first: 'loss', parameters: 1e9 }, { optimizer: 'sgd' })).toEqual({
      kind: 'start',
      parameters: 1e9,
    })
  })

  it('is weight decay where a step takes more than twice the parameter: 5 · 0.5 = 2.5', () => {
    const lane = { optimizer: 'sgd', weightDecay: { kind: 'decoupled' as const, rate: 0.5 } }
    expect(cause(grown, lane)).toEqual({ kind: 'decayTooStrong', share: 2.5 })
  })

  it('is undefined for what is no divergence', () => {
    const { lanes } = specOf()
    expect(causeOf({ run: 0, step: 4, kind: 'target', ends: true }, lanes[0]!)).toBeUndefined()
  })

  it.each<[string, LaneInput]>([
    ['rateTooHigh', { optimizer: 'sgd', hyper: { lr: 3 } }],
    [
      'decayTooStrong',
      { optimizer: 'sgd', hyper: { lr: 1 }, weightDecay: { kind: 'decoupled', rate: 3 } },
    ],
  ])('finds %s in training that was made to go wrong', async (kind, lane) => {
    const spec = specOf({
      dataset: { builtin: 'diabetes' },
      target: 'progression',
      loss: 'meanSquaredError',
      lanes: [{ id: 'a', ...lane }],
      budget: { epochs: 200 },
    })
    const points = train(trainerOf(spec, await readTable('diabetes')))
    const [event] = points.flatMap(({ events }) => events)
    expect(event && causeOf(event, spec.lanes[0]!)?.kind).toBe(kind)
  })
})
