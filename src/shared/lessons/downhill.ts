import type { Ground } from '../rules/ground.ts'
import type { Trajectory } from '../surfaces/walk.ts'
import { downhillEn } from './en/downhill.ts'
import {
  curvatureDial,
  groundOf,
  heightsAt,
  hops,
  lane,
  onSurface,
  overSteps,
  plain,
  placeOf,
  rateDial,
  ravine,
  ravineStart,
  ruleFor,
  slice,
  walked,
  words,
} from './parts.ts'
import type { Figure, HandOver, Lesson, PlotAxis, Step } from './types.ts'
import { downhillZh } from './zh-CN/downhill.ts'

/* One weight in a bowl: what rate and curvature do together. */

const start = { x: -4, y: 0 }
const weight: PlotAxis = { name: words.weight, from: -6, to: 6 }

/** A bowl with curvature L in x, of which the lesson sees the cut along y = 0. */
const bowlText = (curvature: number): string => `${curvature / 2}*x^2 + 0.1*y^2`
const bowl = (curvature: number): Ground => groundOf(bowlText(curvature))

const sgd = (lr: number): ReturnType<typeof lane> => lane('sgd', { lr })
const roll = (lr: number, curvature: number, steps: number): Trajectory =>
  walked(sgd(lr), bowl(curvature), start, steps)

/**
 * The largest rate at which 200 steps of real descent end no higher than they began, by halving.
 */
function largestRate(curvature: number): number {
  let [safe, wild] = [0, 100 / curvature]
  for (let turn = 0; turn < 60; turn++) {
    const rate = (safe + wild) / 2
    const { values, diverged } = roll(rate, curvature, 200)
    if (!diverged && values[200]! <= values[0]! * (1 + 1e-9)) safe = rate
    else wild = rate
  }
  return safe
}

const loss = (to: number): PlotAxis => ({ name: words.loss, from: 0, to })

function bowlFigure(
  curvature: number,
  walks: readonly { readonly lr: number; readonly steps: number; readonly hidden?: boolean }[],
): Figure {
  return {
    kind: 'plot',
    x: weight,
    y: loss(bowl(curvature).value(weight.to, 0)),
    lines: [
      slice(bowl(curvature), weight, plain('')),
      ...walks.map(({ lr, steps, hidden }) =>
        hops(roll(lr, curvature, steps), {
          name: steps === 0 ? words.start : plain('SGD'),
          optimizer: 'sgd',
          ...(hidden && { hidden }),
        }),
      ),
    ],
  }
}

const open = (rates: readonly number[], curvature: number, steps: number): HandOver =>
  onSurface({
    surface: { text: bowlText(curvature), domain: { x: [-6, 6], y: [-3, 3] } },
    start,
    steps,
    lanes: rates.map(sgd),
  })

const firstStep: Step = {
  id: 'step',
  dials: [rateDial([0.1, 0.25, 0.5, 1, 1.5], 0.5), curvatureDial([0.5, 1, 1.5], 1)],
  ask: { kind: 'value', from: -6, to: 6, first: 4, symbol: 'w', on: 'x' },
  truth: ({ lr, curvature }) => placeOf(roll(lr!, curvature!, 1), 1).x,
  figure: ({ lr, curvature }) =>
    bowlFigure(curvature!, [
      { lr: lr!, steps: 0 },
      { lr: lr!, steps: 1, hidden: true },
    ]),
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'lr * g' }),
  facts: ({ lr, curvature }) => {
    const { gradients, points } = roll(lr!, curvature!, 1)
    const slope = gradients[0]!
    return { rate: lr!, slope, move: lr! * slope, to: points[2]! }
  },
  open: ({ lr, curvature }) => open([lr!], curvature!, 1),
}

const tenSteps: Step = {
  id: 'ten',
  dials: [rateDial([0.05, 0.1, 0.2, 0.5], 0.2)],
  ask: { kind: 'value', from: -6, to: 6, first: 4, symbol: 'w', on: 'x' },
  truth: ({ lr }) => placeOf(roll(lr!, 1, 10), 10).x,
  figure: ({ lr }) =>
    bowlFigure(1, [
      { lr: lr!, steps: 0 },
      { lr: lr!, steps: 10, hidden: true },
    ]),
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'g' }),
  facts: ({ lr }) => ({ rate: lr!, left: 1 - lr!, to: placeOf(roll(lr!, 1, 10), 10).x }),
  open: ({ lr }) => open([lr!], 1, 10),
}

const acrossSteps = 10
const across: Step = {
  id: 'across',
  dials: [rateDial([1.2, 1.5, 1.8, 1.9], 1.5)],
  ask: { kind: 'curve', at: [1, 2, 4, 6, 8, 10], first: 4 },
  truth: ({ lr }) =>
    heightsAt(
      overSteps(roll(lr!, 1, acrossSteps).values, { name: words.loss }),
      [1, 2, 4, 6, 8, 10],
    ),
  figure: ({ lr }) => {
    const { values } = roll(lr!, 1, acrossSteps)
    const line = { name: plain('SGD'), optimizer: 'sgd', steps: true }
    return {
      kind: 'plot',
      x: { name: words.step, from: 0, to: acrossSteps },
      y: loss(16),
      lines: [
        overSteps(values.subarray(0, 1), { ...line, name: words.start }),
        overSteps(values, { ...line, hidden: true }),
      ],
    }
  },
  formula: ({ lr }) => ({ ...sgd(lr!), mark: 'lr * g' }),
  facts: ({ lr }) => {
    const { points, values } = roll(lr!, 1, 1)
    return { rate: lr!, factor: points[2]! / points[0]!, share: values[1]! / values[0]! }
  },
  open: ({ lr }) => open([lr!], 1, acrossSteps),
}

/** An odd number: the last hop ends on the other side. */
const limitSteps = 7
const limit: Step = {
  id: 'limit',
  dials: [curvatureDial([1, 2, 4, 8], 4)],
  ask: { kind: 'value', from: 0.05, to: 2.5, first: 0.1, symbol: 'η' },
  truth: ({ curvature }) => largestRate(curvature!),
  figure: ({ curvature }, guess) => {
    const rates = [
      { lr: largestRate(curvature!), name: words.limit },
      ...(typeof guess === 'number' ? [{ lr: guess, name: words.yourRate, dash: [3, 3] }] : []),
    ]
    const figure = bowlFigure(curvature!, [{ lr: 0, steps: 0 }])
    const paths = rates.map(({ lr, ...line }) =>
      hops(roll(lr, curvature!, limitSteps), { ...line, optimizer: 'sgd', hidden: true }),
    )
    return figure.kind === 'plot' ? { ...figure, lines: [...figure.lines, ...paths] } : figure
  },
  formula: ({ curvature }) => ({ ...sgd(largestRate(curvature!)), mark: 'lr' }),
  facts: ({ curvature }) => ({ curvature: curvature!, limit: largestRate(curvature!) }),
  open: ({ curvature }, _, __, guess) =>
    open([2 / curvature!, ...(typeof guess === 'number' ? [guess] : [])], curvature!, limitSteps),
}

/** What four times the curvature makes of the largest rate, by the options' names. */
function bent(curvature: number): string {
  const share = largestRate(4 * curvature) / largestRate(curvature)
  const options = { same: 1, half: 1 / 2, quarter: 1 / 4 }
  const found = Object.entries(options).find(([, value]) => Math.abs(value - share) < 1e-6)
  return found?.[0] ?? ''
}

const steep: Step = {
  id: 'steep',
  dials: [curvatureDial([1, 2], 1)],
  ask: { kind: 'choice', options: ['same', 'half', 'quarter'] },
  truth: ({ curvature }) => bent(curvature!),
  figure: ({ curvature }) => {
    const [flat, high] = [bowl(curvature!), bowl(4 * curvature!)]
    const hopping = (at: number, dash: readonly number[]): ReturnType<typeof hops> =>
      hops(roll(largestRate(at), at, 5), {
        name: plain(`η = ${Number(largestRate(at).toPrecision(6))}`),
        optimizer: 'sgd',
        dash,
        hidden: true,
      })
    return {
      kind: 'plot',
      x: weight,
      y: loss(high.value(weight.to, 0) * 0.6),
      lines: [
        slice(flat, { from: -6, to: 6 }, plain(`L = ${curvature!}`)),
        slice(high, { from: -4.6, to: 4.6 }, plain(`L = ${4 * curvature!}`), { dash: [5, 3] }),
        hopping(curvature!, []),
        hopping(4 * curvature!, [5, 3]),
      ],
    }
  },
  formula: ({ curvature }) => ({ ...sgd(largestRate(4 * curvature!)), mark: 'lr' }),
  facts: ({ curvature }) => ({
    low: curvature!,
    high: 4 * curvature!,
    before: largestRate(curvature!),
    after: largestRate(4 * curvature!),
  }),
  open: ({ curvature }) => open([2 / curvature!, 0.5 / curvature!], 4 * curvature!, 5),
}

/** Whether something is so at every setting of a step's dials. */
const every = (dial: { readonly values: readonly number[] }, so: (value: number) => boolean) =>
  dial.values.every(so)

const near = (value: number, other: number): boolean =>
  Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(other))

export const downhill: Lesson = {
  id: 'downhill',
  text: { en: downhillEn, 'zh-CN': downhillZh },
  steps: [firstStep, tenSteps, across, limit, steep],
  claims: [
    {
      says: 'A step goes η times the slope, against it.',
      holds: () =>
        firstStep.dials[0]!.values.every((lr) =>
          firstStep.dials[1]!.values.every((curvature) => {
            const { points, gradients } = roll(lr, curvature, 1)
            return near(points[2]!, -4 - lr * gradients[0]!) && near(gradients[0]!, -4 * curvature)
          }),
        ),
    },
    {
      says: 'At these rates each of ten steps leaves the same share of w, and none arrives.',
      holds: () =>
        every(tenSteps.dials[0]!, (lr) => {
          const { points } = roll(lr, 1, 10)
          return Array.from({ length: 10 }, (_, step) => step).every(
            (step) =>
              near(points[2 * step + 2]! / points[2 * step]!, 1 - lr) && points[2 * step + 2]! < 0,
          )
        }),
    },
    {
      says: 'A step that crosses the floor still lowers the loss, by the square of 1 − ηL.',
      holds: () =>
        every(across.dials[0]!, (lr) => {
          const { values, points } = roll(lr, 1, acrossSteps)
          return points[2]! > 0 && near(values[1]! / values[0]!, (1 - lr) ** 2) && values[1]! < 8
        }),
    },
    {
      says: 'The largest rate that does not diverge is 2/L, and a hair more climbs.',
      holds: () =>
        every(limit.dials[0]!, (curvature) => {
          const known = ruleFor('sgd', 'tutorial').rateLimit?.(curvature, {}) ?? NaN
          const { values } = roll(known * 1.001, curvature, 1)
          return Math.abs(largestRate(curvature) - known) < 1e-9 && values[1]! > values[0]!
        }),
    },
    {
      says: 'In a ravine a rate above 2/L of its steepest direction climbs there, though it falls in the other.',
      holds: () => {
        const slope = new Float64Array(2)
        ravine.gradient(1, 1, slope)
        const lr = (2 / Math.max(...slope)) * 1.05
        const { x, y } = placeOf(walked(sgd(lr), ravine, ravineStart, 20), 20)
        return Math.abs(y) > Math.abs(ravineStart.y) && Math.abs(x) < Math.abs(ravineStart.x)
      },
    },
    {
      says: 'Four times the curvature leaves a quarter of the rate.',
      holds: () => every(steep.dials[0]!, (curvature) => bent(curvature) === 'quarter'),
    },
  ],
}
