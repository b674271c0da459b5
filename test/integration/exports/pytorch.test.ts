import { describe, expect, it } from 'vitest'
import { pytorchFiles } from '#main/lab/exports/python/index.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { readGolden, type RaceRuns } from '#test/support/golden.ts'
import { python, runScript, runScripts, withFiles } from '#test/support/python.ts'
import {
  everyRule,
  expectSame,
  goldenSpec,
  inputOf,
  referenceRun,
  unusualRules,
} from '#test/support/scripts.ts'
import { oddLanes, pastedLanes } from '#test/support/pastes.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'

const { cases } = readGolden<RaceRuns>('race-run.json')

const everything: ExperimentInput['record'] = {
  metrics: [
    'batchLoss',
    'trainLoss',
    'trainAccuracy',
    'validationLoss',
    'validationAccuracy',
    'gradientNorm',
    'updateNorm',
    'updateRatio',
    'rate',
  ],
  every: { samples: 48 },
}

/** A lane of Adam in PyTorch's convention. */
const adam = (
  id: string,
  more: Partial<ExperimentInput['lanes'][number]> = {},
): ExperimentInput['lanes'][number] => ({
  id,
  optimizer: 'adam',
  convention: 'pytorch',
  hyper: { lr: 0.02 },
  ...more,
})

describe('the PyTorch script, run by PyTorch', () => {
  it('repeats every golden run: PyTorch’s own numbers, and the reference engine’s', async () => {
    const inputs = await Promise.all(
      cases.map(async (golden) => {
        const table = await readTable(golden.dataset)
        return { golden, table, input: inputOf(goldenSpec(golden), table) }
      }),
    )
    const runs = await runScripts(inputs.map(({ input }) => pytorchFiles(input)))
    inputs.forEach(({ golden, table, input }, at) => {
      expectSame(runs[at]!, referenceRun(table, input))
      for (const metric of ['batchLoss', 'rate', 'gradientNorm'] as const) {
        golden[metric].forEach((value, step) => {
          const difference = Math.abs(Number(runs[at]![step]![metric]) - value)
          expect(difference, metric).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
        })
      }
    })
  })

  it('repeats every rule of every convention, on splits and batches drawn per seed', async () => {
    const table = await readTable('iris')
    const spec = specOf({
      model: { hidden: [6], activation: 'tanh', initial: { kind: 'glorot' } },
      lanes: [...everyRule(), ...pastedLanes(), ...oddLanes],
      seeds: [1, 4294967295],
      split: { validation: 0.2, stratified: true, seed: 'run' },
      budget: { steps: 14 },
      record: everything,
    })
    const input = inputOf(spec, table)
    const version = await withFiles([], (folder) =>
      python(folder, ['-c', 'from importlib.metadata import version; print(version("torch"))']),
    )
    const { rows } = await runScript(pytorchFiles(input))
    // Until 2.0 torch.optim.NAdam multiplied the momentum into its product once too often.
    expectSame(rows, referenceRun(table, input), (lane) =>
      lane === 'nadam pytorch' && version.startsWith('1.') ? 1e-2 : 1e-9,
    )
  })

  it('repeats schedules, warm-up, clipping, decay and every flag', async () => {
    const table = await readTable('wine')
    const schedules: NonNullable<ExperimentInput['lanes'][number]['schedule']>[] = [
      { kind: 'step', parameters: { every: 7 } },
      { kind: 'exponential', warmup: 3 },
      { kind: 'inverseTime' },
      { kind: 'polynomial', parameters: { end: 0.001 } },
      { kind: 'cosine', warmup: 5 },
      { kind: 'oneCycle' },
      { kind: 'constant', warmup: 4 },
    ]
    const spec = specOf({
      dataset: { builtin: 'wine' },
      model: { hidden: [5, 4], activation: 'sigmoid', initial: { kind: 'glorot' } },
      lanes: [
        ...schedules.map((schedule, at) => adam(`schedule ${at}`, { schedule })),
        ...(['value', 'norm', 'globalNorm'] as const).map((kind) =>
          adam(kind, { clipping: { kind, limit: 0.1 } }),
        ),
        adam('coupled', { weightDecay: { kind: 'coupled', rate: 0.1 } }),
        adam('decoupled', {
          weightDecay: { kind: 'decoupled', rate: 0.3 },
          schedule: { kind: 'cosine' },
        }),
        adam('flags', { hyper: { lr: 0.02, amsgrad: true, weightDecay: 0.1 } }),
        adam('centred', {
          optimizer: 'rmsprop',
          hyper: { lr: 0.01, centered: true, momentum: 0.5, weightDecay: 0.01 },
        }),
        adam('damped', {
          optimizer: 'momentum',
          hyper: { lr: 0.05, dampening: 0.3, weightDecay: 0.01 },
        }),
        adam('dampened only', { optimizer: 'momentum', hyper: { momentum: 0, dampening: 0.3 } }),
        adam('no momentum', { optimizer: 'nesterov', hyper: { momentum: 0 } }),
        // Where the framework's own would go wrong as soon as the rate changes.
        adam('asgd', { optimizer: 'asgd', schedule: { kind: 'cosine' }, hyper: { t0: 3 } }),
        adam('rprop', { optimizer: 'rprop', schedule: { kind: 'constant', warmup: 3 } }),
        ...unusualRules,
      ],
      batchSize: 50,
      budget: { epochs: 8 },
      record: everything,
    })
    const input = inputOf(spec, table)
    const { rows } = await runScript(pytorchFiles(input))
    expectSame(rows, referenceRun(table, input))
  })

  it('repeats early stops, rates changed by hand, folds and a budget that was extended', async () => {
    const table = await readTable('iris')
    const spec = specOf({
      model: { hidden: [], activation: 'relu', initial: { kind: 'zeros' } },
      lanes: [
        adam('target', { hyper: { lr: 0.3 } }),
        adam('patience', { hyper: { lr: 0.0001 } }),
        adam('by hand', { schedule: { kind: 'cosine' }, hyper: { lr: 0.01 } }),
        adam('by hand, constant', { optimizer: 'lion', convention: 'keras', hyper: {} }),
        adam('diverges', {
          optimizer: 'sgd',
          hyper: { lr: 999, weightDecay: 1e9 },
          weightDecay: { kind: 'decoupled', rate: 1000 },
        }),
      ],
      seeds: [3, 4, 5],
      split: { folds: 3, seed: 2 },
      batchSize: 32,
      budget: { steps: 50 },
      record: { ...everything, every: { steps: 3 } },
      stop: {
        target: { metric: 'trainAccuracy', value: 0.97 },
        patience: { metric: 'validationLoss', points: 8, least: 0.002 },
      },
    })
    const rates = [
      { lane: 'by hand', rate: 0.03, step: 10 },
      { lane: 'by hand', rate: 0.002, step: 20 },
      { lane: 'by hand, constant', rate: 0.05, step: 0 },
    ]
    const input = inputOf(spec, table, { rates, steps: 90, alsoRecorded: [50] })
    const { rows, printed } = await runScript(pytorchFiles(input))
    expectSame(rows, referenceRun(table, input))
    for (const word of ['target', 'patience', 'diverged', 'budget']) {
      expect(printed, word).toContain(` ${word} `)
    }
  })

  it('runs the lanes and seeds asked for, in float32 where asked, and says what there is', async () => {
    const table = await readTable('diabetes')
    const spec = specOf({
      title: 'a """ \\',
      dataset: { builtin: 'diabetes' },
      loss: 'meanSquaredError',
      model: { hidden: [4], initial: { kind: 'he' } },
      lanes: [adam('a, "b"'), adam('it’s \\ 中文\n\u202e"""')],
      seeds: [1, 2],
      budget: { epochs: 1 },
      split: { validation: 0 },
      record: { metrics: ['trainLoss', 'trainR2'], every: { epochs: 1 } },
    })
    const input = inputOf(spec, table)
    const files = pytorchFiles(input)
    const some = ['--lanes', 'a, "b"', '--seeds', '2', '--dtype', 'float32']
    const { rows } = await runScript(files, some)
    expect(rows.map(({ lane, seed }) => [lane, seed])).toEqual([['a, "b"', '2']])
    const expected = referenceRun(table, input).get('a, "b", seed 2, step 14')!
    const loss = Number(rows[0]!.trainLoss)
    expect(Math.abs(loss - expected.trainLoss!)).toBeLessThan(1e-4)
    expect(loss).not.toBe(expected.trainLoss)
    await expect(runScript(files, ['--lanes', 'c'])).rejects.toThrow(/there is no lane 'c', only/)
  })
})
