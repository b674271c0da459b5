import { hostname } from 'node:os'
import { LabError } from '#shared/contract/errors.ts'
import { chunkSpec, trialsOf, type TrialResult } from '#shared/experiment/sweep/index.ts'
import { cut } from '../sweeps/chunks.ts'
import type { ReadTable } from '../tables/types.ts'
import { runCell } from './cell.ts'
import {
  demandWritable,
  readShard,
  writeShard,
  type DoneShard,
  type ShardResult,
} from './shard-file.ts'
import { readWorkTable } from './tables.ts'
import { train, type Training } from './train.ts'
import type { ShardedWork, SweepWork } from './work.ts'

export interface ShardOptions extends Training {
  readonly readTable: ReadTable
  /** How much of the shard is done, in [0, 1]. */
  readonly onProgress?: (share: number) => void
}

/**
 * Runs one shard and writes down what it came to. One that is done is not run again.
 *
 * Its numbers depend on the work alone: not on the machine's cores, on who runs it, or on what was run
 * before.
 *
 * @param shard from 0
 * @throws LabError `not-found` where there is no such shard, `wrong-phase` where it was called off,
 *   `log-failed` where it cannot be written, or what reading the table and training throw
 */
export async function runShard(
  work: ShardedWork,
  shard: number,
  options: ShardOptions,
): Promise<DoneShard> {
  if (!(shard in work.shards)) throw noShard(work, shard)
  const before = await readShard(work, shard)
  if (before) return before
  await demandWritable(work, shard)
  const began = performance.now()
  const onShare = (share: number): void => options.onProgress?.(share)
  const result = await resultOf(work, shard, options, onShare)
  const ran = {
    at: new Date().toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    host: hostname(),
  }
  const done: DoneShard = { ...result, shard, ran }
  await writeShard(work, done)
  return done
}

async function resultOf(
  work: ShardedWork,
  shard: number,
  options: ShardOptions,
  onShare: (share: number) => void,
): Promise<ShardResult> {
  if (work.kind === 'sweep') {
    return { kind: 'sweep', result: await runTrials(work, shard, options, onShare) }
  }
  const result = await runCell(work, shard, options.readTable, options, onShare)
  return { kind: 'tournament', result }
}

async function runTrials(
  { folder, spec, shards }: SweepWork,
  shard: number,
  options: ShardOptions,
  onShare: (share: number) => void,
): Promise<TrialResult[]> {
  const { from, to } = shards[shard]!
  const trials = trialsOf(spec).slice(from, to)
  const race = chunkSpec(spec, trials)
  const suggests = race.target === undefined
  const { table } = await readWorkTable(folder, race.dataset, options.readTable, suggests)
  const { objective } = spec
  const { scores } = await train({ spec: race, table, objective }, options, onShare)
  const bySeed = cut(scores, spec.experiment.seeds.length)
  return trials.map(({ index }, place) => ({ index, scores: bySeed[place]! }))
}

function noShard({ folder, shards }: ShardedWork, shard: number): LabError {
  return new LabError(
    'not-found',
    `The work in ${folder} has no shard ${shard}: they are counted from 0 to ${shards.length - 1}.`,
    { parameters: { name: String(shard) } },
  )
}
