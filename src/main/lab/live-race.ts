import { stat } from 'node:fs/promises'
import type { Race, RaceStatus } from '#shared/contract/calls.ts'
import { LabError, toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { LogLine } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { TrainingRace, TrainingStatus } from '../trainer/types.ts'
import type { LogProgress } from './log-progress.ts'
import { readRecorded, type Recorded } from './recorded.ts'
import { holdRun, type RunHold } from './run-lock.ts'
import { noteClosed } from './run-files.ts'
import type { RunLog } from './run-log.ts'

const now = (): string => new Date().toISOString()

/** Whether nothing more happens in it unless it is extended. */
export function hasEnded(status: Pick<TrainingStatus, 'phase'>): boolean {
  return status.phase !== 'running' && status.phase !== 'paused'
}

interface LiveRaceParts {
  readonly id: string
  readonly folder: string
  readonly spec: ExperimentSpec
  readonly training: TrainingRace
  readonly log: RunLog
  readonly progress: LogProgress
  /** Of its folder; let go when it has ended. */
  readonly hold: RunHold
  /** Whether its processes have all runs of the race: of one that was given seeds, some rest. */
  readonly whole: boolean
  readonly onStatus: (status: RaceStatus) => void
}

/** A race of the trainer together with its record: everything done to it is logged. */
export class LiveRace {
  readonly id: string
  readonly folder: string
  readonly training: TrainingRace
  readonly spec: ExperimentSpec
  readonly whole: boolean
  private readonly log: RunLog
  private readonly progress: LogProgress
  private readonly onStatus: (status: RaceStatus) => void
  private hold: RunHold
  private readonly off: () => void
  /** The end of the present budget, written down. */
  private ended: Promise<void>
  private closed = false
  /** Bytes of the log when it was closed: more are somebody else's. */
  private written = 0
  private logError: ErrorData | undefined

  constructor(parts: LiveRaceParts) {
    this.id = parts.id
    this.folder = parts.folder
    this.spec = parts.spec
    this.whole = parts.whole
    this.training = parts.training
    this.log = parts.log
    this.progress = parts.progress
    this.hold = parts.hold
    this.onStatus = parts.onStatus
    this.off = this.training.onStatus((status) => {
      // An end is reported once it is written down.
      if (!hasEnded(status)) this.tell()
    })
    this.ended = this.awaitEnd()
  }

  race(): Race {
    const { id, folder, spec } = this
    return { id, folder, spec, shape: this.training.shape, status: this.status() }
  }

  status(): RaceStatus {
    const { phase, step, steps, pace, error } = this.training.status()
    const lost = this.logError && { phase: 'failed' as const, error: this.logError }
    return { id: this.id, phase, step, steps, pace, error, ...lost }
  }

  async pause(): Promise<RaceStatus> {
    await this.note(await this.training.pause())
    return this.status()
  }

  async resume(): Promise<RaceStatus> {
    await this.note(await this.training.resume())
    return this.status()
  }

  /** Resolves when the end is written down. */
  async stop(): Promise<RaceStatus> {
    await this.training.stop()
    await this.ended
    return this.status()
  }

  async advance(): Promise<RaceStatus> {
    if (hasEnded(await this.training.advance())) await this.ended
    return this.status()
  }

  async setPace(pace: number | null): Promise<RaceStatus> {
    const { step } = await this.training.setPace(pace)
    // An ended race has its last line.
    if (!this.closed) await this.log.append([{ kind: 'pace', at: now(), pace, step }])
    return this.status()
  }

  /** The processes say in the log from which step on. */
  async changeRate(lane: string, rate: number): Promise<RaceStatus> {
    if (!this.whole) throw restsInPart()
    await this.training.changeRate(lane, rate)
    return this.status()
  }

  async extend(epochs: number): Promise<RaceStatus> {
    const { phase, step, furthest } = this.training.status()
    if (this.logError || (phase !== 'finished' && phase !== 'stopped')) throw wrongPhase(phase)
    await this.ended
    const steps = furthest + epochs * this.training.shape.stepsPerEpoch
    await this.takeUp([{ kind: 'extend', at: now(), epochs, step, steps }])
    this.closed = false
    try {
      await this.training.extend(epochs)
    } finally {
      this.ended = this.awaitEnd()
    }
    return this.status()
  }

  /**
   * What the log holds, when it holds all that the trainer had recorded at this call. Readers that
   * joined before get everything later by their streams.
   */
  async recorded(): Promise<Recorded> {
    const shards = [...this.training.shards.keys()]
    // A race that ends, however it ends, has logged all it ever will.
    const logged = shards.map(async (shard) => {
      const messages = await this.training.recorded(shard).catch(() => 0)
      await Promise.race([this.progress.reached(shard, messages), this.ended])
    })
    await Promise.all(logged)
    return readRecorded(this.folder)
  }

  whenEnded(): Promise<void> {
    return this.ended
  }

  /** Stops it if it runs, and lets go of it. Its record is complete then. */
  async release(): Promise<void> {
    if (!hasEnded(this.training.status())) await this.training.stop()
    await this.ended
    this.off()
    await this.training.release()
  }

  /** Goes on with a record that was closed. */
  private async takeUp(lines: readonly LogLine[]): Promise<void> {
    const hold = await holdRun(this.folder)
    try {
      const { size } = await stat(this.log.path)
      if (size !== this.written) throw wentOn()
      await this.log.append(lines)
    } catch (error) {
      await hold.release()
      throw error
    }
    this.hold = hold
  }

  private tell(): void {
    this.onStatus(this.status())
  }

  /** Logs that it was paused or resumed, unless it came to its end meanwhile. */
  private async note({ phase, step }: TrainingStatus): Promise<void> {
    if (this.closed || (phase !== 'paused' && phase !== 'running')) return
    await this.log.append([{ kind: 'phase', at: now(), phase, step }])
  }

  private async awaitEnd(): Promise<void> {
    const { phase, step, error } = await this.training.whenEnded()
    this.closed = true
    const reason = phase === 'finished' || phase === 'stopped' ? phase : 'failed'
    try {
      await this.log.append([{ kind: 'end', at: now(), reason, step, error }])
      await this.log.close()
      this.written = (await stat(this.log.path)).size
      await noteClosed(this.folder, this.log.written)
    } catch (thrown) {
      // The trainer may have failed of the same cause: the first error is the one to show.
      if (!error) this.logError = toErrorData(thrown)
    }
    await this.hold.release()
    this.tell()
  }
}

function restsInPart(): LabError {
  return new LabError(
    'rates-settled',
    'A part of this race is done already, so that its rates are settled: a changed one would hold for some of its seeds only. Race anew.',
  )
}

/** Its folder was gone on with from elsewhere: what this process knows of it is out of date. */
function wentOn(): LabError {
  return new LabError(
    'wrong-phase',
    'Another program has gone on with this race since it ended here. Open it from the list of runs.',
    { parameters: { phase: 'stopped' } },
  )
}

function wrongPhase(phase: string): LabError {
  return new LabError('wrong-phase', `A race that is ${phase} cannot go on. Start a new one.`, {
    parameters: { phase },
  })
}
