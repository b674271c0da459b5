import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFiles, type VerifyReport } from '#main/lab/verify/index.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import { readGolden, root, type RaceRuns } from '#test/support/golden.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'
import { borrowPool, built } from '../support.ts'

type Case = RaceRuns['cases'][number]

const golden = readGolden<RaceRuns>('race-run.json')
/** Iris 4-6-3; Wine without a hidden layer, clipped by norm, the quickest; Diabetes. */
const [iris, wine, diabetes] = [golden.cases[0]!, golden.cases[5]!, golden.cases[3]!]

let pool: TrainerPool
let folder: string

beforeAll(async () => {
  pool = borrowPool(await built(), 1)
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-verify-'))
})

afterAll(async () => {
  await pool.dispose()
  await rm(folder, { recursive: true })
})

const verify = (path: string): Promise<VerifyReport> => verifyFiles(path, { pool, readTable })

async function verifyCases(...cases: unknown[]): Promise<VerifyReport> {
  const path = join(folder, 'runs.json')
  await writeFile(path, JSON.stringify({ cases }))
  return verify(path)
}

describe('verify of whole runs', () => {
  it('finds all seven of race-run.json on both engines', async () => {
    const { cases, passed } = await verify(
      join(root, 'test', 'fixtures', 'golden', 'race-run.json'),
    )
    expect(cases).toHaveLength(14)
    expect(passed).toBe(true)
    for (const { engine, scaled, tolerance } of cases) {
      expect(tolerance).toBe(engine === 'native' ? 1e-3 : 1e-9)
      expect(scaled).toBeLessThanOrEqual(tolerance)
      // Float32 differs from float64: the native engine was really asked.
      if (engine === 'native') expect(scaled).toBeGreaterThan(1e-12)
    }
    expect(new Set(cases.map(({ dataset }) => dataset)).size).toBe(5)
  })

  const perturbations: [string, (run: Case) => void][] = [
    ['a batch loss', (run) => (run.batchLoss[7]! += 2e-3)],
    ['a rate', (run) => (run.rate[11]! += 2e-3)],
    ['a gradient norm', (run) => (run.gradientNorm[0]! -= 2e-3)],
    ['the training loss at the end', (run) => (run.end.trainLoss += 2e-3)],
    ['the validation loss at the end', (run) => (run.end.validationLoss -= 2e-3)],
    ['the accuracy at the end', (run) => (run.end.validationAccuracy! += 2e-3)],
    ['a bias', (run) => (run.finalBias[2]! += 2e-3)],
  ]

  it.each(perturbations)('fails on both engines where %s is off', async (_, perturb) => {
    const run = structuredClone(wine)
    perturb(run)
    const { cases, passed } = await verifyCases(run)
    expect(passed).toBe(false)
    for (const each of cases) {
      expect(each.passed).toBe(false)
      expect(each.absolute).toBeCloseTo(2e-3, 5)
    }
  })

  it('is finer on the reference, and names the place', async () => {
    const run = structuredClone(iris)
    run.gradientNorm[3]! += 1e-6
    const { cases } = await verifyCases(run)
    expect(cases.filter((each) => !each.passed)).toMatchObject([
      { dataset: 'iris', optimizer: 'sgd', engine: 'reference', where: 'gradientNorm[3]' },
    ])
  })

  it.each<[string, Case, (run: Case) => void]>([
    ['start', wine, (run) => ((run.initial[0]![0] as number[])[0]! += 0.1)],
    ['order', iris, (run) => void run.batchOrder[2]!.reverse()],
    ['schedule', wine, (run) => Object.assign(run.schedule, { decay: 0.2 })],
    ['limit', wine, (run) => Object.assign(run.clipping!, { limit: 0.1 })],
    ['scaling', wine, (run) => Object.assign(run, { scaling: 'standard-train' })],
    ['held-out rows', wine, (run) => void run.validationIndex.pop()],
  ])('fails a run whose %s is not the file’s', async (_, of, perturb) => {
    const run = structuredClone(of)
    perturb(run)
    const { cases } = await verifyCases(run)
    expect(cases.map((each) => each.passed)).toEqual([false, false])
  })

  it('takes another file of the form: one-cycle after a warm-up, norm, another convention', async () => {
    const trainIndex = Array.from({ length: 90 }, (_, i) => (i * 7 + 3) % 150)
    const validationIndex = [1, 2, 5, 8]
    const order = trainIndex.map((_, i) => (i * 11) % 90)
    const shape = [
      [4, 5],
      [5, 3],
    ] as const
    const initial = shape.flatMap(([inputs, outputs], layer) => [
      Array.from({ length: inputs }, (_, i) =>
        Array.from({ length: outputs }, (_, o) => Math.sin(7 * layer + 3 * i + o)),
      ),
      Array.from({ length: outputs }, (_, o) => o / 100),
    ])
    const schedule = { kind: 'oneCycle', steps: 8, rise: 0.4, warmup: 2 }
    const clipping = { kind: 'norm', limit: 0.05 }
    const { kind, warmup, ...parameters } = schedule
    const spec = specOf({
      scaling: { kind: 'standard', fit: 'all' },
      model: { hidden: [5], activation: 'sigmoid' },
      lanes: [
        {
          id: 'a',
          optimizer: 'adam',
          convention: 'keras',
          hyper: { lr: 0.05 },
          schedule: { kind, parameters, warmup },
          clipping,
        },
      ],
      batchSize: 40,
      budget: { steps: 8 },
      record: {
        metrics: ['batchLoss', 'rate', 'gradientNorm', 'trainAccuracy', 'trainLoss'],
        every: { steps: 1 },
      },
      start: {
        train: trainIndex,
        validation: validationIndex,
        parameters: initial.flat(2),
        batches: [order, [...order].reverse(), order],
      },
    })
    const trainer = trainerOf(spec, await readTable('iris'))
    const points = train(trainer)
    const { metrics } = points.at(-1)!
    const run = {
      dataset: 'iris',
      trainIndex,
      validationIndex,
      scaling: 'standard-all',
      hidden: [5],
      activation: 'sigmoid',
      loss: 'crossEntropy',
      initial,
      batchOrder: [order, [...order].reverse(), order],
      batch: 40,
      optimizer: 'adam',
      convention: 'keras',
      hyper: { lr: 0.05 },
      schedule,
      clipping,
      batchLoss: points.map((point) => point.metrics.batchLoss![0]!),
      rate: points.map((point) => point.metrics.rate![0]!),
      gradientNorm: points.map((point) => point.metrics.gradientNorm![0]!),
      end: { trainLoss: metrics.trainLoss![0]!, trainAccuracy: metrics.trainAccuracy![0]! },
      finalBias: [...trainer.parameters()[0]!.parameters.slice(-3)],
    }
    const { cases, passed } = await verifyCases(run)
    expect(cases).toHaveLength(2)
    expect(passed).toBe(true)
    expect((await verifyCases({ ...run, end: { trainAccuracy: 0.5 } })).passed).toBe(false)
  })

  it('refuses what it cannot replay, and says which case and what', async () => {
    const refusal = async (change: Partial<Record<keyof Case, unknown>>): Promise<string> => {
      const error = await verifyCases({ ...wine, ...change }).then(
        () => undefined,
        (thrown: Error & { code?: string }) => thrown,
      )
      expect(error).toMatchObject({ code: 'bad-file' })
      expect(error!.message).toContain('runs.json')
      return error!.message
    }
    expect(await refusal({ dataset: 'cheese' })).toContain(
      "(cases.0) cannot be replayed: dataset: no table 'cheese' ships with this program",
    )
    expect(await refusal({ scaling: 'robust-train' })).toContain(
      "scaling: 'robust-train' is none of none, minmax-train, minmax-all, standard-train, standard-all",
    )
    expect(await refusal({ hidden: [4] })).toContain('initial: 2 layers have 4 tensors')
    expect(await refusal({ initial: [wine.initial[0]!.slice(1), wine.initial[1]] })).toContain(
      'start.parameters',
    )
    const transposed = [[...Array(3)].map(() => new Array(13).fill(0)), [0, 0, 0]]
    expect(await refusal({ initial: transposed })).toContain('initial.0: should be [3][3]')
    expect(await refusal({ batchOrder: wine.batchOrder.slice(0, 2) })).toContain(
      'batchLoss: batchOrder has only 2 batches',
    )
    expect(await refusal({ schedule: { kind: 'sawtooth' } })).toContain(
      "lanes[0].schedule.kind: there is no schedule 'sawtooth'",
    )
    expect(await refusal({ optimizer: 'sgdd' })).toContain("there is no optimizer 'sgdd'")
    expect(await refusal({ trainIndex: [178, ...wine.trainIndex.slice(1)] })).toContain(
      'start.train[0]',
    )
    expect(await refusal({ rate: ['x'] })).toContain('damaged at cases.0.rate.0')
    expect(await refusal({ loss: 'meanSquaredError' })).toContain('target')
    const accuracy = { ...diabetes, end: { ...diabetes.end, validationAccuracy: 1 } }
    expect(await refusal(accuracy)).toContain('a regression has no accuracy')
  })
})
