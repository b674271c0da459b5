import { readdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type {
  TournamentPlan,
  TournamentRecord,
  TournamentStatus,
} from '#shared/contract/tournaments.ts'
import type { CellResult, TournamentSpec } from '#shared/tournament/index.ts'
import type { TrainerPool } from '../../trainer/types.ts'
import { LongWork, type LongWorkOptions, type WorkNames } from '../long-work.ts'
import type { RunHold } from '../run-lock.ts'
import {
  asKind,
  openWork,
  readShards,
  workStatus,
  type ShardCache,
  type TournamentWork,
} from '../shards/index.ts'
import { awayStatus } from '../slurm/index.ts'
import { readWorkTable } from '../shards/tables.ts'
import { cellOf, LiveTournament } from './live-tournament.ts'
import { planOf, sizesOf, slownessOf, takenOf } from './plan.ts'

export interface TournamentsOptions extends LongWorkOptions {
  readonly pool: TrainerPool
  /** Every change of a tournament, with the cells done since the last. */
  readonly onProgress?: (status: TournamentStatus, cells: CellResult[]) => void
}

/** Runs tournaments one at a time, each in a work folder, and reads those that others run. */
export class Tournaments extends LongWork<TournamentWork, TournamentRecord, LiveTournament> {
  private readonly caches = new Map<string, ShardCache>()

  constructor(private readonly options: TournamentsOptions) {
    super('tournament', options)
  }

  /** @throws LabError `bad-spec`, or what reading a table throws */
  async plan(spec: TournamentSpec): Promise<TournamentPlan> {
    const { readTable, pool } = this.options
    const sizes = await sizesOf(spec, readTable)
    return planOf(spec, sizes, pool.free(), await this.slowness())
  }

  /** Of this machine, by the newest tournament that ran some of its cells; undefined without one. */
  private async slowness(): Promise<number | undefined> {
    for await (const work of this.stored()) {
      const done = await readShards(work, this.cacheOf(work))
      const own = [...done.values()].filter(({ ran }) => ran.host === hostname())
      if (own.length === 0) continue
      // A table of then may be gone.
      const sizes = await sizesOf(work.spec, (dataset, suggests) =>
        readWorkTable(work.folder, dataset, this.readKnown, suggests),
      ).catch(() => undefined)
      const found = sizes && slownessOf(takenOf(work.spec, sizes, own))
      if (found !== undefined) return found
    }
    return undefined
  }

  /**
   * Cuts a tournament into shards in a folder and runs them.
   *
   * @param folder to work in. @default a new one below `options.folder`
   * @throws LabError `lab-busy`, or what `createWork` throws; nothing is left then
   */
  start(spec: TournamentSpec, folder: string = this.newFolder(spec)): Promise<TournamentRecord> {
    return this.exclusively(async () => {
      const before = existsSync(folder)
      await this.shard(spec, folder)
      try {
        return await this.go(folder)
      } catch (error) {
        if (!before) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
  }

  /** Goes on with what is missing; one that is paused here goes on where it is. */
  override async resume(id: string): Promise<TournamentRecord> {
    this.running(id)?.resume()
    return super.resume(id)
  }

  /** @throws LabError `wrong-phase` */
  pause(id: string): TournamentStatus {
    const live = this.running(id)
    if (live) return live.pause()
    throw new LabError('wrong-phase', 'This tournament does not run here. Go on with it first.', {
      parameters: { phase: 'stopped' },
    })
  }

  /** How far it is, and the cells that are done besides those. */
  async follow(
    id: string,
    have: readonly number[],
  ): Promise<{ status: TournamentStatus; cells: CellResult[] }> {
    const { status, cells, spec } = await this.read(id)
    const known = new Set(have)
    const width = spec.contestants.length
    const fresh = cells.filter(({ task, contestant }) => !known.has(task * width + contestant))
    return { status, cells: fresh }
  }

  namesOf({ title, tasks }: TournamentSpec): WorkNames {
    return { title, tables: tasks.map(({ dataset }) => dataset) }
  }

  protected async *stored(): AsyncGenerator<TournamentWork> {
    const { folder: parent } = this.options
    const names = await readdir(parent).catch(() => [])
    const folders = new Set([...names.map((name) => join(parent, name)), ...this.opened])
    const read = await Promise.all(
      [...folders].map((folder) => openWork(folder).catch(() => undefined)),
    )
    // Their names need not begin with a date.
    yield* read
      .flatMap((work) => (work?.kind === 'tournament' ? [work] : []))
      .sort((a, b) => (a.created < b.created ? 1 : -1))
  }

  protected async readStored(folder: string): Promise<TournamentWork> {
    return asKind(await openWork(folder), 'tournament')
  }

  protected workOf(work: TournamentWork): TournamentWork {
    return work
  }

  protected recordOf(work: TournamentWork): Promise<TournamentRecord> {
    return recordOf(work, this.cacheOf(work))
  }

  protected async begin(work: TournamentWork, hold: RunHold): Promise<LiveTournament> {
    const { pool, onProgress } = this.options
    const done = await readShards(work, this.cacheOf(work))
    await pool.warm()
    return new LiveTournament({
      ...{ work, done, hold, pool, readTable: this.readKnown },
      onProgress: (status, cells) => onProgress?.(status, cells),
    })
  }

  private cacheOf({ folder, check }: TournamentWork): ShardCache {
    const key = `${check} ${folder}`
    const cache = this.caches.get(key) ?? { known: new Map() }
    this.caches.set(key, cache)
    return cache
  }
}

/**
 * Reads the tournament in a folder, wherever it is and whoever runs it.
 *
 * @throws LabError `bad-file`
 */
export async function readTournament(folder: string): Promise<TournamentRecord> {
  return recordOf(asKind(await openWork(folder), 'tournament'))
}

async function recordOf(work: TournamentWork, cache?: ShardCache): Promise<TournamentRecord> {
  const shards = await readShards(work, cache)
  const { id, folder, created, spec } = work
  const own = { id, ...workStatus(work, shards.size) }
  const ran = [...shards.values()].map((shard) => shard.ran)
  const away = own.phase === 'stopped' && (await awayStatus(folder, work, ran, cache))
  return {
    id,
    folder,
    created,
    spec,
    cells: [...shards.values()].flatMap(cellOf),
    status: { ...own, ...away },
  }
}
