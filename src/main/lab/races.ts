import { release } from 'node:os'
import type { Race, RaceStatus } from '../../shared/contract/calls.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { describeRace, type RaceDescription } from '../../shared/data/describe.ts'
import { logVersion, type RunInfo } from '../../shared/experiment/log.ts'
import type { DatasetSource } from '../../shared/experiment/source.ts'
import { parseSpec, type ExperimentSpec } from '../../shared/experiment/spec.ts'
import type { EngineName, TrainerPool, TrainingRace } from '../trainer/types.ts'
import { LiveRace } from './live-race.ts'
import { linesOf } from './log-lines.ts'
import { LogProgress } from './log-progress.ts'
import { createRunFolder, newRunId } from './run-folder.ts'
import { RunLog, type OpenFile } from './run-log.ts'
import type { ReadTable } from './tables/types.ts'

export interface RacesOptions {
  readonly pool: TrainerPool
  readonly readTable: ReadTable
  /** Runs are written into folders below it. */
  readonly runsFolder: string
  /** The program's version. */
  readonly version: string
  readonly electron?: string
  /** Every change of a race's status; an end comes when it is written down. */
  readonly onStatus?: (status: RaceStatus) => void
  /** How a log is opened. @default to append to */
  readonly openFile?: OpenFile
}

export interface StartOptions {
  /** Steps a second at most; null as fast as it can. @default null */
  readonly pace?: number | null
  /** @default 'native' */
  readonly engine?: EngineName
}

/** Runs races one at a time and writes down each. */
export class Races {
  private current: LiveRace | undefined
  /** Starts, one behind the other. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: RacesOptions) {}

  /**
   * Starts a race; one that is not over is stopped first.
   *
   * @param input an experiment, unchecked
   * @throws LabError `bad-spec`, `not-found`, `tensorflow-missing`, `trainer-died`, `log-failed`
   */
  start(input: unknown, options: StartOptions = {}): Promise<LiveRace> {
    const started = this.queue.then(() => this.startNow(input, options))
    this.queue = started.catch(() => undefined)
    return started
  }

  /**
   * Says what a race of this spec would be, and on which very table, and starts nothing.
   *
   * @throws LabError `bad-spec`, or what the table's reading throws
   */
  async describe(
    spec: ExperimentSpec,
  ): Promise<{ readonly description: RaceDescription; readonly dataset: DatasetSource }> {
    const suggests = spec.target === undefined
    const { table, source } = await this.options.readTable(spec.dataset, suggests)
    return { description: describeRace(spec, table), dataset: source }
  }

  /** @throws LabError `not-found` unless it is the race that runs or ran last */
  find(id: string): LiveRace {
    if (this.current?.id === id) return this.current
    throw new LabError('not-found', `The race ${id} is over and put away. Start a new one.`, {
      parameters: { name: id },
    })
  }

  /** The race that runs or ran last. */
  last(): Race | null {
    return this.current?.race() ?? null
  }

  /** Stops what runs; its record is complete then. */
  async dispose(): Promise<void> {
    await this.queue
    await this.current?.release()
    this.current = undefined
  }

  private async startNow(input: unknown, options: StartOptions): Promise<LiveRace> {
    const asked = parseSpec(input)
    const suggests = asked.target === undefined
    const { table, source } = await this.options.readTable(asked.dataset, suggests)
    // The record holds the fingerprint of the very table that was raced on.
    const spec = { ...asked, dataset: source }
    await this.current?.release()
    this.current = undefined

    // The trainer's first messages may come before the folder is there: they wait for it.
    let opened: (log: RunLog) => void = () => undefined
    let refused: (error: unknown) => void = () => undefined
    const opening = new Promise<RunLog>((resolve, reject) => {
      opened = resolve
      refused = reject
    })
    opening.catch(() => undefined)
    const progress = new LogProgress()
    const training = await this.options.pool.start({
      spec,
      table,
      pace: options.pace ?? null,
      engine: options.engine,
      log: async (shard, message) => {
        await (await opening).append(linesOf(shard, message))
        progress.advance(shard, message.sequence)
      },
    })
    try {
      const info = this.infoOf(spec, training, options.engine ?? 'native')
      const folder = await createRunFolder(this.options.runsFolder, spec, info)
      const log = new RunLog(folder, { openFile: this.options.openFile })
      await log.append([{ kind: 'start', at: info.created, shape: training.shape }])
      this.current = new LiveRace({
        id: info.id,
        folder,
        spec,
        training,
        log,
        progress,
        onStatus: (status) => this.options.onStatus?.(status),
      })
      opened(log)
      return this.current
    } catch (error) {
      refused(error)
      await training.release()
      throw error
    }
  }

  private infoOf(spec: ExperimentSpec, training: TrainingRace, engine: EngineName): RunInfo {
    return {
      version: logVersion,
      id: newRunId(),
      title: spec.title,
      created: new Date().toISOString(),
      app: this.options.version,
      tensorflow: this.options.pool.versions() ?? { package: '', library: '' },
      engine,
      node: process.versions.node,
      electron: this.options.electron,
      platform: `${process.platform}-${process.arch} ${release()}`,
      shards: training.shards.map(({ lanes, seeds }) => ({
        lanes: [lanes[0], lanes[1]],
        seeds: [seeds[0], seeds[1]],
      })),
    }
  }
}
