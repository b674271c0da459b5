import { expect, it } from 'vitest'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { settingsOf } from '#shared/words/settings.ts'

const iris = parseSpec(findPreset('iris')!.spec)

it('says every setting by the words of the page, in either language', () => {
  const text = (language: 'en' | 'zh-CN'): string =>
    settingsOf(iris, language)
      .map((row) => row.join(': '))
      .join('\n')
  for (const row of [
    'Data: Iris',
    'Predict: the table’s own',
    'Learn from: all other columns',
    'Missing numbers: refused',
    'Scaling: min–max scaled',
    'Scaling fitted on: all rows',
    'Held out: 20%',
    'Seed of the split: one per seed',
    'Model: softmax regression',
    'Loss: cross-entropy',
    'Batch: batches of 24',
    'Seeds: 1',
    'Budget: 4 epochs',
    'Recorded every: 48 samples',
    'Ranked by: Training loss',
    'Ends when it diverges: yes',
  ]) {
    expect(text('en').split('\n')).toContain(row)
  }
  // No key of the form of a spec is a word of either.
  const raw = /minmax|crossEntropy|meanSquared|trainLoss|validation|stratified|\{|undefined/
  expect(text('en')).not.toMatch(raw)
  expect(text('zh-CN')).not.toMatch(raw)
  expect(text('zh-CN')).toContain('缩放: 最小–最大缩放')
})

it('tells where an experiment ends early, and how its table is split in folds', () => {
  const rows = settingsOf(
    {
      ...iris,
      seeds: [1, 2, 3, 7],
      split: { ...iris.split, folds: 5, seed: 0 },
      stop: {
        diverged: false,
        target: { metric: 'validationAccuracy', value: 0.95 },
        patience: { metric: 'trainLoss', points: 3, least: 0 },
      },
    },
    'en',
  )
  expect(new Map(rows)).toEqual(
    new Map([
      ...rows,
      ['Folds', '5'],
      ['Seeds', '1–3, 7'],
      ['Early end at a target', 'Validation accuracy 0.95'],
      ['Early end without progress', 'ends after 3 points without progress in Training loss'],
      ['Ends when it diverges', 'no'],
    ]),
  )
})
