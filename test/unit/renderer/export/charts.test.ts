import { expect, test } from 'vitest'
import {
  accuracyChart,
  columnChart,
  confusionChart,
  irisCurves,
  pathsChart,
  raceCurves,
  reliefChart,
  responseChart,
  rulePathChart,
} from '#renderer/export/charts/index.ts'
import { writeCsv } from '#renderer/export/csv.ts'
import type { ExportedChart } from '#renderer/export/figure.ts'
import { writeSvg } from '#renderer/export/make.ts'
import { firstCamera } from '#renderer/charts/surface/projection.ts'
import type { Measure } from '#renderer/charts/brush.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import { SvgBrush } from '#renderer/export/svg-brush.ts'
import { defaultHyper, findRule } from '#shared/optimizers/index.ts'
import { responsesOf } from '#renderer/views/optimizers/response.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'
import { textsOf, type Placed } from './texts.ts'

/** Letters are all 0.6 of their size wide. */
const measure: Measure = (text, { size = 12 } = {}) => [...text].length * size * 0.6

const csv = (chart: ExportedChart): string[] => writeCsv(chart.table()).trimEnd().split('\r\n')

function picture(
  chart: ExportedChart,
  caption = true,
): { texts: Placed[]; width: number; height: number; source: string } {
  const options = {
    caption,
    signature: 'Descent Lab 1.2.3 · today',
    day: new Date(2026, 10, 30),
    theme: 'light',
  } as const
  const made = writeSvg(chart, options, () => new SvgBrush({ measure }))
  if (!made) throw new Error('no picture')
  return { texts: textsOf(made.source), ...made }
}

const words = {
  yName: 'loss (nats)',
  xName: 'step',
  yText: String,
  xText: String,
  xNote: () => '',
  at: String,
}

const race = (names: readonly string[]): ExportedChart =>
  raceCurves({
    metric: 'validationLoss',
    regression: false,
    table: 'Wine',
    settings: ['batches of 32'],
    chart: {
      words,
      data: {
        curves: names.map((name, index) => ({
          id: name,
          name,
          look: lineStyle('adam', 'dark'),
          x: [0, 1, 2],
          y: [1, 0.5, 0.2 + index / 100],
          selected: index === 0,
        })),
        bands: [],
        horizontal: (parts) => spanScale(2, parts, true),
        logarithmic: false,
        label: (_, value) => value.toFixed(2),
      },
    },
    marks: [{ kind: 'diverged', x: 1, y: 0.5, colour: lineStyle('adam', 'dark').colour }],
    target: { value: 0.4, text: '0.4' },
    lanes: names.map((name) => ({
      name,
      optimizer: 'adam',
      convention: 'keras',
      steps: Float64Array.of(1, 2),
      samples: Float64Array.of(32, 64),
      seconds: Float64Array.of(0.1, 0.2),
      low: Float64Array.of(0.4, 0.1),
      median: Float64Array.of(0.5, 0.2),
      high: Float64Array.of(0.6, Infinity),
    })),
    seeds: 3,
  })

test('a race’s picture has its title, axes, labels, target, marks, key and settings', () => {
  const { texts, width, height, source } = picture(race(['Adam', 'SGD']))
  const said = texts.map(({ text }) => text)
  for (const text of [
    '↑ loss (nats)',
    'step →',
    'Adam',
    '0.20',
    'SGD',
    '0.21',
    '✕',
    'target 0.4',
    'diverged',
    'batches of 32',
    'Descent Lab 1.2.3 · today',
  ]) {
    expect(said, text).toContain(text)
  }
  expect(said[0]).toBe('Wine: Validation loss')
  // In the light ink, though it was on a dark screen.
  expect(source).toContain(lineStyle('adam', 'light').colour)
  expect(source).not.toContain(lineStyle('adam', 'dark').colour)
  for (const { text, x, y } of texts) {
    expect(x >= 0 && x < width && y > 0 && y <= height, `${text} at ${x}, ${y}`).toBe(true)
  }
})

test('the caption goes, title and all, and leaves the plain figure', () => {
  const [whole, plain] = [picture(race(['Adam'])), picture(race(['Adam']), false)]
  const said = plain.texts.map(({ text }) => text)
  expect(said).not.toContain('Wine: Validation loss')
  expect(said).not.toContain('batches of 32')
  expect(said).toContain('step →')
  expect(plain.height).toBeLessThan(whole.height)
})

test('long names and many lanes make a larger picture, never a cut one', () => {
  const long = 'Adam η 0.0001 β₁ 0.95 cosine warmup 500 clipped by global norm at 1, Keras'
  const names = Array.from({ length: 40 }, (_, index) => `${long} ${index}`)
  const { texts, width, height } = picture(race(names))
  const labels = texts.filter(({ text }) => text.startsWith(long))
  const values = texts.filter(({ text, x }) => /^0\.\d\d$/.test(text) && x > labels[0]!.x)
  expect([labels.length, values.length]).toEqual([40, 40])
  for (const { text, x, y } of [...labels, ...values]) {
    expect(x + measure(text, { size: 11.5 })).toBeLessThan(width)
    expect(y).toBeLessThan(height)
  }
  const heights = labels.map(({ y }) => y).sort((a, b) => a - b)
  for (let at = 1; at < heights.length; at++) {
    expect(heights[at]! - heights[at - 1]!).toBeGreaterThan(15)
  }
})

test('a race’s table has a row per lane and recorded step, the worst seed’s infinity too', () => {
  expect(csv(race(['Adam', 'SGD']))).toEqual([
    'lane,optimizer,convention,step,samples,seconds [s],validationLoss p5 [nats],validationLoss median [nats],validationLoss p95 [nats]',
    'Adam,adam,keras,1,32,0.1,0.4,0.5,0.6',
    'Adam,adam,keras,2,64,0.2,0.1,0.2,Inf',
    'SGD,adam,keras,1,32,0.1,0.4,0.5,0.6',
    'SGD,adam,keras,2,64,0.2,0.1,0.2,Inf',
  ])
})

test('the tutorial’s curves as a table', () => {
  const chart = irisCurves({
    metric: 'trainAccuracy',
    chart: {
      data: {
        curves: [],
        bands: [],
        horizontal: (parts) => spanScale(1, parts, true),
        logarithmic: false,
        label: () => '',
      },
      words,
    },
    settings: [],
    lanes: [{ optimizer: 'sgd', seed: 7, steps: [2, 4], samples: [48, 96], values: [1 / 3, NaN] }],
  })
  expect(csv(chart)).toEqual([
    'optimizer,seed,step,samples,trainAccuracy [share]',
    'sgd,7,2,48,0.3333333333333333',
    'sgd,7,4,96,NaN',
  ])
})

test('a confusion matrix names its classes, however long, and counts each pair', () => {
  const classes = ['a', '一个非常非常长的类别名称，需要分成几行才能放得下，不能被截断']
  const chart = confusionChart({
    name: 'Adam',
    step: 9,
    settings: [],
    classes,
    counts: [5, 1, 0, 7],
  })
  expect(csv(chart).slice(1)).toEqual([
    'Adam,9,a,a,5',
    `Adam,9,a,${classes[1]},1`,
    `Adam,9,${classes[1]},a,0`,
    `Adam,9,${classes[1]},${classes[1]},7`,
  ])
  const { texts, width, height } = picture(chart)
  // As a row's name and as a column's, in pieces.
  expect(
    texts
      .map(({ text }) => text)
      .join('')
      .split('一个').length - 1,
  ).toBe(2)
  for (const { text, x, y } of texts) {
    expect(x >= 0 && x < width && y > 0 && y <= height, `${text} at ${x}, ${y}`).toBe(true)
  }
})

test('accuracies: a share each, and a dash where there is none', () => {
  const chart = accuracyChart({
    step: 3,
    settings: [],
    lanes: [{ name: 'Adam', optimizer: 'adam', train: 0.75, held: NaN }],
  })
  expect(csv(chart)[1]).toBe('adam,3,0.75,NaN')
  const said = picture(chart).texts.map(({ text }) => text)
  expect(said).toContain('75.0%')
  expect(said).toContain('–')
})

test('a column’s classes and values', () => {
  const column = {
    name: 'age',
    type: 'number',
    missing: 1,
    distinct: 4,
    min: 0,
    mean: 1,
    max: 2,
    values: null,
    histogram: { edges: [0, 1, 2], counts: [3, 4] },
  } as const
  const input = { id: 't', table: 'T', settings: [], rows: 8 }
  type Column = Parameters<typeof columnChart>[0]['column']
  expect(csv(columnChart({ ...input, column: column as unknown as Column }))).toEqual([
    'age from,age to,rows',
    '0,1,3',
    '1,2,4',
  ])
  const named = { ...column, histogram: null, values: [{ value: 'x, y', count: 2 }] }
  expect(csv(columnChart({ ...input, column: named as unknown as Column }))).toEqual([
    'age,rows',
    '"x, y",2',
  ])
})

test('weight paths as they lie in their plane', () => {
  const chart = pathsChart({
    table: 'Wine',
    settings: [],
    plane: {
      lanes: [{ id: 'a', steps: [0, 5], from: 0, lost: false, far: false }],
      places: Float64Array.of(0, 0, 1.5, -2),
      explained: [0.75, 0.125],
    },
    lanes: [{ id: 'a', name: 'Adam', look: lineStyle('adam', 'light') }],
  })
  expect(csv(chart).slice(1)).toEqual(['Adam,0,0,0', 'Adam,5,1.5,-2'])
  expect(picture(chart).texts.map(({ text }) => text)).toContain(
    'first component: 75.0% of the variance',
  )
})

test('the relief is drawn of vectors from the farthest to the nearest, with its trajectories and axes', () => {
  const surface = findSurface('himmelblau')!
  const rule = findRule('sgd', 'tutorial')!
  const start = { x: 0, y: 0 }
  const trajectory = walk({ surface, rule, hyper: { lr: 0.01 }, start, steps: 20 })
  const chart = reliefChart({
    scene: {
      id: 'himmelblau',
      name: 'Himmelblau',
      surface,
      settings: [],
      start,
      step: 20,
      steps: 20,
      lanes: [
        {
          name: 'SGD',
          optimizer: 'sgd',
          drawn: 'sgd',
          rank: 0,
          selected: true,
          rule,
          hyper: { lr: 0.01 },
          trajectory,
        },
      ],
    },
    domain: surface.domain,
    camera: firstCamera,
  })
  const { source, texts } = picture(chart)
  expect(source).not.toContain('<image')
  // 90 × 90 points make 89 × 89 facets.
  expect(source.match(/Z" fill="#/g)!.length).toBeGreaterThanOrEqual(89 * 89)
  const said = texts.map(({ text }) => text)
  for (const text of ['x', 'y', 'f', 'SGD']) expect(said).toContain(text)
  // The start, and twenty steps, each with its gradient but the last.
  const rows = csv(chart)
  expect(rows).toHaveLength(1 + 21)
  expect(rows[1]).toBe(`SGD,sgd,0,0,0,170,${trajectory.gradients[0]},${trajectory.gradients[1]}`)
  expect(rows.at(-1)).toMatch(/,,$/)
})

test('what a rule does leaves with its numbers: its answers to gradients, and its path', () => {
  const rule = findRule('adagrad', 'tutorial')!
  const hyper = defaultHyper(rule)
  const said = { drawn: 'adagrad', optimizerName: 'Adagrad', settings: ['Tutorial · η 0.02'] }
  const response = responseChart({ rule, responses: responsesOf(rule, hyper), ...said })
  expect(csv(response)[0]).toBe('series,step,gradient,change of w,effective rate,s')
  expect(csv(response)).toHaveLength(1 + 5 * 60)
  const words = picture(response).texts.map(({ text }) => text)
  for (const word of ['Adagrad: answer to gradients', 'sparse', 'Δw', 's', 'Tutorial · η 0.02']) {
    expect(words).toContain(word)
  }
  const surface = findSurface('quadratic')!
  const start = surface.starts[0]!
  const trajectory = walk({ surface, rule, hyper, start, steps: 30 })
  const view = { width: 300, height: 200, domain: surface.domain }
  const path = rulePathChart({ surface, start, steps: 30, trajectory, view, ...said })
  expect(csv(path)).toHaveLength(32)
  expect(picture(path).source).toContain('<path')
})
