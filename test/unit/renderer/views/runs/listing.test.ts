import { specOf } from '#test/support/specs.ts'
import { describe, expect, it } from 'vitest'
import {
  choicesOf,
  everything,
  filterRuns,
  sortRuns,
  summaryLaneNames,
} from '#renderer/views/runs/listing.ts'
import type { RunSummary } from '#shared/contract/runs.ts'
import { TestLibrary } from '#test/unit/renderer/support/library.ts'

const library = new TestLibrary()
library.add({
  name: 'Wine 2',
  dataset: 'wine',
  bytes: 10,
  seconds: 9,
  best: { lane: 'sgd', value: 0.3 },
  notes: { title: '', tags: ['slow', 'thesis'], note: 'warm-up too long' },
})
library.add({
  name: 'wine 10',
  dataset: 'mine.csv',
  state: 'stopped',
  bytes: 30,
  seconds: 1,
  best: null,
  notes: { title: '', tags: ['thesis'], note: '' },
})
library.add(
  { name: 'Äpfel', dataset: 'iris', bytes: 20, seconds: 5, best: { lane: 'lion', value: 0.1 } },
  { lanes: [{ id: 'lion', optimizer: 'lion', convention: 'keras' }] },
)
const { runs } = library.list()
const names = (found: readonly RunSummary[]): string[] => found.map(({ name }) => name)
const filtered = (change: Partial<typeof everything>): string[] =>
  names(filterRuns(runs, { ...everything, ...change }))

describe('the list of runs', () => {
  it('without a filter is everything, the newest first', () => {
    expect(names(runs)).toEqual(['Äpfel', 'wine 10', 'Wine 2'])
    expect(filtered({})).toEqual(names(runs))
    expect(filtered({ text: '   ' })).toEqual(names(runs))
  })

  it.each([
    ['WINE', ['wine 10', 'Wine 2']],
    ['mine.csv', ['wine 10']],
    ['Lion', ['Äpfel']],
    ['thesis slow', ['Wine 2']],
    ['warm-up', ['Wine 2']],
    // What a table is called, not only its id.
    ['iris', ['Äpfel']],
    ['nothing of that', []],
  ])('finds “%s” by name, data, optimizer, tag and note', (text, expected) => {
    expect(filtered({ text })).toEqual(expected)
  })

  it('is filtered by state, data, optimizer and tag, all at once', () => {
    expect(filtered({ state: 'stopped' })).toEqual(['wine 10'])
    expect(filtered({ dataset: 'wine' })).toEqual(['Wine 2'])
    expect(filtered({ optimizer: 'adam' })).toEqual(['wine 10', 'Wine 2'])
    expect(filtered({ tag: 'thesis' })).toEqual(['wine 10', 'Wine 2'])
    expect(filtered({ tag: 'thesis', state: 'finished', text: 'wine' })).toEqual(['Wine 2'])
  })

  it('is ordered; names as a person counts, and what has no best comes last', () => {
    expect(names(sortRuns(runs, 'when', 'en'))).toEqual(['Äpfel', 'wine 10', 'Wine 2'])
    expect(names(sortRuns(runs, 'name', 'en'))).toEqual(['Äpfel', 'Wine 2', 'wine 10'])
    expect(names(sortRuns(runs, 'best', 'en'))).toEqual(['Äpfel', 'Wine 2', 'wine 10'])
    expect(names(sortRuns(runs, 'duration', 'en'))).toEqual(['Wine 2', 'Äpfel', 'wine 10'])
    expect(names(sortRuns(runs, 'size', 'en'))).toEqual(['wine 10', 'Äpfel', 'Wine 2'])
  })

  it('offers what there is, the commonest tag first', () => {
    const choices = choicesOf(runs, 'en')
    expect(choices.states).toEqual(['finished', 'stopped'])
    expect(choices.datasets).toEqual(['iris', 'mine.csv', 'wine'])
    expect(choices.optimizers).toEqual(['adam', 'lion', 'sgd'])
    expect(choices.tags).toEqual(['thesis', 'slow'])
  })

  it('names lanes by what distinguishes them', () => {
    const lane = (optimizer: string, convention: string) => ({ id: '', optimizer, convention })
    expect(
      summaryLaneNames([
        lane('adam', 'tutorial'),
        lane('sgd', 'tutorial'),
        lane('adam', 'pytorch'),
        lane('sgd', 'tutorial'),
      ]),
    ).toEqual(['Adam tutorial', 'SGD', 'Adam pytorch', 'SGD #2'])
    const whole = (id: string, schedule: { kind: string; parameters?: Record<string, number> }) => {
      const lanes = [{ id, optimizer: 'momentum', schedule }]
      return { ...lane('momentum', 'tutorial'), whole: specOf({ lanes }).lanes[0]! }
    }
    const schedules = [
      whole('a', { kind: 'constant' }),
      whole('b', { kind: 'step', parameters: { gamma: 0.3, every: 150 } }),
    ]
    expect(summaryLaneNames(schedules)).toEqual(['Momentum', 'Momentum step γ 0.3 k 150'])
    const two = [lane('lion', 'paper'), lane('lion', 'optax')]
    expect(summaryLaneNames(two, (id) => `(${id})`)).toEqual(['Lion (paper)', 'Lion (optax)'])
  })
})

it('names own rules of one name by what they compute', () => {
  const own = (id: string, hash: string): RunSummary['lanes'][number] => ({
    ...{ id, optimizer: 'own:Mine', convention: 'own', rule: { hash } },
  })
  expect(summaryLaneNames([own('a', '12ab'), own('b', '34cd')])).toEqual(['Mine 12ab', 'Mine 34cd'])
  expect(summaryLaneNames([own('a', '12ab'), own('b', '12ab')])).toEqual(['Mine', 'Mine #2'])
})
