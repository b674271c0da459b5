import { release } from 'node:os'
import type { Race, RaceShape, RaceStatus } from '../../shared/contract/calls.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { describeRace, type RaceDescription } from '../../shared/data/describe.ts'
import { logVersion, type LogLine, type RunInfo } from '../../shared/experiment/log.ts'
import type { DatasetSource } from '../../shared/experiment/source.ts'
import { parseSpec, type ExperimentSpec } from '../../shared/experiment/spec.ts'
import { noCheckpoint } from '../trainer/checkpoints.ts'
import type {
  EngineName,
  RaceRequest,
  RaceResumption,
  TrainerPool,
  TrainingRace,
} from '../trainer/types.ts'
import { writeCheckpoint } from './checkpoint-files.ts'
import { hasEnded, LiveRace } from './live-race.ts'
import { linesOf } from './log-lines.ts'
import { LogProgress } from './log-progress.ts'
import { pastRaceFolder } from './past-race.ts'
import { readCourse, readResumption, withoutCheckpoints, type RunCourse } from './resumption.ts'
import { createRunFolder, newRunId, removeRunFolder } from './run-folder.ts'
import { holdRun, type RunHold } from './run-lock.ts'
import { RunLog, type OpenFile } from './run-log.ts'
import { readRunFolder } from './run-reader.ts'
import { readRunTable } from './tables/of-run.ts'
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

/** A record that is ready to be written. */
interface OpenRecord {
  readonly id: string
  readonly folder: string
  readonly hold: RunHold
  /** The first to be written. */
  readonly lines: readonly LogLine[]
  /** Whether it goes on with a log that is there. */
  readonly resumes: boolean
}

const now = (): string => new Date().toISOString()

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
   * Goes on with a race of before from its checkpoints, up to its budget. One that is paused here goes on
   * where it is; another that is not over is stopped first.
   *
   * @throws LabError `not-found`, `run-busy` where another program has it, `wrong-phase` where it is
   *   finished, `bad-file`, `no-checkpoint` where its table gives another race today, or what reading
   *   the table and starting throw
   */
  resume(id: string, pace: number | null = null): Promise<LiveRace> {
    const resumed = this.queue.then(async () => {
      const { current } = this
      if (current?.id !== id || hasEnded(current.status())) return this.resumeNow(id, pace)
      await current.setPace(pace)
      await current.resume()
      return current
    })
    this.queue = resumed.catch(() => undefined)
    return resumed
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
    await this.putAway()
  }

  private async startNow(input: unknown, options: StartOptions): Promise<LiveRace> {
    const asked = parseSpec(input)
    const suggests = asked.target === undefined
    const { table, source } = await this.options.readTable(asked.dataset, suggests)
    // The record holds the fingerprint of the very table that was raced on.
    const spec = { ...asked, dataset: source }
    await this.putAway()
    const { pace = null, engine = 'native' } = options
    return this.take({ spec, table, pace, engine }, async (training) => {
      const info = this.infoOf(spec, training, engine)
      const folder = await createRunFolder(this.options.runsFolder, spec, info)
      const hold = await holdRun(folder).catch(async (error: unknown) => {
        await removeRunFolder(folder)
        throw error
      })
      const line: LogLine = { kind: 'start', at: info.created, shape: training.shape }
      return { id: info.id, folder, hold, lines: [line], resumes: false }
    })
  }

  private async resumeNow(id: string, pace: number | null): Promise<LiveRace> {
    const folder = await pastRaceFolder(this.options.runsFolder, id)
    // What runs here lets go of it, if it is this very one.
    if (this.current?.id === id) await this.putAway()
    const hold = await holdRun(folder)
    try {
      const { spec, info } = await readRunFolder(folder)
      const course = await readCourse(folder)
      demandOpen(course)
      const { table } = await readRunTable({ folder, spec, readTable: this.options.readTable })
      demandSame(course.shape, describeRace(spec, table))
      const resume = await readResumption(folder, spec, info, course)
      await this.putAway()
      const request = { spec, table, pace, engine: info.engine, resume }
      return await this.goOn(request, { id, folder, hold })
    } catch (error) {
      await hold.release()
      throw error
    }
  }

  /** Goes on from the checkpoints, or anew where they do not fit: it comes to the same. */
  private async goOn(
    request: RaceRequest & { readonly resume: RaceResumption },
    record: Pick<OpenRecord, 'id' | 'folder' | 'hold'>,
  ): Promise<LiveRace> {
    const open = (resume: RaceResumption) => async (): Promise<OpenRecord> => {
      const steps = resume.shares.map(({ checkpoint }) => checkpoint?.step ?? null)
      return { ...record, lines: [{ kind: 'resume', at: now(), steps }], resumes: true }
    }
    const { resume } = request
    try {
      return await this.take(request, open(resume))
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'no-checkpoint') throw error
      const anew = withoutCheckpoints(resume)
      return await this.take({ ...request, resume: anew }, open(anew))
    }
  }

  /** Starts a race whose record is opened once its processes stand ready. */
  private async take(
    request: RaceRequest,
    open: (training: TrainingRace) => Promise<OpenRecord>,
  ): Promise<LiveRace> {
    // The trainer's first messages may come before the record is there: they wait for it.
    let opened: (record: { log: RunLog; folder: string }) => void = () => undefined
    let refused: (error: unknown) => void = () => undefined
    const opening = new Promise<{ log: RunLog; folder: string }>((resolve, reject) => {
      opened = resolve
      refused = reject
    })
    opening.catch(() => undefined)
    const progress = new LogProgress()
    const training = await this.options.pool.start({
      ...request,
      log: async (shard, message) => {
        const { log, folder } = await opening
        await log.append(linesOf(shard, message))
        progress.advance(shard, message.sequence)
        if (message.checkpoint) await keep(log, folder, shard, message.checkpoint)
      },
    })
    let record: OpenRecord | undefined
    try {
      record = await open(training)
      const { id, folder, hold, lines, resumes } = record
      const log = new RunLog(folder, { openFile: this.options.openFile, resumes })
      await log.append(lines)
      this.current = new LiveRace({
        ...{ id, folder, spec: request.spec, training, log, progress, hold },
        onStatus: (status) => this.options.onStatus?.(status),
      })
      opened({ log, folder })
      return this.current
    } catch (error) {
      refused(error)
      await record?.hold.release()
      await training.release()
      // Not even its first line could be written.
      if (record && !record.resumes) await removeRunFolder(record.folder)
      throw error
    }
  }

  private async putAway(): Promise<void> {
    await this.current?.release()
    this.current = undefined
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

/** What came before a checkpoint is on the disk before it. One that cannot be written leaves the one before. */
async function keep(
  log: RunLog,
  folder: string,
  shard: number,
  checkpoint: Uint8Array,
): Promise<void> {
  await log.sync()
  await writeCheckpoint(folder, shard, checkpoint).catch(() => undefined)
}

function demandOpen({ end }: RunCourse): void {
  if (end?.reason !== 'finished') return
  throw new LabError('wrong-phase', 'This race is finished: it has nothing left to do.', {
    parameters: { phase: 'finished' },
  })
}

/** The program's own tables and generators may have changed with it. */
function demandSame(before: RaceShape, today: RaceDescription): void {
  const same = (['lanes', 'seeds', 'trainRows', 'stepsPerEpoch', 'parameters'] as const).every(
    (key) => before[key] === today[key],
  )
  if (!same) throw noCheckpoint(new Error('its table gives another race today'))
}
