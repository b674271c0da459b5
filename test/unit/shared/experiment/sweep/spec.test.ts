import { describe, expect, it } from 'vitest'
import { LabError } from '#shared/contract/errors.ts'
import { parseSweep } from '#shared/experiment/sweep/index.ts'

const experiment = {
  dataset: { builtin: 'wine' },
  lanes: [
    { id: 'sgd', optimizer: 'sgd' },
    { id: 'momentum', optimizer: 'momentum' },
  ],
  budget: { epochs: 2 },
}

function faultsOf(input: unknown): readonly string[] {
  try {
    parseSweep(input)
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-spec') return error.details
    throw error
  }
  return []
}

describe('a sweep’s description', () => {
  it('has every default filled in, and means the same when read again', () => {
    const spec = parseSweep({ experiment })
    expect(spec).toMatchObject({
      trials: 16,
      search: { kind: 'grid', rate: { from: 1e-4, to: 10 }, others: [], seed: 0 },
      objective: { metric: 'validationLoss', at: 'final' },
    })
    expect(spec.experiment.lanes[1]?.hyper).toEqual({ lr: 0.02, momentum: 0.9 })
    expect(parseSweep(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  })

  it.each([
    [{}, 'experiment: '],
    [
      { experiment: { ...experiment, lanes: [{ id: 'x', optimizer: 'y' }] } },
      'experiment.lanes[0]',
    ],
    [{ experiment, trials: 0 }, 'trials: '],
    [{ experiment, search: { rate: { from: 0, to: 1 } } }, 'search.rate.from: '],
    [{ experiment, search: { rate: { from: 2, to: 1 } } }, 'search.rate.from: must not lie above'],
    [{ experiment, search: { others: [{ key: 'momentum' }] } }, 'search.others[0]: a grid varies'],
    [{ experiment, search: { kind: 'random', others: [{ key: 'lr' }] } }, 'search.others[0].key: '],
    [{ experiment, search: { kind: 'random', others: [{ key: 'rho' }] } }, 'no contestant has'],
    [
      { experiment, search: { kind: 'random', others: [{ key: 'momentum', to: 1 }] } },
      'search.others[0]: must lie in [0, 1), is 1',
    ],
    [
      { experiment, search: { kind: 'random', others: [{ key: 'momentum', from: 0.9, to: 0.1 }] } },
      'search.others[0]: must not begin above',
    ],
    [{ experiment, objective: { metric: 'gradientNorm' } }, 'objective.metric: '],
    [{ experiment, objective: { metric: 'trainR2' } }, 'a classification has no R²'],
    [
      {
        experiment: { ...experiment, loss: 'meanSquaredError' },
        objective: { metric: 'trainAccuracy' },
      },
      'a regression has no accuracy',
    ],
    [
      {
        experiment: {
          ...experiment,
          start: { train: [0], validation: [], parameters: [0], batches: [[0]] },
        },
      },
      'experiment.start: ',
    ],
    [
      { experiment: { ...experiment, seeds: [...Array(200).keys()] }, trials: 1000 },
      'trials: makes 400000 runs',
    ],
  ])('is refused with the path of what is wrong (%#)', (input, fault) => {
    expect(faultsOf(input).join('\n')).toContain(fault)
  })
})
