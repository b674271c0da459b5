import { release } from 'node:os'
import { basename } from 'node:path'
import type { Race, RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { describeRace, type RaceDescription } from '#shared/data/describe.ts'
import { begunVersion, type LogLine, type RunInfo } from '#shared/experiment/log.ts'
import { numberingOf, renumbered } from '#shared/experiment/numbering.ts'
import type { More } from '#shared/contract/work.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { hasSimd } from '#shared/rules/wasm.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type {
  EngineName,
  RaceRequest,
  RaceResumption,
  TrainerPool,
  TrainingRace,
} from '../trainer/types.ts'
import { writeCheckpoint } from './checkpoint-files.ts'
import { extendedBy, grow } from './growth.ts'
import { hasEnded, LiveRace } from './live-race.ts'
import { linesOf } from './log-lines.ts'
import { idOfName } from './library/folders.ts'
import { LogProgress } from './log-progress.ts'
import { pastRaceFolder } from './past-race.ts'
import { resolvedSpec, tableChecksum } from './raced-table.ts'
import {
  demandOpen,
  demandSame,
  demandSound,
  otherTable,
  readCourse,
  readResumption,
  withoutCheckpoints,
  type Resuming,
} from './resumption.ts'
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

/** A record that is being written. */
interface Written {
  readonly log: RunLog
  readonly folder: string
  /** When the run was begun. */
  readonly created: string
}

/** A record that is ready to be written. */
interface OpenRecord {
  readonly id: string
  readonly folder: string
  /** When the run was begun. */
  readonly created: string
  readonly hold: RunHold
  /** What is written before it is begun. */
  readonly before?: readonly LogLine[]
  /** The first to be written once it is. */
  readonly lines: readonly LogLine[]
  /** Whether it goes on with a log that is there. */
  readonly resumes: boolean
  /** Begins it, between both. */
  readonly commit?: () => Promise<void>
}

/** A run that goes on, as far as it is known before its processes stand ready. */
type Going = Omit<OpenRecord, 'lines' | 'resumes'> & { readonly info: RunInfo }

const now = (): string => new Date().toISOString()

/** Runs races and writes down each. One that is over stays at hand until its processes are needed. */
export class Races {
  /** The oldest first. */
  private readonly live = new Map<string, LiveRace>()
  /** Starts, one after the other. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: RacesOptions) {}

  /**
   * Starts a race, beside those that are not over.
   *
   * @throws LabError `bad-spec` where it does not fit its table, `not-found`, `tensorflow-missing`, `trainer-died`, `log-failed`
   */
  start(spec: ExperimentSpec, options: StartOptions = {}): Promise<LiveRace> {
    return this.takeTurn(() => this.startNow(spec, options))
  }

  /**
   * Goes on with a race of before from its checkpoints, up to its budget. One that is paused here goes on
   * where it is.
   *
   * @throws LabError `not-found`, `run-busy` where another program has it, `wrong-phase` where it is
   *   finished, `bad-file`, also where its record no longer says how it went, `no-checkpoint` where its
   *   table gives another race today, or what reading the table and starting throw
   */
  resume(id: string, pace: number | null = null): Promise<LiveRace> {
    return this.takeTurn(async () => {
      const current = this.live.get(id)
      if (!current || hasEnded(current.status())) {
        return this.resumeNow(await pastRaceFolder(this.options.runsFolder, id), pace)
      }
      await current.setPace(pace)
      await current.resume()
      return current
    })
  }

  /**
   * Goes on with the race of that very folder, wherever it lies and whatever it is called.
   *
   * @param folder absolute
   * @param more as `grow` takes it
   * @throws LabError as `resume` and `grow` do
   */
  resumeFolder(folder: string, pace: number | null = null, more?: More): Promise<LiveRace> {
    return this.takeTurn(() => this.resumeNow(folder, pace, more))
  }

  /**
   * Gives a race that is not under way more seeds or epochs. Of added seeds the runs alone are trained, as
   * far as the race has come, to the numbers of a race that was begun with all of them. For more epochs it
   * goes on in its processes, where they still have all of it, else from its checkpoints; runs that ended
   * early stay as they are.
   *
   * @throws LabError `wrong-phase` where it is under way or no run is left for more epochs, `cannot-grow`,
   *   `bad-spec` where it can have no more seeds, or as `resume` does
   */
  grow(id: string, more: More, pace: number | null = null): Promise<LiveRace> {
    return this.takeTurn(async () => {
      const current = this.live.get(id)
      if (current && !hasEnded(current.status())) throw underWay()
      if (!current?.whole || 'seeds' in more) {
        return this.resumeNow(await pastRaceFolder(this.options.runsFolder, id), pace, more)
      }
      await current.setPace(pace)
      await current.extend(more.epochs)
      return current
    })
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

  /** @throws LabError `not-found` unless it runs, or is over and still at hand */
  find(id: string): LiveRace {
    const race = this.live.get(id)
    if (race) return race
    throw new LabError('not-found', `The race ${id} is over and put away. Start a new one.`, {
      parameters: { name: id },
    })
  }

  /** Those that are at hand, the newest first. */
  list(): Race[] {
    return [...this.live.values()].map((race) => race.race()).reverse()
  }

  /** Stops what runs; its record is complete then. */
  async dispose(): Promise<void> {
    await this.queue
    for (const race of [...this.live.values()]) await race.release()
  }

  private takeTurn(begin: () => Promise<LiveRace>): Promise<LiveRace> {
    const begun = this.queue.then(begin)
    this.queue = begun.catch(() => undefined)
    return begun
  }

  private async startNow(asked: ExperimentSpec, options: StartOptions): Promise<LiveRace> {
    const suggests = asked.target === undefined
    const { table, source } = await this.options.readTable(asked.dataset, suggests)
    // Before anything is filled in: what is refused is what the spec says itself.
    describeRace(asked, table)
    // The record holds the fingerprint of the very table that was raced on, and what was found in it.
    const spec = resolvedSpec(asked, table, source)
    const checksum = await tableChecksum(spec, table)
    const { pace = null, engine = 'native' } = options
    return this.take({ spec, table, pace, engine }, async (training) => {
      const info = { ...this.infoOf(spec, training, engine), table: checksum }
      const folder = await createRunFolder(this.options.runsFolder, spec, info)
      const hold = await holdRun(folder).catch(async (error: unknown) => {
        await removeRunFolder(folder)
        throw error
      })
      const line: LogLine = { kind: 'start', at: info.created, shape: training.shape }
      const { id, created } = info
      return { id, folder, created, hold, lines: [line], resumes: false }
    })
  }

  private async resumeNow(folder: string, pace: number | null, more?: More): Promise<LiveRace> {
    // What runs here lets go of it, if it is this very one.
    for (const race of [...this.live.values()]) if (race.folder === folder) await race.release()
    const hold = await holdRun(folder)
    try {
      const run = await readRunFolder(folder)
      const { spec, info, altered } = run
      const course = await readCourse(folder)
      demandSound(folder, info, altered, course)
      if (!more) demandOpen(course)
      const { readTable } = this.options
      const suggests = spec.target === undefined
      const { table } = await readRunTable({ folder, spec, readTable, suggests })
      demandSame(course.shape, describeRace(spec, table))
      if (info.table !== undefined && info.table !== (await tableChecksum(spec, table))) {
        throw otherTable()
      }
      const { created, engine } = info
      const record = { id: idOfName(basename(folder)), folder, created, hold }
      const request = { table, pace, engine }
      if (more && 'seeds' in more) {
        const grown = grow(run, course, more.seeds, Math.max(1, this.options.pool.free()))
        const { before, commit } = grown
        const going = { ...record, info: grown.info, before, commit: () => commit(folder) }
        return await this.goOn({ ...request, spec: grown.spec }, grown, going)
      }
      const extended = more && (await extendedBy(folder, info, course, more.epochs))
      const { line, ...budget } = extended ?? {}
      const resuming = await readResumption(folder, spec, info, { ...course, ...budget })
      const going = { ...record, info, before: line ? [line] : [] }
      return await this.goOn({ ...request, spec }, resuming, going)
    } catch (error) {
      await hold.release()
      throw error
    }
  }

  /** Goes on from the checkpoints, or anew where they do not fit: it comes to the same. */
  private async goOn(
    request: Omit<RaceRequest, 'resume'>,
    { resume, places }: Resuming,
    { info, ...record }: Going,
  ): Promise<LiveRace> {
    const open = (of: RaceResumption) => async (): Promise<OpenRecord> => {
      const steps = info.shards.map((_, shard) => {
        const share = of.shares[places.indexOf(shard)]
        return share ? (share.checkpoint?.step ?? null) : ('rests' as const)
      })
      return { ...record, lines: [{ kind: 'resume', at: now(), steps }], resumes: true }
    }
    const part = { info, places }
    try {
      return await this.take({ ...request, resume }, open(resume), part)
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'no-checkpoint') throw error
      const anew = withoutCheckpoints(resume)
      return await this.take({ ...request, resume: anew }, open(anew), part)
    }
  }

  /** Starts a race whose record is opened once its processes stand ready. */
  private async take(
    request: RaceRequest,
    open: (training: TrainingRace) => Promise<OpenRecord>,
    part?: { readonly info: RunInfo; readonly places: readonly number[] },
  ): Promise<LiveRace> {
    const toLog = part && numberingOf(part.info)?.toLog
    // The trainer's first messages may come before the record is there: they wait for it.
    let opened: (written: Written) => void = () => undefined
    let refused: (error: unknown) => void = () => undefined
    const opening = new Promise<Written>((resolve, reject) => {
      opened = resolve
      refused = reject
    })
    opening.catch(() => undefined)
    const progress = new LogProgress()
    let race: LiveRace | undefined
    const training = await this.options.pool.start({
      ...request,
      onRelease: () => {
        if (race) this.letGo(race)
      },
      log: async (shard, message) => {
        const written = await opening
        const place = part?.places[shard] ?? shard
        const lines = linesOf(place, message)
        await written.log.append(toLog ? numbered(lines, toLog) : lines)
        progress.advance(shard, message.sequence)
        if (message.checkpoint) await keep(written, place, message.checkpoint)
      },
    })
    let record: OpenRecord | undefined
    try {
      record = await open(training)
      const { id, folder, created, hold, lines, resumes } = record
      const log = new RunLog(folder, { openFile: this.options.openFile, resumes })
      await log.append(record.before ?? [])
      await record.commit?.()
      await log.append(lines)
      race = new LiveRace({
        ...{ id, folder, spec: request.spec, training, log, progress, hold },
        whole: !part || part.places.length === part.info.shards.length,
        onStatus: (status) => this.options.onStatus?.(status),
      })
      this.live.set(id, race)
      opened({ log, folder, created })
      return race
    } catch (error) {
      refused(error)
      await record?.hold.release()
      await training.release()
      // Not even its first line could be written.
      if (record && !record.resumes) await removeRunFolder(record.folder)
      throw error
    }
  }

  private letGo(race: LiveRace): void {
    if (this.live.get(race.id) !== race) return
    this.live.delete(race.id)
    this.options.onStatus?.({ ...race.status(), away: true })
  }

  private infoOf(spec: ExperimentSpec, training: TrainingRace, engine: EngineName): RunInfo {
    const rules = spec.lanes.flatMap((lane) => {
      const rule = lane.rule === undefined ? undefined : ruleOf(lane)
      return rule ? [[lane.id, ruleHash(rule)] as const] : []
    })
    return {
      version: begunVersion,
      id: newRunId(),
      title: spec.title,
      created: new Date().toISOString(),
      app: this.options.version,
      tensorflow: this.options.pool.versions() ?? { package: '', library: '' },
      engine,
      updates: hasSimd() ? 'compiled' : 'interpreted',
      node: process.versions.node,
      electron: this.options.electron,
      platform: `${process.platform}-${process.arch} ${release()}`,
      shards: training.shards.map(({ lanes, seeds }) => ({
        lanes: [lanes[0], lanes[1]],
        seeds: [seeds[0], seeds[1]],
      })),
      ...(rules.length > 0 && { rules: Object.fromEntries(rules) }),
    }
  }
}

/** What came before a checkpoint is on the disk before it. One that cannot be written leaves the one before. */
async function keep(
  { log, folder, created }: Written,
  shard: number,
  checkpoint: Uint8Array,
): Promise<void> {
  const of = { run: created, shard, log: await log.sync() }
  await writeCheckpoint(folder, of, checkpoint).catch(() => undefined)
}

function* numbered(lines: Iterable<LogLine>, toLog: (run: number) => number): Generator<LogLine> {
  for (const line of lines) yield renumbered(line, toLog)
}

function underWay(): LabError {
  return new LabError(
    'wrong-phase',
    'This race is under way. Stop it first, or wait for its end.',
    {
      parameters: { phase: 'running' },
    },
  )
}
