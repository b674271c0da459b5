import { describe, expect, it } from 'vitest'
import { describeRace } from '#shared/data/describe.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { errorOf } from '#test/support/faults.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable, tableOf } from '#test/support/tables.ts'

const table = tableOf({
  size: [1, 2, 3, 4, 5],
  gap: [1, NaN, 3, Infinity, 5],
  colour: ['red', '', 'red', 'blue', 'blue'],
  kind: ['a', 'b', 'a', 'b', 'a'],
})

function faultsOf(change: Partial<ExperimentInput>, of: Table = table): readonly string[] {
  const spec = specOf({ features: ['size'], ...change })
  const error = errorOf(() => describeRace(spec, of))
  expect(error.code).toBe('bad-spec')
  expect(error.message).toContain(error.details[0])
  return error.details
}

describe('describeRace', () => {
  it('says what a race will be', async () => {
    const spec = specOf({
      lanes: lanesOf('sgd', 'adam'),
      seeds: [1, 2, 3],
      model: { hidden: [6] },
      batchSize: 50,
      budget: { epochs: 4 },
    })
    expect(describeRace(spec, await readTable('iris'))).toEqual({
      lanes: 2,
      seeds: 3,
      featureNames: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
      classNames: ['setosa', 'versicolor', 'virginica'],
      trainRows: 120,
      validationRows: 30,
      droppedRows: 0,
      // Batches of 50, 50 and 20.
      stepsPerEpoch: 3,
      steps: 12,
      // 4 · 6 + 6 + 6 · 3 + 3.
      parameters: 51,
    })
  })

  it('counts a regression as one output', async () => {
    const spec = specOf({ loss: 'meanSquaredError', batchSize: 'full', budget: { steps: 7 } })
    expect(describeRace(spec, await readTable('diabetes'))).toMatchObject({
      classNames: [],
      parameters: 11,
      stepsPerEpoch: 1,
      steps: 7,
    })
  })

  it('names every column that is not there', () => {
    const faults = faultsOf({ target: 'weight', features: ['size', 'length', 'size'] })
    expect(faults).toEqual([
      "target: small has no column 'weight'",
      "features[1]: small has no column 'length'",
      "features[2]: 'size' stands twice",
    ])
  })

  it('does not predict a column from itself', () => {
    expect(faultsOf({ features: ['kind'] })[0]).toBe("features[0]: 'kind' is the target")
  })

  it('names the column that lacks values', () => {
    expect(faultsOf({ features: ['size', 'gap', 'colour'] })).toEqual([
      "features[1]: column 'gap' lacks a finite value in 2 rows; leave it out or fill them",
      "features[2]: column 'colour' lacks a finite value in 1 rows; leave it out or fill them",
    ])
    expect(faultsOf({ target: 'colour' })[0]).toMatch(/^target: column 'colour' lacks/)
  })

  it('wants numbers for a regression and classes for cross-entropy', () => {
    expect(faultsOf({ loss: 'meanSquaredError' })[0]).toMatch(/^target: 'kind' holds categories/)
    const one = tableOf({ size: [1, 2], kind: ['a', 'a'] })
    expect(faultsOf({}, one)[0]).toBe("target: 'kind' has fewer than two classes")
    const many = tableOf({
      size: [1, 2],
      kind: Array.from({ length: 1001 }, (_, index) => index * 2),
    })
    expect(faultsOf({}, { ...many, rows: 1001 })[0]).toMatch(
      /^target: 'kind' has more than 1000 distinct/,
    )
  })

  it('wants no decimals for classes, few or many', () => {
    for (const kind of [
      [0.5, 1, 0.5, 1],
      [1, 2, 3, 4, 2.25],
    ]) {
      const [fault] = faultsOf({}, tableOf({ size: kind.map((_, row) => row), kind }))
      expect(fault).toMatch(/^target: 'kind' holds numbers with decimals/)
      expect(fault).toMatch(/choose regression \(the loss meanSquaredError\), or read the column/)
    }
    const whole = tableOf({ size: [1, 2, 3, 4], kind: [0, 1, 1, 2] })
    expect(describeRace(specOf({ features: ['size'] }), whole).classNames).toEqual(['0', '1', '2'])
  })

  it('refuses metrics that cannot be', () => {
    expect(
      faultsOf({ split: { validation: 0 }, record: { metrics: ['trainLoss', 'validationLoss'] } }),
    ).toEqual(['record.metrics[1]: validationLoss needs held-out rows, and there are none'])
    expect(
      faultsOf({
        target: 'size',
        features: ['kind'],
        loss: 'meanSquaredError',
        record: { metrics: ['trainAccuracy'] },
      }),
    ).toEqual(['record.metrics[0]: a regression has no accuracy; take trainR2'])
    expect(
      faultsOf({
        record: { metrics: ['trainLoss', 'validationR2'] },
        stop: {
          target: { metric: 'trainR2', value: 0.9 },
          patience: { metric: 'validationR2', points: 3 },
        },
      }),
    ).toEqual([
      'record.metrics[1]: a classification has no R²; take validationAccuracy',
      'stop.target.metric: a classification has no R²; take trainAccuracy',
      'stop.patience.metric: a classification has no R²; take validationAccuracy',
    ])
  })

  it('refuses a warm-up that outlasts the race', () => {
    const lanes = [1, 8, 9].map((warmup) => ({
      id: `${warmup}`,
      optimizer: 'sgd',
      schedule: { kind: 'constant', warmup },
    }))
    expect(faultsOf({ lanes, budget: { steps: 8 } })).toEqual([
      'lanes[2].schedule.warmup: the race has only 8 steps, the warm-up takes 9; shorten it or train longer',
    ])
  })

  it('measures a written-down start against the table and the model', () => {
    const start = {
      train: [0, 1, 9],
      validation: [3, 12],
      parameters: [0, 0, 0],
      batches: [[0, 1, 2], [1]],
    }
    expect(faultsOf({ start })).toEqual([
      'start.train[2]: the table has only 5 rows',
      'start.validation[1]: the table has only 5 rows',
      'start.parameters: the model has 4 parameters, here are 3',
      'start.batches[1]: every epoch takes as many rows as the first, 3',
    ])
  })

  it('refuses what cannot fit into memory', () => {
    const model = { hidden: [4096, 4096, 4096] }
    expect(faultsOf({ model, seeds: [1, 2, 3, 4, 5, 6, 7, 8] })[0]).toMatch(
      /^model.hidden: 8 runs of/,
    )
  })

  it('refuses paths that would be too many numbers, by the points they are recorded at', () => {
    const paths = { metrics: ['trainLoss' as const], every: { steps: 1 }, paths: true }
    // 1·100 + 100 + 100·2 + 2 = 402 parameters; 10 lanes; 5,000 points and the start.
    const large = {
      lanes: Array.from({ length: 10 }, (_, index) => ({ id: `lane ${index}`, optimizer: 'sgd' })),
      model: { hidden: [100] },
      split: { validation: 0 },
      record: paths,
    }
    expect(faultsOf({ ...large, budget: { steps: 5000 } })).toEqual([
      'record.paths: 10 lanes of 402 parameters at 5001 points are 20104020 numbers, of which 20000000 are kept at most; record less often or without paths',
    ])
    const fits = specOf({ features: ['size'], ...large, budget: { steps: 4974 } })
    expect(describeRace(fits, table).parameters).toBe(402)
  })

  it('refuses to stop a run by what is not recorded', () => {
    expect(
      faultsOf({
        split: { validation: 0 },
        record: { metrics: ['batchLoss'] },
        stop: {
          target: { metric: 'trainLoss', value: 1 },
          patience: { metric: 'trainAccuracy', points: 3 },
        },
      }),
    ).toEqual([
      'stop.target.metric: trainLoss is not recorded; add it to record.metrics',
      'stop.patience.metric: trainAccuracy is not recorded; add it to record.metrics',
    ])
  })
})
