import type { Launcher } from '../process/types.ts'
import type { RaceShape } from '#shared/contract/calls.ts'
import type { ErrorData } from '#shared/contract/errors.ts'
import type { Phase, StreamMessage } from '#shared/contract/stream.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { RunEnd } from '#shared/training/trainer.ts'

/** What computes losses and gradients: native TensorFlow, or its float64 oracle. */
export type EngineName = 'native' | 'reference'

/** Versions of the JavaScript package and of the native library under it. */
export interface TensorflowVersions {
  readonly package: string
  readonly library: string
}

/** A message of the lossless stream, which goes to the race's log. */
export interface LogMessage extends StreamMessage {
  /** A packed Checkpoint; the log has all that came before it when it has this message. */
  readonly checkpoint?: Uint8Array
  /**
   * With the last messages of a finished or stopped share: every run of it, large ones in stretches. An
   * extension brings them anew.
   */
  readonly final?: readonly RunEnd[]
}

/**
 * Takes each message of each shard once, in order. The trainer counts a message as acknowledged
 * when the promise resolves, and stops stepping while too many are not. A rejection ends the race
 * as failed with that error.
 */
type LogSink = (shard: number, message: LogMessage) => Promise<void>

/**
 * A reader's end of one shard's stream, tunnelled through the pool; what a transferred port is in
 * shells that can hand one over. The trainer sends the next message when the last is acknowledged,
 * and merges, then thins, what comes meanwhile.
 */
export interface StreamPort {
  /** Messages that came before there was a listener are kept for it. One listener. */
  onMessage(listener: (message: StreamMessage) => void): void
  /** Called once when nothing more can come: the process ended or the race was let go. */
  onClose(listener: () => void): void
  acknowledge(sequence: number): void
  /** Wants no more. */
  close(): void
}

/** How a race goes on: what each of its processes' shares needs for it. Shares that are left out rest. */
export interface RaceResumption {
  /** The present budget. */
  readonly steps: number
  /** A step before the budget's end at which it is stopped. */
  readonly until?: number | undefined
  /** Ends of earlier budgets. */
  readonly points: readonly number[]
  /** The same rectangles as before: only then are the numbers the same in every bit. */
  readonly shares: readonly ShareResumption[]
}

export interface ShareResumption {
  readonly lanes: readonly [number, number]
  readonly seeds: readonly [number, number]
  /** Packed; left out, the share begins anew. */
  readonly checkpoint?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly step: number }
  /** Rates changed by hand, in order; lanes as the spec counts them. */
  readonly rates: readonly { readonly lane: number; readonly rate: number; readonly step: number }[]
}

export interface RaceRequest {
  readonly spec: ExperimentSpec
  readonly table: Table
  /** Steps a second at most; null as fast as it can. @default null */
  readonly pace?: number | null
  /** @default 'native' */
  readonly engine?: EngineName
  /** Processes at most that it is split over. @default as many as are free */
  readonly processes?: number
  /** @default a race from the beginning */
  readonly resume?: RaceResumption
  /** Where the lossless stream goes; left out, nothing is logged. */
  readonly log?: LogSink
  /** Called once when its processes hold nothing of it any more. */
  readonly onRelease?: () => void
}

/** Where a race stands. */
export interface TrainingStatus {
  /**
   * `running` until every shard has ended its budget. `finished` and `stopped` only after the log
   * sink has taken every message.
   */
  readonly phase: Phase
  /** The fewest steps done by any shard that still has runs under way; where none has, the most. */
  readonly step: number
  /** The most steps done by such a shard: from there an extension counts. */
  readonly furthest: number
  /** Steps the present budget asks for. */
  readonly steps: number
  readonly pace: number | null
  readonly error?: ErrorData
}

/** The part of a race that one process computes: a rectangle of lanes × seeds. */
interface Shard {
  readonly pid: number
  /** Half-open ranges into the spec's `lanes` and `seeds`. */
  readonly lanes: readonly [number, number]
  readonly seeds: readonly [number, number]
}

/**
 * A race under way. It stays extendable and watchable after its end, until it is released or another
 * race needs its processes. Every method that makes no sense in the present phase rejects with LabError
 * `wrong-phase`.
 */
export interface TrainingRace {
  readonly shape: RaceShape
  readonly shards: readonly Shard[]
  status(): TrainingStatus
  /** Called at every change of phase, budget or pace, and as steps go on (at most ~10 times a second). Several listeners. @returns stop listening */
  onStatus(listener: (status: TrainingStatus) => void): () => void
  /**
   * Resolves when every shard stands still: all that have not ended at the same step, unless one was so far
   * behind the others that waiting for it would take long.
   */
  pause(): Promise<TrainingStatus>
  resume(): Promise<TrainingStatus>
  /** Ends the race where it stands. Resolves when it has ended and is logged; harmless when it has already ended. */
  stop(): Promise<TrainingStatus>
  /**
   * Takes a paused race to its next recorded point, whatever the pace, and pauses there (or ends,
   * if the budget does). Shards that lag behind the foremost first catch up with it.
   */
  advance(): Promise<TrainingStatus>
  setPace(pace: number | null): Promise<TrainingStatus>
  /**
   * Gives a lane another learning rate from each shard's next step on; its schedule goes on from it,
   * also through an extension. In every phase but an ended one.
   *
   * @param lane its id
   * @throws LabError `bad-spec` when there is no such lane or its rule has no rate
   */
  changeRate(lane: string, rate: number): Promise<TrainingStatus>
  /**
   * Goes on with a finished or stopped race for more epochs: same weights, slots and batches. Runs at
   * once. Runs that ended early stay as they are; where all have, `wrong-phase`.
   */
  extend(epochs: number): Promise<TrainingStatus>
  /** Resolves at the end of the present budget, however it comes, logged; at once when it has ended. Never rejects: look at `phase` and `error`. */
  whenEnded(): Promise<TrainingStatus>
  /** A reader of one shard, from now on. Any launcher. */
  openStream(shard: number): StreamPort
  /**
   * Hands a transferable port to the shard's process, which posts StreamMessages to it and reads
   * Acknowledgements from it. Only where the launcher transfers ports.
   */
  watch(shard: number, port: unknown): void
  /**
   * How many messages a shard has given, or with what waits will have given, to the log: what is in
   * none of them comes to readers that joined before this was asked.
   */
  recorded(shard: number): Promise<number>
  /** Lets go of what the processes keep of it, stopping it first if it runs. */
  release(): Promise<void>
}

export interface TrainerPoolOptions {
  readonly launcher: Launcher
  /** Processes at most. @default the cores that may be used */
  readonly processes?: number
  /** Bytes that a race may take in all processes. @default see `memoryLimit` */
  readonly memory?: number
}

/** Trainer processes, kept warm between races; a race uses as many as help it. */
export interface TrainerPool {
  /** Starts the processes and loads TensorFlow ahead of the first race. Rejects as `start` does. */
  warm(): Promise<void>
  /**
   * Starts a race, beside those that are not over. Where processes are short, one that is over is released.
   * @throws LabError `bad-spec` when the spec does not fit the table, `race-too-large`, `tensorflow-missing`,
   *   `no-checkpoint` when what to resume from is of another race, `trainer-died` when a process ends
   *   while starting
   */
  start(request: RaceRequest): Promise<TrainingRace>
  /** Undefined until a process has loaded it. */
  versions(): TensorflowVersions | undefined
  /** How many of the usual processes no running race uses. */
  free(): number
  /** The processes now alive. */
  pids(): readonly number[]
  /** Stops what runs and ends every process. */
  dispose(): Promise<void>
}
