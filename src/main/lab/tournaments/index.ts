import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type {
  TournamentEntry,
  TournamentPlan,
  TournamentRecord,
  TournamentStatus,
} from '#shared/contract/tournaments.ts'
import type { CellResult, TournamentSpec } from '#shared/tournament/index.ts'
import type { TrainerPool } from '../../trainer/types.ts'
import { holdRun } from '../run-lock.ts'
import { folderName, newRunId } from '../run-folder.ts'
import {
  createWork,
  isWorkedElsewhere,
  openWork,
  readShards,
  WorkRun,
  workStatus,
  type DoneShard,
  type ShardCache,
  type TournamentWork,
  type WorkStatus,
} from '../shards/index.ts'
import {
  cancelWork,
  demandIdle,
  readJobs,
  shownStatus,
  slurmStatus,
  submitNew,
  submitWork,
  type Submission,
} from '../slurm/index.ts'
import { readWorkTable } from '../shards/tables.ts'
import type { ReadTable } from '../tables/types.ts'
import { planOf, sizesOf, slownessOf, takenOf } from './plan.ts'

export interface TournamentsOptions {
  /** Tournaments are made in folders below it. */
  readonly folder: string
  /** The program's version. */
  readonly version: string
  readonly pool: TrainerPool
  readonly readTable: ReadTable
  /** Reads what a tournament's folder asks for. @default as `readTable` */
  readonly readKnown?: ReadTable
  /** Every change of a tournament, with the cells done since the last. */
  readonly onProgress?: (status: TournamentStatus, cells: CellResult[]) => void
}

interface Live {
  readonly work: TournamentWork
  readonly run: WorkRun
  readonly cells: CellResult[]
  /** Resolves when its folder is let go too. */
  readonly over: Promise<void>
}

/** Runs tournaments one at a time, each in a work folder, and reads those that others run. */
export class Tournaments {
  private live: Live | undefined
  private starting: Promise<unknown> | undefined
  /** Folders from elsewhere. */
  private readonly opened = new Set<string>()
  private readonly caches = new Map<string, ShardCache>()

  constructor(private readonly options: TournamentsOptions) {}

  /** @throws LabError `bad-spec`, or what reading a table throws */
  async plan(spec: TournamentSpec): Promise<TournamentPlan> {
    const { readTable, pool } = this.options
    const sizes = await sizesOf(spec, readTable)
    return planOf(spec, sizes, pool.free(), await this.slowness())
  }

  /** Of this machine, by the newest tournament that ran some of its cells; undefined without one. */
  private async slowness(): Promise<number | undefined> {
    for (const work of await this.works()) {
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
  start(spec: TournamentSpec, folder?: string): Promise<TournamentRecord> {
    return this.exclusively(async () => {
      const { version, readTable } = this.options
      const path = folder ?? join(this.options.folder, nameOf(spec))
      const before = existsSync(path)
      try {
        const work = await createWork(path, { kind: 'tournament', spec }, { version, readTable })
        return await this.go(asTournament(work))
      } catch (error) {
        if (!before) await rm(path, { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
  }

  /**
   * Cuts a tournament into shards in a folder, for others to run.
   *
   * @throws LabError as `createWork` does; nothing is left then
   */
  async shard(spec: TournamentSpec, folder: string): Promise<void> {
    const { version, readTable } = this.options
    const before = existsSync(folder)
    try {
      await createWork(folder, { kind: 'tournament', spec }, { version, readTable })
    } catch (error) {
      if (!before) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
  }

  /**
   * Lets a Slurm cluster run a tournament, in a new folder.
   *
   * @throws LabError as `shard` and `submitNew` do; nothing is left then
   */
  async submit(spec: TournamentSpec, submission: Submission): Promise<TournamentRecord> {
    const folder = join(this.options.folder, nameOf(spec))
    await this.shard(spec, folder)
    await submitNew(folder, submission)
    return this.recordOf(asTournament(await openWork(folder)))
  }

  /**
   * Lets a Slurm cluster run what is missing of a tournament.
   *
   * @throws LabError `wrong-phase` where it runs here, or as `submitWork` does
   */
  async submitRest(id: string, submission: Submission): Promise<TournamentRecord> {
    if (this.live?.work.id === id && isUnderWay(this.live.run.status())) {
      throw new LabError('wrong-phase', 'This tournament runs here. Cancel it here first.', {
        parameters: { phase: 'running' },
      })
    }
    const work = await this.find(id)
    await submitWork(work, submission)
    if (this.live?.work.id === id) this.live = undefined
    return this.recordOf(work)
  }

  /** Goes on with what is missing; one that is paused here goes on where it is. */
  async resume(id: string): Promise<TournamentRecord> {
    if (this.live?.work.id === id && isUnderWay(this.live.run.status())) {
      this.live.run.resume()
      return this.recordOfLive(this.live)
    }
    return this.resumeFolder((await this.find(id)).folder)
  }

  /**
   * Goes on with the tournament in a folder, wherever it is.
   *
   * @throws LabError `bad-file`, `lab-busy`, `run-busy` where another program has it
   */
  resumeFolder(folder: string): Promise<TournamentRecord> {
    return this.exclusively(async () => {
      const work = asTournament(await openWork(folder))
      await demandIdle(folder)
      return this.go(work)
    })
  }

  pause(id: string): TournamentStatus {
    const live = this.demandLive(id)
    return { id, ...open(live.run.pause()) }
  }

  /** Stops it if it runs here or on a cluster; what is done is kept. */
  async cancel(id: string): Promise<TournamentStatus> {
    const { live } = this
    if (live?.work.id !== id) {
      const work = await this.find(id)
      if (await readJobs(work.folder)) await cancelWork(work)
      return (await this.recordOf(work)).status
    }
    await live.run.stop()
    await live.over
    return { id, ...open(live.run.status()) }
  }

  /** Resolves when the tournament that runs, if one does, stands still. */
  async whenEnded(): Promise<void> {
    await this.live?.over
  }

  /** The tournament that runs or ran last, also before this start of the program. */
  async current(): Promise<TournamentRecord | null> {
    const { live } = this
    if (live && existsSync(live.work.folder)) return this.read(live.work.id)
    const [newest] = await this.works()
    return newest ? this.recordOf(newest) : null
  }

  /** @throws LabError `not-found` */
  async read(id: string): Promise<TournamentRecord> {
    const { live } = this
    if (live?.work.id !== id) return this.recordOf(await this.find(id))
    const own = this.recordOfLive(live)
    if (isUnderWay(live.run.status())) return own
    const now = await this.recordOf(live.work)
    // Why it broke off is known here alone, until somebody goes on with it.
    const isAsItEnded = now.status.phase === 'stopped' && now.status.done === own.status.done
    return isAsItEnded ? own : now
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

  /** Newest first. What cannot be read as a tournament is left out. */
  async list(): Promise<TournamentEntry[]> {
    const entries: TournamentEntry[] = []
    for (const work of await this.works()) {
      const { status } = await (this.live?.work.id === work.id
        ? this.read(work.id)
        : this.recordOf(work))
      const { phase, done, total } = status
      const { id, created, spec } = work
      entries.push({ id, title: spec.title, created, phase, done, total })
    }
    return entries
  }

  /**
   * Takes in a folder from elsewhere.
   *
   * @param workFile its `work.json`
   * @throws LabError `bad-file`
   */
  async open(workFile: string): Promise<TournamentRecord> {
    const work = asTournament(await openWork(dirname(workFile)))
    this.opened.add(work.folder)
    return this.recordOf(work)
  }

  /** Stops what runs; what is done is kept. */
  async dispose(): Promise<void> {
    await this.starting
    await this.live?.run.stop()
    await this.live?.over
  }

  private async exclusively<T>(begin: () => Promise<T>): Promise<T> {
    if (this.starting || (this.live && isUnderWay(this.live.run.status()))) {
      throw new LabError('lab-busy', 'A tournament is running. Stop it or wait for its end.', {
        parameters: { title: '', table: '', beside: 0 },
      })
    }
    const started = begin()
    this.starting = started.catch(() => undefined)
    try {
      return await started
    } finally {
      this.starting = undefined
    }
  }

  private async go(work: TournamentWork): Promise<TournamentRecord> {
    const { pool, onProgress } = this.options
    const hold = await holdRun(work.folder, 'tournament')
    let run: WorkRun
    const cells: CellResult[] = []
    try {
      // Read once it is held: another program may have done shards until then.
      const done = await readShards(work, this.cacheOf(work))
      cells.push(...[...done.values()].flatMap(cellOf))
      await pool.warm()
      run = new WorkRun({
        ...{ work, done, pool, readTable: this.readKnown },
        onProgress: (status, shards) => {
          const fresh = shards.flatMap(cellOf)
          cells.push(...fresh)
          onProgress?.({ id: work.id, ...open(status) }, fresh)
        },
      })
    } catch (error) {
      await hold.release()
      throw error
    }
    const over = run.whenEnded().then(() => hold.release())
    this.live = { work, run, cells, over }
    return this.recordOfLive(this.live)
  }

  private demandLive(id: string): Live {
    if (this.live?.work.id === id && isUnderWay(this.live.run.status())) return this.live
    throw new LabError('wrong-phase', 'This tournament does not run here. Go on with it first.', {
      parameters: { phase: 'stopped' },
    })
  }

  private recordOfLive({ work, run, cells }: Live): TournamentRecord {
    const { id, folder, created, spec } = work
    // In the order of the folder's, whichever was done first.
    const ordered = cells.toSorted((a, b) => a.task - b.task || a.contestant - b.contestant)
    return { id, folder, created, spec, cells: ordered, status: { id, ...open(run.status()) } }
  }

  private recordOf(work: TournamentWork): Promise<TournamentRecord> {
    return recordOf(work, this.cacheOf(work))
  }

  private get readKnown(): ReadTable {
    return this.options.readKnown ?? this.options.readTable
  }

  private cacheOf({ folder, check }: TournamentWork): ShardCache {
    const key = `${check} ${folder}`
    const cache = this.caches.get(key) ?? { known: new Map() }
    this.caches.set(key, cache)
    return cache
  }

  /** @throws LabError `not-found` */
  private async find(id: string): Promise<TournamentWork> {
    const found = (await this.works()).find((work) => work.id === id)
    if (found) return found
    const message = `There is no tournament ${id}. Choose another or start a new one.`
    throw new LabError('not-found', message, { parameters: { name: id } })
  }

  /** Those on disk that can be read, newest first. */
  private async works(): Promise<TournamentWork[]> {
    const names = await readdir(this.options.folder).catch(() => [])
    const folders = [...names.map((name) => join(this.options.folder, name)), ...this.opened]
    const read = await Promise.all(folders.map((folder) => openWork(folder).catch(() => undefined)))
    return read
      .flatMap((work) => (work?.kind === 'tournament' ? [work] : []))
      .sort((a, b) => (a.created < b.created ? 1 : -1))
  }
}

/**
 * Reads the tournament in a folder, wherever it is and whoever runs it.
 *
 * @throws LabError `bad-file`
 */
export async function readTournament(folder: string): Promise<TournamentRecord> {
  return recordOf(asTournament(await openWork(folder)))
}

async function recordOf(work: TournamentWork, cache?: ShardCache): Promise<TournamentRecord> {
  const done = await readShards(work, cache)
  const { id, folder, created, spec } = work
  const own = { id, ...open(workStatus(work, done.size)) }
  const status = { ...own, ...(own.phase === 'stopped' && (await whoWorks(work, done, cache))) }
  return { id, folder, created, spec, cells: [...done.values()].flatMap(cellOf), status }
}

/** Of work that is not finished and that nobody runs here. */
async function whoWorks(
  work: TournamentWork,
  done: ReadonlyMap<number, DoneShard>,
  cache: ShardCache | undefined,
): Promise<Partial<TournamentStatus>> {
  const ran = [...done.values()].map((shard) => shard.ran)
  if (await isWorkedElsewhere(work.folder, ran)) return { phase: 'running', elsewhere: true }
  const slurm = await slurmStatus(work, cache)
  return slurm ? shownStatus(slurm) : {}
}

function isUnderWay({ phase }: WorkStatus): boolean {
  return phase === 'running' || phase === 'paused'
}

/** @returns the status with lists that are its own */
function open(status: WorkStatus): Omit<TournamentStatus, 'id'> {
  return { ...status, running: [...status.running] }
}

function cellOf(done: DoneShard): CellResult[] {
  return done.kind === 'tournament' ? [done.result] : []
}

function nameOf(spec: TournamentSpec): string {
  const [{ dataset }] = spec.tasks as [TournamentSpec['tasks'][number]]
  const title = spec.title ?? 'tournament'
  return folderName(new Date().toISOString(), { title, dataset }, newRunId())
}

/** @throws LabError `bad-file` */
function asTournament(work: Awaited<ReturnType<typeof openWork>>): TournamentWork {
  if (work.kind === 'tournament') return work
  const reason = 'it is a sweep'
  throw new LabError(
    'bad-file',
    `${work.folder} is no tournament (${reason}). Choose the folder of a tournament.`,
    { parameters: { path: work.folder, reason } },
  )
}
