import { describe, expect, it } from 'vitest'
import { loadTensorflow } from '#main/trainer/native.ts'
import { createNativeEngine } from '#main/trainer/tensorflow.ts'
import { clippings } from '#shared/clipping/index.ts'
import type { ExperimentInput, Metric } from '#shared/experiment/spec.ts'
import { initials, type InitialInput } from '#shared/initial/index.ts'
import { activations, losses } from '#shared/models.ts'
import { schedules } from '#shared/schedules/index.ts'
import type { CreateEngine } from '#shared/training/engine.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

const { ops } = loadTensorflow()
const native: CreateEngine = (options) => createNativeEngine(ops, options)

type LaneInput = ExperimentInput['lanes'][number]

const decays: LaneInput['weightDecay'][] = [
  null,
  { kind: 'coupled', rate: 0.05 },
  { kind: 'decoupled', rate: 0.1 },
]
const limits = [null, ...clippings.map(({ kind }) => ({ kind, limit: 0.05 }))]

/**
 * Rules that are continuous in the gradient. One that divides by the gradient's own size turns the
 * rounding of a gradient that ought to be 0 into a whole step; those are compared elsewhere, from
 * starts that have none.
 */
const rules = [
  { optimizer: 'sgd', convention: 'pytorch', hyper: { lr: 0.1 } },
  { optimizer: 'momentum', convention: 'keras', hyper: { lr: 0.05 } },
  { optimizer: 'nesterov-ahead', convention: 'paper', hyper: { lr: 0.05 } },
] as const

/** Every schedule with every clipping, every one with and without warm-up, each decay among them. */
const lanes: LaneInput[] = schedules.flatMap(({ kind }, index) =>
  limits.map((clipping, position): LaneInput => ({
    id: `${kind} ${clipping?.kind ?? 'unclipped'}`,
    ...rules[(index + position) % rules.length]!,
    schedule: { kind, warmup: (index + position) % 2 === 0 ? 0 : 2 },
    clipping,
    weightDecay: decays[(index + 2 * position) % decays.length],
  })),
)

const shapes = [[], [6], [6, 5], [6, 5, 4]]
const batches = [1, 50, 'full'] as const

const models = losses.flatMap((loss) =>
  activations.flatMap((activation) => shapes.map((hidden) => ({ loss, activation, hidden }))),
)

const races = models.flatMap((model, index) =>
  // Each model with two of the starts and two of the batches, and all of them along the table.
  [0, 1].map((turn) => ({
    ...model,
    initial: initials[(index + 2 * turn) % initials.length]!.kind as InitialInput['kind'],
    batch: batches[(index + turn) % batches.length]!,
  })),
)

describe('native and reference agree', () => {
  it('with every schedule, clipping, decay, start and batch among what is raced', () => {
    const every = (values: readonly unknown[]): number => new Set(values).size
    expect(every(lanes.map(({ schedule }) => schedule?.kind))).toBe(schedules.length)
    expect(every(lanes.map(({ clipping }) => clipping?.kind))).toBe(clippings.length + 1)
    expect(every(lanes.map(({ weightDecay }) => weightDecay?.kind))).toBe(3)
    for (const loss of losses) {
      const own = races.filter((race) => race.loss === loss)
      expect(every(own.map(({ initial, batch }) => `${initial} ${batch}`))).toBe(12)
    }
  })

  it.each(races)(
    '$loss, $hidden $activation, from $initial, batch $batch',
    async ({ loss, activation, hidden, initial, batch }) => {
      const quality: Metric[] =
        loss === 'crossEntropy' ? ['trainAccuracy'] : ['trainR2', 'validationR2']
      const metrics: Metric[] = [
        'batchLoss',
        'trainLoss',
        'validationLoss',
        'gradientNorm',
        'updateNorm',
        'updateRatio',
        'rate',
        ...quality,
      ]
      const dataset = loss === 'crossEntropy' ? 'iris' : 'diabetes'
      const spec = specOf({
        dataset: { builtin: dataset },
        model: {
          hidden,
          activation,
          initial: initial === 'normal' ? { kind: initial, deviation: 0.4 } : { kind: initial },
        },
        loss,
        lanes,
        seeds: [5],
        batchSize: batch,
        budget: { steps: 7 },
        record: { metrics, every: { steps: 1 } },
      })
      const table = await readTable(dataset)
      const expected = train(trainerOf(spec, table))
      const trainer = trainerOf(spec, table, { createEngine: native })
      const actual = train(trainer)
      trainer.dispose()
      expect(actual).toHaveLength(7)
      actual.forEach((point, step) => {
        for (const metric of metrics) {
          point.metrics[metric]!.forEach((value, run) => {
            const truth = expected[step]!.metrics[metric]![run]!
            const where = `${metric} of ${lanes[run]!.id} at step ${step + 1}`
            // From zeros the first ratio is infinite: there is nothing to move in proportion to.
            if (!Number.isFinite(truth)) return expect(value, where).toBe(truth)
            if (metric === 'updateRatio') {
              // Where every gradient ought to be 0, parameters and steps are rounding alone.
              const before = expected[step]!.metrics.updateNorm![run]! / truth
              if (before < 1e-9) return
            }
            // A score near a tie may tip a row of 120.
            const rows = metric === 'trainAccuracy' ? 2 / 120 : 0
            const allowed = rows + 1e-4 * Math.max(1, Math.abs(truth))
            expect(Math.abs(value - truth), where).toBeLessThanOrEqual(allowed)
          })
        }
      })
    },
  )
})
