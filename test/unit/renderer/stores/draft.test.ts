import { describe, expect, it } from 'vitest'
import {
  allFeatures,
  firstDraft,
  toData,
  usefulFeatures,
  withTarget,
} from '#renderer/stores/draft.ts'
import { hintOf } from '#renderer/stores/hints.ts'
import { generateTable } from '#shared/data/generators/index.ts'
import { suggestTask } from '#shared/data/summary/target.ts'
import { column, everything, summaryOf, table } from '../views/data/fixtures.ts'

const summary = summaryOf(everything())
const of = (name: string) => summary.columns.find((each) => each.name === name)!

describe('what speaks against a column', () => {
  it.each([
    ['id', 'identifier'],
    ['size', undefined],
    ['colour', undefined],
    ['lift', undefined],
    ['sold', undefined],
    ['note', 'text'],
    ['country', 'constant'],
    ['nothing', 'empty'],
  ])('%s: %s', (name, hint) => {
    expect(hintOf(of(name), summary.rows)).toBe(hint)
  })

  it('categories that hardly come twice, but not in a handful of rows', () => {
    const names = (n: number): ReturnType<typeof summaryOf> =>
      summaryOf(
        table(
          column(
            'city',
            Array.from({ length: n }, (_, row) => `city ${row}`),
          ),
          column(
            'y',
            Array.from({ length: n }, (_, row) => row % 2),
          ),
        ),
      )
    expect(hintOf(names(40).columns[0]!, 40)).toBe('manyValues')
    expect(hintOf(names(8).columns[0]!, 8)).toBeUndefined()
  })

  it('distinct numbers that are no count are kept', () => {
    const values = Array.from({ length: 30 }, (_, row) => row * 1.5)
    expect(
      hintOf(summaryOf(table(column('x', values), column('y', values))).columns[0]!, 30),
    ).toBeUndefined()
  })
})

describe('what is proposed for a table', () => {
  it('predicts what is called so, from what is of use, and fills what is missing', () => {
    const draft = firstDraft(summary)
    expect(draft.target).toBe('class')
    expect(draft.task).toBe('classification')
    expect([...draft.features]).toEqual(['size', 'colour', 'lift', 'sold'])
    expect(draft.missing).toEqual({ numbers: 'median', categories: 'mode', target: 'drop' })
  })

  it('refuses missing values where there are none, so that a changed file is noticed', () => {
    const full = summaryOf(table(column('x', [1, 2, 3]), column('y', ['a', 'b', 'a'])))
    expect(firstDraft(full).missing).toEqual({
      numbers: 'refuse',
      categories: 'refuse',
      target: 'refuse',
    })
  })

  it('scales no table whose scale is what it shows', () => {
    const drawn = {
      ...summaryOf(generateTable('quadratic', {})),
      source: { generator: 'quadratic', settings: {} },
    }
    expect(firstDraft(drawn).scaling).toEqual({ kind: 'none', fit: 'train' })
    expect(firstDraft(summary).scaling.kind).toBe('standard')
  })

  it('keeps what was chosen before, as far as its columns are there', () => {
    const kept = {
      ...toData(firstDraft(summary), summary),
      target: 'lift',
      features: ['size', 'gone'],
      scaling: { kind: 'minmax', fit: 'train' } as const,
      split: { validation: 0.5, stratified: false, seed: 7 },
    }
    const draft = firstDraft(summary, kept)
    expect(draft.target).toBe('lift')
    expect([...draft.features]).toEqual(['size'])
    expect(draft.scaling.kind).toBe('minmax')
    expect(draft.split).toEqual(kept.split)
    expect(firstDraft(summary, { ...kept, target: 'gone' }).target).toBe('class')
  })

  it('another target gives its place back', () => {
    const draft = withTarget(firstDraft(summary), summary, 'sold')
    expect(draft.target).toBe('sold')
    expect(draft.task).toBe('regression')
    expect([...draft.features].sort()).toEqual(['class', 'colour', 'lift', 'size'])
    // What a hint speaks against does not come in by having been the target.
    const back = withTarget(withTarget(draft, summary, 'country'), summary, 'class')
    expect(back.features.has('country')).toBe(false)
  })

  it('is predicted as the laboratory would suggest of it', () => {
    for (const name of ['size', 'colour', 'lift', 'sold', 'id']) {
      const { task } = withTarget(firstDraft(summary), summary, name)
      expect([name, task]).toEqual([name, suggestTask(of(name), summary.rows)])
    }
  })
})

describe('what a race takes', () => {
  it('no list where all that can be learned from is chosen', () => {
    const plain = summaryOf(
      table(
        column('x', [1, 2, 3]),
        column('note', ['p', 'q', 'r'], 'text'),
        column('y', ['a', 'b', 'a']),
      ),
    )
    const draft = firstDraft(plain)
    expect(toData(draft, plain).features).toBeUndefined()
    expect(toData({ ...draft, features: new Set() }, plain).features).toEqual([])
  })

  it('else the chosen ones in the file’s order', () => {
    const draft = { ...firstDraft(summary), features: new Set(['sold', 'size']) }
    const data = toData(draft, summary)
    expect(data.features).toEqual(['size', 'sold'])
    expect([data.source, data.name]).toEqual([summary.source, 'small.csv'])
  })

  it('all is everything but text and what has no value', () => {
    expect([...allFeatures(summary, 'class')]).toEqual([
      'id',
      'size',
      'colour',
      'lift',
      'sold',
      'country',
    ])
    expect(usefulFeatures(summary, 'size').has('size')).toBe(false)
  })
})
