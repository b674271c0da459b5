/* Work that is cut into shards of a fixed size, in a folder: see `work.ts`. */

export { isWorkedElsewhere } from './elsewhere.ts'
export { gather, missingShards } from './gather.ts'
export { runShard } from './run-shard.ts'
export { readShards, type DoneShard, type ShardCache } from './shard-file.ts'
export { WorkRun, workStatus, type WorkRunOptions } from './work-run.ts'
export {
  asKind,
  askedChecksum,
  createWork,
  holdsWork,
  openWork,
  type ShardedWork,
  type SweepWork,
  type TournamentWork,
  type WorkAsked,
} from './work.ts'
