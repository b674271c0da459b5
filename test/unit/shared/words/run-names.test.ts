import { expect, it } from 'vitest'
import type { RunSummary } from '#shared/contract/runs.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { runNames } from '#shared/words/run-names.ts'

type Named = Parameters<typeof runNames>[0][number]

/** @returns a run of softmax regression on Iris with batches of 24, as the list has it */
function run(change: Partial<ExperimentInput> = {}, title = ''): Named {
  const spec = parseSpec({
    ...{ title: 'Iris', dataset: { builtin: 'iris' }, batchSize: 24, budget: { epochs: 4 } },
    lanes: [{ id: 'adam', optimizer: 'adam', hyper: { lr: 0.02 } }],
    ...change,
  })
  return {
    name: spec.title!,
    dataset: 'iris',
    notes: { title, tags: [], note: '' },
    lanes: spec.lanes.map(({ id, optimizer, convention, hyper }) => ({
      ...{ id, optimizer, convention, hyper },
    })),
    seeds: spec.seeds.length,
    about: spec,
  } satisfies Partial<RunSummary>
}

it('calls a run by its data, model and batch, in either language', () => {
  const deep = { model: { hidden: [6], activation: 'relu' as const }, batchSize: 'full' as const }
  expect(runNames([run(), run(deep), run({ title: 'Iris experiment' })], 'en')).toEqual([
    'Iris · softmax regression · batches of 24',
    'Iris · MLP 6 ReLU · full batch',
    'Iris experiment · softmax regression · batches of 24',
  ])
  expect(runNames([run(deep), run({ title: 'Iris experiment' })], 'zh-CN')).toEqual([
    '鸢尾花 · MLP 6 ReLU · 全批量',
    '鸢尾花实验 · softmax 回归 · 批量 24',
  ])
})

it('leaves the name that a person gave', () => {
  expect(runNames([run({}, 'My best'), run({ title: 'Mine' })], 'zh-CN')).toEqual([
    'My best',
    'Mine',
  ])
})

it('adds what sets runs apart that would be called alike, and only that', () => {
  const lane = (lr: number): ExperimentInput['lanes'] => [
    { id: 'adam', optimizer: 'adam', hyper: { lr } },
    { id: 'sgd', optimizer: 'sgd' },
  ]
  const alike = [
    run({ lanes: lane(0.02), seeds: [1, 2] }),
    run({ lanes: lane(0.1), seeds: [1] }),
    run({ lanes: lane(0.1), seeds: [1], budget: { steps: 50 } }),
  ]
  const base = 'Iris · softmax regression · batches of 24'
  expect(runNames(alike, 'en')).toEqual([
    `${base} · 4 epochs · 2 seeds · Adam η 0.02`,
    `${base} · 4 epochs · 1 seed · Adam η 0.1`,
    `${base} · 50 steps · 1 seed · Adam η 0.1`,
  ])
  // Alike in all: told apart by when they were.
  expect(runNames([run(), run()], 'en')).toEqual([base, base])
})
