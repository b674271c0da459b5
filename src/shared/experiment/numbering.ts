import type { LogRecord, RunInfo } from './log.ts'

/*
 * A race numbers its runs lane by lane over all of its seeds, so that seeds added later would renumber
 * those that are there. The log's numbers never change: lane by lane over the seeds that the race was begun
 * with, and behind these, each time that seeds were added, lane by lane over the added ones.
 */

/** How the runs of a race with added seeds are numbered. */
export interface Numbering {
  /** Of the race as it is now. */
  readonly seeds: number
  /** Processes' shares of the race as it is now. */
  readonly shards: number
  /** @returns a run's number in the race, from the one in the log */
  toRace(logged: number): number
  /** @returns a run's number in the log, from the one in the race */
  toLog(run: number): number
}

/** @returns undefined where no seeds were added: then both numbers are the same */
export function numberingOf({
  shards,
  added = [],
}: Pick<RunInfo, 'shards' | 'added'>): Numbering | undefined {
  if (added.length === 0) return undefined
  const lanes = Math.max(...shards.map((shard) => shard.lanes[1]))
  const begun = begunSeeds({ shards, added })
  let seeds = 0
  let runs = 0
  const groups = [begun, ...added.map((each) => each.seeds.length)].map((count) => {
    const group = { count, seed: seeds, run: runs }
    seeds += count
    runs += lanes * count
    return group
  })
  return {
    seeds,
    shards: shards.length,
    toRace(logged) {
      const { count, seed, run } = groups.findLast((group) => group.run <= logged) ?? groups[0]!
      const place = logged - run
      return Math.floor(place / count) * seeds + seed + (place % count)
    },
    toLog(number) {
      const [lane, at] = [Math.floor(number / seeds), number % seeds]
      const { count, seed, run } = groups.findLast((group) => group.seed <= at) ?? groups[0]!
      return run + lane * count + at - seed
    },
  }
}

/** @returns how many seeds a race was begun with */
export function begunSeeds({ shards, added = [] }: Pick<RunInfo, 'shards' | 'added'>): number {
  const all = Math.max(...shards.map((shard) => shard.seeds[1]))
  return all - added.reduce((sum, { seeds }) => sum + seeds.length, 0)
}

/** What of a record or a line of a log names runs. */
type Numbered =
  | { readonly kind: 'metrics'; readonly runs: number[] }
  | { readonly kind: 'event'; readonly event: { readonly run: number } }
  | { readonly kind: 'snapshot' | 'path' | 'strip' | 'final'; readonly run: number }
  | {
      readonly kind: Exclude<
        LogRecord['kind'],
        'metrics' | 'event' | 'snapshot' | 'path' | 'strip' | 'final'
      >
    }

/** @returns a record of a log, or a line of one, with its runs numbered otherwise */
export function renumbered<T extends Numbered>(record: T, number: (run: number) => number): T {
  switch (record.kind) {
    case 'metrics':
      return { ...record, runs: record.runs.map(number) }
    case 'event':
      return { ...record, event: { ...record.event, run: number(record.event.run) } }
    case 'snapshot':
    case 'path':
    case 'strip':
    case 'final':
      return { ...record, run: number(record.run) }
    default:
      return record
  }
}
