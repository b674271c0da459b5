import type { Trajectory } from '../surfaces/walk.ts'
import { momentumEn } from './en/momentum.ts'
import {
  answered,
  arrived,
  heightsAt,
  lane,
  momentumDial,
  onOptimizers,
  onSurface,
  overSteps,
  placeOf,
  plain,
  rateDial,
  ravine,
  ravineStart,
  settledAt,
  walked,
  words,
} from './parts.ts'
import type { HandOver, Lesson, LessonLane, PlaneWalk, PlotLine, Step } from './types.ts'
import { momentumZh } from './zh-CN/momentum.ts'

/* A ravine, and what a velocity does in it. */

const rate = 0.1
const sgd = (lr: number): LessonLane => lane('sgd', { lr })
const momentum = (share: number): LessonLane => lane('momentum', { lr: rate, momentum: share })
const inRavine = (of: LessonLane, steps: number): Trajectory =>
  walked(of, ravine, ravineStart, steps)

const open = (steps: number, ...lanes: LessonLane[]): HandOver =>
  onSurface({ surface: ravine.id, start: ravineStart, steps, lanes })

const path = (name: string, of: LessonLane, steps: number): PlaneWalk => ({
  name: plain(name),
  optimizer: of.optimizer,
  trajectory: inRavine(of, steps),
})

const long = 30
const alone: Step = {
  id: 'ravine',
  dials: [rateDial([0.1, 0.2, 0.4], 0.1)],
  ask: { kind: 'point', first: { x: 3, y: 2 } },
  truth: ({ lr }) => placeOf(inRavine(sgd(lr!), long), long),
  figure: ({ lr }) => ({
    ...{ kind: 'plane', surface: ravine, start: ravineStart, steps: long },
    walks: [{ ...path('SGD', sgd(lr!), long), hidden: true }],
  }),
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'g' }),
  facts: ({ lr }) => {
    const { x } = placeOf(inRavine(sgd(lr!), long), long)
    return { rate: lr!, way: x - ravineStart.x }
  },
  open: ({ lr }) => open(long, sgd(lr!)),
}

const count = 40
const series = (gradient: (step: number) => number): number[] =>
  Array.from({ length: count }, (_, at) => gradient(at))
const velocities = (share: number, gradient: (step: number) => number): PlotLine =>
  overSteps([0, ...answered(momentum(share), series(gradient)).slots[0]!], {
    ...{ name: plain('v'), optimizer: 'momentum', hidden: true },
  })
/** What is known of a line before the learner has said how it goes on. */
const beginning = (line: PlotLine, points: number): PlotLine => ({
  ...line,
  name: plain(''),
  x: Array.from(line.x).slice(0, points),
  y: Array.from(line.y).slice(0, points),
  hidden: false,
})

const steady = (): number => 1
const turning = (step: number): number => (step % 2 === 0 ? 1 : -1)
const places = [5, 10, 20, 30, 40]

const speed: Step = {
  id: 'speed',
  dials: [momentumDial([0.5, 0.8, 0.9], 0.9)],
  ask: { kind: 'curve', at: places, first: 1 },
  truth: ({ momentum: share }) => heightsAt(velocities(share!, steady), places),
  figure: ({ momentum: share }) => {
    const line = velocities(share!, steady)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: count },
      y: { name: words.velocity, from: 0, to: 20 },
      lines: [beginning(line, 3), line],
    }
  },
  formula: ({ momentum: share }) => ({ ...momentum(share!), mark: 'momentum * v' }),
  facts: ({ momentum: share }) => ({ share: share!, end: 1 / (1 - share!) }),
  open: ({ momentum: share }) => onOptimizers(momentum(share!), series(steady)),
}

const cancel: Step = {
  id: 'cancel',
  dials: [momentumDial([0.5, 0.8, 0.9], 0.9)],
  ask: { kind: 'value', from: -6, to: 6, first: -4, symbol: 'v', on: 'y', beside: count },
  truth: ({ momentum: share }) => velocities(share!, turning).y[count]!,
  figure: ({ momentum: share }) => {
    const line = velocities(share!, turning)
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: count },
      y: { name: words.velocity, from: -6, to: 6 },
      lines: [beginning(line, 3), line],
    }
  },
  formula: ({ momentum: share }) => ({ ...momentum(share!), mark: 'momentum * v + g' }),
  facts: ({ momentum: share }) => ({ share: share!, end: velocities(share!, turning).y[count]! }),
  open: ({ momentum: share }) => onOptimizers(momentum(share!), series(turning)),
}

/** The loss below which a walk has arrived when it stays there, and steps within which all do. */
const target = 0.01
const patience = 1500
const home = (of: LessonLane): number => settledAt(inRavine(of, patience), target)

const first: Step = {
  id: 'first',
  dials: [momentumDial([0.5, 0.8, 0.9, 0.99], 0.8)],
  ask: { kind: 'choice', options: ['sgd', 'momentum'] },
  truth: ({ momentum: share }) => (home(sgd(rate)) < home(momentum(share!)) ? 'sgd' : 'momentum'),
  figure: ({ momentum: share }) => {
    const shown = 150
    const curve = (name: string, of: LessonLane): PlotLine => {
      const line = { name: plain(name), optimizer: of.optimizer, hidden: true }
      return overSteps(inRavine(of, shown).values, line)
    }
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: shown },
      y: { name: words.loss, from: 1e-4, to: 20, logarithmic: true },
      lines: [arrived(target, shown), curve('SGD', sgd(rate)), curve('Momentum', momentum(share!))],
    }
  },
  formula: ({ momentum: share }) => ({ ...momentum(share!), mark: 'momentum * v' }),
  facts: ({ momentum: share }) => ({
    share: share!,
    sgd: home(sgd(rate)),
    momentum: home(momentum(share!)),
  }),
  open: ({ momentum: share }) => open(150, momentum(share!), sgd(rate)),
}

const run = 20
const over: Step = {
  id: 'over',
  dials: [momentumDial([0.8, 0.9, 0.95], 0.9)],
  ask: { kind: 'point', first: { x: -3, y: 2 } },
  truth: ({ momentum: share }) => placeOf(inRavine(momentum(share!), run), run),
  figure: ({ momentum: share }) => ({
    ...{ kind: 'plane', surface: ravine, start: ravineStart, steps: run },
    walks: [
      path('SGD', sgd(rate), run),
      { ...path('Momentum', momentum(share!), run), hidden: true },
    ],
  }),
  formula: ({ momentum: share }) => ({ ...momentum(share!), mark: 'lr * v' }),
  facts: ({ momentum: share }) => ({ share: share! }),
  open: ({ momentum: share }) => open(run, momentum(share!), sgd(rate)),
}

export const momentumLesson: Lesson = {
  id: 'momentum',
  text: { en: momentumEn, 'zh-CN': momentumZh },
  steps: [alone, speed, cancel, first, over],
  claims: [
    {
      says: 'After 30 steps SGD has left the walls: y is nothing beside x, which is still on its way.',
      holds: () =>
        alone.dials[0]!.values.every((lr) => {
          const { x, y } = placeOf(inRavine(sgd(lr), long), long)
          return Math.abs(y) < 1e-6 && Math.abs(x) > 0.4
        }),
    },
    {
      says: 'The wall is twenty times as steep as the floor.',
      holds: (): boolean => {
        const slope = new Float64Array(2)
        ravine.gradient(1, 1, slope)
        return Math.abs(slope[1]! / slope[0]! - 20) < 1e-9
      },
    },
    {
      says: 'Under gradients of 1 the velocity levels off at 1/(1 − μ).',
      holds: () =>
        speed.dials[0]!.values.every((share) => {
          const { y } = velocities(share, steady)
          return Math.abs(y[count]! * (1 - share) - (1 - share ** count)) < 1e-9
        }),
    },
    {
      says: 'Under gradients that turn at every step it stays below one gradient.',
      holds: () =>
        cancel.dials[0]!.values.every((share) => {
          const { y } = velocities(share, turning)
          return Array.from(y).every((v) => Math.abs(v) <= 1) && Math.abs(y[count]!) < 0.7
        }),
    },
    {
      says: 'Momentum is home before SGD with μ up to 0.9, and after it with 0.99.',
      holds: () =>
        first.dials[0]!.values.every(
          (share) => home(momentum(share)) < home(sgd(rate)) === share < 0.95,
        ),
    },
    {
      says: 'Momentum runs past the lowest point and comes back; the larger μ, the further past.',
      holds: (): boolean => {
        const ways = over.dials[0]!.values.map((share) => {
          const { points } = inRavine(momentum(share), 200)
          return Array.from({ length: 201 }, (_, step) => points[2 * step]!)
        })
        const peaks = ways.map((x) => Math.max(...x))
        return ways.every((x, at) => {
          const rest = x.slice(x.indexOf(peaks[at]!))
          const further = at === 0 || peaks[at]! > peaks[at - 1]!
          return peaks[at]! > 0 && further && rest.some((each) => each < peaks[at]! / 2)
        })
      },
    },
  ],
}
