import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { SweepEntry, SweepPlan, SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import { specError } from '#shared/experiment/faults.ts'
import {
  chunkSpec,
  trialsOf,
  type SweepSpec,
  type Trial,
  type TrialResult,
} from '#shared/experiment/sweep/index.ts'
import type { Races } from '../races.ts'
import { holdRun, type RunHold } from '../run-lock.ts'
import { newRunId } from '../run-folder.ts'
import type { OpenFile } from '../run-log.ts'
import { createWork, isWorkedElsewhere } from '../shards/index.ts'
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
import type { ReadTable } from '../tables/types.ts'
import { stackedTrials } from './chunks.ts'
import { createSweepFolder, sweepFolder, sweepFolders, type StoredSweep } from './folder.ts'
import { LiveSweep, recordOf } from './live-sweep.ts'
import { readSweep } from './work-folder.ts'

export interface SweepsOptions {
  /** Sweeps are written into folders below it. */
  readonly folder: string
  /** The program's version. */
  readonly version: string
  /** Opens races whose records go into that folder. */
  readonly openRaces: OpenRaces
  /** Of sweeps that are cut into shards. */
  readonly readTable: ReadTable
  /** Reads what a sweep's folder asks for. @default as `readTable` */
  readonly readKnown?: ReadTable
  /** Every change of a sweep, with the trials finished since the last. */
  readonly onProgress?: (status: SweepStatus, results: TrialResult[]) => void
  /** How the trials' file is opened. @default to append to */
  readonly openFile?: OpenFile
}

/** @param readTable left out, as every race of the laboratory reads */
type OpenRaces = (
  runsFolder: string,
  onStatus?: (status: RaceStatus) => void,
  readTable?: ReadTable,
) => Races

/** Runs sweeps one at a time and writes down each. */
export class Sweeps {
  private live: LiveSweep | undefined
  private starting: Promise<unknown> | undefined
  /** Folders from elsewhere, the last one first. */
  private opened: readonly string[] = []

  constructor(private readonly options: SweepsOptions) {}

  /** @throws LabError `bad-spec` with the paths of what is wrong, or what the table's reading throws */
  async plan(asked: SweepSpec): Promise<SweepPlan> {
    const { spec, trials, stacked, steps } = await this.prepare(asked)
    return {
      trials: trials.length,
      runs: trials.length * spec.experiment.seeds.length,
      steps,
      chunks: Math.ceil(trials.length / stacked),
    }
  }

  /**
   * Starts a sweep. Resolves when its first trials run.
   *
   * @throws LabError `lab-busy`, or what `plan` and a race's start throw; nothing is left then
   */
  start(asked: SweepSpec): Promise<SweepRecord> {
    return this.exclusively(async () => {
      const { spec, stacked } = await this.prepare(asked)
      const created = new Date().toISOString()
      const info = { id: newRunId(), created, app: this.options.version, stacked }
      const folder = sweepFolder(this.options.folder, spec, info)
      await createSweepFolder(folder, spec, info)
      try {
        return await this.go(folder)
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    })
  }

  /**
   * Lets a Slurm cluster run a sweep.
   *
   * @throws LabError as `shard` and `submitNew` do; nothing is left then
   */
  async submit(spec: SweepSpec, submission: Submission): Promise<SweepRecord> {
    const folder = await this.shard(spec)
    await submitNew(folder, submission)
    return this.readFolder(folder)
  }

  /**
   * Lets a Slurm cluster run what is missing of a sweep.
   *
   * @throws LabError `wrong-phase` where it is not cut into shards or runs here, or as `submitWork` does
   */
  async submitRest(id: string, submission: Submission): Promise<SweepRecord> {
    const { work, folder } = await this.find(id)
    if (!work || (this.live?.id === id && this.live.running)) {
      throw new LabError('wrong-phase', 'This sweep is not cut into shards. Go on with it here.', {
        parameters: { phase: 'stopped' },
      })
    }
    await submitWork(work, submission)
    if (this.live?.id === id) this.live = undefined
    return this.readFolder(folder)
  }

  /** Goes on with a sweep of this laboratory; one that runs or is finished stays as it is. */
  async resume(id: string): Promise<SweepRecord> {
    if (this.live?.id === id && this.live.running) return this.live.record()
    return this.resumeFolder((await this.find(id)).folder)
  }

  /**
   * Goes on with the sweep in a folder, wherever it is.
   *
   * @throws LabError `bad-file`, `lab-busy`, `run-busy` where another program has it, or what a race's start throws
   */
  resumeFolder(folder: string): Promise<SweepRecord> {
    return this.exclusively(async () => {
      // Nothing is left in a folder of something else.
      const { work } = await readSweep(folder)
      if (work) await demandIdle(folder)
      return this.go(folder)
    })
  }

  /**
   * Cuts a sweep into shards, for others to run.
   *
   * @returns the folder that holds them
   * @throws LabError as `plan` and `createWork` do; nothing is left then
   */
  async shard(spec: SweepSpec): Promise<string> {
    const { folder: parent, version, readTable } = this.options
    const named = { created: new Date().toISOString(), id: newRunId() }
    const folder = sweepFolder(parent, spec, named)
    try {
      await createWork(folder, { kind: 'sweep', spec }, { version, readTable })
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
    return folder
  }

  /** Reads the sweep in a folder, wherever it is, and whoever runs it. @throws LabError `bad-file` */
  async readFolder(folder: string): Promise<SweepRecord> {
    const stored = await readSweep(folder)
    return recordOf(stored, await statusOf(stored))
  }

  /** Stops a sweep if it runs; what is finished is kept. */
  async stop(id: string): Promise<SweepStatus> {
    if (this.live?.id === id) return this.live.stop()
    const stored = await this.find(id)
    if (stored.work && (await readJobs(stored.folder))) await cancelWork(stored.work)
    return statusOf(stored)
  }

  /** Resolves when the sweep that runs, if one does, stands still. */
  async whenEnded(): Promise<void> {
    await this.live?.whenEnded()
  }

  /** The sweep that runs or ran last, also before this start of the program. */
  async current(): Promise<SweepRecord | null> {
    const { live } = this
    // What is gone from the disk since it ended is a sweep no more.
    if (live && (live.running || existsSync(live.record().folder))) return this.read(live.id)
    for await (const stored of this.stored()) return recordOf(stored, await statusOf(stored))
    return null
  }

  /**
   * Takes in a folder from elsewhere.
   *
   * @param file its `sweep.json` or `work.json`
   * @throws LabError `bad-file`
   */
  async open(file: string): Promise<SweepRecord> {
    const folder = dirname(file)
    const record = await this.readFolder(folder)
    this.opened = [folder, ...this.opened.filter((each) => each !== folder)]
    return record
  }

  /** How far it is, and the trials that are done besides those. */
  async follow(
    id: string,
    have: readonly number[],
  ): Promise<{ status: SweepStatus; results: TrialResult[] }> {
    const { status, results } = await this.read(id)
    const known = new Set(have)
    return { status, results: results.filter(({ index }) => !known.has(index)) }
  }

  async read(id: string): Promise<SweepRecord> {
    const live = this.live?.id === id ? this.live : undefined
    if (live?.running) return live.record()
    const stored = live ? await readSweep(live.record().folder) : await this.find(id)
    const status = await statusOf(stored)
    // Why it broke off is known here alone, until somebody goes on with it.
    const isAsItEnded = status.phase === 'stopped' && status.done === live?.status().done
    return live && isAsItEnded ? live.record() : recordOf(stored, status)
  }

  /** Newest first. What cannot be read as a sweep is left out. */
  async list(): Promise<SweepEntry[]> {
    const entries: SweepEntry[] = []
    for await (const stored of this.stored()) {
      const { info, spec } = stored
      const { phase, done, total } = (
        this.live?.id === info.id ? await this.read(info.id) : { status: await statusOf(stored) }
      ).status
      const title = spec.title ?? spec.experiment.title
      entries.push({ id: info.id, title, created: info.created, phase, done, total })
    }
    return entries
  }

  /** Stops what runs; what is finished is kept. */
  async dispose(): Promise<void> {
    await this.starting
    await this.live?.stop()
  }

  private async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.starting || this.live?.running) {
      throw new LabError('lab-busy', 'A sweep is running. Stop it or wait for its end.', {
        parameters: { title: '', table: '', beside: 0 },
      })
    }
    const started = work()
    this.starting = started.catch(() => undefined)
    try {
      return await started
    } finally {
      this.starting = undefined
    }
  }

  private async go(folder: string): Promise<SweepRecord> {
    const hold = await holdRun(folder, 'sweep')
    try {
      // Read once it is held: another program may have finished trials until then.
      return await this.goHeld(await readSweep(folder), hold)
    } catch (error) {
      await hold.release()
      throw error
    }
  }

  private async goHeld(stored: StoredSweep, hold: RunHold): Promise<SweepRecord> {
    const { openRaces, readKnown, readTable, openFile, onProgress } = this.options
    const live = new LiveSweep({
      stored,
      hold,
      openRaces: (folder, onStatus) => openRaces(folder, onStatus, readKnown ?? readTable),
      openFile,
      onProgress: (status, results) => onProgress?.(status, results),
    })
    await live.begin()
    this.live = live
    return live.record()
  }

  private async prepare(asked: SweepSpec): Promise<{
    spec: SweepSpec
    trials: Trial[]
    stacked: number
    steps: number
  }> {
    const trials = trialsOf(asked)
    const { experiment } = asked
    const { description, dataset } = await this.options
      .openRaces(this.options.folder)
      .describe({ ...chunkSpec(asked, []), lanes: experiment.lanes })
      .catch((error: unknown) => {
        throw withSweepPaths(error)
      })
    const { parameters, steps } = description
    // Every trial learns from the very same table, also after a resumption.
    const spec = { ...asked, experiment: { ...experiment, dataset } }
    const stacked = stackedTrials(trials.length, experiment.seeds.length, parameters)
    return { spec, trials, stacked, steps }
  }

  /** @throws LabError `not-found` */
  private async find(id: string): Promise<StoredSweep> {
    for await (const stored of this.stored()) if (stored.info.id === id) return stored
    throw new LabError('not-found', `There is no sweep ${id}. Choose another or start a new one.`, {
      parameters: { name: id },
    })
  }

  /** The sweeps on disk that can be read, newest first. */
  private async *stored(): AsyncGenerator<StoredSweep> {
    const own = await sweepFolders(this.options.folder)
    for (const folder of [...own, ...this.opened.filter((each) => !own.includes(each))]) {
      const stored = await readSweep(folder).catch(() => undefined)
      if (stored) yield stored
    }
  }
}

/** Of a sweep that nobody runs here: a cluster may, or another program. */
async function statusOf({
  folder,
  info,
  trials,
  results,
  work,
  ran,
}: StoredSweep): Promise<SweepStatus> {
  const done = results.size
  const total = trials.length
  const own = { id: info.id, done, total, share: done / total, secondsLeft: null }
  if (done === total) return { ...own, phase: 'finished' }
  if (await isWorkedElsewhere(folder, ran)) return { ...own, phase: 'running', elsewhere: true }
  const slurm = work && (await slurmStatus(work))
  return { ...own, ...(slurm ? shownStatus(slurm) : { phase: 'stopped' }) }
}

/** The paths of an experiment that does not fit its table, as they stand in the sweep. */
function withSweepPaths(error: unknown): unknown {
  if (!(error instanceof LabError) || error.code !== 'bad-spec') return error
  const details = error.details.map((line) =>
    line.startsWith('record.metrics[0]')
      ? line.replace('record.metrics[0]', 'objective.metric')
      : `experiment.${line}`,
  )
  return specError('The sweep does not fit its table:', details)
}
