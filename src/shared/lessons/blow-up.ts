import { findClipping } from '../clipping/index.ts'
import { sgd as sgdOptimizer } from '../optimizers/sgd.ts'
import { ownCopy } from '../own/rule.ts'
import type { Point } from '../surfaces/index.ts'
import { gradientNoise } from '../surfaces/noise.ts'
import { walk, type Trajectory } from '../surfaces/walk.ts'
import { blowUpEn } from './en/blow-up.ts'
import {
  groundOf,
  hops,
  lane,
  onSurface,
  overSteps,
  plain,
  rateDial,
  slice,
  walked,
  words,
  written,
} from './parts.ts'
import type {
  Dial,
  Figure,
  HandOver,
  Lesson,
  LessonLane,
  PlotAxis,
  PlotLine,
  Step,
} from './types.ts'
import { blowUpZh } from './zh-CN/blow-up.ts'

/* A wall that is too steep for the rate, and what helps: bounded gradients, a warm-up, a rate that falls. */

/** Steep far out, flat in the middle: its curvature is 0.6 w². */
const wallText = '0.05*x^4 + 0.1*y^2'
const wall = groundOf(wallText)
const start: Point = { x: -5, y: 0 }
const weight: PlotAxis = { name: words.weight, from: -8, to: 8 }
const height: PlotAxis = { name: words.loss, from: 0, to: 220 }

const sgd = (lr: number): LessonLane => lane('sgd', { lr })
/** SGD as a person would write it, with one more number. */
function writtenSgd(
  name: string,
  key: string,
  symbol: string,
  program: string,
): ReturnType<typeof written> {
  const copy = ownCopy(name, sgdOptimizer, sgdOptimizer.rules.tutorial!, 'en')
  const range = { minimum: 0, maximum: 10_000 }
  const hyper = [...copy.hyper, { key, symbol, label: '', default: 1, range }]
  return written({ ...copy, note: '', hyper, program })
}
const clipping = writtenSgd(
  'SGD, gradient clipped',
  ...(['limit', 'c', 'w -= lr * g * min(1, limit / (global_norm(g) + 1e-6))'] as const),
)
const warming = writtenSgd(
  'SGD, warmed up',
  ...(['warmup', 'n', 'w -= lr * min(1, t / warmup) * g'] as const),
)
const falling = writtenSgd(
  'SGD, rate drops',
  ...(['drop', 'k', 'w -= lr * where(t > drop, 0.1, 1) * g'] as const),
)

/** On the wall, beside plain SGD where its rate stays drawn. */
const open = (steps: number, own: Parameters<typeof onSurface>[0]['own'], lr?: number): HandOver =>
  onSurface({
    surface: { text: wallText, domain: { x: [-8, 8], y: [-4, 4] } },
    ...{ start, steps, lanes: lr === undefined ? [] : [sgd(lr)], own: own ?? [] },
  })

function wallFigure(path: PlotLine): Figure {
  return {
    ...{ kind: 'plot', x: weight, y: height },
    lines: [
      slice(wall, { from: -8, to: 8 }, plain('')),
      hops(walked(sgd(0), wall, start, 0), { name: words.start, optimizer: 'sgd' }),
      path,
    ],
  }
}
/** Losses beyond this have left the picture for good. */
const gone = 1e6
const blown = (values: ArrayLike<number>): boolean =>
  Array.from(values).some((value) => !(value < gone))

const bare: Step = {
  id: 'bare',
  dials: [rateDial([0.1, 0.3, 0.39, 0.5, 0.6], 0.5)],
  ask: { kind: 'choice', options: ['arrives', 'hops', 'diverges'] },
  truth: ({ lr }) => {
    const { points, values, steps } = walked(sgd(lr!), wall, start, 60)
    if (blown(values)) return 'diverges'
    return Math.abs(points[2 * steps]!) < 2.5 ? 'arrives' : 'hops'
  },
  figure: ({ lr }) =>
    wallFigure(
      hops(shownPart(walked(sgd(lr!), wall, start, 12)), {
        ...{ name: plain('SGD'), optimizer: 'sgd', hidden: true },
      }),
    ),
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'lr * g' }),
  facts: ({ lr }) => {
    const { gradients, points } = walked(sgd(lr!), wall, start, 1)
    return { rate: lr!, slope: gradients[0]!, to: points[2]! }
  },
  open: ({ lr }) => open(12, [], lr!),
}

/** @returns a walk as far as its numbers can be drawn */
function shownPart({ steps, points, values, ...trajectory }: Trajectory): Trajectory {
  const last = Array.from(values.subarray(0, steps + 1)).findIndex((value) => !(value < gone))
  const kept = last < 0 ? steps : last
  return { ...trajectory, steps: kept, points, values }
}

const limitDial: Dial = {
  key: 'limit',
  symbol: 'c',
  name: { en: 'gradients up to', 'zh-CN': '梯度上限' },
  values: [0.5, 1, 1.5],
  first: 1,
}
const clipRate = 0.5
const clipped = (limit: number, steps: number): Trajectory =>
  walk({ surface: wall, rule: clipping.rule, hyper: { lr: clipRate, limit }, start, steps })

const clip: Step = {
  id: 'clip',
  dials: [limitDial],
  ask: { kind: 'value', from: -8, to: 8, first: 5, symbol: 'w', on: 'x' },
  truth: ({ limit }) => clipped(limit!, 4).points[8]!,
  figure: ({ limit }) =>
    wallFigure(hops(clipped(limit!, 4), { name: plain('SGD'), optimizer: 'sgd', hidden: true })),
  formula: () => ({ ...sgd(clipRate), mark: 'g' }),
  facts: ({ limit }) => ({
    limit: limit!,
    length: clipRate * limit!,
    to: clipped(limit!, 4).points[8]!,
  }),
  open: ({ limit }) => open(4, [clipping.lane({ lr: clipRate, limit: limit! })]),
}

const warmRate = 2
const warmDial: Dial = {
  key: 'steps',
  symbol: 'n',
  name: { en: 'warm-up steps', 'zh-CN': '预热步数' },
  values: [1, 4, 8, 20],
  first: 8,
}
const warmed = (warmup: number, steps: number): Trajectory =>
  walk({ surface: wall, rule: warming.rule, hyper: { lr: warmRate, warmup }, start, steps })

const warm: Step = {
  id: 'warm',
  dials: [warmDial],
  ask: { kind: 'choice', options: ['diverges', 'survives'] },
  truth: ({ steps }) => (blown(warmed(steps!, 60).values) ? 'diverges' : 'survives'),
  figure: ({ steps }) =>
    wallFigure(
      hops(shownPart(warmed(steps!, 40)), {
        ...{ name: plain('SGD'), optimizer: 'sgd', hidden: true },
      }),
    ),
  formula: () => ({ ...sgd(warmRate), mark: 'lr' }),
  facts: ({ steps }) => {
    const first = warmRate / steps!
    return { steps: steps!, first, to: walked(sgd(first), wall, start, 1).points[2]! }
  },
  open: ({ steps }) => open(40, [warming.lane({ lr: warmRate, warmup: steps! })]),
}

/** A bowl of curvature 1 whose gradients are noisy, as batches make them. */
const bowl = groundOf('0.5*x^2 + 0.5*y^2')
const noiseSteps = 400
const cut = noiseSteps / 2
const noise = gradientNoise(1, 7, noiseSteps)!
const noisyStart: Point = { x: -4, y: 3 }
const noisy = (lr: number): number[] =>
  Array.from(
    walk({
      ...{ surface: bowl, rule: falling.rule, hyper: { lr, drop: cut } },
      ...{ start: noisyStart, steps: noiseSteps, noise },
    }).values,
  )
/** @returns the mean loss of the last hundred steps before a step */
const meanBefore = (values: readonly number[], step: number): number =>
  values.slice(step - 99, step + 1).reduce((sum, each) => sum + each, 0) / 100

const decay: Step = {
  id: 'decay',
  dials: [rateDial([0.1, 0.2, 0.4], 0.2)],
  ask: {
    ...{ kind: 'value', from: 1e-4, to: 10, logarithmic: true, first: 1 },
    ...{ symbol: 'f', on: 'y', beside: noiseSteps },
  },
  truth: ({ lr }) => meanBefore(noisy(lr!), noiseSteps),
  figure: ({ lr }) => {
    const values = noisy(lr!)
    const line = { name: plain('SGD'), optimizer: 'sgd' }
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: noiseSteps },
      y: { name: words.loss, from: 1e-4, to: 20, logarithmic: true },
      lines: [
        overSteps(values.slice(0, cut + 1), { ...line, name: plain('') }),
        overSteps(values.slice(cut), { ...line, hidden: true }, cut),
      ],
    }
  },
  formula: ({ lr }) => ({ ...sgd(lr! / 10), mark: 'lr * g' }),
  facts: ({ lr }) => {
    const values = noisy(lr!)
    return {
      rate: lr!,
      less: lr! / 10,
      before: meanBefore(values, cut),
      after: meanBefore(values, noiseSteps),
    }
  },
  open: ({ lr }) =>
    onSurface({
      surface: { text: '0.5*x^2 + 0.5*y^2', domain: { x: [-5, 5], y: [-4, 4] } },
      ...{ start: noisyStart, steps: noiseSteps, noise: { deviation: 1, seed: 7 } },
      ...{ lanes: [], own: [falling.lane({ lr: lr!, drop: cut })] },
    }),
}

export const blowUpLesson: Lesson = {
  id: 'blow-up',
  text: { en: blowUpEn, 'zh-CN': blowUpZh },
  steps: [bare, clip, warm, decay],
  claims: [
    {
      says: 'The slope at −5 is −25, and the curvature 0.6 w².',
      holds: (): boolean => {
        const [slope, beside] = [new Float64Array(2), new Float64Array(2)]
        wall.gradient(-5, 0, slope)
        wall.gradient(-5 + 1e-6, 0, beside)
        return (
          Math.abs(slope[0]! + 25) < 1e-9 && Math.abs((beside[0]! - slope[0]!) / 1e-6 - 15) < 1e-3
        )
      },
    },
    {
      says: 'From −5 plain descent arrives with rates below 0.4 and diverges above.',
      holds: () =>
        bare.dials[0]!.values.every((lr) => (bare.truth({ lr }) === 'diverges') === lr > 0.4) &&
        bare.truth({ lr: 0.1 }) === 'arrives',
    },
    {
      says: 'Clipping here scales as the laboratory’s own does.',
      holds: () => findClipping('norm')?.code === 'g * min(1, limit / (norm(g) + 1e-6))',
    },
    {
      says: 'With bounded gradients each of four steps is η · c long, and nothing blows up.',
      holds: () =>
        limitDial.values.every((limit) => {
          const { points, values } = clipped(limit, 200)
          const lengths = [0, 1, 2, 3].map((step) => points[2 * step + 2]! - points[2 * step]!)
          const even = lengths.every((each) => Math.abs(each - clipRate * limit) < 1e-6)
          return even && !blown(values)
        }),
    },
    {
      says: 'Without warm-up a rate of 2 diverges; eight steps of warm-up survive, four do not.',
      holds: () =>
        warmDial.values.map((steps) => warm.truth({ steps })).join() ===
        'diverges,diverges,survives,survives',
    },
    {
      says: 'A tenth of the rate brings the mean loss down to less than a quarter, not to zero.',
      holds: () =>
        decay.dials[0]!.values.every((lr) => {
          const values = noisy(lr)
          const [before, after] = [meanBefore(values, cut), meanBefore(values, noiseSteps)]
          return after < before / 4 && after > 0.001
        }),
    },
  ],
}
