import type { Point } from '../surfaces/index.ts'
import type { Trajectory } from '../surfaces/walk.ts'
import { nesterovEn } from './en/nesterov.ts'
import {
  arrived,
  groundOf,
  lane,
  momentumDial,
  onSurface,
  overSteps,
  placeOf,
  plain,
  ravine,
  ravineStart,
  settledAt,
  walked,
  words,
} from './parts.ts'
import type { HandOver, Lesson, LessonLane, PlaneWalk, PlotLine, Step } from './types.ts'
import { nesterovZh } from './zh-CN/nesterov.ts'

/* Momentum that measures the slope where it is about to be. */

const rate = 0.1
const momentum = (share: number): LessonLane => lane('momentum', { lr: rate, momentum: share })
const nesterov = (share: number): LessonLane => lane('nesterov', { lr: rate, momentum: share })
/** As Nesterov wrote it: the gradient is taken ahead. */
const ahead = (share: number): LessonLane =>
  lane('nesterov-ahead', { lr: rate, momentum: share }, 'paper')
const inRavine = (of: LessonLane, steps: number): Trajectory =>
  walked(of, ravine, ravineStart, steps)

const open = (steps: number, ...lanes: LessonLane[]): HandOver =>
  onSurface({ surface: ravine.id, start: ravineStart, steps, lanes })

/** @returns where a walk of Nesterov's own form measures its next slope: μ of the last step further on */
function lookAhead({ points, slots }: Trajectory, share: number, step: number): Point {
  const v = slots[0]!
  return {
    x: points[2 * step]! + share * v[2 * step]!,
    y: points[2 * step + 1]! + share * v[2 * step + 1]!,
  }
}

const early = 2
const look: Step = {
  id: 'look',
  dials: [momentumDial([0.5, 0.9], 0.9)],
  ask: { kind: 'point', first: { x: -2, y: -2 } },
  truth: ({ momentum: share }) => lookAhead(inRavine(ahead(share!), early), share!, early),
  figure: ({ momentum: share }) => {
    const trajectory = inRavine(ahead(share!), early)
    const here = placeOf(trajectory, early)
    const there = lookAhead(trajectory, share!, early)
    const reach: PlaneWalk = {
      name: { en: 'looks here', 'zh-CN': '看向这里' },
      optimizer: 'nesterov-ahead',
      dash: [3, 3],
      hidden: true,
      trajectory: {
        points: Float64Array.of(here.x, here.y, there.x, there.y),
        values: Float64Array.of(ravine.value(here.x, here.y), ravine.value(there.x, there.y)),
        steps: 1,
        diverged: false,
      },
    }
    const walk = { name: plain('Nesterov'), optimizer: 'nesterov-ahead', trajectory }
    return {
      ...{ kind: 'plane', surface: ravine, start: ravineStart, steps: early },
      walks: [walk, reach],
    }
  },
  formula: ({ momentum: share }) => ({ ...ahead(share!), mark: 'w + momentum * v' }),
  facts: ({ momentum: share }) => {
    const trajectory = inRavine(ahead(share!), early)
    const [from, to] = [placeOf(trajectory, early - 1), placeOf(trajectory, early)]
    return { share: share!, dx: to.x - from.x, dy: to.y - from.y }
  },
  open: ({ momentum: share }) => open(early, ahead(share!), momentum(share!)),
}

/** One weight in a bowl of curvature 1: how far a walk shoots over. */
const bowlText = '0.5*x^2 + 0.1*y^2'
const left: Point = { x: -4, y: 0 }
const swing = 40
const rolled = (of: LessonLane): number[] => {
  const { points } = walked(of, groundOf(bowlText), left, swing)
  return Array.from({ length: swing + 1 }, (_, step) => points[2 * step]!)
}
const furthest = (of: LessonLane): number => Math.max(...rolled(of))
const turnOf = (of: LessonLane): number => rolled(of).indexOf(furthest(of))

const brake: Step = {
  id: 'brake',
  dials: [momentumDial([0.8, 0.9, 0.95], 0.9)],
  ask: { kind: 'value', from: -4, to: 4, first: -3, symbol: 'w', on: 'y', beside: 8 },
  truth: ({ momentum: share }) => furthest(nesterov(share!)),
  figure: ({ momentum: share }) => {
    const curve = (name: string, of: LessonLane): PlotLine =>
      overSteps(rolled(of), { name: plain(name), optimizer: of.optimizer })
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: swing },
      y: { name: words.weight, from: -4, to: 4 },
      lines: [
        curve('Momentum', momentum(share!)),
        { ...curve('Nesterov', nesterov(share!)), hidden: true },
      ],
    }
  },
  formula: ({ momentum: share }) => ({ ...ahead(share!), mark: 'w + momentum * v' }),
  facts: ({ momentum: share }) => ({
    share: share!,
    plain: furthest(momentum(share!)),
    far: furthest(nesterov(share!)),
    turn: turnOf(nesterov(share!)),
  }),
  open: ({ momentum: share }) =>
    onSurface({
      surface: { text: bowlText, domain: { x: [-6, 6], y: [-3, 3] } },
      start: left,
      steps: swing,
      lanes: [nesterov(share!), momentum(share!)],
    }),
}

const target = 0.01
const patience = 800
const home = (of: LessonLane): number => settledAt(inRavine(of, patience), target)

const first: Step = {
  id: 'first',
  dials: [momentumDial([0.5, 0.9, 0.95, 0.99], 0.9)],
  ask: { kind: 'choice', options: ['momentum', 'nesterov'] },
  truth: ({ momentum: share }) =>
    home(momentum(share!)) < home(nesterov(share!)) ? 'momentum' : 'nesterov',
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
      lines: [
        arrived(target, shown),
        curve('Momentum', momentum(share!)),
        curve('Nesterov', nesterov(share!)),
      ],
    }
  },
  formula: ({ momentum: share }) => ({ ...nesterov(share!), mark: 'g + momentum * v' }),
  facts: ({ momentum: share }) => ({
    share: share!,
    momentum: home(momentum(share!)),
    nesterov: home(nesterov(share!)),
  }),
  open: ({ momentum: share }) => open(150, nesterov(share!), momentum(share!)),
}

/** The largest distance between a framework's points and the places that Nesterov's own form looks at. */
function apart(share: number): number {
  const [own, framework] = [inRavine(ahead(share), 40), inRavine(nesterov(share), 40)]
  const distances = Array.from({ length: 41 }, (_, step) => {
    const [a, b] = [lookAhead(own, share, step), placeOf(framework, step)]
    return Math.hypot(a.x - b.x, a.y - b.y)
  })
  return Math.max(...distances)
}

const seen = 12
const same: Step = {
  id: 'same',
  dials: [momentumDial([0.5, 0.9], 0.9)],
  ask: { kind: 'choice', options: ['other', 'same'] },
  truth: ({ momentum: share }) => (apart(share!) < 1e-9 ? 'same' : 'other'),
  figure: ({ momentum: share }) => {
    const own = inRavine(ahead(share!), seen)
    const places = Array.from({ length: seen + 1 }, (_, step) => lookAhead(own, share!, step))
    return {
      ...{ kind: 'plane', surface: ravine, start: ravineStart, steps: seen },
      walks: [
        {
          name: { en: 'frameworks', 'zh-CN': '框架的写法' },
          optimizer: 'nesterov',
          trajectory: inRavine(nesterov(share!), seen),
        },
        {
          name: { en: 'where Nesterov looks', 'zh-CN': 'Nesterov 看的地方' },
          optimizer: 'nesterov-ahead',
          dash: [3, 4],
          hidden: true,
          trajectory: {
            points: Float64Array.from(places.flatMap(({ x, y }) => [x, y])),
            values: Float64Array.from(places, ({ x, y }) => ravine.value(x, y)),
            steps: seen,
            diverged: false,
          },
        },
      ],
    }
  },
  formula: ({ momentum: share }) => ({ ...nesterov(share!), mark: 'g + momentum * v' }),
  facts: () => ({}),
  open: ({ momentum: share }) => open(seen, nesterov(share!), ahead(share!)),
}

export const nesterovLesson: Lesson = {
  id: 'nesterov',
  text: { en: nesterovEn, 'zh-CN': nesterovZh },
  steps: [look, brake, first, same],
  claims: [
    {
      says: 'The place looked at is μ of the last step further on.',
      holds: () =>
        look.dials[0]!.values.every((share) => {
          const trajectory = inRavine(ahead(share), early)
          const [from, to] = [placeOf(trajectory, early - 1), placeOf(trajectory, early)]
          const { x, y } = lookAhead(trajectory, share, early)
          const off = Math.hypot(
            x - to.x - share * (to.x - from.x),
            y - to.y - share * (to.y - from.y),
          )
          return off < 1e-12
        }),
    },
    {
      says: 'Nesterov shoots less far over than momentum, and turns no later.',
      holds: () =>
        brake.dials[0]!.values.every(
          (share) =>
            furthest(nesterov(share)) < 0.75 * furthest(momentum(share)) &&
            turnOf(nesterov(share)) <= turnOf(momentum(share)),
        ),
    },
    {
      says: 'With μ of 0.9 and more Nesterov is home well before momentum; with 0.5 they are even.',
      holds: () =>
        first.dials[0]!.values.every((share) => {
          const [plainly, looking] = [home(momentum(share)), home(nesterov(share))]
          return share > 0.8 ? looking < 0.6 * plainly : Math.abs(looking - plainly) <= 1
        }),
    },
    {
      says: 'Frameworks walk through the very places that Nesterov’s own form looks at.',
      holds: () => same.dials[0]!.values.every((share) => apart(share) < 1e-9),
    },
  ],
}
