import type { ExperimentInput } from '../experiment/spec.ts'
import { compareLanes, level, seedsNeeded, type Comparison } from '../statistics/compare.ts'
import { luckEn } from './en/luck.ts'
import { lane, overSteps, plain } from './parts.ts'
import { endOf, racedLine } from './raced.ts'
import type { Dial, Figure, Lesson, LessonLane, PlotLine, Raced, Step } from './types.ts'
import { luckZh } from './zh-CN/luck.ts'

/*
 * One race says who won it; how often the same would win is another question. Trained by TensorFlow. The
 * marked term is the gradient: in it a seed's start, batches and split reach the rule.
 */

const lanes = [
  {
    ...{ id: 'momentum', name: plain('Momentum') },
    lane: lane('momentum', { lr: 0.02, momentum: 0.9 }),
  },
  { id: 'adam', name: plain('Adam'), lane: lane('adam', { lr: 0.01 }) },
  { id: 'rmsprop', name: plain('RMSprop'), lane: lane('rmsprop', { lr: 0.005, gamma: 0.9 }) },
] as const
type LaneId = (typeof lanes)[number]['id']
const placeOf = (id: LaneId): number => lanes.findIndex((each) => each.id === id)
const of = (id: LaneId): LessonLane => lanes[placeOf(id)]!.lane

const epochs = 10
/** A small network on the Wine table; every seed draws its own split, start and batches, alike for all lanes. */
const race = (seeds: readonly number[]): ExperimentInput => ({
  dataset: { builtin: 'wine' },
  split: { validation: 0.3, seed: 'run' },
  model: { hidden: [16], activation: 'relu', initial: { kind: 'he' } },
  lanes: lanes.map(({ id, lane: { optimizer, convention, hyper } }) => ({
    ...{ id, optimizer, convention, hyper },
  })),
  ...{ seeds: [...seeds], batchSize: 16, budget: { epochs } },
  record: { metrics: ['validationLoss'], every: { epochs: 1 } },
})

const seedDial: Dial = {
  key: 'seed',
  symbol: '#',
  name: { en: 'seed', 'zh-CN': '种子' },
  values: [1, 2, 3, 4, 5],
  first: 1,
}
const firstDial: Dial = {
  key: 'from',
  symbol: '#',
  name: { en: 'seeds from', 'zh-CN': '起始种子' },
  values: [1, 11, 21],
  first: 1,
}
const count = 10
const seedsFrom = (from: number): number[] => Array.from({ length: count }, (_, at) => from + at)
const heldOut = { en: 'held-out loss', 'zh-CN': '验证损失' }
const lossOf = (raced: Raced, id: LaneId, seed = 0): number =>
  endOf(raced, placeOf(id), 'validationLoss', seed)

const one: Step = {
  id: 'one',
  dials: [seedDial],
  ask: { kind: 'choice', options: ['momentum', 'adam'] },
  race: ({ seed }) => race([seed!]),
  truth: (_, raced) =>
    raced && (lossOf(raced, 'momentum') < lossOf(raced, 'adam') ? 'momentum' : 'adam'),
  figure: (_, __, raced) => ({
    kind: 'plot',
    x: { name: { en: 'rows seen', 'zh-CN': '看过的行数' }, from: 0, to: 1300 },
    y: { name: heldOut, from: 0.005, to: 5, logarithmic: true },
    lines: raced
      ? (['momentum', 'adam'] as const).map((id) =>
          racedLine(raced, placeOf(id), 'validationLoss', {
            ...{ name: lanes[placeOf(id)]!.name, optimizer: id, hidden: true },
          }),
        )
      : [],
  }),
  formula: () => ({ ...of('momentum'), mark: 'g' }),
  facts: ({ seed }, raced) => ({
    ...{ seed: seed!, epochs, momentumRate: 0.02, adamRate: 0.01 },
    ...(raced && { momentum: lossOf(raced, 'momentum'), adam: lossOf(raced, 'adam') }),
  }),
  open: ({ seed }) => ({ stage: 'race', spec: race([seed!]) }),
}

/** The final losses of two lanes, seed beside seed. */
function pairs(raced: Raced | undefined, from: number, ids: readonly LaneId[]): Figure {
  const line = (id: LaneId): PlotLine =>
    overSteps(
      seedsFrom(from).map((_, seed) => lossOf(raced!, id, seed)),
      { name: lanes[placeOf(id)]!.name, optimizer: id, steps: true, hidden: true },
      from,
    )
  return {
    kind: 'plot',
    x: { name: { en: 'seed', 'zh-CN': '种子' }, from: from - 1, to: from + count },
    y: { name: heldOut, from: 0.005, to: 5, logarithmic: true },
    lines: raced ? ids.map(line) : [],
  }
}

/** The first lane against the second, seed by seed, with one comparison made. */
function compared(raced: Raced, first: LaneId, second: LaneId): Comparison {
  const values = [first, second].map((id) =>
    Float64Array.from(seedsFrom(0), (_, seed) => lossOf(raced, id, seed)),
  )
  const [, comparison] = compareLanes({
    ...{ lanes: [values[1]!, values[0]!], reference: 0 },
    ...{ higherIsBetter: false, chosenByResult: false },
  })
  return comparison!
}

/** The smallest and the largest final loss of a lane. */
const rangeOf = (raced: Raced, id: LaneId): readonly [least: number, most: number] => {
  const all = seedsFrom(0).map((_, seed) => lossOf(raced, id, seed))
  return [Math.min(...all), Math.max(...all)]
}

const often: Step = {
  id: 'often',
  dials: [firstDial],
  ask: { kind: 'value', from: 0, to: count, whole: true, first: count, symbol: 'n' },
  race: ({ from }) => race(seedsFrom(from!)),
  truth: (_, raced) => raced && compared(raced, 'momentum', 'adam').better,
  figure: ({ from }, _, raced) => pairs(raced, from!, ['momentum', 'adam']),
  formula: () => ({ ...of('momentum'), mark: 'g' }),
  facts: (_, raced): Readonly<Record<string, number>> => {
    if (!raced) return { seeds: count }
    const [least, most] = rangeOf(raced, 'momentum')
    return { seeds: count, better: compared(raced, 'momentum', 'adam').better, least, most }
  },
  open: ({ from }) => ({ stage: 'race', spec: race(seedsFrom(from!)) }),
}

/** A question whether ten seeds show a difference between two lanes. */
function verdict(id: string, first: LaneId, second: LaneId): Step {
  return {
    id,
    dials: [firstDial],
    ask: { kind: 'choice', options: [first, second, 'none'] },
    race: ({ from }) => race(seedsFrom(from!)),
    truth: (_, raced) => {
      if (!raced) return undefined
      const { outcome } = compared(raced, first, second)
      return outcome === 'none' ? 'none' : outcome === 'ahead' ? first : second
    },
    figure: ({ from }, _, raced) => pairs(raced, from!, [first, second]),
    formula: () => ({ ...of(first), mark: 'g' }),
    facts: (_, raced): Readonly<Record<string, number>> => {
      if (!raced) return { seeds: count, level: 1 / level }
      const { better, p, factor } = compared(raced, first, second)
      const [least, most] = rangeOf(raced, first)
      return { seeds: count, level: 1 / level, better, p, factor, spread: most / least }
    },
    open: ({ from }) => ({ stage: 'race', spec: race(seedsFrom(from!)) }),
  }
}

const fewest = 12
/** How probable it is that all of so many seeds agree by chance, to whichever side. */
const agreeing = (seeds: number): number => 2 ** (1 - seeds)

/** What a learner has said, over the whole plot. */
const said = (seeds: number): PlotLine => ({
  name: { en: 'you', 'zh-CN': '你' },
  ...{ x: [seeds, seeds], y: [0.0005, 1], dash: [2, 3], hidden: true },
})

const few: Step = {
  id: 'few',
  dials: [],
  ask: { kind: 'value', from: 1, to: fewest, whole: true, first: 2, symbol: 'n' },
  truth: () => seedsNeeded(1),
  figure: (_, guess) => ({
    kind: 'plot',
    x: { name: { en: 'seeds that all agree', 'zh-CN': '全部一致的种子数' }, from: 1, to: fewest },
    y: { name: plain('p'), from: 0.0005, to: 1, logarithmic: true },
    lines: [
      { name: plain(`p = ${level}`), x: [1, fewest], y: [level, level], dash: [5, 3] },
      overSteps(
        Array.from({ length: fewest }, (_, at) => agreeing(at + 1)),
        { name: plain('2 / 2ⁿ'), steps: true, optimizer: 'momentum', hidden: true },
        1,
      ),
      ...(typeof guess === 'number' ? [said(guess)] : []),
    ],
  }),
  formula: () => ({ ...of('momentum'), mark: 'g' }),
  facts: () => ({
    ...{ level: 1 / level, enough: seedsNeeded(1), p: agreeing(seedsNeeded(1)) },
    ...{ short: seedsNeeded(1) - 1, chance: agreeing(seedsNeeded(1) - 1) },
  }),
  open: () => ({ stage: 'race', spec: race(seedsFrom(1).slice(0, seedsNeeded(1))) }),
}

/** Claims about ten seeds, whichever ten a learner chooses. */
const ofTen = (
  says: (from: number) => string,
  holds: (raced: Raced) => boolean,
): Lesson['claims'] =>
  firstDial.values.map((from) => ({
    says: says(from),
    race: () => race(seedsFrom(from)),
    holds,
  }))

const ten = seedsFrom(1)
export const luckLesson: Lesson = {
  id: 'luck',
  text: { en: luckEn, 'zh-CN': luckZh },
  steps: [
    one,
    often,
    verdict('verdict', 'momentum', 'adam'),
    verdict('small', 'adam', 'rmsprop'),
    few,
  ],
  claims: [
    {
      says: 'Seed 1 puts Momentum at less than a third of Adam’s loss; ten seeds put it ahead in fewer than half.',
      race: () => race(ten),
      holds: (raced) =>
        lossOf(raced, 'momentum') < lossOf(raced, 'adam') / 3 &&
        compared(raced, 'momentum', 'adam').better < 5,
    },
    ...ofTen(
      (from) =>
        `Momentum’s own losses differ more over ten seeds from ${from} on than it differs from Adam.`,
      (raced) => {
        const [least, most] = rangeOf(raced, 'momentum')
        return most / least > compared(raced, 'momentum', 'adam').factor
      },
    ),
    ...ofTen(
      (from) => `Between Momentum and Adam ten seeds from ${from} on show no difference.`,
      (raced) => compared(raced, 'momentum', 'adam').outcome === 'none',
    ),
    ...ofTen(
      (from) =>
        `Adam is ahead of RMSprop in ten seeds from ${from} on, by less than a factor of two, while seeds differ threefold and more.`,
      (raced) => {
        const { better, outcome, factor } = compared(raced, 'adam', 'rmsprop')
        const [least, most] = rangeOf(raced, 'adam')
        return better >= 9 && outcome === 'ahead' && factor < 2 && most > 3 * least
      },
    ),
    {
      says: 'Five seeds that agree show nothing at one in twenty, six do.',
      holds: () => agreeing(5) > level && agreeing(6) <= level && seedsNeeded(1) === 6,
    },
  ],
}
