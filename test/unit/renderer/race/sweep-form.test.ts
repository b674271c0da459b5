import { describe, expect, it } from 'vitest'
import {
  contestantsOf,
  firstForm,
  objectiveOf,
  objectives,
  otherKeys,
  sweepOf,
} from '#renderer/race/sweep-form.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { parseSweep } from '#shared/experiment/sweep/index.ts'

const experiment = parseSpec({
  title: 'Wine',
  dataset: { builtin: 'wine' },
  lanes: [
    { id: 'sgd', optimizer: 'sgd' },
    { id: 'adam', optimizer: 'adam', convention: 'pytorch' },
    { id: 'adadelta', optimizer: 'adadelta' },
  ],
  seeds: [40, 41, 42],
  budget: { epochs: 3 },
  stop: { patience: { metric: 'validationLoss', points: 5 } },
})

describe('the sweep’s form', () => {
  it('describes a sweep of the race’s experiment, on seeds of its own', () => {
    const spec = parseSweep(sweepOf(firstForm, experiment))
    expect(spec.experiment).toEqual({ ...experiment, seeds: [1, 2, 3, 4, 5] })
    expect(spec).toMatchObject({
      title: 'Wine',
      trials: 16,
      search: { kind: 'grid', rate: { from: 1e-4, to: 10 }, others: [] },
      objective: { metric: 'validationLoss', at: 'final' },
    })
  })

  it('leaves out the lanes that are not ticked', () => {
    const form = { ...firstForm, left: ['adam', 'gone'] }
    expect(contestantsOf(form, experiment).map(({ id }) => id)).toEqual(['sgd', 'adadelta'])
    const { lanes } = parseSweep(sweepOf(form, experiment)).experiment
    expect(lanes.map(({ id }) => id)).toEqual(['sgd', 'adadelta'])
  })

  it('searches other hyper-parameters at random only, and only those of a contestant', () => {
    const form = { ...firstForm, others: ['beta2', 'gamma'] }
    expect(parseSweep(sweepOf(form, experiment)).search.others).toEqual([])
    const random = { ...form, kind: 'random' as const }
    expect(parseSweep(sweepOf(random, experiment)).search.others).toEqual([{ key: 'beta2' }])
    const keys = otherKeys(experiment.lanes).map(({ key }) => key)
    expect(keys).toEqual(['beta1', 'beta2', 'epsilon', 'weightDecay', 'rho'])
  })

  it('judges by what the experiment has', () => {
    expect(objectives(experiment)).toEqual([
      'validationLoss',
      'validationAccuracy',
      'trainLoss',
      'trainAccuracy',
    ])
    const form = { ...firstForm, metric: 'validationAccuracy' as const }
    expect(objectiveOf(form, experiment)).toBe('validationAccuracy')
    // A regression without held-out rows has neither.
    const regression = parseSpec({
      ...experiment,
      loss: 'meanSquaredError',
      split: { validation: 0 },
    })
    expect(objectives(regression)).toEqual(['trainLoss', 'trainR2'])
    expect(objectiveOf(form, regression)).toBe('trainLoss')
  })
})
