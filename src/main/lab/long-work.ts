import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { LongEntry, LongStatus } from '#shared/contract/long-work.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { folderName, newRunId } from './run-folder.ts'
import { holdRun, type RunHold } from './run-lock.ts'
import { createWork, type ShardedWork, type WorkAsked } from './shards/index.ts'
import {
  cancelWork,
  demandIdle,
  readJobs,
  submitNew,
  submitWork,
  type Submission,
} from './slurm/index.ts'
import type { ReadTable } from './tables/types.ts'

export interface LongWorkOptions {
  /** Each is written into a folder of its own below it. */
  readonly folder: string
  /** The program's version. */
  readonly version: string
  readonly readTable: ReadTable
  /** Reads what a folder of work asks for. @default as `readTable` */
  readonly readKnown?: ReadTable
}

/** What is reported of a sweep or a tournament. */
export interface WorkRecord {
  readonly id: string
  readonly folder: string
  readonly created: string
  readonly spec: WorkAsked['spec']
  readonly status: LongStatus
}

/** One that runs here, or ran here last. */
interface LiveWork<R extends WorkRecord> {
  readonly id: string
  readonly running: boolean
  record(): R
  /** Resolves when it stands still; what is done is kept. */
  stop(): Promise<R['status']>
  /** Resolves when it stands still, however it came to, and its folder is let go. */
  whenEnded(): Promise<void>
}

/** What it is called by. */
export interface WorkNames {
  readonly title: string | undefined
  /** At least one. */
  readonly tables: readonly DatasetSource[]
}

/**
 * What sweeps and tournaments have in common: each is a folder, one of a kind runs here at a time, and
 * others may be run by a cluster or by another program.
 *
 * @typeParam S what is read of a folder
 * @typeParam R what is reported of it
 * @typeParam L one that runs here
 */
export abstract class LongWork<
  S extends { readonly id: string; readonly folder: string },
  R extends WorkRecord,
  L extends LiveWork<R> = LiveWork<R>,
> {
  protected live: L | undefined
  private starting: Promise<unknown> | undefined
  /** Folders from elsewhere, the last one first. */
  protected opened: readonly string[] = []

  protected constructor(
    readonly kind: WorkAsked['kind'],
    private readonly common: LongWorkOptions,
  ) {}

  abstract start(spec: R['spec']): Promise<R>
  abstract namesOf(spec: R['spec']): WorkNames
  /** Those on disk that can be read, the newest first. */
  protected abstract stored(): AsyncIterable<S>
  /** @throws LabError `bad-file` */
  protected abstract readStored(folder: string): Promise<S>
  /** @returns undefined of one that is not cut into shards */
  protected abstract workOf(stored: S): ShardedWork | undefined
  /** Of one that does not run here. */
  protected abstract recordOf(stored: S): Promise<R>
  /** Sets what is missing going. The hold is let go by whom this returns. */
  protected abstract begin(stored: S, hold: RunHold): Promise<L>

  protected get readKnown(): ReadTable {
    return this.common.readKnown ?? this.common.readTable
  }

  /**
   * Cuts it into shards, for others to run.
   *
   * @param folder to work in. @default a new one below `options.folder`
   * @returns the folder
   * @throws LabError as `createWork` does; nothing is left then
   */
  async shard(spec: R['spec'], folder: string = this.newFolder(spec)): Promise<string> {
    const { version, readTable } = this.common
    const before = existsSync(folder)
    try {
      await createWork(folder, { kind: this.kind, spec } as WorkAsked, { version, readTable })
    } catch (error) {
      if (!before) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
    return folder
  }

  /**
   * Lets a Slurm cluster run it, in a new folder.
   *
   * @throws LabError as `shard` and `submitNew` do; nothing is left then
   */
  async submit(spec: R['spec'], submission: Submission): Promise<R> {
    const folder = await this.shard(spec)
    await submitNew(folder, submission)
    return this.readFolder(folder)
  }

  /**
   * Lets a Slurm cluster run what is missing of it.
   *
   * @throws LabError `wrong-phase` where it is not cut into shards or runs here, or as `submitWork` does
   */
  async submitRest(id: string, submission: Submission): Promise<R> {
    const stored = await this.find(id)
    if (this.running(id)) {
      throw new LabError('wrong-phase', `This ${this.kind} runs here. Stop it here first.`, {
        parameters: { phase: 'running' },
      })
    }
    const work = this.workOf(stored)
    if (!work) {
      const message = `This ${this.kind} is not cut into shards. Go on with it here.`
      throw new LabError('wrong-phase', message, { parameters: { phase: 'stopped' } })
    }
    await submitWork(work, submission)
    if (this.live?.id === id) this.live = undefined
    return this.readFolder(stored.folder)
  }

  /** Goes on with what is missing; one that runs or is finished stays as it is. */
  async resume(id: string): Promise<R> {
    return this.running(id)?.record() ?? this.resumeFolder((await this.find(id)).folder)
  }

  /**
   * Goes on with the one in a folder, wherever it is.
   *
   * @throws LabError `bad-file`, `lab-busy`, `run-busy` where another program has it, or what starting throws
   */
  resumeFolder(folder: string): Promise<R> {
    return this.exclusively(async () => {
      // Nothing is left in a folder of something else.
      if (this.workOf(await this.readStored(folder))) await demandIdle(folder)
      return this.go(folder)
    })
  }

  /** Stops it if it runs here or on a cluster; what is done is kept. */
  async stop(id: string): Promise<R['status']> {
    if (this.live?.id === id) return this.live.stop()
    const stored = await this.find(id)
    const work = this.workOf(stored)
    if (work && (await readJobs(work.folder))) await cancelWork(work)
    return (await this.recordOf(stored)).status
  }

  /** Resolves when the one that runs, if one does, stands still. */
  async whenEnded(): Promise<void> {
    await this.live?.whenEnded()
  }

  /** The one that runs or ran last, also before this start of the program. */
  async current(): Promise<R | null> {
    const { live } = this
    // What is gone from the disk since it ended is no more.
    if (live && (live.running || existsSync(live.record().folder))) return this.read(live.id)
    for await (const stored of this.stored()) return this.recordOf(stored)
    return null
  }

  /**
   * Takes in a folder from elsewhere.
   *
   * @param file its `work.json` or `sweep.json`
   * @throws LabError `bad-file`
   */
  async open(file: string): Promise<R> {
    const folder = dirname(file)
    const record = await this.readFolder(folder)
    this.opened = [folder, ...this.opened.filter((each) => each !== folder)]
    return record
  }

  /** @throws LabError `not-found` */
  async read(id: string): Promise<R> {
    const live = this.live?.id === id ? this.live : undefined
    if (!live) return this.recordOf(await this.find(id))
    const own = live.record()
    if (live.running) return own
    const now = await this.readFolder(own.folder)
    // Why it broke off is known here alone, until somebody goes on with it.
    const isAsItEnded = now.status.phase === 'stopped' && now.status.done === own.status.done
    return isAsItEnded ? own : now
  }

  /** Reads the one in a folder, wherever it is and whoever runs it. @throws LabError `bad-file` */
  async readFolder(folder: string): Promise<R> {
    return this.recordOf(await this.readStored(folder))
  }

  /** Newest first. What cannot be read is left out. */
  async list(): Promise<LongEntry[]> {
    const entries: LongEntry[] = []
    for await (const stored of this.stored()) {
      const isLive = this.live?.id === stored.id
      const record = await (isLive ? this.read(stored.id) : this.recordOf(stored))
      const { id, created, spec, status } = record
      const { phase, done, total } = status
      entries.push({ id, title: this.namesOf(spec).title, created, phase, done, total })
    }
    return entries
  }

  /** Stops what runs; what is done is kept. */
  async dispose(): Promise<void> {
    await this.starting
    await this.live?.stop()
  }

  /** Where a new one goes. */
  protected newFolder(
    spec: R['spec'],
    created = new Date().toISOString(),
    id = newRunId(),
  ): string {
    const { title, tables } = this.namesOf(spec)
    const named = {
      title: title ?? (tables.length > 1 ? this.kind : undefined),
      dataset: tables[0]!,
    }
    return join(this.common.folder, folderName(created, named, id))
  }

  /** This one, if it runs here. */
  protected running(id: string): L | undefined {
    return this.live?.id === id && this.live.running ? this.live : undefined
  }

  /** @throws LabError `lab-busy` */
  protected async exclusively(begin: () => Promise<R>): Promise<R> {
    if (this.starting || this.live?.running) {
      throw new LabError('lab-busy', `A ${this.kind} is running. Stop it or wait for its end.`, {
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

  protected async go(folder: string): Promise<R> {
    const hold = await holdRun(folder, this.kind)
    try {
      // Read once it is held: another program may have done some of it until then.
      const live = await this.begin(await this.readStored(folder), hold)
      this.live = live
      return live.record()
    } catch (error) {
      await hold.release()
      throw error
    }
  }

  /** @throws LabError `not-found` */
  private async find(id: string): Promise<S> {
    for await (const stored of this.stored()) if (stored.id === id) return stored
    const message = `There is no ${this.kind} ${id}. Choose another or start a new one.`
    throw new LabError('not-found', message, { parameters: { name: id } })
  }
}
