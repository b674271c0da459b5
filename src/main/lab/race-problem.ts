import type { RaceProblem } from '#shared/contract/problem.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Rows } from '#shared/training/problem.ts'
import type { ReadTable } from './tables/types.ts'

/** Rows of both parts together; more dots than this hide each other. */
export const mostRows = 5000

/**
 * What the first seed of an experiment learns from, prepared as the trainer prepares it, and of its
 * rows a sample in which both parts keep their shares.
 *
 * @throws LabError what reading the table throws; `bad-spec` when it is no longer the one raced on
 */
export async function readRaceProblem(
  spec: ExperimentSpec,
  readTable: ReadTable,
): Promise<RaceProblem> {
  const { table } = await readTable(spec.dataset, spec.target === undefined)
  const [problem] = prepareProblems(spec, table, spec.seeds.slice(0, 1))
  if (!problem) throw new Error('unreachable: a spec has a seed')
  const { inputs, outputs, train, validation } = problem
  const share = Math.min(1, mostRows / (train.count + validation.count))
  // Rows come in the split's random order, so that the first are a sample.
  const sample = (rows: Rows): RaceProblem['train'] => {
    const count = Math.min(rows.count, Math.ceil(rows.count * share))
    return {
      count,
      total: rows.count,
      features: rows.features.slice(0, count * inputs),
      targets: rows.targets.slice(0, count * outputs),
    }
  }
  return {
    inputs,
    outputs,
    featureNames: [...problem.featureNames],
    featureScales: [...problem.featureScales],
    classNames: [...problem.classNames],
    targetScale: problem.targetScale,
    target: spec.target ?? table.target,
    train: sample(train),
    validation: sample(validation),
  }
}
