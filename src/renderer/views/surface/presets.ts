import type { Domain, Point } from '#shared/surfaces/index.ts'
import type { RacerSetting } from '#shared/surfaces/setting.ts'

/** A picture that shows one thing; what to look for is in the locales under its id. */
export interface Preset {
  readonly id: 'ravine' | 'flatAxis' | 'escape' | 'overshoot' | 'slowStart' | 'tooFast'
  readonly surface: string
  readonly start: Point
  readonly steps: number
  readonly racers: readonly RacerSetting[]
  /** Place of the racer to look at. */
  readonly selected: number
  readonly frame?: Domain
}

const racer = (
  optimizer: string,
  hyper: RacerSetting['hyper'],
  convention: RacerSetting['convention'] = 'tutorial',
): RacerSetting => ({ optimizer, convention, hyper, on: true })

/** In the order a reader meets the ideas. */
export const presets: readonly Preset[] = [
  {
    id: 'ravine',
    surface: 'quadratic',
    start: { x: -5, y: -2 },
    steps: 100,
    racers: [racer('sgd', { lr: 0.1 }), racer('momentum', { lr: 0.1, momentum: 0.8 })],
    selected: 1,
  },
  {
    id: 'tooFast',
    surface: 'quadratic',
    start: { x: -5, y: -0.3 },
    steps: 120,
    racers: [racer('sgd', { lr: 0.25 }), racer('sgd', { lr: 0.48 }), racer('sgd', { lr: 0.52 })],
    selected: 2,
  },
  {
    id: 'flatAxis',
    surface: 'quadratic',
    start: { x: -5, y: -2 },
    steps: 100,
    racers: [racer('sgd', { lr: 0.1 }), racer('adagrad', { lr: 1.5 })],
    selected: 1,
  },
  {
    id: 'escape',
    surface: 'saddle',
    start: { x: 1.5, y: 0.001 },
    steps: 120,
    racers: [
      racer('sgd', { lr: 0.02 }),
      racer('momentum', { lr: 0.02, momentum: 0.9 }),
      racer('adagrad', { lr: 0.1 }),
      racer('rmsprop', { lr: 0.02 }),
      racer('adam', { lr: 0.05 }),
    ],
    selected: 0,
  },
  {
    id: 'overshoot',
    surface: 'booth',
    start: { x: -6, y: 6 },
    steps: 300,
    racers: [
      racer('adam', { lr: 0.5 }),
      racer('rmsprop', { lr: 0.5 }),
      racer('adagrad', { lr: 2 }),
    ],
    selected: 0,
  },
  {
    id: 'slowStart',
    surface: 'himmelblau',
    start: { x: 0, y: 0 },
    steps: 600,
    racers: [racer('adadelta', {}), racer('rmsprop', { lr: 0.02 }), racer('adagrad', { lr: 0.3 })],
    selected: 0,
  },
]
