import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadTensorflow } from '#main/trainer/native.ts'
import { createNativeEngine } from '#main/trainer/tensorflow.ts'
import { activations, layoutOf } from '#shared/models.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { CreateEngine } from '#shared/training/engine.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { cases } from '#test/support/thorough.ts'
import { train, trainerOf } from '#test/support/training.ts'

const { ops } = loadTensorflow()
const native: CreateEngine = (options) => createNativeEngine(ops, options)
const everyLane = lanesOf('sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta', 'rmsprop', 'adam')

const tasks = [
  { dataset: 'iris', loss: 'crossEntropy' },
  { dataset: 'wine', loss: 'crossEntropy' },
  { dataset: 'diabetes', loss: 'meanSquaredError' },
] as const

/** The largest difference of two rows of numbers; NaN where one is none or has another length. */
function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return NaN
  let most = 0
  for (let at = 0; at < actual.length; at++) {
    most = Math.max(most, Math.abs(actual[at]! - expected[at]!))
  }
  return most
}

describe.each(tasks)('native and reference on $dataset', ({ dataset, loss }) => {
  const classes = ['trainAccuracy', 'validationAccuracy'] as const
  const metrics: NonNullable<ExperimentInput['record']>['metrics'] = [
    'batchLoss',
    'trainLoss',
    'validationLoss',
    'gradientNorm',
    'updateNorm',
    ...(loss === 'crossEntropy' ? classes : []),
  ]

  describe.each(activations)('%s', (activation) => {
    it.each([[[]], [[6]], [[7, 5]], [[6, 5, 4]]])('hidden layers %j', async (hidden) => {
      const spec = specOf({
        dataset: { builtin: dataset },
        split: { validation: 0.2, seed: 'run' },
        model: { hidden, activation, initial: { kind: 'normal', deviation: 0.4 } },
        loss,
        lanes: everyLane,
        seeds: [1, 2, 3],
        // Neither 120 nor 142 nor 353 is a multiple: the last batch is short.
        batchSize: 50,
        budget: { epochs: 3 },
        record: { metrics, every: { steps: 1 }, state: true },
      })
      const table = await readTable(dataset)
      const expected = train(trainerOf(spec, table))
      const trainer = trainerOf(spec, table, { createEngine: native })
      const actual = train(trainer)
      trainer.dispose()
      expect(actual).toHaveLength(expected.length)
      // Float32 against float64 over some ten steps. A score near a tie may tip one row.
      for (const metric of metrics) {
        const of = (points: typeof actual): number[] =>
          points.flatMap((point) => [...point.metrics[metric]!])
        const tolerance = metric.endsWith('Accuracy') ? 1 / 30 + 1e-12 : 1e-4
        expect(farthest(of(actual), of(expected)), metric).toBeLessThanOrEqual(tolerance)
      }
      actual.forEach((point, index) => {
        point.snapshots.forEach((snapshot, run) => {
          const truth = expected[index]!.snapshots[run]!
          const rows = [snapshot, truth].map(({ confusion }) =>
            confusion.reduce((a, b) => a + b, 0),
          )
          expect(rows[0]).toBe(rows[1])
          expect(farthest(snapshot.gradients, truth.gradients)).toBeLessThan(1e-4)
        })
      })
    })
  })
})

describe('the native engine', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    { dataset: 'iris', loss: 'crossEntropy' },
    { dataset: 'diabetes', loss: 'meanSquaredError' },
  ] as const)('holds no more tensors after 1000 steps than after 10 ($loss)', async (task) => {
    const spec = specOf({
      dataset: { builtin: task.dataset },
      loss: task.loss,
      model: { hidden: [5] },
      lanes: lanesOf('sgd', 'adam'),
      seeds: [1, 2],
      batchSize: 50,
      budget: { steps: 1000 },
      record: { metrics: ['trainLoss', 'validationLoss'], every: { steps: 1 }, state: true },
    })
    const before = ops.count()
    const trainer = trainerOf(spec, await readTable(task.dataset), { createEngine: native })
    for (let step = 0; step < 10; step++) trainer.advance()
    const after10 = trainer.tensorCount()
    expect(after10).toBeGreaterThan(before)
    while (trainer.step < 1000) trainer.advance()
    expect(trainer.tensorCount()).toBe(after10)
    trainer.dispose()
    expect(ops.count()).toBe(before)
  })

  it('takes as much memory after many steps as after a tenth of them', async () => {
    const memories: WebAssembly.Memory[] = []
    class Memory extends WebAssembly.Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor)
        memories.push(this)
      }
    }
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Memory: { value: Memory } }))
    const wasm = (): number => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
    const steps = cases(2_000, 100_000)
    const matrixRules = [
      { id: 'muon', optimizer: 'muon', convention: 'optax' as const },
      {
        id: 'shampoo',
        optimizer: 'shampoo',
        convention: 'paper' as const,
        hyper: { interval: 50 },
      },
    ]
    const spec = specOf({
      model: { hidden: [16] },
      lanes: [...lanesOf('sgd', 'adam'), ...matrixRules],
      batchSize: 24,
      budget: { steps },
      record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 100 } },
    })
    const trainer = trainerOf(spec, await readTable('iris'), { createEngine: native })
    while (trainer.step < steps / 10) trainer.advance()
    const held = (): object => ({ tensors: ops.count(), wasm: wasm() })
    const early = held()
    const resident = process.memoryUsage.rss()
    expect(wasm()).toBeGreaterThan(0)
    while (trainer.step < steps) trainer.advance()
    expect(held()).toEqual(early)
    // Garbage comes and goes; a tensor a step would stay.
    expect(process.memoryUsage.rss()).toBeLessThan(1.5 * resident)
    trainer.dispose()
  })

  it('frees what a step had made when it breaks off', () => {
    const before = ops.count()
    expect(() =>
      ops.scope(() => {
        const tensor = ops.floats([2], Float32Array.of(1, 2))
        // Shapes that do not fit: the library refuses.
        ops.matmul(tensor, ops.floats([3], Float32Array.of(1, 2, 3)))
      }),
    ).toThrow()
    expect(ops.count()).toBe(before)
  })

  it('evaluates a part too large for one go in pieces, to the same numbers', async () => {
    const table = await readTable('digits')
    // 1438 rows × 65 values × 140 runs are more than the 2^23 that go at once.
    const spec = specOf({
      dataset: { builtin: 'digits' },
      model: { hidden: [4], initial: { kind: 'normal', deviation: 0.3 } },
      seeds: Array.from({ length: 140 }, (_, seed) => seed),
    })
    const problems = prepareProblems(spec, table)
    const options = { model: spec.model, loss: spec.loss, lanes: 1, problems }
    const { size } = layoutOf(spec.model, 64, 10)
    const parameters = Float64Array.from({ length: 140 * size }, (_, i) => Math.sin(i) / 4)
    const engine = createNativeEngine(ops, options)
    const actual = engine.evaluate(parameters, 'train', 'classes')
    engine.dispose()
    const expected = createReferenceEngine(options).evaluate(parameters, 'train', 'classes')
    actual.losses.forEach((loss, run) => {
      expect(Math.abs(loss - expected.losses[run]!)).toBeLessThan(1e-5)
      expect(Math.abs(actual.accuracies[run]! - expected.accuracies[run]!)).toBeLessThan(2 / 1438)
    })
    const rows = actual.confusion.subarray(0, 100).reduce((sum, cell) => sum + cell, 0)
    expect(rows).toBe(1438)
  })

  it.each(tasks)('agree on folds of unequal size ($dataset)', async ({ dataset, loss }) => {
    // 178 and 442 rows in 7 parts leave a rest; 150 in 7 too.
    const spec = specOf({
      dataset: { builtin: dataset },
      loss,
      model: { hidden: [5], activation: 'tanh', initial: { kind: 'glorot' } },
      seeds: [1, 2, 3, 4, 5, 6, 7],
      split: { folds: 7 },
      lanes: lanesOf('sgd', 'adam'),
      batchSize: 'full',
    })
    const problems = prepareProblems(spec, await readTable(dataset))
    const counts = problems.map(({ validation }) => validation.count)
    expect(Math.max(...counts) - Math.min(...counts)).toBe(1)
    const options = { model: spec.model, loss: spec.loss, lanes: 2, problems }
    const { size } = layoutOf(spec.model, problems[0]!.inputs, problems[0]!.outputs)
    const parameters = Float64Array.from({ length: 14 * size }, (_, i) => Math.sin(i) / 2)
    const engine = createNativeEngine(ops, options)
    const actual = engine.evaluate(parameters, 'validation', 'classes')
    engine.dispose()
    const expected = createReferenceEngine(options).evaluate(parameters, 'validation', 'classes')
    actual.losses.forEach((value, run) => expect(value).toBeCloseTo(expected.losses[run]!, 5))
    expect(actual.accuracies).toEqual(expected.accuracies)
    expect(actual.confusion).toEqual(expected.confusion)
    actual.determinations.forEach((value, run) => {
      if (loss === 'meanSquaredError') expect(value).toBeCloseTo(expected.determinations[run]!, 4)
      else expect(value).toBeNaN()
    })
  })

  it('keeps a run that diverges from its neighbours', async () => {
    const table = await readTable('diabetes')
    const calm = { id: 'calm', optimizer: 'sgd', hyper: { lr: 0.01 } }
    const wild = { id: 'wild', optimizer: 'sgd', hyper: { lr: 1000 } }
    const change: Partial<ExperimentInput> = {
      dataset: { builtin: 'diabetes' },
      loss: 'meanSquaredError',
      model: { hidden: [4], activation: 'relu', initial: { kind: 'normal', deviation: 0.3 } },
      budget: { epochs: 40 },
      // It goes on, so that its infinities stay beside the other.
      stop: { diverged: false },
    }
    const together = trainerOf(specOf({ ...change, lanes: [wild, calm] }), table, {
      createEngine: native,
    })
    const alone = trainerOf(specOf({ ...change, lanes: [calm] }), table, { createEngine: native })
    const [wildLoss, calmLoss] = train(together).at(-1)!.metrics.trainLoss!
    const aloneLoss = train(alone).at(-1)!.metrics.trainLoss![0]!
    expect(Number.isFinite(wildLoss)).toBe(false)
    expect(calmLoss).toBeCloseTo(aloneLoss, 6)
    together.dispose()
    alone.dispose()
  })

  it('stays finite where the scores are far apart, as the reference does', async () => {
    const spec = specOf({ features: ['petal_length'] })
    const problems = prepareProblems(spec, await readTable('iris'))
    const options = { model: spec.model, loss: spec.loss, lanes: 1, problems }
    const parameters = Float64Array.of(0, 0, 0, 1000, 0, -1000)
    const batch = Int32Array.from({ length: 120 }, (_, row) => row)
    const results = [createNativeEngine(ops, options), createReferenceEngine(options)].map(
      (engine) => {
        const gradients = new Float64Array(6)
        const losses = new Float64Array(1)
        engine.gradients(parameters, batch, 120, gradients, losses)
        engine.dispose()
        return [...losses, ...gradients]
      },
    )
    results[0]!.forEach((value, i) => expect(value).toBeCloseTo(results[1]![i]!, 3))
    expect(results[0]![0]).toBeGreaterThan(900)
  })
})
