import { describe, expect, it } from 'vitest'
import { conventions, findRule, optimizers } from '#shared/optimizers/index.ts'
import { pack, unpack } from '#shared/pack.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import { checkpointSchema, type Checkpoint, type RateAt } from '#shared/training/checkpoint.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { createTrainer, type Point, type Trainer } from '#shared/training/trainer.ts'
import { readTable } from '#test/support/tables.ts'
import { specOf } from '#test/support/specs.ts'
import { cases } from '#test/support/thorough.ts'

const irisTable = await readTable('iris')

interface Resuming {
  readonly checkpoint?: Checkpoint
  readonly steps?: number
  readonly points?: readonly number[]
  readonly rates?: readonly RateAt[]
}

function trainerOf(spec: ExperimentSpec, resuming?: Resuming): Trainer {
  return createTrainer({
    spec,
    lanes: [0, spec.lanes.length],
    seeds: [0, spec.seeds.length],
    problems: prepareProblems(spec, irisTable, spec.seeds),
    createEngine: createReferenceEngine,
    now: () => 0,
    resume: resuming && { steps: 40, points: [], rates: [], ...resuming },
  })
}

/** Through bytes, as it goes to the disk and back. */
function kept(trainer: Trainer): Checkpoint {
  return checkpointSchema.parse(unpack(pack(trainer.checkpoint())))
}

/** Steps to the end of the budget. @param between called before each step */
function finish(trainer: Trainer, between: (step: number) => void = () => undefined): Point[] {
  const points: Point[] = []
  while (trainer.step < trainer.steps && !trainer.over) {
    between(trainer.step)
    const point = trainer.advance()
    if (point) points.push(point)
  }
  return points
}

const everyRule = optimizers.flatMap(({ id }) =>
  conventions
    .filter((convention) => findRule(id, convention))
    .map((convention) => ({ id: `${id}-${convention}`, optimizer: id, convention })),
)

const record: ExperimentSpec['record'] = {
  metrics: ['batchLoss', 'trainLoss', 'validationAccuracy', 'gradientNorm', 'updateRatio', 'rate'],
  every: { steps: 3 },
  state: true,
  paths: true,
}

const whole = specOf({
  lanes: everyRule,
  seeds: [3],
  batchSize: 17,
  budget: { steps: 40 },
  model: { hidden: [2], activation: 'tanh', initial: { kind: 'glorot' } },
  // Every state of every rule: few points.
  record: { ...record, every: { steps: 10 } },
})

/** With everything that a lane remembers, or that ends its runs. */
const eventful = specOf({
  lanes: [
    {
      id: 'warm',
      optimizer: 'adam',
      convention: 'pytorch',
      hyper: { lr: 0.05 },
      schedule: { kind: 'cosine', warmup: 7 },
      clipping: { kind: 'globalNorm', limit: 0.3 },
      weightDecay: { kind: 'decoupled', rate: 0.1 },
    },
    { id: 'ends', optimizer: 'sgd', hyper: { lr: 0.3 } },
    { id: 'diverges', optimizer: 'sgd', hyper: { lr: 1000 } },
    { id: 'waits', optimizer: 'sgd', hyper: { lr: 1e-6 } },
  ],
  seeds: [1, 2, 9],
  loss: 'meanSquaredError',
  target: 'sepal_length',
  batchSize: 24,
  budget: { steps: 40 },
  record: { ...record, metrics: ['trainLoss', 'validationR2'] },
  stop: {
    target: { metric: 'validationR2', value: 0.6 },
    patience: { metric: 'trainLoss', points: 8, least: 1e-3 },
    diverged: true,
  },
})

describe('a trainer that goes on from a checkpoint', () => {
  it.each([
    ['every rule of every convention', whole],
    ['schedules, clipping, decay and early ends', eventful],
    ['divergence that ends no run', { ...eventful, stop: { diverged: false } }],
  ])('does what one that was never interrupted does: %s', (_, spec) => {
    const reference = trainerOf(spec)
    const points = finish(reference)
    expect(points.length).toBeGreaterThan(3)
    for (const cut of [0, 6, 24, 39, 1, 2, 13].slice(0, cases(4, 7))) {
      const first = trainerOf(spec)
      const before: Point[] = []
      while (first.step < cut && !first.over) {
        const point = first.advance()
        if (point) before.push(point)
      }
      const checkpoint = kept(first)
      // It is a copy: what the old one does now is nobody's business.
      if (!first.over) first.advance()
      const second = trainerOf(spec, { checkpoint })
      expect(second.step).toBe(checkpoint.step)
      const after = finish(second)
      expect([...before, ...after]).toEqual(points)
      expect(second.parameters()).toEqual(reference.parameters())
      expect(second.over).toBe(reference.over)
    }
  })

  it('takes up rates that were changed by hand, before and after the checkpoint', () => {
    const change = (trainer: Trainer, step: number): void => {
      if (step === 5) trainer.setRate(0, 0.5)
      if (step === 20) trainer.setRate(0, 0.01)
      if (step === 20) trainer.setRate(1, 0.02)
    }
    const reference = trainerOf(eventful)
    const points = finish(reference, (step) => change(reference, step))
    const rates = [
      { lane: 0, rate: 0.5, step: 5 },
      { lane: 0, rate: 0.01, step: 20 },
      { lane: 1, rate: 0.02, step: 20 },
    ]
    for (const cut of [0, 4, 5, 12, 20, 30]) {
      const first = trainerOf(eventful)
      while (first.step < cut) {
        change(first, first.step)
        first.advance()
      }
      const second = trainerOf(eventful, { checkpoint: kept(first), rates })
      expect(finish(second)).toEqual(points.filter(({ step }) => step > cut))
      expect(second.parameters()).toEqual(reference.parameters())
    }
  })

  it('records where an earlier budget ended, and goes on to the present one', () => {
    const spec = { ...whole, record: { ...record, paths: false, every: { steps: 15 } } }
    const reference = trainerOf(spec)
    const points = finish(reference)
    reference.setSteps(55)
    points.push(...finish(reference))
    const first = trainerOf(spec)
    while (first.step < 31) first.advance()
    const second = trainerOf(spec, { checkpoint: kept(first), steps: 55, points: [40] })
    expect(finish(second)).toEqual(points.filter(({ step }) => step > 31))
    expect(points.map(({ step }) => step)).toEqual([15, 30, 40, 45, 55])
  })

  it('keeps the batches that were written down', () => {
    const rows = Array.from({ length: 20 }, (_, row) => row)
    const spec = specOf({
      lanes: [{ id: 'sgd', optimizer: 'sgd' }],
      batchSize: 6,
      budget: { steps: 40 },
      start: {
        train: rows,
        validation: [30, 40],
        parameters: Array.from({ length: 15 }, (_, index) => index / 100),
        batches: [rows, [...rows].reverse()],
      },
    })
    const reference = trainerOf(spec)
    const points = finish(reference)
    const first = trainerOf(spec)
    while (first.step < 7) first.advance()
    const second = trainerOf(spec, { checkpoint: kept(first) })
    expect(finish(second)).toEqual(points.filter(({ step }) => step > 7))
  })

  it('refuses one of another race', () => {
    const checkpoint = kept(trainerOf(eventful))
    for (const other of [
      whole,
      { ...eventful, seeds: [1, 2] },
      { ...eventful, lanes: eventful.lanes.slice(1) },
    ]) {
      expect(() => trainerOf(other, { checkpoint })).toThrow(RangeError)
    }
    const { batches } = checkpoint
    const behind = { ...checkpoint, batches: { ...batches, epoch: 1, generators: [] } }
    expect(() => trainerOf(eventful, { checkpoint: behind })).toThrow(RangeError)
  })
})
