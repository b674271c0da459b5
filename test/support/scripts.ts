import { expect } from 'vitest'
import type { ScriptInput } from '#main/lab/exports/python/index.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentInput, ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { optimizers, type Convention } from '#shared/optimizers/index.ts'
import type { RaceRuns } from './golden.ts'
import type { CsvRow } from './python.ts'
import { specOf } from './specs.ts'
import { trainerOf } from './training.ts'

/** A lane for every optimizer in every convention, at its defaults. */
export function everyRule(): ExperimentInput['lanes'] {
  return optimizers.flatMap(({ id, rules }) =>
    Object.keys(rules).map((convention) => ({
      id: `${id} ${convention}`,
      optimizer: id,
      convention: convention as Convention,
    })),
  )
}

/** Rules with everything on that is off by default, and settings at which a plain number would stop Python. */
export const unusualRules: ExperimentInput['lanes'] = [
  ...(
    [
      ['novograd', 'optax', { weightDecay: 0.01, epsilonRoot: 1e-3 }],
      ['lars', 'optax', { weightDecay: 0.01, epsilon: 1e-3 }],
      ['lamb', 'optax', { weightDecay: 0.01, epsilonRoot: 1e-3 }],
      ['ademamix', 'optax', { weightDecay: 0.01 }],
      ['muon', 'optax', { nesterov: false, newtonSchulzSteps: 2 }],
      ['adafactor', 'pytorch', { weightDecay: 0.01 }],
      ['shampoo', 'paper', { interval: 3 }],
      // ρ∞ is 4, and the way that is not taken divides by ρ∞ − 4.
      ['radam', 'pytorch', { beta2: 0.6 }],
      ['adabound', 'paper', { gamma: 1e-9 }],
      ['adopt', 'optax', { epsilon: 0, beta1: 0 }],
    ] as const
  ).map(([optimizer, convention, hyper], at) => ({
    id: `unusual ${at} ${optimizer}`,
    optimizer,
    convention,
    hyper: { ...hyper },
  })),
  {
    id: 'schedule-free with a schedule',
    optimizer: 'schedule-free-sgd',
    convention: 'optax',
    hyper: { lr: 0.5 },
    schedule: { kind: 'cosine', warmup: 4 },
    clipping: { kind: 'globalNorm', limit: 0.5 },
    weightDecay: { kind: 'decoupled', rate: 0.05 },
  },
  {
    id: 'prodigy with a schedule',
    optimizer: 'prodigy',
    convention: 'optax',
    schedule: { kind: 'oneCycle' },
    weightDecay: { kind: 'coupled', rate: 0.01 },
  },
]

export function inputOf(
  spec: ExperimentSpec,
  table: Table,
  more: Partial<ScriptInput> = {},
): ScriptInput {
  return { spec, problems: prepareProblems(spec, table), name: 'race', appVersion: '0.0', ...more }
}

/** What a race records, by `lane, seed, step`, in the order it is recorded in. */
export type Recording = Map<string, Partial<Record<Metric, number>>>

const keyOf = (lane: string, seed: number | string, step: number | string): string =>
  `${lane}, seed ${seed}, step ${step}`

/** The race on the float64 reference engine, with rates changed by hand and a budget extended. */
export function referenceRun(table: Table, { spec, rates = [], steps }: ScriptInput): Recording {
  const trainer = trainerOf(spec, table)
  const recording: Recording = new Map()
  const end = steps ?? trainer.steps
  while (trainer.step < end && !trainer.over) {
    if (trainer.step === trainer.steps) trainer.setSteps(end)
    for (const { lane, rate, step } of rates) {
      if (step === trainer.step) {
        trainer.setRate(
          spec.lanes.findIndex(({ id }) => id === lane),
          rate,
        )
      }
    }
    const point = trainer.advance()
    point?.runs.forEach((run, row) => {
      const lane = spec.lanes[Math.floor(run / spec.seeds.length)]!.id
      const seed = spec.seeds[run % spec.seeds.length]!
      const values = Object.entries(point.metrics).map(([name, column]) => [name, column[row]!])
      recording.set(keyOf(lane, seed, point.step), Object.fromEntries(values))
    })
  }
  trainer.dispose()
  return recording
}

/** Holds a script's CSV against a recording: the same points of the same runs, the same numbers. */
export function expectSame(
  rows: readonly CsvRow[],
  recording: Recording,
  toleranceOf: (lane: string) => number = () => 1e-9,
): void {
  const keys = rows.map(({ lane, seed, step }) => keyOf(lane!, seed!, step!))
  expect([...keys].sort()).toEqual([...recording.keys()].sort())
  rows.forEach((row, at) => {
    for (const [metric, value] of Object.entries(recording.get(keys[at]!)!)) {
      const what = `${keys[at]}, ${metric}: ${row[metric]} for ${value}`
      if (Number.isNaN(value)) expect(row[metric], what).toBe('nan')
      else if (value === Infinity) expect(row[metric], what).toBe('inf')
      else {
        const difference = Math.abs(Number(row[metric]) - value) / Math.max(1, Math.abs(value))
        expect(difference, what).toBeLessThanOrEqual(toleranceOf(row.lane!))
      }
    }
  })
}

/** A golden run as an experiment. */
export function goldenSpec(golden: RaceRuns['cases'][number]): ExperimentSpec {
  const [kind, fit] = golden.scaling.split('-') as ['minmax', 'train']
  const { kind: schedule, warmup = 0, ...parameters } = golden.schedule
  const regression = golden.loss === 'meanSquaredError'
  return specOf({
    dataset: { builtin: golden.dataset },
    scaling: { kind, fit },
    model: { hidden: golden.hidden, activation: golden.activation },
    loss: golden.loss,
    lanes: [
      {
        id: 'golden',
        optimizer: golden.optimizer,
        convention: 'pytorch',
        hyper: golden.hyper,
        schedule: { kind: schedule, parameters, warmup },
        clipping: golden.clipping,
      },
    ],
    batchSize: golden.batch,
    budget: { steps: golden.batchLoss.length },
    record: {
      metrics: [
        'batchLoss',
        'rate',
        'gradientNorm',
        'trainLoss',
        'validationLoss',
        regression ? 'validationR2' : 'validationAccuracy',
        regression ? 'trainR2' : 'trainAccuracy',
      ],
      every: { steps: 1 },
    },
    start: {
      train: golden.trainIndex,
      validation: golden.validationIndex,
      parameters: golden.initial.flat(2),
      batches: golden.batchOrder,
    },
  })
}
