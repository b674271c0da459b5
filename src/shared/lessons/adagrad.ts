import type { Trajectory } from '../surfaces/walk.ts'
import { adagradEn } from './en/adagrad.ts'
import {
  answered,
  arrivalAt,
  constant,
  heightsAt,
  lane,
  onOptimizers,
  onSurface,
  overSteps,
  placeOf,
  plain,
  rateDial,
  ravine,
  ravineStart,
  walked,
  words,
} from './parts.ts'
import type { Lesson, LessonLane, PlotLine, Step } from './types.ts'
import { adagradZh } from './zh-CN/adagrad.ts'

/* One rate for each weight: what Adagrad's sum does, and what it costs. */

const bowl = ravine
const start = ravineStart
const steps = 20

const sgd = (lr: number): LessonLane => lane('sgd', { lr })
const adagrad = (lr: number): LessonLane => lane('adagrad', { lr })
const onBowl = (of: LessonLane, count: number): Trajectory => walked(of, bowl, start, count)

/** Near enough to the floor to have arrived. */
const near = 0.1

/** @returns the weight that comes near its floor first and stays */
function firstHome(lr: number): string {
  const { points } = onBowl(sgd(lr), 500)
  const home = (axis: 0 | 1): number => {
    let step = 500
    while (step > 0 && Math.abs(points[2 * step + axis]!) < near) step--
    return step
  }
  const [x, y] = [home(0), home(1)]
  return x === y ? 'both' : x < y ? 'x' : 'y'
}

const hardly = { en: 'less than 0.001', 'zh-CN': '不到 0.001' }

const oneRate: Step = {
  id: 'one',
  dials: [rateDial([0.1, 0.2, 0.3, 0.4, 0.45], 0.4)],
  ask: { kind: 'choice', options: ['x', 'both', 'y'] },
  truth: ({ lr }) => firstHome(lr!),
  figure: ({ lr }) => ({
    kind: 'plane',
    surface: bowl,
    start,
    steps,
    walks: [
      { name: plain('SGD'), optimizer: 'sgd', trajectory: onBowl(sgd(lr!), steps), hidden: true },
    ],
  }),
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'lr' }),
  facts: ({ lr }) => {
    const { x, y } = placeOf(onBowl(sgd(lr!), steps), steps)
    return { rate: lr!, x: Math.abs(x), y: Math.abs(y) < 0.001 ? hardly : Math.abs(y) }
  },
  open: ({ lr }) => onSurface({ surface: bowl.id, start, steps, lanes: [sgd(lr!)] }),
}

const ownRates: Step = {
  id: 'own',
  dials: [rateDial([0.5, 1, 1.5], 1)],
  ask: { kind: 'point', first: { x: -5, y: 2 } },
  truth: ({ lr }) => placeOf(onBowl(adagrad(lr!), steps), steps),
  figure: ({ lr }) => ({
    kind: 'plane',
    surface: bowl,
    start,
    steps,
    walks: [
      {
        name: plain('SGD'),
        optimizer: 'sgd',
        trajectory: onBowl(sgd(0.4), steps),
      },
      {
        name: plain('Adagrad'),
        optimizer: 'adagrad',
        trajectory: onBowl(adagrad(lr!), steps),
        hidden: true,
      },
    ],
  }),
  formula: ({ lr }) => ({ ...adagrad(lr!), mark: 'sqrt(s + 1e-6)' }),
  facts: ({ lr }) => ({ rate: lr! }),
  open: ({ lr }) => onSurface({ surface: bowl.id, start, steps, lanes: [adagrad(lr!), sgd(0.4)] }),
}

const calm = 40
const loud = 10
/** Gradients of 1, then gradients as small as the dial says. */
const fading = (later: number): number[] =>
  Array.from({ length: calm }, (_, step) => (step < loud ? 1 : later))
const sumLine = (later: number): PlotLine =>
  overSteps([0, ...answered(adagrad(0.1), fading(later)).slots[0]!], {
    name: plain('s'),
    optimizer: 'adagrad',
    hidden: true,
  })
const sumPlaces = [12, 20, 30, 40]

const sum: Step = {
  id: 'sum',
  dials: [
    {
      key: 'later',
      symbol: 'g',
      name: { en: 'later gradient', 'zh-CN': '之后的梯度' },
      values: [0, 0.1, 0.3, 0.5],
      first: 0.1,
    },
  ],
  ask: { kind: 'curve', at: sumPlaces, first: 4 },
  truth: ({ later }) => heightsAt(sumLine(later!), sumPlaces),
  figure: ({ later }) => {
    const whole = sumLine(later!)
    const known = { ...whole, x: Array.from(whole.x).slice(0, loud + 1), hidden: false }
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: calm },
      y: { name: { en: 'sum s', 'zh-CN': '累加和 s' }, from: 0, to: 20 },
      lines: [{ ...known, y: Array.from(whole.y).slice(0, loud + 1), name: plain('') }, whole],
    }
  },
  formula: () => ({ ...adagrad(0.1), mark: 's + g**2' }),
  facts: ({ later }) => ({ later: later!, end: heightsAt(sumLine(later!), [calm])[0]! }),
  open: ({ later }) => onOptimizers(adagrad(0.1), fading(later!)),
}

const long = 100
const ratesOf = (lr: number, gradient: number): Float64Array =>
  answered(adagrad(lr), constant(gradient, long)).rates

const rate: Step = {
  id: 'rate',
  dials: [
    rateDial([0.1, 0.5, 1], 0.5),
    {
      key: 'gradient',
      symbol: 'g',
      name: { en: 'gradient', 'zh-CN': '梯度' },
      values: [0.1, 1, 10],
      first: 1,
    },
  ],
  ask: {
    kind: 'value',
    from: 1e-4,
    to: 10,
    logarithmic: true,
    first: 0.5,
    symbol: 'η/√s',
    on: 'y',
    beside: long,
  },
  truth: ({ lr, gradient }) => ratesOf(lr!, gradient!)[long - 1]!,
  figure: ({ lr, gradient }) => {
    const rates = ratesOf(lr!, gradient!)
    const line = { name: plain('Adagrad'), optimizer: 'adagrad' }
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: long },
      y: { name: words.rate, from: 1e-4, to: 10, logarithmic: true },
      lines: [
        overSteps(rates.subarray(0, 5), { ...line, name: plain('') }, 1),
        overSteps(rates, { ...line, hidden: true }, 1),
      ],
    }
  },
  formula: ({ lr }) => ({ ...adagrad(lr!), mark: 'sqrt(s + 1e-6)' }),
  facts: ({ lr, gradient }) => {
    const { rates, slots } = answered(adagrad(lr!), constant(gradient!, long))
    const s = slots[0]![long - 1]!
    return { rate: lr!, gradient: gradient!, sum: s, root: Math.sqrt(s), end: rates[long - 1]! }
  },
  open: ({ lr, gradient }) => onOptimizers(adagrad(lr!), constant(gradient!, long)),
}

/** The loss that counts as arrived, and steps within which all do. */
const target = 0.01
const patience = 3000
const arrival = (of: LessonLane): number => arrivalAt(onBowl(of, patience), target)

const far: Step = {
  id: 'far',
  dials: [rateDial([0.2, 0.3, 0.5], 0.2)],
  ask: {
    kind: 'value',
    from: 50,
    to: 3000,
    logarithmic: true,
    first: 100,
    symbol: 'n',
    on: 'x',
    beside: target,
  },
  truth: ({ lr }) => arrival(adagrad(lr! / 2)),
  figure: ({ lr }) => {
    const curve = (part: number, name: string): PlotLine => {
      const { values } = onBowl(adagrad(lr! * part), patience)
      const end = arrivalAt(onBowl(adagrad(lr! * part), patience), target)
      const line = { name: plain(name), optimizer: 'adagrad' }
      return overSteps(values.subarray(1, end + 1), line, 1)
    }
    return {
      kind: 'plot',
      x: { name: words.step, from: 1, to: patience, logarithmic: true },
      y: { name: words.loss, from: 0.005, to: 20, logarithmic: true },
      lines: [
        curve(1, `η = ${lr!}`),
        { ...curve(0.5, `η = ${lr! / 2}`), dash: [5, 3], hidden: true },
      ],
    }
  },
  formula: ({ lr }) => ({ ...adagrad(lr! / 2), mark: 's + g**2' }),
  facts: ({ lr }) => {
    const [first, second] = [arrival(adagrad(lr!)), arrival(adagrad(lr! / 2))]
    return { rate: lr!, half: lr! / 2, first, second, times: second / first }
  },
  open: ({ lr }) =>
    onSurface({
      surface: bowl.id,
      start,
      steps: arrival(adagrad(lr! / 2)),
      lanes: [adagrad(lr!), adagrad(lr! / 2)],
    }),
}

export const adagradLesson: Lesson = {
  id: 'adagrad',
  text: { en: adagradEn, 'zh-CN': adagradZh },
  steps: [oneRate, ownRates, sum, rate, far],
  claims: [
    {
      says: 'With one rate the steep y is home long before the flat x, at every rate that is safe.',
      holds: () => oneRate.dials[0]!.values.every((lr) => firstHome(lr) === 'y'),
    },
    {
      says: 'The bowl is twenty times as steep in y as in x.',
      holds: (): boolean => {
        const slope = new Float64Array(2)
        bowl.gradient(1, 1, slope)
        return Math.abs(slope[1]! / slope[0]! - 20) < 1e-9
      },
    },
    {
      says: 'Adagrad’s first step is η long in both directions, steep or flat.',
      holds: () =>
        ownRates.dials[0]!.values.every((lr) => {
          const { x, y } = placeOf(onBowl(adagrad(lr), 1), 1)
          return Math.abs(x - (start.x + lr)) < 1e-4 && Math.abs(y - (start.y + lr)) < 1e-4
        }),
    },
    {
      says: 'After 20 steps at these rates Adagrad is nearer the floor in y than in x, and s is larger in y.',
      holds: () =>
        ownRates.dials[0]!.values.every((lr) => {
          const trajectory = onBowl(adagrad(lr), steps)
          const { x, y } = placeOf(trajectory, steps)
          const [sx, sy] = trajectory.slots[0]!.subarray(2 * steps, 2 * steps + 2)
          return Math.abs(y) < Math.abs(x) && sy! > sx!
        }),
    },
    {
      says: 'The sum never falls, whatever gradients come.',
      holds: () =>
        sum.dials[0]!.values.every((later) => {
          const { y } = sumLine(later)
          return Array.from(y).every((value, at) => at === 0 || value >= y[at - 1]!)
        }),
    },
    {
      says: 'Under a gradient g that never changes, the rate at step 100 is η / (10 g).',
      holds: () =>
        rate.dials[0]!.values.every((lr) =>
          rate.dials[1]!.values.every(
            (g) => Math.abs(ratesOf(lr, g)[long - 1]! / (lr / (10 * g)) - 1) < 1e-5,
          ),
        ),
    },
    {
      says: 'Half the rate costs plain descent twice the steps.',
      holds: (): boolean => {
        const times = arrival(sgd(0.1)) / arrival(sgd(0.2))
        return times > 1.9 && times < 2.1
      },
    },
    {
      says: 'Half the rate costs Adagrad more than three times the steps.',
      holds: () =>
        far.dials[0]!.values.every((lr) => arrival(adagrad(lr / 2)) > 3 * arrival(adagrad(lr))),
    },
  ],
}
