import { describe, expect, it } from 'vitest'
import { toSpecPart } from '#renderer/stores/experiment-data.ts'
import { countsOf } from '#renderer/views/data/counts.ts'
import { firstDraft, toData, type Draft } from '#renderer/stores/draft.ts'
import { mended, problemsOf } from '#renderer/views/data/problems.ts'
import { mostNumericClasses } from '#shared/data/encode.ts'
import { describeRace, type RaceDescription } from '#shared/data/describe.ts'
import type { Table } from '#shared/data/table.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { column, everything, summaryOf, table } from './fixtures.ts'

/** What the laboratory makes of the draft. */
function race(of: Table, draft: Draft): RaceDescription {
  const part = toSpecPart(toData(draft, summaryOf(of)))
  const lanes = [{ id: 'a', optimizer: 'sgd', hyper: { lr: 0.1 } }]
  const spec = parseSpec({
    ...part,
    lanes,
    budget: { epochs: 1 },
    record: { metrics: ['trainLoss'] },
  })
  return describeRace(spec, of)
}

const rows = (n: number): number[] => Array.from({ length: n }, (_, row) => row)
const numbers = column(
  'x',
  rows(12).map((row) => row / 2),
)
const cases: readonly [string, Table, Partial<Draft>][] = [
  ['noTarget', everything(), { target: undefined }],
  ['textTarget', everything(), { target: 'note', features: new Set(['size']) }],
  ['emptyTarget', everything(), { target: 'nothing', task: 'regression' }],
  [
    'oneClass',
    table(
      numbers,
      column(
        'label',
        rows(12).map(() => 'a'),
      ),
    ),
    {},
  ],
  [
    'oneClass',
    table(
      numbers,
      column(
        'label',
        rows(12).map(() => 7),
      ),
    ),
    { task: 'classification' },
  ],
  [
    'manyClasses',
    table(
      column('x', rows(1200)),
      column(
        'y',
        rows(1200).map((row) => row * 3),
      ),
    ),
    { task: 'classification' },
  ],
  [
    'decimalClasses',
    table(
      column('x', rows(12)),
      column(
        'y',
        rows(12).map((row) => (row % 3) / 2),
      ),
    ),
    { task: 'classification' },
  ],
  [
    'dateClasses',
    everything(),
    { target: 'sold', task: 'classification', features: new Set(['size']) },
  ],
  ['notNumber', everything(), { task: 'regression' }],
  [
    'targetMissing',
    everything(),
    { missing: { numbers: 'median', categories: 'mode', target: 'refuse' } },
  ],
  ['noFeatures', everything(), { features: new Set() }],
  ['emptyFeature', everything(), { features: new Set(['size', 'nothing']) }],
  [
    'numbersMissing',
    everything(),
    { missing: { numbers: 'refuse', categories: 'mode', target: 'drop' } },
  ],
  [
    'categoriesMissing',
    everything(),
    { missing: { numbers: 'mean', categories: 'refuse', target: 'drop' } },
  ],
  [
    'fewRows',
    table(
      numbers,
      column(
        'y',
        rows(12).map((row) => row % 2),
      ),
    ),
    { split: { validation: 0.2, stratified: true, seed: 0, folds: 40 } },
  ],
]

describe('what stands in a race’s way', () => {
  it.each(cases)('%s is said here, and refused there', (kind, of, part) => {
    const summary = summaryOf(of)
    const draft = { ...firstDraft(summary), ...part }
    expect(problemsOf(summary, draft).map((problem) => problem.kind)).toContain(kind)
    // A list without a column and a spec without a target mean “choose yourself” to the laboratory.
    if (kind !== 'noTarget' && kind !== 'noFeatures') expect(() => race(of, draft)).toThrow(/./)
  })

  it.each(cases)('%s: what mends it leads to a race', (_, of, part) => {
    const summary = summaryOf(of)
    let draft: Draft = { ...firstDraft(summary), ...part }
    for (let turn = 0; turn < 5; turn++) {
      const [problem] = problemsOf(summary, draft)
      const better = problem && mended(problem, summary, draft)
      if (!better) break
      draft = better
    }
    const [left] = problemsOf(summary, draft)
    if (left) expect(['noTarget', 'textTarget', 'emptyTarget', 'oneClass']).toContain(left.kind)
    else expect(race(of, draft).trainRows).toBeGreaterThan(0)
  })

  it('every row lacking something is said before anybody trains', () => {
    const of = table(
      column('a', [null, 1, null, 1]),
      column('b', [1, null, 1, null]),
      column('c', [null, null, null, 2]),
      column('y', ['p', 'q', 'p', 'q']),
    )
    const summary = summaryOf(of)
    const draft = {
      ...firstDraft(summary),
      features: new Set(['c']),
      missing: { numbers: 'drop', categories: 'refuse', target: 'refuse' } as const,
    }
    expect(problemsOf(summary, draft)).toEqual([])
    const none = summaryOf(table(column('x', rows(3)), column('y', ['a', 'b', 'a'])))
    expect(problemsOf({ ...none, rows: 0 }, firstDraft(none)).length).toBeGreaterThan(0)
  })

  it('as many numeric classes as the laboratory takes, and no more', () => {
    const of = (n: number): Table =>
      table(
        column('x', rows(n)),
        column(
          'y',
          rows(n).map((row) => row * 3),
        ),
      )
    for (const n of [mostNumericClasses, mostNumericClasses + 1]) {
      const draft: Draft = {
        ...firstDraft(summaryOf(of(n))),
        features: new Set(['x']),
        task: 'classification',
      }
      const fits = problemsOf(summaryOf(of(n)), draft).length === 0
      expect(fits).toBe(n === mostNumericClasses)
      if (fits) expect(race(of(n), draft).classNames).toHaveLength(n)
      else expect(() => race(of(n), draft)).toThrow(/too many for classes/)
    }
  })
})

describe('how many rows a race has', () => {
  const treatments = ['mean', 'drop'] as const
  const splits: Draft['split'][] = [
    { validation: 0.2, stratified: true, seed: 0 },
    { validation: 0.33, stratified: false, seed: 0 },
    { validation: 0, stratified: true, seed: 0 },
    { validation: 0.2, stratified: true, seed: 0, folds: 3 },
  ]
  const all = treatments.flatMap((numbers) =>
    (['own', 'mode', 'drop'] as const).flatMap((categories) =>
      splits.map((split) => ({ numbers, categories, split })),
    ),
  )

  it.each(all)(
    'numbers $numbers, categories $categories, $split',
    ({ numbers, categories, split }) => {
      const of = everything()
      const summary = summaryOf(of)
      const draft: Draft = {
        ...firstDraft(summary),
        missing: { numbers, categories, target: 'drop' },
        split,
      }
      const told = countsOf(summary, draft)
      const real = race(of, draft)
      const within = (value: number, { least, most }: { least: number; most: number }): void => {
        expect(value).toBeGreaterThanOrEqual(least)
        expect(value).toBeLessThanOrEqual(most)
      }
      within(real.droppedRows, told.dropped)
      within(real.trainRows, told.train)
      within(real.validationRows, told.validation)
      within(real.featureNames.length, told.inputs)
    },
  )

  it('exactly, where one column alone decides', () => {
    const summary = summaryOf(everything())
    const draft: Draft = { ...firstDraft(summary), features: new Set(['lift']) }
    // 20 rows, one without a class; a fifth of 19 is 3.8.
    expect(countsOf(summary, draft)).toEqual({
      dropped: { least: 1, most: 1 },
      train: { least: 15, most: 15 },
      validation: { least: 4, most: 4 },
      inputs: { least: 1, most: 1 },
    })
  })
})
