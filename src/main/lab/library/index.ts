import { rmdir } from 'node:fs/promises'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import {
  runVersionsSchema,
  type RunList,
  type RunNotes,
  type RunSummary,
  type RunVersions,
} from '#shared/contract/runs.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { isRunHeld } from '../run-lock.ts'
import { readRunFolder, readRunSpec } from '../run-reader.ts'
import { importBundle, sweepHalves } from './bundle/import.ts'
import { FactsCache } from './cache.ts'
import { DeletedRuns } from './deleted.ts'
import { createdOfName, demandPlace, isRun, runPlaces, type RunPlace } from './folders.ts'
import { changeNotes } from './notes.ts'
import { withEach } from './pieces.ts'
import { summarise } from './summary.ts'
import { watchRuns, type RunsWatch } from './watch.ts'

export interface LibraryOptions {
  /** Holds a folder for each run. */
  readonly runsFolder: string
  /** Where deleted runs wait, on the same file system. */
  readonly deletedFolder: string
  /** The race that this laboratory is running now, by its id. @default none */
  readonly underway?: (id: string) => boolean
  /** The list is no longer what it was. */
  readonly onChange?: () => void
}

/** What was begun longer ago is not being begun. In ms. */
const day = 24 * 3600 * 1000

/** Runs that are read at the same time. */
const atOnce = 8

/**
 * The runs that were kept, whoever made them: this laboratory, another one, or the command line.
 *
 * The folders are all there is to it. What one program changes, another sees when it looks next.
 */
export class Library {
  private readonly facts = new FactsCache()
  private readonly deleted: DeletedRuns
  private readonly watch: RunsWatch
  /** Changes, one after the other. */
  private queue: Promise<unknown> = Promise.resolve()
  private listing: Promise<RunList> | undefined

  constructor(private readonly options: LibraryOptions) {
    this.deleted = new DeletedRuns(options.runsFolder, options.deletedFolder)
    this.watch = watchRuns(options.runsFolder, () => this.changed())
  }

  /**
   * The newest first. Who asks while another does gets the same list.
   *
   * @throws LabError `bad-file` where the folder of runs cannot be read
   */
  list(): Promise<RunList> {
    this.watch.begin()
    this.listing ??= this.listNow().finally(() => (this.listing = undefined))
    return this.listing
  }

  /** As `list`, but every file of every run is read, whatever is known of it. */
  check(): Promise<RunList> {
    return this.listNow(true)
  }

  /**
   * @returns whether the folder holds folders of something else, and no run
   * @throws LabError `bad-file` where it cannot be read
   */
  async isForeign(): Promise<boolean> {
    const places = await runPlaces(this.options.runsFolder)
    for (const place of places) if (await isRun(place)) return false
    return places.length > 0
  }

  /** @throws LabError `not-found`, `log-failed` */
  note(id: string, notes: Partial<RunNotes>): Promise<RunSummary> {
    return this.change(async () => {
      const place = await demandPlace(this.options.runsFolder, id)
      await changeNotes(place, notes)
      return this.summarise(place)
    })
  }

  /** A run's experiment in today's form. @throws LabError `not-found`, `bad-file`, `bad-spec` */
  async readSpec(id: string): Promise<ExperimentSpec> {
    return readRunSpec((await demandPlace(this.options.runsFolder, id)).folder)
  }

  /**
   * @returns what a run was made with
   * @throws LabError `not-found`, `bad-file`
   */
  async readVersions(id: string): Promise<RunVersions> {
    const { folder } = await demandPlace(this.options.runsFolder, id)
    return runVersionsSchema.parse((await readRunFolder(folder)).info)
  }

  /**
   * Puts runs aside. Those that can be are, whatever becomes of the others.
   *
   * @throws LabError `run-busy` which names those that somebody writes, `not-found`, `log-failed`
   */
  delete(ids: readonly string[]): Promise<RunList> {
    return this.changeEach(ids, async (id) => {
      if (this.options.underway?.(id)) {
        throw new LabError('run-busy', `The race ${id} is under way. Stop it, then delete it.`)
      }
      await this.deleted.add(id)
    })
  }

  /** @throws LabError `not-found`, `log-failed` */
  restore(ids: readonly string[]): Promise<RunList> {
    return this.changeEach(ids, (id) => this.deleted.restore(id))
  }

  /** Removes for good what was deleted. */
  async empty(): Promise<RunList> {
    await this.change(() => this.deleted.empty())
    return this.list()
  }

  /**
   * Takes in a run bundle; one that is there already is not doubled.
   *
   * @param path of the file
   * @throws LabError `bad-bundle`, `log-failed`; nothing is left of it then
   */
  import(path: string): Promise<RunSummary> {
    return this.change(async () => {
      const id = await importBundle(path, this.options.runsFolder)
      return this.summarise(await demandPlace(this.options.runsFolder, id))
    })
  }

  /** Removes what has long been deleted, and what programs that were ended left half-way. */
  async sweep(): Promise<void> {
    await this.deleted.sweep()
    await sweepHalves(this.options.runsFolder)
    await this.sweepEmpty()
  }

  /** Removes folders in which a run never began. The system removes none that has something in it. */
  private async sweepEmpty(now = Date.now()): Promise<void> {
    for (const { folder, name } of await runPlaces(this.options.runsFolder)) {
      const begun = createdOfName(name)
      if (begun && begun.getTime() < now - day) await rmdir(folder).catch(() => undefined)
    }
  }

  /** To be called where a race begins or ends. */
  changed(): void {
    this.options.onChange?.()
  }

  /** Looks after nothing any more. */
  async dispose(): Promise<void> {
    this.watch.end()
    await this.queue
  }

  private async listNow(fresh = false): Promise<RunList> {
    const places = await runPlaces(this.options.runsFolder)
    this.facts.keepOnly(places.map(({ folder }) => folder))
    const all = await withEach(places, atOnce, (place) => this.summarise(place, fresh))
    const runs = all.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0))
    this.lookAfter(places, runs)
    const bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
    return { runs, bytes, deleted: await this.deleted.size() }
  }

  /** Of another program's run nobody says when it ends. */
  private lookAfter(places: readonly RunPlace[], runs: readonly RunSummary[]): void {
    const running = new Set(runs.filter(({ state }) => state === 'running').map(({ id }) => id))
    const others = places.filter(({ id }) => running.has(id) && !this.options.underway?.(id))
    this.watch.lookAfter(
      others.length === 0
        ? undefined
        : async () => {
            const held = await Promise.all(others.map(({ folder }) => isRunHeld(folder)))
            return held.every(Boolean)
          },
    )
  }

  private summarise(place: RunPlace, fresh = false): Promise<RunSummary> {
    return summarise(place, this.facts, this.options.underway?.(place.id) === true, fresh)
  }

  private change<T>(work: () => Promise<T>): Promise<T> {
    const changed = this.queue.then(work)
    this.queue = changed.catch(() => undefined)
    return changed.finally(() => {
      // A list that is being made may not know of it.
      this.listing = undefined
      this.changed()
    })
  }

  private async changeEach(
    ids: readonly string[],
    work: (id: string) => Promise<void>,
  ): Promise<RunList> {
    const failures: { readonly id: string; readonly error: unknown }[] = []
    await this.change(async () => {
      for (const id of new Set(ids)) {
        await work(id).catch((error: unknown) => failures.push({ id, error }))
      }
    })
    if (failures.length > 0) throw together(failures)
    return this.list()
  }
}

/** @returns what is reported of the runs that could not be dealt with */
function together(failures: readonly { readonly id: string; readonly error: unknown }[]): unknown {
  const busy = failures.filter(
    ({ error }) => error instanceof LabError && error.code === 'run-busy',
  )
  if (busy.length === 0) return failures[0]?.error
  const ids = busy.map(({ id }) => id).join(', ')
  return new LabError(
    'run-busy',
    `Somebody is working with ${busy.length === 1 ? `the run ${ids}` : `the runs ${ids}`}, which stayed where they are. Wait until they are done or stop them, then try again.`,
    {
      parameters: { ids, count: busy.length },
      details: busy.map(({ id, error }) => `${id}: ${toErrorData(error).message}`),
    },
  )
}
