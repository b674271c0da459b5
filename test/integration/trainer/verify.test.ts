import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFiles, type VerifyReport } from '#main/lab/verify/index.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import { readGolden, root } from '#test/support/golden.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'
import { borrowPool, built } from '../support.ts'

interface IrisRun {
  trainIndex: number[]
  initialWeights: number[][]
  batchOrder: number[][]
  runs: {
    optimizer: string
    convention: string
    hyper: Record<string, number>
    batchLoss: number[]
    trainLoss: [number, number][]
    finalWeights: number[][]
    finalBias: number[]
  }[]
}

const goldenFolder = join(root, 'test', 'fixtures', 'golden')
let pool: TrainerPool
let folder: string

beforeAll(async () => {
  pool = borrowPool(await built(), 2)
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-verify-'))
})

afterAll(async () => {
  await pool.dispose()
  await rm(folder, { recursive: true })
})

const verify = (path: string): Promise<VerifyReport> => verifyFiles(path, { pool, readTable })

async function verifyContent(content: unknown): Promise<VerifyReport> {
  const path = join(folder, 'case.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return verify(path)
}

describe('verify', () => {
  it('finds all six optimizers of iris-run.json on both engines', async () => {
    const { cases, skipped, passed } = await verify(join(goldenFolder, 'iris-run.json'))
    expect(cases).toHaveLength(12)
    expect(passed).toBe(true)
    expect(skipped).toEqual([])
    for (const each of cases) {
      expect(each.tolerance).toBe(each.engine === 'native' ? 1e-4 : 1e-9)
      expect(each.absolute).toBeLessThanOrEqual(each.tolerance)
      expect(each.relative).toBeGreaterThan(0)
    }
    // Float32 differs from float64: the native engine was really asked.
    const native = cases.filter(({ engine }) => engine === 'native')
    for (const { absolute } of native) expect(absolute).toBeGreaterThan(1e-9)
  })

  it('looks through a folder and says what it does not cover', async () => {
    const { cases, skipped, passed } = await verify(goldenFolder)
    const count = (name: string): number => cases.filter(({ file }) => file.endsWith(name)).length
    expect(count('iris-run.json')).toBe(12)
    expect(count('trajectories.json')).toBe(2 * 112)
    expect(count('update-rules.json')).toBe(2 * 37)
    expect(count('tensor-rules.json')).toBe(2 * 18 - 4)
    expect(count('race-run.json')).toBe(14)
    expect(passed).toBe(true)
    expect(skipped).toEqual([])
  })

  it.each([
    ['a batch loss', (run: IrisRun['runs'][number]) => (run.batchLoss[7]! += 1e-3)],
    ['a training loss', (run: IrisRun['runs'][number]) => (run.trainLoss[19]![1] -= 1e-3)],
    ['a weight', (run: IrisRun['runs'][number]) => (run.finalWeights[2]![1]! += 1e-3)],
    ['a bias', (run: IrisRun['runs'][number]) => (run.finalBias[0]! += 1e-3)],
  ])('fails the one case in which %s is off', async (_, perturb) => {
    const content = readGolden<IrisRun>('iris-run.json')
    perturb(content.runs[3]!)
    const { cases, passed } = await verifyContent(content)
    expect(passed).toBe(false)
    const failed = cases.filter((each) => !each.passed)
    expect(failed.map(({ optimizer }) => optimizer)).toEqual(['rmsprop', 'rmsprop'])
    for (const { absolute } of failed) expect(absolute).toBeCloseTo(1e-3, 5)
  })

  it('is finer on the reference than on the native engine', async () => {
    const content = readGolden<IrisRun>('iris-run.json')
    content.runs[0]!.batchLoss[3]! += 1e-6
    const { cases } = await verifyContent(content)
    expect(cases.filter((each) => !each.passed)).toMatchObject([
      { optimizer: 'sgd', engine: 'reference', where: 'batchLoss[3]' },
    ])
  })

  it('fails a run whose start or order is not the file’s', async () => {
    const content = readGolden<IrisRun>('iris-run.json')
    content.batchOrder[2]!.reverse()
    const { passed } = await verifyContent(content)
    expect(passed).toBe(false)
  })

  it('takes another file of the form: other rows, batch, order, rates and length', async () => {
    const trainIndex = Array.from({ length: 90 }, (_, i) => (i * 7 + 3) % 150)
    const weights = [0, 1, 2, 3].map((i) => [0, 1, 2].map((o) => Math.sin(3 * i + o) / 10))
    const order = trainIndex.map((_, i) => (i * 11) % 90)
    const spec = specOf({
      scaling: { kind: 'minmax', fit: 'all' },
      lanes: [
        { id: 'a', optimizer: 'adam', hyper: { lr: 0.05, beta1: 0.8, beta2: 0.99 } },
        { id: 'b', optimizer: 'nesterov', hyper: { lr: 0.1, momentum: 0.5 } },
      ],
      batchSize: 40,
      budget: { epochs: 3 },
      record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 1 } },
      start: {
        train: trainIndex,
        validation: [],
        parameters: [...weights.flat(), 0, 0, 0],
        batches: [order, [...order].reverse()],
      },
    })
    const trainer = trainerOf(spec, await readTable('iris'))
    const points = train(trainer)
    const runs = spec.lanes.map(({ optimizer, convention, hyper }, run) => {
      const { parameters } = trainer.parameters()[run]!
      return {
        optimizer,
        convention,
        hyper,
        batchLoss: points.map(({ metrics }) => metrics.batchLoss![run]!),
        trainLoss: points.map(({ samples, metrics }) => [samples, metrics.trainLoss![run]!]),
        finalWeights: [0, 1, 2, 3].map((i) => [...parameters.subarray(3 * i, 3 * i + 3)]),
        finalBias: [...parameters.subarray(12)],
      }
    })
    expect(points.map(({ samples }) => samples)).toEqual([40, 80, 90, 130, 170, 180, 220, 260, 270])
    const content = {
      trainIndex,
      initialWeights: weights,
      batchOrder: [order, [...order].reverse()],
      runs,
    }
    const { cases, passed } = await verifyContent(content)
    expect(cases).toHaveLength(4)
    expect(passed).toBe(true)
  })

  it('refuses what is broken, contradicts itself or is no golden file, and says which', async () => {
    const golden = readGolden<IrisRun>('iris-run.json')
    const refusal = async (content: unknown): Promise<string> => {
      const error = await verifyContent(content).then(
        () => undefined,
        (thrown: Error & { code?: string }) => thrown,
      )
      expect(error).toMatchObject({ code: 'bad-file' })
      expect(error!.message).toContain('case.json')
      return error!.message
    }
    expect(await refusal('{"runs": [')).toContain('is not JSON')
    expect(await refusal({ some: 'thing' })).toContain('has no form that can be verified')
    expect(await refusal({ ...golden, trainIndex: ['x'] })).toContain('trainIndex.0')
    const outside = golden.trainIndex.with(5, 150)
    expect(await refusal({ ...golden, trainIndex: outside })).toContain('start.train[5]')
    const [first] = golden.runs
    const unknown = { ...golden, runs: [{ ...first, optimizer: 'sgdd' }] }
    expect(await refusal(unknown)).toContain("there is no optimizer 'sgdd'")
    await expect(verify(join(folder, 'nothing.json'))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('does not call it passed when nothing was covered', async () => {
    const { cases, skipped, passed } = await verify(
      join(root, 'resources', 'reference', 'iris-200-seeds.json'),
    )
    expect(cases).toEqual([])
    expect(skipped).toHaveLength(1)
    expect(passed).toBe(false)
  })
})
