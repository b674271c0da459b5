import { LabError } from '../../../shared/contract/errors.ts'
import { prepareProblems } from '../../../shared/data/prepare.ts'
import type { Table } from '../../../shared/data/table.ts'
import { parseSpec, type ExperimentSpec } from '../../../shared/experiment/spec.ts'
import { createReferenceEngine } from '../../../shared/training/reference.ts'
import { createTrainer, type RunEnd } from '../../../shared/training/trainer.ts'
import type { EngineName, TrainerPool } from '../../trainer/types.ts'
import { badFile, type VerifiedCase } from './case.ts'
import { createComparison, type Difference } from './compare.ts'
import type { IrisRun } from './forms.ts'

/** Absolute, as the golden files' own description asks. */
const tolerances: Readonly<Record<EngineName, number>> = { native: 1e-4, reference: 1e-9 }

/** What a run left behind: losses by step, parameters at the end. */
interface Replay {
  readonly batchLoss: number[]
  readonly trainLoss: Map<number, number>
  parameters: Float64Array
}

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
    const replays = await asBadFile(file, () =>
      engine === 'native' ? replayNative(spec, table, pool) : replayReference(spec, table),
    )
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

async function replayNative(
  spec: ExperimentSpec,
  table: Table,
  pool: TrainerPool,
): Promise<Replay[]> {
  const replays = spec.lanes.map(newReplay)
  const race = await pool.start({
    spec,
    table,
    engine: 'native',
    log: (_shard, { columns, final }) => {
      columns.run.forEach((run, row) => {
        const replay = replays[run]!
        replay.batchLoss[columns.step[row]! - 1] = columns.metrics.batchLoss![row]!
        replay.trainLoss.set(columns.samples[row]!, columns.metrics.trainLoss![row]!)
      })
      keepEnds(replays, final ?? [])
      return Promise.resolve()
    },
  })
  const { error } = await race.whenEnded()
  await race.release()
  if (error) throw LabError.fromData(error)
  return replays
}

function replayReference(spec: ExperimentSpec, table: Table): Replay[] {
  const replays = spec.lanes.map(newReplay)
  const trainer = createTrainer({
    spec,
    lanes: [0, spec.lanes.length],
    seeds: [0, 1],
    problems: prepareProblems(spec, table),
    createEngine: createReferenceEngine,
    now: () => performance.now(),
  })
  while (trainer.step < trainer.steps) {
    const point = trainer.advance()
    if (!point) continue
    replays.forEach((replay, run) => {
      replay.batchLoss[point.step - 1] = point.metrics.batchLoss![run]!
      replay.trainLoss.set(point.samples, point.metrics.trainLoss![run]!)
    })
  }
  keepEnds(replays, trainer.parameters())
  trainer.dispose()
  return replays
}

function newReplay(): Replay {
  return { batchLoss: [], trainLoss: new Map(), parameters: new Float64Array() }
}

function keepEnds(replays: readonly Replay[], ends: readonly RunEnd[]): void {
  for (const { run, parameters } of ends) replays[run]!.parameters = parameters
}

function compare(run: IrisRun['runs'][number], replay: Replay): Difference {
  const comparison = createComparison()
  const weights = run.finalWeights.flat()
  comparison.add('batchLoss', replay.batchLoss, run.batchLoss)
  comparison.add(
    'trainLoss',
    run.trainLoss.map(([samples]) => replay.trainLoss.get(samples) ?? NaN),
    run.trainLoss.map(([, loss]) => loss),
  )
  comparison.add('finalWeights', replay.parameters.subarray(0, weights.length), weights)
  comparison.add('finalBias', replay.parameters.subarray(weights.length), run.finalBias)
  return comparison.result()
}

async function asBadFile<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw badFile(file, error)
  }
}
