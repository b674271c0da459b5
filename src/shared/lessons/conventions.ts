import type { Convention } from '../optimizers/index.ts'
import { conventionsEn } from './en/conventions.ts'
import {
  answered,
  constant,
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
import type { Dial, Lesson, LessonLane, PlaneWalk, PlotAxis, PlotLine, Step } from './types.ts'
import { conventionsZh } from './zh-CN/conventions.ts'

/* The same name in a tutorial and in two frameworks: other starts, other epsilons, other defaults. */

const names: Readonly<Partial<Record<Convention, PlotLine['name']>>> = {
  tutorial: { en: 'tutorial', 'zh-CN': '教程' },
  pytorch: plain('PyTorch'),
  keras: plain('Keras'),
}
/** Lines of one optimizer are distinguished by their dash. */
const dashes: Readonly<Partial<Record<Convention, readonly number[]>>> = {
  pytorch: [],
  keras: [5, 3],
  tutorial: [2, 3],
}
const dress = (
  optimizer: string,
  convention: Convention,
): Pick<PlaneWalk, 'name' | 'optimizer' | 'dash'> => ({
  name: names[convention] ?? plain(convention),
  optimizer,
  dash: dashes[convention] ?? [],
})

const gradientDial = (values: readonly number[], first: number): Dial => ({
  key: 'gradient',
  symbol: 'g',
  name: { en: 'gradient', 'zh-CN': '梯度' },
  values,
  first,
})

const lengthAxis: PlotAxis = {
  name: { en: 'length of the step', 'zh-CN': '步长' },
  from: 0.01,
  to: 10,
  logarithmic: true,
}
const lengths = (of: LessonLane, gradients: ArrayLike<number>): number[] =>
  Array.from(answered(of, gradients).steps, Math.abs)

const adagrad = (convention: Convention): LessonLane => lane('adagrad', { lr: 1 }, convention)
const short = 20
const adagradSteps = (convention: Convention, gradient: number): number[] =>
  lengths(adagrad(convention), constant(gradient, short))

const start: Step = {
  id: 'start',
  dials: [gradientDial([0.01, 0.1, 1, 10], 0.1)],
  ask: {
    ...{ kind: 'value', from: 0.01, to: 10, logarithmic: true, first: 1 },
    ...{ symbol: '|Δw|', on: 'y', beside: 1 },
  },
  truth: ({ gradient }) => adagradSteps('keras', gradient!)[0]!,
  figure: ({ gradient }) => {
    const line = (convention: Convention): PlotLine =>
      overSteps(adagradSteps(convention, gradient!), dress('adagrad', convention), 1)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: short },
      y: lengthAxis,
      lines: [line('pytorch'), { ...line('keras'), hidden: true }],
    }
  },
  formula: () => ({ ...adagrad('keras'), mark: 's + g**2' }),
  facts: ({ gradient }) => ({
    gradient: gradient!,
    torch: adagradSteps('pytorch', gradient!)[0]!,
    keras: adagradSteps('keras', gradient!)[0]!,
  }),
  open: ({ gradient }) => onOptimizers(adagrad('keras'), constant(gradient!, short)),
}

/** RMSprop with one memory for both, so that only epsilon differs. */
const rmsprop = (convention: Convention): LessonLane =>
  lane('rmsprop', convention === 'pytorch' ? { lr: 1, alpha: 0.9 } : { lr: 1 }, convention)
const settled = 60
const rmspropSteps = (convention: Convention, gradient: number): number[] =>
  lengths(rmsprop(convention), constant(gradient, settled))

const epsilon: Step = {
  id: 'epsilon',
  dials: [gradientDial([1e-4, 1e-3, 1e-2, 1], 1e-4)],
  ask: {
    ...{ kind: 'value', from: 0.01, to: 10, logarithmic: true, first: 3 },
    ...{ symbol: '|Δw|', on: 'y', beside: settled },
  },
  truth: ({ gradient }) => rmspropSteps('tutorial', gradient!)[settled - 1]!,
  figure: ({ gradient }) => {
    const line = (convention: Convention): PlotLine =>
      overSteps(rmspropSteps(convention, gradient!), dress('rmsprop', convention), 1)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: settled },
      y: lengthAxis,
      lines: [line('pytorch'), { ...line('tutorial'), hidden: true }],
    }
  },
  formula: () => ({ ...rmsprop('tutorial'), mark: 's + 1e-6' }),
  facts: ({ gradient }) => ({
    gradient: gradient!,
    torch: rmspropSteps('pytorch', gradient!)[settled - 1]!,
    tutorial: rmspropSteps('tutorial', gradient!)[settled - 1]!,
  }),
  open: ({ gradient }) => onOptimizers(rmsprop('tutorial'), constant(gradient!, settled)),
}

const struck = 100
const horizon = 500
const asShipped = (convention: Convention, lr = 1): LessonLane =>
  lane('rmsprop', { lr }, convention)
const around = (spike: number): number[] =>
  Array.from({ length: horizon }, (_, step) => (step === struck ? spike : 1))
const ratesAround = (convention: Convention, spike: number): Float64Array =>
  answered(asShipped(convention), around(spike)).rates
/** @returns steps after the large gradient until the rate is back at nine tenths, and stays */
function backAfter(convention: Convention, spike: number): number {
  const rates = ratesAround(convention, spike)
  let step = horizon
  while (step > struck && rates[step - 1]! >= 0.9) step--
  return step - struck
}

const memory: Step = {
  id: 'memory',
  dials: [
    {
      key: 'spike',
      symbol: 'g',
      name: { en: 'large gradient', 'zh-CN': '大梯度' },
      values: [10, 20, 30],
      first: 20,
    },
  ],
  ask: { kind: 'choice', options: ['pytorch', 'both', 'tutorial'] },
  truth: ({ spike }) => {
    const [torch, tutorial] = [backAfter('pytorch', spike!), backAfter('tutorial', spike!)]
    return torch === tutorial ? 'both' : torch < tutorial ? 'pytorch' : 'tutorial'
  },
  figure: ({ spike }) => {
    const line = (convention: Convention): PlotLine =>
      overSteps(ratesAround(convention, spike!), dress('rmsprop', convention), 1)
    const before = (of: PlotLine): PlotLine => ({
      ...of,
      name: plain(''),
      x: Array.from(of.x).slice(0, struck),
      y: Array.from(of.y).slice(0, struck),
    })
    const both = [line('pytorch'), line('tutorial')]
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: horizon },
      y: { name: words.rate, from: 0, to: 2 },
      lines: [...both.map(before), ...both.map((each) => ({ ...each, hidden: true }))],
    }
  },
  formula: () => ({ ...asShipped('pytorch'), mark: 'alpha * s' }),
  facts: ({ spike }) => ({
    spike: spike!,
    torch: backAfter('pytorch', spike!),
    tutorial: backAfter('tutorial', spike!),
  }),
  open: ({ spike }) => onOptimizers(asShipped('pytorch'), around(spike!)),
}

const steps = 30
const trajectory = (convention: Convention, lr: number): ReturnType<typeof walked> =>
  walked(asShipped(convention, lr), ravine, ravineStart, steps)

const path: Step = {
  id: 'path',
  dials: [rateDial([0.05, 0.1, 0.15], 0.1)],
  ask: { kind: 'point', first: { x: -3, y: 2 } },
  truth: ({ lr }) => placeOf(trajectory('pytorch', lr!), steps),
  figure: ({ lr }) => ({
    ...{ kind: 'plane', surface: ravine, start: ravineStart, steps },
    walks: [
      { ...dress('rmsprop', 'tutorial'), trajectory: trajectory('tutorial', lr!) },
      { ...dress('rmsprop', 'pytorch'), trajectory: trajectory('pytorch', lr!), hidden: true },
    ],
  }),
  formula: ({ lr }) => ({ ...asShipped('pytorch', lr!), mark: '(1 - alpha) * g**2' }),
  facts: ({ lr }) => ({
    rate: lr!,
    torch: placeOf(trajectory('pytorch', lr!), 1).x - ravineStart.x,
    tutorial: placeOf(trajectory('tutorial', lr!), 1).x - ravineStart.x,
  }),
  open: ({ lr }) =>
    onSurface({
      ...{ surface: ravine.id, start: ravineStart, steps },
      lanes: [asShipped('pytorch', lr!), asShipped('tutorial', lr!), asShipped('keras', lr!)],
    }),
}

export const conventionsLesson: Lesson = {
  id: 'conventions',
  text: { en: conventionsEn, 'zh-CN': conventionsZh },
  steps: [start, epsilon, memory, path],
  claims: [
    {
      says: 'Keras’s first Adagrad step is g/√(0.1 + g²) of the rate, PyTorch’s the whole rate.',
      holds: () =>
        start.dials[0]!.values.every((g) => {
          const [keras, torch] = [adagradSteps('keras', g)[0]!, adagradSteps('pytorch', g)[0]!]
          return Math.abs(keras - g / Math.sqrt(0.1 + g ** 2)) < 1e-4 && Math.abs(torch - 1) < 1e-6
        }),
    },
    {
      says: 'With a gradient of 0.1 Keras takes less than a third of the step, with 10 all but all of it.',
      holds: () => adagradSteps('keras', 0.1)[0]! < 1 / 3 && adagradSteps('keras', 10)[0]! > 0.999,
    },
    {
      says: 'With ε = 10⁻⁶ inside of the root, gradients of 10⁻⁴ move a tenth of the rate, of 10⁻³ 1/√2 of it, of 1 all of it.',
      holds: (): boolean => {
        const [small, even, large] = [1e-4, 1e-3, 1].map(
          (g) => rmspropSteps('tutorial', g)[settled - 1]!,
        )
        const near = (value: number, other: number): boolean => Math.abs(value - other) < 0.002
        return near(small!, 0.1) && near(even!, Math.SQRT1_2) && near(large!, 1)
      },
    },
    {
      says: 'PyTorch’s RMSprop takes the whole rate with each of these gradients.',
      holds: () =>
        epsilon.dials[0]!.values.every(
          (g) => Math.abs(rmspropSteps('pytorch', g)[settled - 1]! - 1) < 0.002,
        ),
    },
    {
      says: 'After a large gradient, the tutorial’s RMSprop is back within 70 steps, PyTorch’s needs more than twice as many.',
      holds: () =>
        memory.dials[0]!.values.every((spike) => {
          const [torch, tutorial] = [backAfter('pytorch', spike), backAfter('tutorial', spike)]
          return tutorial < 70 && torch > 2 * tutorial && torch < horizon - struck
        }),
    },
    {
      says: 'The last ten gradients make up two thirds of a mean that keeps 0.9, the last hundred of one that keeps 0.99.',
      holds: () =>
        (
          [
            ['tutorial', 10],
            ['pytorch', 100],
          ] as const
        ).every(([convention, last]) => {
          const share = answered(asShipped(convention), constant(1, last)).slots[0]!.at(-1)!
          return Math.abs(share - 2 / 3) < 0.04
        }),
    },
    {
      says: 'After 30 steps PyTorch’s RMSprop has come further than the tutorial’s.',
      holds: () =>
        path.dials[0]!.values.every(
          (lr) =>
            placeOf(trajectory('pytorch', lr), steps).x >
            placeOf(trajectory('tutorial', lr), steps).x + lr,
        ),
    },
    {
      says: 'The first step is ten times the rate with α = 0.99, and 3.16 times with 0.9.',
      holds: () =>
        path.dials[0]!.values.every((lr) => {
          const [torch, tutorial] = [trajectory('pytorch', lr), trajectory('tutorial', lr)].map(
            (each) => (placeOf(each, 1).x - ravineStart.x) / lr,
          )
          return Math.abs(torch! - 10) < 1e-4 && Math.abs(tutorial! - Math.sqrt(10)) < 1e-3
        }),
    },
  ],
}
