import { describe, expect, it } from 'vitest'
import { diffSpecs } from '#shared/experiment/diff.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'

const input: ExperimentInput = {
  dataset: { builtin: 'wine' },
  lanes: [
    { id: 'sgd', optimizer: 'sgd', hyper: { lr: 0.1 } },
    { id: 'adam', optimizer: 'adam', hyper: { lr: 0.01 } },
  ],
  budget: { epochs: 4 },
}
const specOf = (change: Partial<ExperimentInput> = {}) => parseSpec({ ...input, ...change })
const diff = (...changes: Partial<ExperimentInput>[]) =>
  diffSpecs([specOf(), ...changes.map(specOf)]).map(({ path, values }) => [
    path.join('.'),
    ...values,
  ])

describe('the difference between experiments', () => {
  it('is nothing between equal ones', () => {
    expect(diff({})).toEqual([])
    // A default that is written out is the same.
    expect(diff({ batchSize: 32, seeds: [1] })).toEqual([])
  })

  it('names paths with both values, in the order of a spec', () => {
    const changed = {
      budget: { epochs: 8 },
      seeds: [1, 2],
      batchSize: 'full',
      model: { hidden: [16, 8] },
      target: 'cultivar',
      scaling: { kind: 'minmax', fit: 'all' },
    } satisfies Partial<ExperimentInput>
    expect(diff(changed)).toEqual([
      ['target', undefined, 'cultivar'],
      ['scaling.kind', 'standard', 'minmax'],
      ['scaling.fit', 'train', 'all'],
      ['model.hidden', [], [16, 8]],
      ['seeds', [1], [1, 2]],
      ['batchSize', 32, 'full'],
      ['budget.epochs', 4, 8],
    ])
  })

  it('tells a choice of another kind as a whole', () => {
    const moons = { generator: 'moons', settings: {} }
    expect(
      diff({
        dataset: moons,
        budget: { steps: 40 },
        model: { initial: { kind: 'he' } },
      }),
    ).toEqual([
      ['dataset', { builtin: 'wine' }, moons],
      ['model.initial', { kind: 'normal', deviation: 0.01 }, { kind: 'he' }],
      ['budget', { epochs: 4 }, { steps: 40 }],
    ])
  })

  it('tells what only one has', () => {
    const target = { metric: 'trainLoss', value: 0.1 } as const
    expect(diff({ stop: { target, diverged: true } })).toEqual([['stop.target', undefined, target]])
  })

  it('matches lanes by id, whatever their order', () => {
    const [sgd, adam] = input.lanes
    expect(diff({ lanes: [adam!, { ...sgd!, hyper: { lr: 0.5 } }] })).toEqual([
      ['lanes.sgd.hyper.lr', 0.1, 0.5],
    ])
  })

  it('matches lanes of other names by optimizer and convention', () => {
    const lanes = [
      { id: 'plain', optimizer: 'sgd', hyper: { lr: 0.1 } },
      { id: 'b', optimizer: 'adam', hyper: { lr: 0.02 } },
    ]
    expect(diff({ lanes })).toEqual([['lanes.adam.hyper.lr', 0.01, 0.02]])
  })

  it('an id counts more than an optimizer', () => {
    const lanes = [
      { id: 'adam', optimizer: 'sgd', hyper: { lr: 0.1 } },
      { id: 'sgd', optimizer: 'adam', hyper: { lr: 0.01 } },
    ]
    const paths = diff({ lanes }).map(([path]) => path)
    expect(paths).toContain('lanes.sgd.optimizer')
    expect(paths).toContain('lanes.adam.optimizer')
  })

  it('a lane that another lacks is told as a whole, without its name', () => {
    const lanes = [
      ...input.lanes,
      { id: 'nadam', optimizer: 'nadam', convention: 'pytorch' as const },
    ]
    const rows = diff({ lanes })
    expect(rows).toEqual([
      [
        'lanes.nadam',
        undefined,
        expect.objectContaining({ optimizer: 'nadam', convention: 'pytorch' as const }),
      ],
    ])
    expect(rows[0]![2]).not.toHaveProperty('id')
  })

  it('a schedule of another kind is told as a whole, one of the same kind in its parts', () => {
    const lanes = (parameters: Record<string, number>, kind = 'step') =>
      input.lanes.map((lane) => ({ ...lane, schedule: { kind, parameters } }))
    expect(
      diffSpecs([
        specOf({ lanes: lanes({ gamma: 0.5 }) }),
        specOf({ lanes: lanes({ gamma: 0.9 }) }),
      ]).map(({ path }) => path.join('.')),
    ).toEqual(['lanes.sgd.schedule.parameters.gamma', 'lanes.adam.schedule.parameters.gamma'])
    expect(diff({ lanes: lanes({}, 'cosine') })[0]).toEqual([
      'lanes.sgd.schedule',
      { kind: 'constant', parameters: {}, warmup: 0 },
      { kind: 'cosine', parameters: {}, warmup: 0 },
    ])
  })

  it('shows of written-down lists how long they are and where they first differ', () => {
    const parameters = Array.from({ length: 100 }, (_, at) => at / 10)
    const start = { train: [0, 1, 2], validation: [], parameters, batches: [[0, 1, 2]] }
    const other = { ...start, parameters: parameters.with(42, -1) }
    const specs = [specOf({ start }), specOf({ start: other })]
    expect(diffSpecs(specs)).toEqual([
      {
        path: ['start', 'parameters'],
        values: [
          { written: 100, from: 42, sample: [4.2, 4.3, 4.4] },
          { written: 100, from: 42, sample: [-1, 4.3, 4.4] },
        ],
      },
    ])
    expect(diff({ start })).toEqual([
      ['start.train', undefined, { written: 3, from: 0, sample: [0, 1, 2] }],
      ['start.validation', undefined, { written: 0, from: 0, sample: [] }],
      ['start.parameters', undefined, { written: 100, from: 0, sample: [0, 0.1, 0.2] }],
      ['start.batches', undefined, { written: 3, from: 0, sample: [0, 1, 2] }],
    ])
  })

  it('holds more than two against the first', () => {
    const changes = [{}, { batchSize: 8 }, { batchSize: 8, budget: { epochs: 9 } }]
    expect(diff(...changes)).toEqual([
      ['batchSize', 32, 32, 8, 8],
      ['budget.epochs', 4, 4, 4, 9],
    ])
  })
})
