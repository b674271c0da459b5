import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentInput, ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Problem } from '#shared/training/problem.ts'
import { specOf } from '#test/support/specs.ts'
import { cases } from '#test/support/thorough.ts'

/*
 * Held out means held out: whatever validation rows hold, and whichever of their cells are missing,
 * what is trained on stays the same to the last bit.
 */

const rows = 24
const categories = ['red', 'green', 'blue']

interface Cells {
  readonly x: readonly number[]
  readonly when: readonly number[]
  readonly colour: readonly number[]
  readonly sure: readonly number[]
}

/** Numbers that lie no nearer than what float32 can tell apart once they are scaled. */
const eighths = fc.integer({ min: -8e6, max: 8e6 }).map((value) => value / 8)

const cells: fc.Arbitrary<Cells> = fc.record({
  x: fc.array(fc.oneof(eighths, fc.constantFrom(NaN, Infinity, 1e12)), {
    minLength: rows,
    maxLength: rows,
  }),
  when: fc.array(fc.oneof(fc.integer(), fc.constant(NaN)), { minLength: rows, maxLength: rows }),
  colour: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: rows, maxLength: rows }),
  sure: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: rows, maxLength: rows }),
})

/** Which rows have a class and a quantity to predict is the same in both tables: it makes the split. */
function tableOf({ x, when, colour, sure }: Cells, y: readonly number[]): Table {
  return {
    name: 'drawn',
    rows,
    target: 'kind',
    columns: [
      { type: 'number', name: 'x', values: Float64Array.from(x) },
      { type: 'date', name: 'when', values: Float64Array.from(when) },
      { type: 'category', name: 'colour', codes: Int32Array.from(colour), categories },
      {
        type: 'boolean',
        name: 'sure',
        codes: Int32Array.from(sure),
        categories: ['false', 'true'],
      },
      {
        type: 'category',
        name: 'kind',
        codes: Int32Array.from({ length: rows }, (_, row) => row % 3),
        categories: ['a', 'b', 'c'],
      },
      { type: 'number', name: 'y', values: Float64Array.from(y) },
    ],
  }
}

/** Row 0 trains, and lacks what some row lacks: which inputs there are is vocabulary, not a fit. */
function lacking(drawn: Cells): Cells {
  const first = <T>(values: readonly T[], value: T): T[] => [value, ...values.slice(1)]
  return {
    x: first(drawn.x, NaN),
    when: first(drawn.when, NaN),
    colour: first(drawn.colour, -1),
    sure: first(drawn.sure, -1),
  }
}

const change = fc.record({
  numbers: fc.constantFrom('mean' as const, 'median' as const),
  categories: fc.constantFrom('mode' as const, 'own' as const),
  scaling: fc.constantFrom('none' as const, 'minmax' as const, 'standard' as const),
  stratified: fc.boolean(),
  folds: fc.option(fc.integer({ min: 2, max: 6 }), { nil: undefined }),
  seed: fc.nat(1000),
  regression: fc.boolean(),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function specFor(drawn: Change): ExperimentSpec {
  const { numbers, categories: treated, scaling, stratified, folds, seed, regression } = drawn
  const input: Partial<ExperimentInput> = {
    missing: { numbers, categories: treated, target: 'refuse' },
    scaling: { kind: scaling, fit: 'train' },
    split: { validation: 0.25, stratified, seed, folds },
    features: ['x', 'when', 'colour', 'sure'],
    target: regression ? 'y' : 'kind',
    loss: regression ? 'meanSquaredError' : 'crossEntropy',
  }
  return specOf(input)
}

/** Which rows are held out: those whose own number comes out among the validation targets. */
function heldOut(spec: ExperimentSpec): Set<number> {
  const numbered: Table = {
    name: 'numbered',
    rows,
    target: 'kind',
    columns: [
      { type: 'number', name: 'row', values: Float64Array.from({ length: rows }, (_, row) => row) },
      ...tableOf(
        { x: [], when: [], colour: [], sure: [] },
        new Array<number>(rows).fill(0),
      ).columns.slice(4),
    ],
  }
  const plain = { ...spec, features: ['row'], scaling: { kind: 'none', fit: 'train' } } as const
  const [problem] = prepareProblems({ ...plain, features: [...plain.features] }, numbered)
  return new Set(problem!.validation.features)
}

const bits = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

function expectSameTraining(one: Problem, other: Problem): void {
  expect(bits(other.train.features)).toEqual(bits(one.train.features))
  expect(bits(other.train.targets)).toEqual(bits(one.train.targets))
  expect(other.featureScales).toEqual(one.featureScales)
  expect(other.targetScale).toEqual(one.targetScale)
  expect(other.featureNames).toEqual(one.featureNames)
}

describe('fills and scales', () => {
  const numRuns = cases(30, 300)

  it('see no validation row', () => {
    let changed = 0
    fc.assert(
      fc.property(
        cells,
        cells,
        change,
        fc.array(eighths, {
          minLength: 2 * rows,
          maxLength: 2 * rows,
        }),
        (ours, theirs, drawn, quantities) => {
          const spec = specFor(drawn)
          const held = heldOut(spec)
          fc.pre(!held.has(0))
          const mixed = <T>(own: readonly T[], other: readonly T[]): T[] =>
            own.map((value, row) => (held.has(row) ? other[row]! : value))
          const before = lacking(ours)
          const after: Cells = {
            x: mixed(before.x, theirs.x),
            when: mixed(before.when, theirs.when),
            colour: mixed(before.colour, theirs.colour),
            sure: mixed(before.sure, theirs.sure),
          }
          const y = quantities.slice(0, rows)
          const [one] = prepareProblems(spec, tableOf(before, y))
          const [other] = prepareProblems(spec, tableOf(after, mixed(y, quantities.slice(rows))))
          expectSameTraining(one!, other!)
          if (Buffer.compare(bits(one!.validation.features), bits(other!.validation.features))) {
            changed++
          }
        },
      ),
      { numRuns },
    )
    // The rows that were changed do come out changed: the test can fail.
    expect(changed).toBeGreaterThan(numRuns / 2)
  })

  it('would be seen here, were they fitted on all rows', () => {
    const x = Array.from({ length: rows }, (_, row) => row)
    const plain = { x, when: x, colour: x.map(() => 0), sure: x.map(() => 0) }
    const spec = specOf({
      features: ['x'],
      scaling: { kind: 'standard', fit: 'all' },
      split: { validation: 0.25, stratified: true, seed: 0 },
    })
    const held = heldOut(spec)
    const moved = { ...plain, x: x.map((value, row) => (held.has(row) ? 1000 : value)) }
    const [one] = prepareProblems(spec, tableOf(plain, x))
    const [other] = prepareProblems(spec, tableOf(moved, x))
    expect(() => expectSameTraining(one!, other!)).toThrow()
  })
})
