import { adam as adamOptimizer } from '../optimizers/adam.ts'
import { ownCopy } from '../own/rule.ts'
import { responsesTo } from '../rules/response.ts'
import { findSurface, type Point } from '../surfaces/index.ts'
import { walk, type Trajectory } from '../surfaces/walk.ts'
import { adamEn } from './en/adam.ts'
import {
  answered,
  constant,
  groundOf,
  heightsAt,
  inRates,
  lane,
  lengthsOf,
  onOptimizers,
  onSurface,
  overSteps,
  placeOf,
  plain,
  rateDial,
  walked,
  words,
  written,
} from './parts.ts'
import type { HandOver, Lesson, LessonLane, PlotLine, Step } from './types.ts'
import { adamZh } from './zh-CN/adam.ts'

/* A mean, a square, a correction: what each does, and what happens where the correction is off. */

const adam = (lr: number, rest: { beta1?: number; beta2?: number } = {}): LessonLane =>
  lane('adam', { lr, ...rest })
const look = { name: plain('Adam'), optimizer: 'adam' }
const corrected = { en: 'with correction', 'zh-CN': '有修正' }
const uncorrected = { en: 'without', 'zh-CN': '无修正' }

/** Adam with both corrections taken out: a rule of one's own, as a person would write it. */
const bare = written({
  ...ownCopy('Adam uncorrected', adamOptimizer, adamOptimizer.rules.tutorial!, 'en'),
  note: 'Adam without its bias correction.',
  program: [
    'm = beta1 * m + (1 - beta1) * g',
    's = beta2 * s + (1 - beta2) * g**2',
    'w -= lr * m / (sqrt(s) + 1e-6)',
  ].join('\n'),
})

/** A hand-over of both to the Surface stage. */
const bothOn = (
  where: Pick<Parameters<typeof onSurface>[0], 'surface' | 'start' | 'steps'>,
  of: LessonLane,
): HandOver => onSurface({ ...where, lanes: [of], own: [bare.lane(of.hyper)] })

const calm = 40
const [high, low] = [3, -1]
const quarrel = Array.from({ length: calm }, (_, step) => (step % 2 === 0 ? high : low))
const meanLine = (beta1: number): PlotLine =>
  overSteps(answered(adam(0.1, { beta1 }), quarrel).slots[0]!, { ...look, hidden: true }, 1)
const meanAt = [2, 10, 20, 30, 40]

const mean: Step = {
  id: 'mean',
  dials: [
    {
      key: 'beta1',
      symbol: 'β₁',
      name: { en: 'kept of m', 'zh-CN': 'm 保留的比例' },
      values: [0.5, 0.9, 0.95],
      first: 0.9,
    },
  ],
  ask: { kind: 'curve', at: meanAt, first: 2 },
  truth: ({ beta1 }) => heightsAt(meanLine(beta1!), meanAt),
  figure: ({ beta1 }) => ({
    kind: 'plot',
    x: { name: words.step, from: 0, to: calm },
    y: { name: { en: 'gradient, m', 'zh-CN': '梯度，m' }, from: -2, to: 4 },
    lines: [
      overSteps(quarrel, { name: plain('g'), steps: true }, 1),
      { ...meanLine(beta1!), name: plain('m') },
    ],
  }),
  formula: ({ beta1 }) => ({
    ...adam(0.1, { beta1: beta1! }),
    mark: 'beta1 * m + (1 - beta1) * g',
  }),
  facts: ({ beta1 }) => {
    const [before, end] = heightsAt(meanLine(beta1!), [calm - 1, calm])
    return { high, low, beta: beta1!, above: before!, end: end!, agreed: (high + low) / 2 }
  },
  open: ({ beta1 }) => onOptimizers(adam(0.1, { beta1: beta1! }), quarrel),
}

const long = 100
/** Gradients that agree on 1 and disagree by so much either way. */
const disagreeing = (spread: number): number[] =>
  Array.from({ length: long }, (_, step) => (step % 2 === 0 ? 1 + spread : 1 - spread))
const paces = (spread: number): number[] => lengthsOf(answered(adam(0.1), disagreeing(spread)), 0.1)
/** The mean of the last two steps: one gradient each way. */
const paceOf = (spread: number): number => {
  const all = paces(spread)
  return (all[long - 2]! + all[long - 1]!) / 2
}

const signal: Step = {
  id: 'signal',
  dials: [
    {
      key: 'spread',
      symbol: 'n',
      name: { en: 'disagreement', 'zh-CN': '分歧' },
      values: [1, 2, 4],
      first: 2,
    },
  ],
  ask: { kind: 'value', from: 0, to: 1.2, first: 0.9, symbol: 'Δ/η', on: 'y', beside: long },
  truth: ({ spread }) => paceOf(spread!),
  figure: ({ spread }) => ({
    kind: 'plot',
    x: { name: words.step, from: 0, to: long },
    y: { name: inRates, from: 0, to: 1.2 },
    lines: [
      overSteps(paces(0), { ...look, name: { en: 'all 1', 'zh-CN': '全是 1' } }, 1),
      overSteps(paces(spread!), { ...look, name: plain(`1 ± ${spread!}`), hidden: true }, 1),
    ],
  }),
  formula: () => ({ ...adam(0.1), mark: 'lr * mHat / (sqrt(sHat) + 1e-6)' }),
  facts: ({ spread }) => ({
    ...{ high: 1 + spread!, low: 1 - spread!, square: 1 + spread! ** 2 },
    ...{ root: Math.sqrt(1 + spread! ** 2), end: paceOf(spread!) },
  }),
  open: ({ spread }) => onOptimizers(adam(0.1), disagreeing(spread!)),
}

const filling = 60
const bareLengths = (beta2: number, count = filling): number[] =>
  lengthsOf(responsesTo(bare.rule, { lr: 0.1, beta1: 0.9, beta2 }, [constant(1, count)])[0]!, 0.1)
const offAt = [1, 5, 10, 20, 40, 60]

const off: Step = {
  id: 'off',
  dials: [
    {
      key: 'beta2',
      symbol: 'β₂',
      name: { en: 'kept of s', 'zh-CN': 's 保留的比例' },
      values: [0.99, 0.995, 0.999],
      first: 0.999,
    },
  ],
  ask: { kind: 'curve', at: offAt, first: 1.5 },
  truth: ({ beta2 }) => heightsAt(overSteps(bareLengths(beta2!), look, 1), offAt),
  figure: ({ beta2 }) => ({
    kind: 'plot',
    x: { name: words.step, from: 0, to: filling },
    y: { name: inRates, from: 0, to: 8 },
    lines: [
      overSteps(
        lengthsOf(answered(adam(0.1, { beta2: beta2! }), constant(1, filling)), 0.1),
        { ...look, name: corrected },
        1,
      ),
      overSteps(bareLengths(beta2!), { ...look, name: uncorrected, dash: [5, 3], hidden: true }, 1),
    ],
  }),
  formula: ({ beta2 }) => ({ ...adam(0.1, { beta2: beta2! }), mark: 's / (1 - beta2**t)' }),
  facts: ({ beta2 }) => {
    const all = bareLengths(beta2!)
    const most = Math.max(...all)
    return {
      ...{ first: all[0]!, most, at: all.indexOf(most) + 1 },
      ...{ keep: 0.9, hold: beta2!, quick: Math.round(1 / (1 - 0.9)) },
      fill: Math.round(1 / (1 - beta2!)),
    }
  },
  // A plane whose gradient is 1 everywhere.
  open: ({ beta2 }) =>
    bothOn(
      {
        surface: { text: 'x + 0*y', domain: { x: [-40, 4], y: [-12, 12] } },
        ...{ start: { x: 0, y: 0 }, steps: filling },
      },
      adam(0.1, { beta2: beta2! }),
    ),
}

const bowl = findSurface('quadratic')!
const start: Point = { x: -5, y: -2 }
const steps = 20
const onBowl = (lr: number): Trajectory => walked(adam(lr), bowl, start, steps)
const bareOnBowl = (lr: number): Trajectory =>
  walk({ surface: bowl, rule: bare.rule, hyper: adam(lr).hyper, start, steps })
/** @returns how long the path of a walk is */
function pathOf(trajectory: Trajectory): number {
  let length = 0
  for (let step = 1; step <= trajectory.steps; step++) {
    const [from, to] = [placeOf(trajectory, step - 1), placeOf(trajectory, step)]
    length += Math.hypot(to.x - from.x, to.y - from.y)
  }
  return length
}

const walking: Step = {
  id: 'walk',
  dials: [rateDial([0.025, 0.05, 0.1], 0.05)],
  ask: { kind: 'point', first: { x: -2, y: 1.5 } },
  truth: ({ lr }) => placeOf(bareOnBowl(lr!), steps),
  figure: ({ lr }) => ({
    kind: 'plane',
    surface: bowl,
    start,
    steps,
    walks: [
      { ...look, name: corrected, trajectory: onBowl(lr!) },
      { ...look, name: uncorrected, trajectory: bareOnBowl(lr!), dash: [5, 3], hidden: true },
    ],
  }),
  formula: ({ lr }) => ({ ...adam(lr!), mark: 's / (1 - beta2**t)' }),
  facts: ({ lr }) => {
    const [long, short] = [pathOf(bareOnBowl(lr!)), pathOf(onBowl(lr!))]
    return { steps, rate: lr!, long, short, times: long / short }
  },
  open: ({ lr }) => bothOn({ surface: bowl.id, start, steps }, adam(lr!)),
}

const grooveText = '0.5*x^2 + 0.1*y^2'
const from = -4
const rolling = (lr: number, count: number): Trajectory =>
  walked(adam(lr), groundOf(grooveText), { x: from, y: 0 }, count)
/** @returns the way of w, step by step */
function wayOf(lr: number, count: number): number[] {
  const trajectory = rolling(lr, count)
  return Array.from({ length: count + 1 }, (_, step) => placeOf(trajectory, step).x)
}
/** @returns the smallest rate that brings w to the floor within so many steps, by halving */
function leastRate(count: number): number {
  let [short, enough] = [0, 4]
  for (let turn = 0; turn < 50; turn++) {
    const lr = (short + enough) / 2
    if (Math.max(...wayOf(lr, count)) >= 0) enough = lr
    else short = lr
  }
  return enough
}

const reach: Step = {
  id: 'reach',
  dials: [
    {
      key: 'steps',
      symbol: 'n',
      name: { en: 'steps', 'zh-CN': '步数' },
      values: [20, 40, 80],
      first: 40,
    },
  ],
  ask: { kind: 'value', from: 0.01, to: 1, logarithmic: true, first: 0.02, symbol: 'η' },
  truth: ({ steps }) => leastRate(steps!),
  figure: ({ steps }, guess) => {
    const way = (lr: number): number[] => wayOf(lr, steps!)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: steps! },
      y: { name: words.weight, from: -4.5, to: 2 },
      lines: [
        overSteps(new Float64Array(steps! + 1), { name: { en: 'floor', 'zh-CN': '碗底' } }),
        overSteps(way(leastRate(steps!)), { ...look, hidden: true }),
        ...(typeof guess === 'number'
          ? [overSteps(way(guess), { ...look, name: words.yourRate, dash: [3, 3], hidden: true })]
          : []),
      ],
    }
  },
  formula: ({ steps }) => ({ ...adam(leastRate(steps!)), mark: 'lr' }),
  facts: ({ steps }) => ({
    ...{ steps: steps!, from, way: -from, share: -from / steps!, least: leastRate(steps!) },
  }),
  open: ({ steps }, _, __, guess) =>
    onSurface({
      surface: { text: grooveText, domain: { x: [-6, 6], y: [-3, 3] } },
      ...{ start: { x: from, y: 0 }, steps: steps! },
      lanes: [leastRate(steps!), ...(typeof guess === 'number' ? [guess] : [])].map((lr) =>
        adam(lr),
      ),
    }),
}

export const adamLesson: Lesson = {
  id: 'adam',
  text: { en: adamEn, 'zh-CN': adamZh },
  steps: [mean, signal, off, walking, reach],
  claims: [
    {
      says: 'In the end m swings about what the gradients agree on: their mean lies between two of its steps.',
      holds: () =>
        mean.dials[0]!.values.slice(0, 2).every((beta1) => {
          const { above, end, agreed } = mean.facts({ beta1 }) as Record<string, number>
          return above! > agreed! && end! < agreed!
        }),
    },
    {
      says: 'Under gradients 1 ± n Adam’s steps are 1/√(1 + n²) times η, within a hundredth.',
      holds: () =>
        signal.dials[0]!.values.every(
          (spread) => Math.abs(paceOf(spread) * Math.sqrt(1 + spread ** 2) - 1) < 0.01,
        ),
    },
    {
      says: 'With the correction, every step under a constant gradient is η long.',
      holds: () =>
        off.dials[0]!.values.every((beta2) =>
          lengthsOf(answered(adam(0.1, { beta2 }), constant(1, filling)), 0.1).every(
            (length) => Math.abs(length - 1) < 1e-5,
          ),
        ),
    },
    {
      says: 'Without it steps grow to more than twice η, and shrink again.',
      holds: () =>
        off.dials[0]!.values.every((beta2) => {
          const { most, at } = off.facts({ beta2 }) as { most: number; at: number }
          return most > 2 && at > 5 && at < 20 && bareLengths(beta2).at(-1)! < most
        }),
    },
    {
      says: 'With the correction no step on this bowl is longer than η in either direction.',
      holds: () =>
        walking.dials[0]!.values.every((lr) => {
          const trajectory = onBowl(lr)
          return Array.from({ length: steps }, (_, step) => step).every((step) => {
            const [a, b] = [placeOf(trajectory, step), placeOf(trajectory, step + 1)]
            return Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y)) <= lr * (1 + 1e-9)
          })
        }),
    },
    {
      says: 'Without it the same rate goes at least three times as far.',
      holds: () =>
        walking.dials[0]!.values.every((lr) => pathOf(bareOnBowl(lr)) > 3 * pathOf(onBowl(lr))),
    },
    {
      says: 'The least rate that gets there lies between the way over the steps and twice that.',
      holds: () =>
        reach.dials[0]!.values.every((count) => {
          const { share, least } = reach.facts({ steps: count }) as Record<string, number>
          return least! > share! && least! < 2 * share!
        }),
    },
  ],
}
