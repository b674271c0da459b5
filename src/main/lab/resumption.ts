import type { RaceShape } from '#shared/contract/calls.ts'
import type { RateChange } from '#shared/contract/stream.ts'
import type { LogRecord, RunInfo } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { RaceResumption } from '../trainer/types.ts'
import { readKept } from './checkpoint-files.ts'
import { readLog, type LogDamage } from './log-reader.ts'
import { noStart, type RunEnding } from './run-reader.ts'

/** What a run's log says of how it went, besides what it measured. */
export interface RunCourse {
  readonly shape: RaceShape
  /** When its log says that it was begun. */
  readonly began: string
  /** The present budget, extensions included. */
  readonly steps: number
  /** Ends of earlier budgets that were reached. */
  readonly points: readonly number[]
  /** Rates changed by hand, each with the share that tells it. */
  readonly rates: readonly (RateChange & { readonly shard: number })[]
  /** Missing where it was interrupted. */
  readonly end: RunEnding | undefined
  readonly damage: LogDamage
}

/** Of what was measured nothing but whether it is there. */
const courseKinds = [
  'start',
  'phase',
  'pace',
  'rate',
  'extend',
  'resume',
  'metrics',
  'end',
] as const

/** @throws LabError `bad-file` where the log cannot be read, or does not begin as one */
export async function readCourse(folder: string): Promise<RunCourse> {
  let shape: RaceShape | undefined
  let began = ''
  let end: RunEnding | undefined
  const rates: (RateChange & { shard: number })[] = []
  /** Each budget, and the step from which it was in force. */
  const budgets: { from: number; steps: number }[] = []
  const take = (record: LogRecord): void => {
    end = record.kind === 'end' ? record : undefined
    if (record.kind === 'start') {
      shape = record.shape
      began = record.at
      budgets.push({ from: 0, steps: shape.steps })
    }
    if (record.kind === 'rate') rates.push(record)
    if (record.kind === 'extend' && shape) {
      const more = record.epochs * shape.stepsPerEpoch
      const steps = record.steps ?? record.step + more
      budgets.push({ from: steps - more, steps })
    }
  }
  const damage = await readLog(folder, take, courseKinds)
  const last = budgets.at(-1)
  if (!shape || !last) throw noStart(folder)
  return {
    shape,
    began,
    steps: last.steps,
    // One that was given up before it was reached was never an end.
    points: budgets.flatMap(({ steps }, index) => {
      const next = budgets[index + 1]
      return next && next.from >= steps ? [steps] : []
    }),
    rates,
    end,
    damage,
  }
}

/**
 * What a run needs to go on, from its folder. Where its log has lost something measured it goes on from
 * its beginning: then that is recorded once more.
 */
export async function readResumption(
  folder: string,
  spec: ExperimentSpec,
  info: RunInfo,
  course: RunCourse,
): Promise<RaceResumption> {
  const shares = info.shards.map(async ({ lanes, seeds }, shard) => ({
    lanes,
    seeds,
    checkpoint: course.damage.holed ? undefined : (await readKept(folder, shard, info)).kept,
    rates: course.rates
      .filter((change) => change.shard === shard)
      .map(({ lane, rate, step }) => ({
        lane: spec.lanes.findIndex(({ id }) => id === lane),
        rate,
        step,
      })),
  }))
  return { steps: course.steps, points: course.points, shares: await Promise.all(shares) }
}

/** The same run from its beginning: its checkpoints are of no use. */
export function withoutCheckpoints(resume: RaceResumption): RaceResumption {
  return {
    ...resume,
    shares: resume.shares.map(({ lanes, seeds, rates }) => ({ lanes, seeds, rates })),
  }
}
