import type { TrialResult } from '#shared/experiment/sweep/index.ts'
import type { CellResult } from '#shared/tournament/index.ts'
import { readShards, type DoneShard, type ShardCache } from './shard-file.ts'
import type { ShardedWork } from './work.ts'

/** @returns the shards that are still to be run, in order; one whose file is damaged is among them */
export async function missingShards(work: ShardedWork, cache?: ShardCache): Promise<number[]> {
  const done = await readShards(work, cache)
  return [...work.shards.keys()].filter((shard) => !done.has(shard))
}

/** Everything that is done of some work. */
export type Gathered = {
  /** Shards that are still to be run. */
  readonly missing: readonly number[]
  /** How each shard that is done came about. */
  readonly ran: ReadonlyMap<number, DoneShard['ran']>
} & (
  | { readonly kind: 'tournament'; readonly cells: readonly CellResult[] }
  | { readonly kind: 'sweep'; readonly trials: readonly TrialResult[] }
)

/** Puts together what the shards came to, in their order, whoever ran them and however often. */
export async function gather(work: ShardedWork, cache?: ShardCache): Promise<Gathered> {
  const done = await readShards(work, cache)
  const inOrder = [...work.shards.keys()].flatMap((shard) => done.get(shard) ?? [])
  const missing = [...work.shards.keys()].filter((shard) => !done.has(shard))
  const ran = new Map(inOrder.map((each) => [each.shard, each.ran]))
  if (work.kind === 'sweep') {
    const trials = inOrder.flatMap((each) => (each.kind === 'sweep' ? each.result : []))
    return { kind: 'sweep', trials, missing, ran }
  }
  const cells = inOrder.flatMap((each) => (each.kind === 'tournament' ? [each.result] : []))
  return { kind: 'tournament', cells, missing, ran }
}
