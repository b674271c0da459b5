import { rmsprop as rmspropOptimizer } from '../optimizers/rmsprop.ts'
import { ownCopy } from '../own/rule.ts'
import { findSurface, type Point } from '../surfaces/index.ts'
import { walk, type Trajectory } from '../surfaces/walk.ts'
import { rmspropEn } from './en/rmsprop.ts'
import {
  answered,
  arrivalAt,
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
import type { Dial, Lesson, LessonLane, PlotLine, Step } from './types.ts'
import { rmspropZh } from './zh-CN/rmsprop.ts'

/* A mean in place of the sum: what RMSprop forgets, and why it keeps its pace. */

const rmsprop = (lr: number, gamma = 0.9): LessonLane => lane('rmsprop', { lr, gamma })
const adagrad = (lr: number): LessonLane => lane('adagrad', { lr })
const look = { name: plain('RMSprop'), optimizer: 'rmsprop' }

const keepDial = (values: readonly number[]): Dial => ({
  key: 'gamma',
  symbol: 'γ',
  name: { en: 'kept of s', 'zh-CN': 's 保留的比例' },
  values,
  first: 0.9,
})
const gradientDial: Dial = {
  key: 'gradient',
  symbol: 'g',
  name: { en: 'gradient', 'zh-CN': '梯度' },
  values: [0.1, 1, 10],
  first: 1,
}

const calm = 40
const loud = 10
/** Gradients of 1, then gradients as small as the dial says. */
const fading = (later: number): number[] =>
  Array.from({ length: calm }, (_, step) => (step < loud ? 1 : later))
const squaresOf = (of: LessonLane, later: number): number[] => [
  0,
  ...answered(of, fading(later)).slots[0]!,
]
const meanLine = (later: number, gamma: number): PlotLine =>
  overSteps(squaresOf(rmsprop(0.1, gamma), later), { ...look, name: plain('s'), hidden: true })
const forgetAt = [13, 16, 20, 30, 40]

const forget: Step = {
  id: 'forget',
  dials: [
    {
      key: 'later',
      symbol: 'g',
      name: { en: 'later gradient', 'zh-CN': '之后的梯度' },
      values: [0, 0.1, 0.3, 0.5],
      first: 0.1,
    },
    keepDial([0.8, 0.9, 0.95]),
  ],
  ask: { kind: 'curve', at: forgetAt, first: 0.9 },
  truth: ({ later, gamma }) => heightsAt(meanLine(later!, gamma!), forgetAt),
  figure: ({ later, gamma }) => {
    const whole = meanLine(later!, gamma!)
    const known = Array.from(whole.y).slice(0, loud + 1)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: calm },
      y: { name: { en: 'mean s', 'zh-CN': '均值 s' }, from: 0, to: 1 },
      lines: [overSteps(known, { ...look, name: plain('') }), whole],
    }
  },
  formula: ({ gamma }) => ({ ...rmsprop(0.1, gamma!), mark: 'gamma * s' }),
  facts: ({ later, gamma }) => {
    const [start, end] = heightsAt(meanLine(later!, gamma!), [loud, calm])
    return {
      ...{ later: later!, gamma: gamma!, fresh: 1 - gamma!, square: later! ** 2 },
      ...{ start: start!, end: end!, sum: squaresOf(adagrad(0.1), later!)[calm]! },
    }
  },
  open: ({ later, gamma }) => onOptimizers(rmsprop(0.1, gamma!), fading(later!)),
}

const long = 100
const rateAt = (of: LessonLane, gradient: number): number =>
  answered(of, constant(gradient, long)).rates[long - 1]!

const rate: Step = {
  id: 'rate',
  dials: [rateDial([0.1, 0.5, 1], 0.5), gradientDial],
  ask: {
    ...{ kind: 'value', from: 1e-3, to: 100, logarithmic: true, first: 0.02 },
    ...{ symbol: 'η/√s', on: 'y', beside: long },
  },
  truth: ({ lr, gradient }) => rateAt(rmsprop(lr!), gradient!),
  figure: ({ lr, gradient }) => {
    const gradients = constant(gradient!, long)
    const rates = answered(rmsprop(lr!), gradients).rates
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: long },
      y: { name: words.rate, from: 1e-3, to: 100, logarithmic: true },
      lines: [
        overSteps(answered(adagrad(lr!), gradients).rates, {
          ...{ name: plain('Adagrad'), optimizer: 'adagrad' },
        }),
        overSteps(rates.subarray(0, 5), { ...look, name: plain('') }, 1),
        overSteps(rates, { ...look, hidden: true }, 1),
      ],
    }
  },
  formula: ({ lr }) => ({ ...rmsprop(lr!), mark: 'sqrt(s + 1e-6)' }),
  facts: ({ lr, gradient }) => ({
    ...{ rate: lr!, gradient: gradient!, other: rateAt(adagrad(lr!), gradient!) },
    ...{ step: long, end: rateAt(rmsprop(lr!), gradient!) },
  }),
  open: ({ lr, gradient }) => onOptimizers(rmsprop(lr!), constant(gradient!, long)),
}

const filling = 40
/** From here on the known part of the step lengths is shown. */
const settled = 25
const lengths = (gamma: number, gradient: number): number[] =>
  lengthsOf(answered(rmsprop(0.1, gamma), constant(gradient, filling)), 0.1)

const first: Step = {
  id: 'first',
  dials: [keepDial([0.8, 0.9, 0.95]), gradientDial],
  ask: { kind: 'value', from: 0, to: 6, first: 1, symbol: 'Δ/η', on: 'y', beside: 1 },
  truth: ({ gamma, gradient }) => lengths(gamma!, gradient!)[0]!,
  figure: ({ gamma, gradient }) => {
    const all = lengths(gamma!, gradient!)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: filling },
      y: { name: inRates, from: 0, to: 6 },
      lines: [
        overSteps(all.slice(settled), look, settled + 1),
        overSteps(all, { ...look, name: plain(''), hidden: true }, 1),
      ],
    }
  },
  formula: ({ gamma }) => ({ ...rmsprop(0.1, gamma!), mark: '(1 - gamma) * g**2' }),
  facts: ({ gamma, gradient }) => ({
    ...{ gradient: gradient!, fresh: 1 - gamma!, first: lengths(gamma!, gradient!)[0]! },
  }),
  open: ({ gamma, gradient }) => onOptimizers(rmsprop(0.1, gamma!), constant(gradient!, filling)),
}

const bowl = findSurface('quadratic')!
const start: Point = { x: -5, y: -2 }
/** The loss that counts as arrived, and steps within which all do. */
const target = 0.01
const patience = 3000
const onBowl = (of: LessonLane): Trajectory => walked(of, bowl, start, patience)
const arrival = (of: LessonLane): number => arrivalAt(onBowl(of), target)

const far: Step = {
  id: 'far',
  dials: [rateDial([0.2, 0.3, 0.4], 0.2)],
  ask: {
    ...{ kind: 'value', from: 10, to: 1000, logarithmic: true, first: 20 },
    ...{ symbol: 'n', on: 'x', beside: target },
  },
  truth: ({ lr }) => arrival(rmsprop(lr! / 2)),
  figure: ({ lr }) => {
    const curve = (part: number): PlotLine => {
      const trajectory = onBowl(rmsprop(lr! * part))
      const end = arrivalAt(trajectory, target)
      const name = plain(`η = ${lr! * part}`)
      return overSteps(trajectory.values.subarray(1, end + 1), { ...look, name }, 1)
    }
    return {
      kind: 'plot',
      x: { name: words.step, from: 1, to: 1000, logarithmic: true },
      y: { name: words.loss, from: 0.005, to: 20, logarithmic: true },
      lines: [curve(1), { ...curve(0.5), dash: [5, 3], hidden: true }],
    }
  },
  formula: ({ lr }) => ({ ...rmsprop(lr! / 2), mark: 'gamma * s + (1 - gamma) * g**2' }),
  facts: ({ lr }) => {
    const [now, then] = [arrival(rmsprop(lr!)), arrival(rmsprop(lr! / 2))]
    const slow = arrival(adagrad(lr! / 2)) / arrival(adagrad(lr!))
    return { rate: lr!, half: lr! / 2, target, first: now, second: then, times: then / now, slow }
  },
  open: ({ lr }) =>
    onSurface({
      ...{ surface: bowl.id, start, steps: arrival(rmsprop(lr! / 2)) },
      lanes: [rmsprop(lr!), rmsprop(lr! / 2), adagrad(lr!)],
    }),
}

const groove = groundOf('0.5*x^2 + 0.1*y^2')
const hoverSteps = 200
const hovering = (lr: number): Trajectory =>
  walked(rmsprop(lr), groove, { x: -4, y: 0 }, hoverSteps)
const wayOf = (trajectory: Trajectory): number[] =>
  Array.from({ length: hoverSteps + 1 }, (_, step) => placeOf(trajectory, step).x)
/** @returns the largest distance from the floor in the last twenty steps */
const swingOf = (lr: number): number => Math.max(...wayOf(hovering(lr)).slice(-20).map(Math.abs))

/** RMSprop with a rate that falls, as a person would write it. */
const calmed = written({
  ...ownCopy('RMSprop, rate falls', rmspropOptimizer, rmspropOptimizer.rules.tutorial!, 'en'),
  note: '',
  program: 's = gamma * s + (1 - gamma) * g**2\nw -= lr / t * g / sqrt(s + 1e-6)',
})

/** @returns what becomes of the walk, by the options' names */
function fateOf(lr: number): string {
  const swing = swingOf(lr)
  if (swing < lr / 100) return 'rest'
  return swing <= lr ? 'hop' : 'climb'
}

const hover: Step = {
  id: 'hover',
  dials: [rateDial([0.2, 0.4, 0.6], 0.4)],
  ask: { kind: 'choice', options: ['rest', 'hop', 'climb'] },
  truth: ({ lr }) => fateOf(lr!),
  figure: ({ lr }) => {
    const way = wayOf(hovering(lr!))
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: hoverSteps },
      y: { name: words.weight, from: -4, to: 3 },
      lines: [
        overSteps(way.slice(0, 5), { ...look, name: plain('') }),
        overSteps(way, { ...look, hidden: true }),
      ],
    }
  },
  formula: ({ lr }) => ({ ...rmsprop(lr!), mark: 'lr * g / sqrt(s + 1e-6)' }),
  facts: ({ lr }) => ({ rate: lr!, swing: swingOf(lr!) }),
  open: ({ lr }) =>
    onSurface({
      surface: { text: '0.5*x^2 + 0.1*y^2', domain: { x: [-6, 6], y: [-3, 3] } },
      ...{ start: { x: -4, y: 0 }, steps: hoverSteps, lanes: [rmsprop(lr!)] },
    }),
}

export const rmspropLesson: Lesson = {
  id: 'rmsprop',
  text: { en: rmspropEn, 'zh-CN': rmspropZh },
  steps: [forget, rate, first, far, hover],
  claims: [
    {
      says: 'After loud gradients the mean falls at every step, and ends nearer to the new square than it began.',
      holds: () =>
        forget.dials[0]!.values.every((later) =>
          forget.dials[1]!.values.every((gamma) => {
            const squares = squaresOf(rmsprop(0.1, gamma), later).slice(loud)
            const falls = squares.every((s, at) => at === 0 || s <= squares[at - 1]!)
            return falls && squares.at(-1)! - later ** 2 < 0.5 * (squares[0]! - later ** 2)
          }),
        ),
    },
    {
      says: 'Under a gradient g that never changes the rate settles at η/|g| within a thousandth.',
      holds: () =>
        rate.dials[0]!.values.every((lr) =>
          gradientDial.values.every((g) => Math.abs((rateAt(rmsprop(lr), g) * g) / lr - 1) < 1e-3),
        ),
    },
    {
      says: 'The first step is 1/√(1 − γ) times η, whatever the gradient.',
      holds: () =>
        first.dials[0]!.values.every((gamma) =>
          gradientDial.values.every(
            (g) => Math.abs(lengths(gamma, g)[0]! * Math.sqrt(1 - gamma) - 1) < 0.01,
          ),
        ),
    },
    {
      says: 'Half the rate costs RMSprop 1.7 to 2.3 times the steps; Adagrad more than three times.',
      holds: () =>
        far.dials[0]!.values.every((lr) => {
          const { times, slow } = far.facts({ lr }) as { times: number; slow: number }
          return Math.abs(times - 2) < 0.3 && slow > 3
        }),
    },
    {
      says: 'Almost at rest, η/√s is above 2/L, which is 2 here, when it is thrown out again.',
      holds: () =>
        hover.dials[0]!.values.every((lr) => {
          const trajectory = hovering(lr)
          const way = wayOf(trajectory).map(Math.abs)
          const rest = way.findIndex((distance) => distance < lr / 1000)
          const out = way.findIndex((distance, step) => step > rest && distance > lr / 10)
          const rateAt = (step: number): number =>
            lr / Math.sqrt(trajectory.slots[0]![2 * step]! + 1e-6)
          return rest > 0 && out > rest && rateAt(rest) < 2 && rateAt(out - 1) > 2
        }),
    },
    {
      says: 'With a rate that falls as η/t it ends within a fiftieth of η.',
      holds: () =>
        hover.dials[0]!.values.every((lr) => {
          const hyper = { lr, gamma: 0.9 }
          const trajectory = walk({
            ...{ surface: groove, rule: calmed.rule, hyper },
            ...{ start: { x: -0.5, y: 0 }, steps: hoverSteps },
          })
          return wayOf(trajectory)
            .slice(-20)
            .every((x) => Math.abs(x) < lr / 50)
        }),
    },
    {
      says: 'It never comes to rest: in the end it hops by η, half of it to either side of the floor.',
      holds: () =>
        hover.dials[0]!.values.every(
          (lr) => fateOf(lr) === 'hop' && Math.abs(swingOf(lr) / (lr / 2) - 1) < 0.05,
        ),
    },
  ],
}
