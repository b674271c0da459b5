import type { Readable } from 'node:stream'
import type { Laboratory, LabEvent, Settings } from '#shared/contract/calls.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { TableReader } from '../tables/types.ts'
import type { StreamPort, TrainerPool } from '../trainer/types.ts'
import type { OpenFile } from './run-log.ts'
import type { FileKeeper } from './saving.ts'

export interface LabOptions {
  readonly shell: 'desktop' | 'served'
  readonly version: string
  readonly electron?: string
  /** Starts the command line elsewhere: a program and its first arguments; none where it cannot. */
  readonly command?: readonly string[] | undefined
  readonly pool: TrainerPool
  /** Reads people's files. */
  readonly reader: TableReader
  /** Holds the settings the list of opened tables and, in `runs`, every run. */
  readonly dataFolder: string
  /** Holds `datasets/`. @default found above the code */
  readonly resources?: string
  /** Opens a folder in the system's file manager; left out where there is none. */
  readonly showFolder?: (folder: string) => Promise<boolean>
  /** How a log is opened. @default to append to */
  readonly openFile?: OpenFile
}

/** How one page gets the streams that it asked for by `watchRace`. */
export type StreamDelivery =
  | {
      readonly kind: 'transfer'
      /** Makes a channel, gives one end to the page. @returns the other, for the trainer process */
      readonly open: (raceId: string, shard: number) => unknown
    }
  | {
      readonly kind: 'tunnel'
      readonly open: (raceId: string, shard: number, port: StreamPort) => void
    }

/** The laboratory, whatever its shell. */
export interface Lab {
  /**
   * The calls of one page; several pages share the races and settings.
   *
   * @param keeper keeps files for whoever sits before it; left out, nothing can be saved
   */
  connect(delivery: StreamDelivery, keeper?: FileKeeper): Laboratory
  /** Everything the laboratory says unasked. @returns stop listening */
  onEvent(read: (event: LabEvent) => void): () => void
  /** What a person chose, for the shell's own sake. */
  readSettings(): Promise<Settings>
  /** Absolute paths of the tables that were opened, the newest first. */
  openedFiles(): Promise<string[]>
  /**
   * Lets the page open a file that a person gave it.
   *
   * @param path absolute, and come by a way on which the page cannot make one up
   */
  admitFile(path: string): DatasetSource
  /**
   * Takes a file whose bytes the page sends, and lets the page open it.
   *
   * @param size of it as announced, or 0
   * @throws LabError `file-too-large`, `file-not-taken`
   */
  receiveFile(name: string, size: number, body: Readable): Promise<DatasetSource>
  /** Says something unasked to every page. */
  emit(event: LabEvent): void
  /** Loads TensorFlow ahead of the first race; what fails is reported when a race starts. */
  warm(): void
  /** Stops what runs, completes its record and ends the trainer processes. */
  dispose(): Promise<void>
}
