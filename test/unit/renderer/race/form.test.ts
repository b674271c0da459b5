// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '#renderer/locales/index.ts'
import { firstData, fromSpec } from '#renderer/stores/experiment-data.ts'
import {
  changedLane,
  firstForm,
  formOf,
  laneKey,
  recordedMetrics,
  specOf,
  startLineKey,
  type RaceForm,
} from '#renderer/race/form.ts'
import { readHidden } from '#renderer/views/race/hidden.ts'
import { allRenamed, createLane, laneNames, laneSummary } from '#renderer/race/lanes.ts'
import { laneRanks } from '#shared/charts/ranked-style.ts'
import { presets, presetSpec } from '#renderer/race/presets.ts'
import { plainSymbol } from '#shared/words/symbols.ts'
import { captionText, startLineText } from '#renderer/race/start-line.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

afterEach(() => setLanguage('en'))

const whole: RaceForm = {
  model: { hidden: [64, 32], activation: 'tanh', initial: { kind: 'normal', deviation: 0.2 } },
  batchSize: 'full',
  seeds: { first: 7, count: 3 },
  budget: { steps: 500 },
  every: { steps: 10 },
  stop: {
    diverged: false,
    target: { metric: 'validationLoss', value: 0.2 },
    patience: { metric: 'trainLoss', points: 5, least: 0.001 },
  },
  lanes: allRenamed([
    createLane('adam', 'pytorch', { lr: 0.01 }),
    createLane(
      'adam',
      'keras',
      {},
      {
        schedule: { kind: 'cosine', parameters: { end: 0.001 }, warmup: 20 },
        clipping: { kind: 'globalNorm', limit: 1 },
        weightDecay: { kind: 'decoupled', rate: 0.01 },
      },
    ),
  ]),
}

describe('the form', () => {
  it('comes back from the experiment it describes', () => {
    for (const form of [firstForm(), whole]) {
      const spec = parseSpec(specOf(form, firstData))
      expect(formOf(spec)).toEqual(form)
      expect(specOf(formOf(spec)!, fromSpec(spec))).toEqual({
        ...specOf(form, firstData),
        title: 'wine',
      })
    }
  })

  it('spells seeds out, and says nothing of an experiment whose seeds are no row', () => {
    expect(specOf(whole, firstData).seeds).toEqual([7, 8, 9])
    const spec = parseSpec({ ...specOf(whole, firstData), seeds: [1, 3] })
    expect(formOf(spec)).toBeUndefined()
  })

  it('records what the task has, and held-out metrics only where rows are held out', () => {
    expect(recordedMetrics(firstData)).toContain('validationAccuracy')
    const regression = recordedMetrics({ ...firstData, task: 'regression' })
    expect(regression).toContain('validationR2')
    expect(regression.filter((metric) => metric.endsWith('Accuracy'))).toEqual([])
    const split = { validation: 0, stratified: true, seed: 0 } as const
    expect(recordedMetrics({ ...firstData, split }).join()).not.toContain('validation')
    expect(recordedMetrics({ ...firstData, split: { ...split, folds: 5 } })).toContain(
      'validationLoss',
    )
  })

  it('forgets a stop rule whose metric the experiment has not', () => {
    const split = { validation: 0, stratified: true, seed: 0 } as const
    expect(specOf(whole, { ...firstData, split }).stop).toEqual({
      diverged: false,
      patience: whole.stop.patience,
    })
  })

  it('records paths where they are small enough, and where it knows that they are', () => {
    const paths = (parameters: number | undefined): boolean | undefined =>
      specOf(whole, firstData, { parameters, points: 50 }).record?.paths
    // 2 lanes of 50 points: up to 50,000 parameters are 5 million numbers.
    expect(paths(50_000)).toBe(true)
    expect(paths(50_001)).toBe(false)
    expect(paths(undefined)).toBe(false)
  })

  it('keeps a lane as it was where a change is not allowed', () => {
    const lane = createLane('sgd', 'tutorial', { lr: 0.1 })
    expect(changedLane(lane, { hyper: { lr: -1 } })).toBe(lane)
    expect(changedLane(lane, { hyper: { lr: 0.2 } }).hyper.lr).toBe(0.2)
  })
})

describe('keys', () => {
  it('distinguish lanes by all that decides their numbers, and by nothing else', () => {
    const lane = createLane('sgd', 'tutorial', { lr: 0.1 })
    expect(laneKey({ ...lane, id: 'other' })).toBe(laneKey(lane))
    expect(laneKey({ ...lane, hyper: { lr: 0.2 } })).not.toBe(laneKey(lane))
    expect(laneKey({ ...lane, clipping: { kind: 'norm', limit: 1 } })).not.toBe(laneKey(lane))
  })

  it('take two races for one start line whatever their lanes and titles are', () => {
    const spec = parseSpec(specOf(whole, firstData))
    const key = startLineKey(spec)
    expect(startLineKey({ ...spec, lanes: spec.lanes.slice(1), title: 'other' })).toBe(key)
    expect(startLineKey({ ...spec, seeds: [1] })).not.toBe(key)
    expect(startLineKey({ ...spec, batchSize: 8 })).not.toBe(key)
    expect(startLineKey({ ...spec, stop: { diverged: true } })).not.toBe(key)
    expect(startLineKey({ ...spec, dataset: { builtin: 'iris' } })).not.toBe(key)
  })
})

describe('names', () => {
  it('are the optimizer’s alone, and among several of it what sets them apart', () => {
    const lanes = [
      createLane('sgd', 'tutorial', { lr: 0.1 }),
      createLane('adam', 'tutorial', { lr: 0.01 }),
      createLane('adam', 'tutorial', { lr: 0.02 }),
    ]
    expect(laneNames(lanes)).toEqual(['SGD', 'Adam η 0.01', 'Adam η 0.02'])
    expect(laneRanks(lanes)).toEqual([0, 0, 1])
  })

  it('name conventions, schedules, clipping and decay where those differ', () => {
    const base = createLane('adam', 'tutorial')
    expect(laneNames([base, createLane('adam', 'keras')])).toEqual(['Adam Tutorial', 'Adam Keras'])
    const slow = createLane('adam', 'keras', { lr: 0.1 })
    expect(laneNames([base, createLane('adam', 'keras', { lr: 0.2 }), slow])).toEqual([
      'Adam Tutorial',
      'Adam Keras η 0.2',
      'Adam Keras η 0.1',
    ])
    const schedule = { kind: 'cosine', parameters: {}, warmup: 5 }
    expect(laneNames([base, { ...base, schedule }])).toEqual(['Adam', 'Adam warm-up 5 cosine'])
    expect(laneNames([base, { ...base, clipping: { kind: 'value', limit: 0.5 } }])[1]).toBe(
      'Adam clip by value 0.5',
    )
    expect(laneNames([base, { ...base, weightDecay: { kind: 'coupled', rate: 0.1 } }])[1]).toBe(
      'Adam decay coupled 0.1',
    )
    setLanguage('zh-CN')
    expect(laneNames([base, { ...base, schedule }])[1]).toBe('Adam 预热 5 余弦')
  })

  it('number twins', () => {
    const lane = createLane('sgd', 'tutorial')
    expect(laneNames([lane, lane, lane])).toEqual(['SGD', 'SGD #2', 'SGD #3'])
    expect(allRenamed([lane, lane, lane]).map(({ id }) => id)).toEqual(['sgd', 'sgd-2', 'sgd-3'])
  })

  it('sum a lane up by its rate and what is not the default', () => {
    expect(laneSummary(createLane('adam', 'pytorch', { lr: 0.01, beta1: 0.5 }))).toBe(
      'η 0.01 · β₁ 0.5 · PyTorch',
    )
  })

  it('write symbols without TeX', () => {
    const symbols = [
      '\\eta',
      '\\beta_1',
      's_0',
      '\\eta^-',
      '\\Delta_{\\max}',
      '\\mathrm{cache}',
      '\\omega',
    ]
    expect(symbols.map(plainSymbol)).toEqual(['η', 'β₁', 's₀', 'η-', 'Δmax', 'cache', 'ω'])
  })
})

describe('words of the start line', () => {
  it('say what all lanes share, and on a result every setting that made it', () => {
    expect(startLineText(whole, firstData)).toBe(
      'Wine → cultivar · MLP 64-32 tanh · full batch · 3 seeds · 500 steps',
    )
    const caption = captionText(parseSpec(specOf(whole, firstData)), 'Wine')
    for (const part of [
      'normal 0.2',
      'seeds 7–9',
      'standardised',
      '20% held out',
      'ends at Validation loss 0.2',
      'ends after 5 points without progress in Training loss',
      'goes on when it diverges',
    ]) {
      expect(caption).toContain(part)
    }
  })
})

describe('presets', () => {
  it.each(presets)('$id is an experiment the form can hold', (preset) => {
    const spec = presetSpec(preset)
    const form = formOf(spec)
    expect(form?.lanes).toHaveLength(preset.lanes.length)
    expect(parseSpec(specOf(form!, fromSpec(spec))).lanes).toEqual(spec.lanes)
    expect(new Set(laneNames(spec.lanes)).size).toBe(spec.lanes.length)
  })
})

describe('hidden layers', () => {
  it.each([
    ['', []],
    ['16', [16]],
    ['64, 32', [64, 32]],
    ['64-32-10', [64, 32, 10]],
    ['64 × 32', [64, 32]],
    ['64，32', [64, 32]],
  ])('reads %s', (text, hidden) => {
    expect(readHidden(text)).toEqual(hidden)
  })

  it.each(['0', '5000', 'a', '1.5', '-', `${'1 '.repeat(17)}`].filter((text) => text !== '-'))(
    'refuses %s',
    (text) => {
      expect(readHidden(text)).toBeUndefined()
    },
  )
})
