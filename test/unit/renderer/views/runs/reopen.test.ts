import { describe, expect, it } from 'vitest'
import { planReopening } from '#renderer/views/runs/reopen.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'

const iris = findPreset('iris')!.spec
const plan = (input: ExperimentInput) => planReopening(parseSpec(input))
const lost = (input: ExperimentInput): string[] =>
  plan(input).losses.map(({ path }) => path.join('.'))

const wine: ExperimentInput = {
  dataset: { builtin: 'wine' },
  features: ['alcohol', 'hue'],
  scaling: { kind: 'minmax' },
  split: { folds: 3 },
  model: { hidden: [8, 4], activation: 'tanh', initial: { kind: 'glorot' } },
  lanes: [
    {
      id: 'a',
      optimizer: 'adam',
      convention: 'pytorch',
      schedule: { kind: 'cosine' },
      clipping: { kind: 'norm', limit: 1 },
    },
  ],
  seeds: [4, 5, 6],
  batchSize: 'full',
  budget: { steps: 70 },
  record: { metrics: ['trainLoss'], every: { steps: 7 } },
  stop: { target: { metric: 'trainLoss', value: 0.2 }, diverged: false },
}

describe('an experiment as a form', () => {
  it('the tutorial’s goes to the Iris stage, whatever of it its form sets', () => {
    expect(plan(iris)).toMatchObject({ stage: 'iris', losses: [] })
    const lanes = [{ id: 'sgd', optimizer: 'sgd', hyper: { lr: 0.3 } }]
    expect(plan({ ...iris, lanes, seeds: [7], batchSize: 1, budget: { epochs: 9 } })).toMatchObject(
      {
        stage: 'iris',
        losses: [],
      },
    )
  })

  it('one that its form could not say goes to the Race stage, and nothing is lost', () => {
    const scaling = { kind: 'standard' } as const
    expect(plan({ ...iris, scaling })).toMatchObject({ stage: 'race', losses: [] })
    const lanes = [{ id: 'adam', optimizer: 'adam', convention: 'keras' as const }]
    expect(plan({ ...iris, lanes })).toMatchObject({ stage: 'race', losses: [] })
  })

  it('another goes to the Race stage whole, its data with it', () => {
    const spec = parseSpec(wine)
    expect(planReopening(spec)).toEqual({ stage: 'race', spec, losses: [] })
  })

  it('says that seeds have to follow one another', () => {
    const scattered = plan({ ...wine, split: {}, seeds: [3, 7, 9] })
    expect(scattered.spec.seeds).toEqual([3, 4, 5])
    expect(scattered.losses).toEqual([
      {
        path: ['seeds'],
        values: [
          [3, 7, 9],
          [3, 4, 5],
        ],
      },
    ])
  })

  it('says that a written-down start is lost, and opens the rest', () => {
    const start = { train: [0, 1], validation: [2], parameters: [0.1, 0.2], batches: [[0, 1]] }
    const input = { ...iris, start }
    expect(lost(input)).toEqual([
      'start.train',
      'start.validation',
      'start.parameters',
      'start.batches',
    ])
    expect(plan(input).spec.start).toBeUndefined()
    expect(plan(input).stage).toBe('race')
  })

  it('keeps seeds in their range', () => {
    const { spec } = plan({ ...wine, split: {}, seeds: [0xffffffff, 1] })
    expect(spec.seeds).toEqual([0xfffffffe, 0xffffffff])
  })
})
