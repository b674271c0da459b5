import type { Domain, Point } from '#shared/surfaces/index.ts'
import type { LaneSetting } from '#shared/surfaces/setting.ts'

/** A picture that shows one thing; what to look for is in the locales under its id. */
export interface Preset {
  readonly id: 'ravine' | 'flatAxis' | 'escape' | 'overshoot' | 'slowStart' | 'tooFast'
  readonly surface: string
  readonly start: Point
  readonly steps: number
  readonly lanes: readonly LaneSetting[]
  /** Place of the lane to look at. */
  readonly selected: number
  readonly frame?: Domain
}

const lane = (
  optimizer: string,
  hyper: LaneSetting['hyper'],
  convention: LaneSetting['convention'] = 'tutorial',
): LaneSetting => ({ optimizer, convention, hyper, on: true })

/** In the order a reader meets the ideas. */
export const presets: readonly Preset[] = [
  {
    id: 'ravine',
    surface: 'quadratic',
    start: { x: -5, y: -2 },
    steps: 100,
    lanes: [lane('sgd', { lr: 0.1 }), lane('momentum', { lr: 0.1, momentum: 0.8 })],
    selected: 1,
  },
  {
    id: 'tooFast',
    surface: 'quadratic',
    start: { x: -5, y: -0.3 },
    steps: 120,
    lanes: [lane('sgd', { lr: 0.25 }), lane('sgd', { lr: 0.48 }), lane('sgd', { lr: 0.52 })],
    selected: 2,
  },
  {
    id: 'flatAxis',
    surface: 'quadratic',
    start: { x: -5, y: -2 },
    steps: 100,
    lanes: [lane('sgd', { lr: 0.1 }), lane('adagrad', { lr: 1.5 })],
    selected: 1,
  },
  {
    id: 'escape',
    surface: 'saddle',
    start: { x: 1.5, y: 0.001 },
    steps: 120,
    lanes: [
      lane('sgd', { lr: 0.02 }),
      lane('momentum', { lr: 0.02, momentum: 0.9 }),
      lane('adagrad', { lr: 0.1 }),
      lane('rmsprop', { lr: 0.02 }),
      lane('adam', { lr: 0.05 }),
    ],
    selected: 0,
  },
  {
    id: 'overshoot',
    surface: 'booth',
    start: { x: -6, y: 6 },
    steps: 300,
    lanes: [lane('adam', { lr: 0.5 }), lane('rmsprop', { lr: 0.5 }), lane('adagrad', { lr: 2 })],
    selected: 0,
  },
  {
    id: 'slowStart',
    surface: 'himmelblau',
    start: { x: 0, y: 0 },
    steps: 600,
    lanes: [lane('adadelta', {}), lane('rmsprop', { lr: 0.02 }), lane('adagrad', { lr: 0.3 })],
    selected: 0,
  },
]
