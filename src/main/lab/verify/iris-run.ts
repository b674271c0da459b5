import { LabError } from '#shared/contract/errors.ts'
import type { Table } from '#shared/data/table.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import type { EngineName, TrainerPool } from '#main/trainer/types.ts'
import { badFile, type VerifiedCase } from './case.ts'
import { createComparison, type Difference } from './compare.ts'
import type { IrisRun } from './forms.ts'
import { replay, type Replay } from './replay.ts'

/** Absolute, as the golden files' own description asks. */
const tolerances: Readonly<Record<EngineName, number>> = { native: 1e-4, reference: 1e-9 }

/**
 * Replays a golden Iris file on both engines: native in a trainer process, as every race runs, and
 * the reference in this one.
 *
 * @throws LabError `bad-file` when the file contradicts itself or the table
 */
export async function verifyIrisRun(
  file: string,
  golden: IrisRun,
  pool: TrainerPool,
  table: Table,
): Promise<VerifiedCase[]> {
  const spec = specOf(file, golden)
  const cases: VerifiedCase[] = []
  for (const engine of ['native', 'reference'] as const) {
    const replays = await replay(file, spec, table, engine, pool)
    golden.runs.forEach((run, index) => {
      const difference = compare(run, replays[index]!)
      const tolerance = tolerances[engine]
      cases.push({
        file,
        optimizer: run.optimizer,
        convention: run.convention,
        engine,
        tolerance,
        passed: difference.absolute <= tolerance,
        ...difference,
      })
    })
  }
  return cases
}

function specOf(file: string, golden: IrisRun): ExperimentSpec {
  const classes = golden.initialWeights[0]!.length
  const steps = Math.max(...golden.runs.map((run) => run.batchLoss.length))
  try {
    return parseSpec({
      dataset: { builtin: 'iris' },
      scaling: { kind: 'minmax', fit: 'all' },
      lanes: golden.runs.map(({ optimizer, convention, hyper }, index) => ({
        id: `${index + 1} ${optimizer}`,
        optimizer,
        convention,
        hyper,
      })),
      batchSize: batchOf(file, golden),
      budget: { steps },
      record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 1 } },
      start: {
        train: golden.trainIndex,
        validation: [],
        parameters: [
          ...golden.initialWeights.flat(),
          ...(golden.initialBias ?? new Array<number>(classes).fill(0)),
        ],
        batches: golden.batchOrder,
      },
    })
  } catch (error) {
    throw badFile(file, error)
  }
}

function batchOf(file: string, golden: IrisRun): number {
  const { batchLoss, trainLoss } = golden.runs[0]!
  if (golden.batch !== undefined) return golden.batch
  if (batchLoss.length === trainLoss.length) return trainLoss[0]![0]
  throw new LabError(
    'bad-file',
    `${file} does not tell its batch size: give "batch", or a training loss for every step.`,
    { parameters: { name: file } },
  )
}

function compare(
  run: IrisRun['runs'][number],
  { samples, metrics, parameters }: Replay,
): Difference {
  const comparison = createComparison()
  const weights = run.finalWeights.flat()
  const { batchLoss = [], trainLoss = [] } = metrics
  comparison.add('batchLoss', batchLoss, run.batchLoss)
  comparison.add(
    'trainLoss',
    run.trainLoss.map(([seen]) => trainLoss[samples.indexOf(seen)] ?? NaN),
    run.trainLoss.map(([, loss]) => loss),
  )
  comparison.add('finalWeights', parameters.subarray(0, weights.length), weights)
  comparison.add('finalBias', parameters.subarray(weights.length), run.finalBias)
  return comparison.result()
}
