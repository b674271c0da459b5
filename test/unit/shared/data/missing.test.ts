import { describe, expect, it } from 'vitest'
import { describeRace } from '#shared/data/describe.ts'
import { fillQuantity } from '#shared/data/missing.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { Column, Table } from '#shared/data/table.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import type { Problem } from '#shared/training/problem.ts'
import { errorOf } from '#test/support/faults.ts'
import { specOf } from '#test/support/specs.ts'
import { tableOf } from '#test/support/tables.ts'

const table = tableOf({
  size: [1, NaN, 2, 9, NaN, 100],
  colour: ['red', 'blue', 'red', '', 'blue', ''],
  kind: ['a', 'b', 'a', 'b', '', 'b'],
})

const start = (train: number[], validation: number[], parameters: number) => ({
  train,
  validation,
  parameters: new Array<number>(parameters).fill(0),
  batches: [train.map((_, index) => index)],
})

const refuse = { numbers: 'refuse', categories: 'refuse', target: 'refuse' } as const

function prepared(change: Partial<ExperimentInput>, of: Table = table): Problem {
  return prepareProblems(specOf({ scaling: { kind: 'none' }, ...change }), of)[0]!
}

function faultsOf(change: Partial<ExperimentInput>, of: Table = table): readonly string[] {
  return errorOf(() => describeRace(specOf(change), of)).details
}

describe('missing numbers', () => {
  const size = (numbers: 'mean' | 'median'): Partial<ExperimentInput> => ({
    features: ['size'],
    missing: { ...refuse, numbers, target: 'drop' },
    start: start([0, 1, 2, 3], [5], 4),
  })

  it('are filled by the mean of the training rows', () => {
    // Training rows hold 1, 2 and 9: mean 4. The 100 of the validation row counts for nothing.
    expect([...prepared(size('mean')).train.features]).toEqual([1, 4, 2, 9])
  })

  it('are filled by their median', () => {
    expect([...prepared(size('median')).train.features]).toEqual([1, 2, 2, 9])
  })

  it('of validation rows are filled by what training rows say', () => {
    const { validation } = prepared(
      {
        ...size('mean'),
        missing: { ...refuse, numbers: 'mean', target: 'refuse' },
        target: 'size2',
        loss: 'meanSquaredError',
        start: start([0, 2], [1, 4], 2),
      },
      {
        ...table,
        columns: [
          ...table.columns,
          { type: 'number', name: 'size2', values: Float64Array.of(1, 2, 3, 4, 5, 6) },
        ],
      },
    )
    // (1 + 2) / 2.
    expect([...validation.features]).toEqual([1.5, 1.5])
  })

  it('are 0 where no training row has one', () => {
    const { train } = prepared({
      features: ['size'],
      missing: { ...refuse, numbers: 'mean', target: 'drop' },
      start: start([1], [0, 2, 3], 4),
    })
    expect([...train.features]).toEqual([0])
  })

  it('include infinite ones, and a mean whose sum overflows', () => {
    const wild = Float64Array.of(1.5e308, 1.5e308, Infinity, 0)
    const filled = fillQuantity('mean', wild, Int32Array.of(0, 1, 2))
    expect(filled[2]! / 1.5e308).toBeCloseTo(1, 12)
  })

  it('can make their rows be left out, which the race says', () => {
    const missing = { ...refuse, numbers: 'drop', target: 'drop' } as const
    const shape = describeRace(
      specOf({
        features: ['size'],
        missing,
        split: { validation: 0 },
        record: { metrics: ['trainLoss'] },
      }),
      table,
    )
    expect(shape).toMatchObject({ trainRows: 4, validationRows: 0, droppedRows: 2 })
    const [problem] = prepareProblems(
      specOf({
        features: ['size'],
        missing,
        scaling: { kind: 'none' },
        split: { validation: 0, stratified: false },
      }),
      table,
    )
    expect([...problem!.train.features].sort((a, b) => a - b)).toEqual([1, 2, 9, 100])
  })
})

describe('missing categories', () => {
  const colour = (categories: 'mode' | 'own'): Partial<ExperimentInput> => ({
    features: ['colour'],
    missing: { ...refuse, categories, target: 'drop' },
    start: start([0, 1, 2, 3], [5], categories === 'own' ? 8 : 6),
  })

  it('are filled by the commonest of the training rows', () => {
    const { train, validation } = prepared(colour('mode'))
    expect([...train.features]).toEqual([1, 0, 0, 1, 1, 0, 1, 0])
    expect([...validation.features]).toEqual([1, 0])
  })

  it('can be a category of their own', () => {
    const { train, featureNames } = prepared(colour('own'))
    expect(featureNames).toEqual(['colour=red', 'colour=blue', 'colour=?'])
    expect([...train.features]).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1])
  })

  it('leave all inputs 0 where no training row has one', () => {
    const none = prepared({ ...colour('mode'), start: start([3, 5], [0, 2], 6) })
    expect([...none.train.features]).toEqual([0, 0, 0, 0])
  })
})

describe('yes and no', () => {
  const codes = Int32Array.of(1, 0, -1, 1)
  const sure: Column = { type: 'boolean', name: 'sure', codes, categories: ['false', 'true'] }
  const kind = tableOf({ kind: ['a', 'b', 'a', 'b'] }).columns[0]!
  const small: Table = { name: 'small', rows: 4, target: 'kind', columns: [sure, kind] }

  it('are one input that is not scaled', () => {
    const categories = 'mode'
    const { train, featureNames } = prepared(
      {
        missing: { ...refuse, categories },
        scaling: { kind: 'standard' },
        start: start([0, 1, 2, 3], [], 4),
      },
      small,
    )
    expect(featureNames).toEqual(['sure'])
    expect([...train.features]).toEqual([1, 0, 1, 1])
  })

  it('and not known are two', () => {
    const { train, featureNames } = prepared(
      { missing: { ...refuse, categories: 'own' }, start: start([0, 1, 2, 3], [], 6) },
      small,
    )
    expect(featureNames).toEqual(['sure', 'sure=?'])
    expect([...train.features]).toEqual([1, 0, 0, 0, 0, 1, 1, 0])
  })

  it('are two classes as a target', () => {
    const missing = { ...refuse, target: 'drop' } as const
    const problem = prepared({ target: 'sure', missing, start: start([0, 1, 3], [], 6) }, small)
    expect(problem.classNames).toEqual(['false', 'true'])
    expect([...problem.train.targets]).toEqual([0, 1, 1, 0, 0, 1])
  })
})

describe('dates and text', () => {
  const values = Float64Array.of(0, 86_400, 172_800, 259_200)
  const when: Column = { type: 'date', name: 'when', values }
  const note: Column = { type: 'text', name: 'note', missing: 0, distinct: 4, preview: [] }
  const kind = tableOf({ kind: ['a', 'b', 'a', 'b'] }).columns[0]!
  const small: Table = { name: 'small', rows: 4, target: 'kind', columns: [when, note, kind] }

  it('dates are seconds, scaled as quantities; text is passed over', () => {
    const { train, featureNames } = prepared(
      { scaling: { kind: 'minmax' }, start: start([0, 1, 2], [3], 4) },
      small,
    )
    expect(featureNames).toEqual(['when'])
    expect([...train.features]).toEqual([0, 0.5, 1])
  })

  it('text that is asked for is refused by its path', () => {
    expect(faultsOf({ features: ['when', 'note'] }, small)[0]).toMatch(
      /^features\[1\]: 'note' holds/,
    )
    expect(faultsOf({ target: 'note' }, small)[0]).toMatch(/^target: 'note' holds free text/)
    const only = { ...small, columns: [note, kind] }
    expect(faultsOf({}, only)[0]).toMatch(/^features: small has nothing but free text/)
  })

  it('dates are no classes, but a quantity to predict', () => {
    expect(faultsOf({ target: 'when', features: ['kind'] }, small)[0]).toMatch(/^target: .*dates/)
    const { targetScale } = prepared(
      {
        target: 'when',
        features: ['kind'],
        loss: 'meanSquaredError',
        start: start([0, 2], [1], 3),
      },
      small,
    )
    expect(targetScale).toEqual({ offset: 86_400, width: 86_400 })
  })
})

describe('what cannot be trained on', () => {
  it('is refused by its path', () => {
    expect(faultsOf({ features: ['size'] })).toEqual([
      "features[0]: column 'size' lacks a finite value in 2 rows; leave it out or fill them",
      expect.stringMatching(/^target: column 'kind' lacks/),
    ])
    const empty = tableOf({ x: [NaN, NaN], kind: ['a', 'b'] })
    expect(faultsOf({ missing: { ...refuse, numbers: 'mean' } }, empty)).toEqual([
      "features: column 'x' has no value in any row; leave it out",
    ])
    const holes = tableOf({ x: [1, NaN], y: [NaN, 2], kind: ['a', 'b'] })
    expect(faultsOf({ missing: { ...refuse, numbers: 'drop' } }, holes)[0]).toMatch(
      /^missing: every/,
    )
  })

  it('includes a second class that only rows left out have', () => {
    const one = tableOf({ x: [1, 2, NaN], kind: ['a', 'a', 'b'] })
    expect(faultsOf({ missing: { ...refuse, numbers: 'drop' } }, one)).toEqual([
      "target: 'kind' has fewer than two classes",
    ])
  })

  it('includes a written-down start with a row that is left out', () => {
    const missing = { ...refuse, numbers: 'drop', target: 'drop' } as const
    const written = start([0, 1], [2], 4)
    expect(faultsOf({ features: ['size'], missing, start: written })).toEqual([
      'start.train[1]: row 1 lacks a value and is left out',
    ])
  })

  it('includes more folds than rows, and folds that each seed draws anew', () => {
    const few = tableOf({ x: [1, 2, 3], kind: ['a', 'b', 'a'] })
    expect(faultsOf({ split: { folds: 4 } }, few)).toEqual([
      'split.folds: 3 rows cannot be divided into 4 parts; take fewer parts',
    ])
    expect(errorOf(() => specOf({ split: { folds: 4, seed: 'run' } })).details[0]).toMatch(
      /^split.seed: /,
    )
  })
})
