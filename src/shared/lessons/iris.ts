import { findPreset } from '../experiment/presets.ts'
import type { ExperimentInput } from '../experiment/spec.ts'
import { irisEn } from './en/iris.ts'
import { heightsAt, lane, plain } from './parts.ts'
import { endOf, racedLine } from './raced.ts'
import type { Dial, Figure, Lesson, LessonLane, PlotLine, Raced, Step } from './types.ts'
import { irisZh } from './zh-CN/iris.ts'

/* The tutorial's own picture, raced by TensorFlow: its window, who leaves it, and what the batch changes. */

const lanes = [
  { id: 'adagrad', name: plain('Adagrad'), lane: lane('adagrad', { lr: 0.02 }) },
  { id: 'adadelta', name: plain('Adadelta'), lane: lane('adadelta', { rho: 0.9 }) },
  { id: 'rmsprop', name: plain('RMSprop'), lane: lane('rmsprop', { lr: 0.02, gamma: 0.9 }) },
] as const
type LaneId = (typeof lanes)[number]['id']

/** Flowers trained on in each epoch, epochs, and flowers seen in all. */
const flowers = 120
const epochs = 4
const seen = flowers * epochs
/** What a guess among three classes costs: where every run starts. */
const chance = Math.log(3)
/** The tutorial draws its loss from here to there. */
const window = { from: 0.9, to: 1.1 }

/** The tutorial's experiment with its three optimizers, and another batch. */
function experiment(batchSize: number, seeds: readonly number[]): ExperimentInput {
  const { spec } = findPreset('iris')!
  return {
    ...spec,
    lanes: spec.lanes.filter(({ id }) => lanes.some((each) => each.id === id)),
    ...{ seeds: [...seeds], batchSize },
    record: { ...spec.record, every: { samples: Math.max(48, batchSize) } },
  }
}

/** The same, recording only what is drawn. */
const race = (batchSize: number, seeds: readonly number[]): ExperimentInput => ({
  ...experiment(batchSize, seeds),
  record: { metrics: ['trainLoss'], every: { samples: Math.max(48, batchSize) } },
})

const seedDial: Dial = {
  key: 'seed',
  symbol: '#',
  name: { en: 'seed', 'zh-CN': '种子' },
  values: [1, 2, 3, 4, 5],
  first: 1,
}

const placeOf = (id: LaneId): number => lanes.findIndex((each) => each.id === id)
const of = (id: LaneId): LessonLane => lanes[placeOf(id)]!.lane

/** A lane's training loss over the flowers it has seen, from before its first step. */
function lossLine(raced: Raced, id: LaneId): PlotLine {
  const place = placeOf(id)
  const line = racedLine(raced, place, 'trainLoss', {
    ...{ name: lanes[place]!.name, optimizer: id, hidden: true },
  })
  return { ...line, x: [0, ...Array.from(line.x)], y: [chance, ...Array.from(line.y)] }
}

const lossOf = (raced: Raced, id: LaneId): number => endOf(raced, placeOf(id), 'trainLoss')

/** Where the tutorial's picture ends below. */
const edge: PlotLine = {
  name: { en: 'the tutorial’s picture ends', 'zh-CN': '教程的图到此为止' },
  ...{ x: [0, seen], y: [window.from, window.from], dash: [6, 4] },
}

/** @returns the three curves where they are known, over the cost of guessing */
function picture(raced: Raced | undefined, ids: readonly LaneId[], from: number): Figure {
  return {
    kind: 'plot',
    x: { name: { en: 'flowers seen', 'zh-CN': '看过的花（朵）' }, from: 0, to: seen },
    y: { name: { en: 'loss', 'zh-CN': '损失' }, from, to: window.to },
    lines: [
      { name: plain('ln 3'), x: [0, seen], y: [chance, chance], dash: [2, 4] },
      ...(from < window.from ? [edge] : []),
      ...(raced ? ids.map((id) => lossLine(raced, id)) : []),
    ],
  }
}

const batch = 24
const drawAt = [96, 192, 288, 384, 480]

/** A step that asks for one optimizer's curve in the tutorial's window. */
function drawn(id: 'adagrad' | 'adadelta', mark: string): Step {
  return {
    id,
    dials: [seedDial],
    ask: { kind: 'curve', at: drawAt, first: 1 },
    race: ({ seed }) => race(batch, [seed!]),
    truth: (_, raced) => raced && heightsAt(lossLine(raced, id), drawAt),
    figure: (_, __, raced) => picture(raced, [id], window.from),
    formula: () => ({ ...of(id), mark }),
    facts: (_, raced) => ({
      ...{ batch, rate: 0.02, steps: seen / batch, chance },
      ...(raced && { end: lossOf(raced, id), other: lossOf(raced, 'adagrad') }),
    }),
    open: ({ seed }) => ({ stage: 'iris', spec: experiment(batch, [seed!]) }),
  }
}

/** @returns the step at which a lane's loss is first below the window, of those recorded */
function leavingStep(raced: Raced, id: LaneId): number | undefined {
  const { values, step } = raced.lanes[placeOf(id)]![0]!
  const at = values.trainLoss!.findIndex((loss) => loss < window.from)
  return at < 0 ? undefined : step[at]
}

const leaves: Step = {
  id: 'leaves',
  dials: [seedDial],
  ask: { kind: 'choice', options: ['adagrad', 'adadelta', 'rmsprop', 'none'] },
  race: ({ seed }) => race(batch, [seed!]),
  truth: (_, raced) =>
    raced && (lanes.find(({ id }) => leavingStep(raced, id) !== undefined)?.id ?? 'none'),
  figure: (_, __, raced) =>
    picture(raced, ['adagrad', 'adadelta', 'rmsprop'], raced ? 0.8 : window.from),
  formula: () => ({ ...of('rmsprop'), mark: 'gamma * s' }),
  facts: (_, raced) => ({
    ...{ low: window.from, high: window.to },
    ...(raced && {
      at: leavingStep(raced, 'rmsprop') ?? NaN,
      ...{ end: lossOf(raced, 'rmsprop'), adagrad: lossOf(raced, 'adagrad') },
      adadelta: lossOf(raced, 'adadelta'),
    }),
  }),
  open: ({ seed }) => ({ stage: 'iris', spec: experiment(batch, [seed!]) }),
}

const single: Step = {
  id: 'single',
  dials: [seedDial],
  ask: { kind: 'choice', options: ['adagrad', 'adadelta'] },
  race: ({ seed }) => race(1, [seed!]),
  truth: (_, raced) =>
    raced && (lossOf(raced, 'adagrad') < lossOf(raced, 'adadelta') ? 'adagrad' : 'adadelta'),
  figure: (_, __, raced) => picture(raced, ['adagrad', 'adadelta', 'rmsprop'], 0.3),
  formula: () => ({ ...of('adadelta'), mark: 'rho * d + (1 - rho) * u**2' }),
  facts: (_, raced) => ({
    ...{ before: batch, steps: seen, few: seen / batch },
    ...(raced && {
      ...{ adagrad: lossOf(raced, 'adagrad'), adadelta: lossOf(raced, 'adadelta') },
      rmsprop: lossOf(raced, 'rmsprop'),
    }),
  }),
  open: ({ seed }) => ({ stage: 'iris', spec: experiment(1, [seed!]) }),
}

const whole: Step = {
  id: 'whole',
  dials: [seedDial],
  ask: { kind: 'value', from: 0.4, to: 1.1, first: 0.6, symbol: 'L', on: 'y', beside: seen },
  race: ({ seed }) => race(flowers, [seed!]),
  truth: (_, raced) => raced && lossOf(raced, 'rmsprop'),
  figure: (_, __, raced) => picture(raced, ['adagrad', 'adadelta', 'rmsprop'], 0.4),
  formula: () => ({ ...of('rmsprop'), mark: 'lr * g / sqrt(s + 1e-6)' }),
  facts: (_, raced) => ({
    ...{ batch: flowers, steps: epochs, seen },
    ...(raced && { end: lossOf(raced, 'rmsprop'), adadelta: lossOf(raced, 'adadelta') }),
  }),
  open: ({ seed }) => ({ stage: 'iris', spec: experiment(flowers, [seed!]) }),
}

const ten = Array.from({ length: 10 }, (_, index) => index + 1)
/** @returns in how many seeds something is so of a lane's final losses */
function seedsIn(raced: Raced, so: (loss: (id: LaneId) => number) => boolean): number {
  return ten.filter((_, seed) =>
    so((id) => raced.lanes[placeOf(id)]![seed]!.values.trainLoss!.at(-1)!),
  ).length
}

export const irisLesson: Lesson = {
  id: 'iris',
  text: { en: irisEn, 'zh-CN': irisZh },
  steps: [drawn('adagrad', 's + g**2'), drawn('adadelta', 'sqrt(d + 1e-6)'), leaves, single, whole],
  claims: [
    {
      says: 'With batches of 24, RMSprop ends below 0.9 in at least 9 of 10 seeds, and nothing else in any.',
      race: () => race(batch, ten),
      holds: (raced) =>
        seedsIn(raced, (loss) => loss('rmsprop') < window.from) >= 9 &&
        seedsIn(raced, (loss) => Math.min(loss('adagrad'), loss('adadelta')) > window.from) === 10,
    },
    {
      says: 'It does so with each of the seeds that a learner can choose.',
      race: () => race(batch, ten),
      holds: (raced) =>
        seedDial.values.every(
          (seed) =>
            raced.lanes[placeOf('rmsprop')]![seed - 1]!.values.trainLoss!.at(-1)! < window.from,
        ),
    },
    {
      says: 'Adagrad’s loss falls more in the first half than in the second, in every one of ten seeds.',
      race: () => race(batch, ten),
      holds: (raced) =>
        raced.lanes[placeOf('adagrad')]!.every(({ values }) => {
          const loss = values.trainLoss!
          const middle = loss[loss.length / 2 - 1]!
          return chance - middle > middle - loss.at(-1)! && middle > loss.at(-1)!
        }),
    },
    {
      says: 'Adadelta ends higher than Adagrad in every one of ten seeds, within 0.06 of a guess.',
      race: () => race(batch, ten),
      holds: (raced) =>
        seedsIn(
          raced,
          (loss) => loss('adadelta') > loss('adagrad') && loss('adadelta') > chance - 0.06,
        ) === 10,
    },
    {
      says: 'With batches of one, Adadelta overtakes Adagrad in every one of ten seeds; RMSprop stays ahead of both.',
      race: () => race(1, ten),
      holds: (raced) =>
        seedsIn(
          raced,
          (loss) => loss('adadelta') < loss('adagrad') && loss('rmsprop') < loss('adadelta'),
        ) === 10,
    },
    {
      says: 'With batches of 120 there are four steps, and all three stay in the window in every one of ten seeds.',
      race: () => race(flowers, ten),
      holds: (raced) =>
        raced.lanes.flat().every(({ step }) => step.at(-1) === epochs) &&
        seedsIn(raced, (loss) =>
          lanes.every(({ id }) => loss(id) > window.from && loss(id) < window.to),
        ) === 10,
    },
  ],
}
