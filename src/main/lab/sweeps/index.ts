import { rm } from 'node:fs/promises'
import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { SweepPlan, SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import { specError } from '#shared/experiment/faults.ts'
import {
  chunkSpec,
  trialsOf,
  type SweepSpec,
  type Trial,
  type TrialResult,
} from '#shared/experiment/sweep/index.ts'
import { LongWork, type LongWorkOptions, type WorkNames } from '../long-work.ts'
import type { Races } from '../races.ts'
import { newRunId } from '../run-folder.ts'
import type { RunHold } from '../run-lock.ts'
import type { OpenFile } from '../run-log.ts'
import type { SweepWork } from '../shards/index.ts'
import { awayStatus } from '../slurm/index.ts'
import type { ReadTable } from '../tables/types.ts'
import { stackedTrials } from './chunks.ts'
import { createSweepFolder, sweepFolders, type StoredSweep } from './folder.ts'
import { LiveSweep, recordOf } from './live-sweep.ts'
import { readSweep } from './work-folder.ts'

export interface SweepsOptions extends LongWorkOptions {
  /** Opens races whose records go into that folder. */
  readonly openRaces: OpenRaces
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
export class Sweeps extends LongWork<StoredSweep, SweepRecord, LiveSweep> {
  constructor(private readonly options: SweepsOptions) {
    super('sweep', options)
  }

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
      const info = {
        ...{ id: newRunId(), created: new Date().toISOString() },
        ...{ app: this.options.version, stacked },
      }
      const folder = this.newFolder(spec, info.created, info.id)
      await createSweepFolder(folder, spec, info)
      try {
        return await this.go(folder)
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    })
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

  namesOf({ title, experiment }: SweepSpec): WorkNames {
    return { title: title ?? experiment.title, tables: [experiment.dataset] }
  }

  protected async *stored(): AsyncGenerator<StoredSweep> {
    const own = await sweepFolders(this.options.folder)
    for (const folder of [...own, ...this.opened.filter((each) => !own.includes(each))]) {
      const stored = await readSweep(folder).catch(() => undefined)
      if (stored) yield stored
    }
  }

  protected readStored(folder: string): Promise<StoredSweep> {
    return readSweep(folder)
  }

  protected workOf({ work }: StoredSweep): SweepWork | undefined {
    return work
  }

  protected async recordOf(stored: StoredSweep): Promise<SweepRecord> {
    return recordOf(stored, await statusOf(stored))
  }

  protected async begin(stored: StoredSweep, hold: RunHold): Promise<LiveSweep> {
    const { openRaces, openFile, onProgress } = this.options
    const live = new LiveSweep({
      stored,
      hold,
      openRaces: (folder, onStatus) => openRaces(folder, onStatus, this.readKnown),
      openFile,
      onProgress: (status, results) => onProgress?.(status, results),
    })
    await live.begin()
    return live
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
}

/** Of a sweep that nobody runs here. */
async function statusOf({
  folder,
  id,
  trials,
  results,
  work,
  ran,
}: StoredSweep): Promise<SweepStatus> {
  const done = results.size
  const total = trials.length
  const own = { id, done, total, share: done / total, secondsLeft: null }
  if (done === total) return { ...own, phase: 'finished' }
  return { ...own, ...(await awayStatus(folder, work, ran)) }
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
