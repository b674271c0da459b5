import { findSurface, type Point } from '../surfaces/index.ts'
import type { Trajectory } from '../surfaces/walk.ts'
import { adadeltaEn } from './en/adadelta.ts'
import {
  answered,
  arrivalAt,
  constant,
  groundOf,
  heightsAt,
  lane,
  onOptimizers,
  onSurface,
  overSteps,
  placeOf,
  plain,
  walked,
  words,
} from './parts.ts'
import type { Dial, Lesson, LessonLane, PlotLine, Step } from './types.ts'
import { adadeltaZh } from './zh-CN/adadelta.ts'

/* A rule without a rate: where its steps take their length from, and why it sets off slowly. */

const adadelta = (rho = 0.9): LessonLane => lane('adadelta', { rho })
/** PyTorch's, whose epsilon can be chosen; its rate of 1 leaves the rule as it is. */
const withEpsilon = (epsilon: number): LessonLane =>
  lane('adadelta', { lr: 1, rho: 0.9, epsilon }, 'pytorch')
const rmsprop = (lr: number): LessonLane => lane('rmsprop', { lr, gamma: 0.9 })
const look = { name: plain('Adadelta'), optimizer: 'adadelta' }
const rmspropLook = { name: plain('RMSprop'), optimizer: 'rmsprop' }

/** What the tutorial's rule has under both roots. */
const epsilon = 1e-6
const stepLength = { en: 'step length', 'zh-CN': '步长' }

const gradientDial: Dial = {
  key: 'gradient',
  symbol: 'g',
  name: { en: 'gradient', 'zh-CN': '梯度' },
  values: [0.1, 1, 10],
  first: 1,
}
const rhoDial: Dial = {
  key: 'rho',
  symbol: 'ρ',
  name: { en: 'kept of s, Δ', 'zh-CN': 's、Δ 保留的比例' },
  values: [0.9, 0.95],
  first: 0.9,
}

const long = 200
const lengths = (of: LessonLane, gradient: number, count = long): number[] =>
  Array.from(answered(of, constant(gradient, count)).steps, Math.abs)

const rate = 0.02
const first: Step = {
  id: 'first',
  dials: [gradientDial, rhoDial],
  ask: {
    ...{ kind: 'value', from: 1e-5, to: 10, logarithmic: true, first: 0.1 },
    ...{ symbol: '|u|', on: 'y', beside: 1 },
  },
  truth: ({ gradient, rho }) => lengths(adadelta(rho!), gradient!)[0]!,
  figure: ({ gradient, rho }) => ({
    kind: 'plot',
    x: { name: words.step, from: 0, to: 20 },
    y: { name: stepLength, from: 1e-5, to: 10, logarithmic: true },
    lines: [
      overSteps(lengths(rmsprop(rate), gradient!, 20), rmspropLook, 1),
      overSteps(lengths(adadelta(rho!), gradient!, 20), { ...look, hidden: true }, 1),
    ],
  }),
  formula: ({ rho }) => ({ ...adadelta(rho!), mark: 'sqrt(d + 1e-6)' }),
  facts: ({ gradient, rho }) => ({
    ...{ gradient: gradient!, rate, root: Math.sqrt(epsilon), fresh: 1 - rho! },
    ...{ first: lengths(adadelta(rho!), gradient!)[0]! },
    other: lengths(rmsprop(rate), gradient!)[0]!,
  }),
  open: ({ gradient, rho }) => onOptimizers(adadelta(rho!), constant(gradient!, 20)),
}

const growAt = [50, 100, 150, 200]
const growLine = (rho: number): PlotLine =>
  overSteps(lengths(adadelta(rho), 1), { ...look, hidden: true }, 1)

const grow: Step = {
  id: 'grow',
  dials: [rhoDial],
  ask: { kind: 'curve', at: growAt, first: 0.002 },
  truth: ({ rho }) => heightsAt(growLine(rho!), growAt),
  figure: ({ rho }) => {
    const whole = growLine(rho!)
    const known = Array.from(whole.y).slice(0, 10)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: long },
      y: { name: stepLength, from: 0, to: 0.02 },
      lines: [
        overSteps(lengths(rmsprop(0.01), 1).slice(20), { ...rmspropLook }, 21),
        overSteps(known, { ...look, name: plain('') }, 1),
        whole,
      ],
    }
  },
  formula: ({ rho }) => ({ ...adadelta(rho!), mark: 'rho * d + (1 - rho) * u**2' }),
  facts: ({ rho }) => {
    const all = lengths(adadelta(rho!), 1)
    const [begin, end] = [all[0]!, all[long - 1]!]
    return { begin, end, step: long, times: end / begin, rate: 0.01 }
  },
  open: ({ rho }) => onOptimizers(adadelta(rho!), constant(1, long)),
}

const bowl = findSurface('quadratic')!
const start: Point = { x: -5, y: -2 }
const onBowl = (of: LessonLane, steps: number): Trajectory => walked(of, bowl, start, steps)

const alike: Step = {
  id: 'alike',
  dials: [
    {
      key: 'steps',
      symbol: 'n',
      name: { en: 'steps', 'zh-CN': '步数' },
      values: [100, 200, 400],
      first: 200,
    },
  ],
  ask: { kind: 'point', first: { x: -2, y: 1.5 } },
  truth: ({ steps }) => placeOf(onBowl(adadelta(), steps!), steps!),
  figure: ({ steps }) => ({
    kind: 'plane',
    surface: bowl,
    start,
    steps: steps!,
    walks: [
      { ...rmspropLook, trajectory: onBowl(rmsprop(rate), steps!) },
      { ...look, trajectory: onBowl(adadelta(), steps!), hidden: true },
    ],
  }),
  formula: () => ({ ...adadelta(), mark: 'sqrt(d + 1e-6) / sqrt(s + 1e-6)' }),
  facts: ({ steps }) => {
    const [mine, other] = [adadelta(), rmsprop(rate)].map((of) =>
      placeOf(onBowl(of, steps!), steps!),
    )
    return {
      ...{ steps: steps!, rate },
      ...{ x: mine!.x - start.x, y: mine!.y - start.y, other: other!.x - start.x },
    }
  },
  open: ({ steps }) =>
    onSurface({ surface: bowl.id, start, steps: steps!, lanes: [adadelta(), rmsprop(rate)] }),
}

/** The loss that counts as arrived, and steps within which all do. */
const target = 0.01
const patience = 20_000
/** The bowl x²/2 in a unit so many times smaller; the loss stays what it is. */
const grooveText = (unit: number): string => `${0.5 / unit ** 2}*x^2 + 0.1*y^2`
const roll = (of: LessonLane, unit = 1): Trajectory =>
  walked(of, groundOf(grooveText(unit)), { x: -4 * unit, y: 0 }, patience)
const arrival = (of: LessonLane, unit = 1): number => arrivalAt(roll(of, unit), target)
/** @returns the loss on the way, drawn up to the arrival and in points that grow further apart */
function descent(of: LessonLane, unit: number, line: Omit<PlotLine, 'x' | 'y'>): PlotLine {
  const trajectory = roll(of, unit)
  const end = arrivalAt(trajectory, target)
  const steps: number[] = []
  for (let step = 1; step < end; step = Math.max(step + 1, Math.round(step * 1.02))) {
    steps.push(step)
  }
  steps.push(end)
  return { ...line, x: steps, y: steps.map((step) => trajectory.values[step]!) }
}
const arriving = {
  x: { name: words.step, from: 1, to: patience, logarithmic: true },
  y: { name: words.loss, from: 0.005, to: 20, logarithmic: true },
} as const

const unitRate = 0.1
const units: Step = {
  id: 'units',
  dials: [
    {
      key: 'unit',
      symbol: 'k',
      name: { en: 'smaller unit', 'zh-CN': '单位缩小' },
      values: [2, 10, 40],
      first: 10,
    },
  ],
  ask: {
    ...{ kind: 'value', from: 100, to: patience, logarithmic: true, first: 300 },
    ...{ symbol: 'n', on: 'x', beside: target },
  },
  truth: ({ unit }) => arrival(adadelta(), unit!),
  figure: ({ unit }) => ({
    kind: 'plot',
    ...arriving,
    lines: [
      descent(adadelta(), 1, { ...look, name: { en: 'old unit', 'zh-CN': '原单位' } }),
      descent(adadelta(), unit!, {
        ...{
          ...look,
          name: { en: `unit ÷ ${unit!}`, 'zh-CN': `单位 ÷ ${unit!}` },
          dash: [5, 3],
          hidden: true,
        },
      }),
    ],
  }),
  formula: () => ({ ...adadelta(), mark: 'sqrt(d + 1e-6) / sqrt(s + 1e-6)' }),
  facts: ({ unit }) => {
    const [before, after] = [arrival(adadelta()), arrival(adadelta(), unit!)]
    const slow = arrival(rmsprop(unitRate), unit!) / arrival(rmsprop(unitRate))
    return { unit: unit!, before, after, times: after / before, slow }
  },
  open: ({ unit }) =>
    onSurface({
      surface: {
        text: grooveText(unit!),
        domain: { x: [-6 * unit!, 6 * unit!], y: [-3 * unit!, 3 * unit!] },
      },
      ...{ start: { x: -4 * unit!, y: 0 }, steps: arrival(adadelta(), unit!) },
      lanes: [adadelta(), rmsprop(unitRate)],
    }),
}

const chosen: Step = {
  id: 'chosen',
  dials: [
    {
      key: 'epsilon',
      symbol: 'ε',
      name: plain('ε'),
      values: [1e-8, 1e-7, 1e-5, 1e-4],
      first: 1e-4,
    },
  ],
  ask: {
    ...{ kind: 'value', from: 10, to: patience, logarithmic: true, first: 5000 },
    ...{ symbol: 'n', on: 'x', beside: target },
  },
  truth: (values) => arrival(withEpsilon(values.epsilon!)),
  figure: (values) => ({
    kind: 'plot',
    ...arriving,
    lines: [
      descent(withEpsilon(epsilon), 1, { ...look, name: plain(`ε = ${epsilon}`) }),
      descent(withEpsilon(values.epsilon!), 1, {
        ...{ ...look, name: plain(`ε = ${values.epsilon!}`), dash: [5, 3], hidden: true },
      }),
    ],
  }),
  formula: (values) => ({ ...withEpsilon(values.epsilon!), mark: 'sqrt(d + epsilon)' }),
  facts: (values) => ({
    ...{ known: epsilon, epsilon: values.epsilon!, target },
    ...{ before: arrival(withEpsilon(epsilon)), after: arrival(withEpsilon(values.epsilon!)) },
    begin: lengths(withEpsilon(epsilon), 1)[0]!,
    first: lengths(withEpsilon(values.epsilon!), 1)[0]!,
  }),
  open: (values) =>
    onSurface({
      surface: { text: grooveText(1), domain: { x: [-6, 6], y: [-3, 3] } },
      ...{ start: { x: -4, y: 0 }, steps: arrival(withEpsilon(values.epsilon!)) },
      lanes: [withEpsilon(values.epsilon!), withEpsilon(epsilon)],
    }),
}

export const adadeltaLesson: Lesson = {
  id: 'adadelta',
  text: { en: adadeltaEn, 'zh-CN': adadeltaZh },
  steps: [first, grow, alike, units, chosen],
  claims: [
    {
      says: 'The first step is √(ε/(1 − ρ)) long, whatever the gradient.',
      holds: () =>
        gradientDial.values.every((g) =>
          rhoDial.values.every(
            (rho) =>
              Math.abs(lengths(adadelta(rho), g)[0]! / Math.sqrt(epsilon / (1 - rho)) - 1) < 1e-3,
          ),
        ),
    },
    {
      says: 'Under a gradient that never changes every step is longer than the one before, and the 200th not twice the first.',
      holds: () =>
        rhoDial.values.every((rho) => {
          const all = lengths(adadelta(rho), 1)
          return all.every((each, at) => at === 0 || each > all[at - 1]!) && all[199]! < 2 * all[0]!
        }),
    },
    {
      says: 'The first step is as long in y as in x, within a thousandth, though y is twenty times as steep.',
      holds: (): boolean => {
        const { x, y } = placeOf(onBowl(adadelta(), 1), 1)
        return Math.abs((y - start.y) / (x - start.x) - 1) < 1e-3
      },
    },
    {
      says: 'After 100, 200 and 400 steps it has come less far in x than RMSprop with a rate of 0.02.',
      holds: () =>
        alike.dials[0]!.values.every((steps) => {
          const { x, other } = alike.facts({ steps }) as { x: number; other: number }
          return x < other
        }),
    },
    {
      says: 'In a smaller unit Adadelta needs more steps, yet fewer times as many than RMSprop.',
      holds: () =>
        units.dials[0]!.values.every((unit) => {
          const { times, slow } = units.facts({ unit }) as { times: number; slow: number }
          return times > 1 && times < slow
        }),
    },
    {
      says: 'A hundred times the epsilon makes the first step ten times as long, and the walk shorter.',
      holds: (): boolean => {
        const [low, high] = [1e-6, 1e-4].map(
          (value) => chosen.facts({ epsilon: value }) as Record<string, number>,
        )
        return Math.abs(high!.first! / low!.first! - 10) < 0.01 && high!.after! < low!.after!
      },
    },
  ],
}
