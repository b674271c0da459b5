import type { Laboratory, LabEvent } from '#shared/contract/calls.ts'
import type { ExportFormat, SavedFile } from '#shared/contract/runs.ts'
import type { StreamMessage } from '#shared/contract/stream.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { Language } from '#shared/text.ts'

/** Stops a subscription; calling it twice is harmless. */
export type Off = () => void

/**
 * One process's share of a race, as it reaches the page. The trainer keeps one message outstanding:
 * the next comes after this one's `sequence` was acknowledged, merged from all that happened
 * meanwhile. Messages that came before `onMessage` was called are delivered to it first.
 */
export interface StreamPort {
  /** One reader; a second call replaces the first. Every message has been parsed by its schema. */
  onMessage(read: (message: StreamMessage) => void): void
  /** @param sequence the message's own; send it when the message has been taken in */
  acknowledge(sequence: number): void
  /** Told once when no further message can come: closed by either side, or the connection was lost. */
  onClose(closed: () => void): void
  /** Says that nobody reads any more. */
  close(): void
}

/** A stream that has arrived: `watchRace` brings one per shard, and so does every later reconnection. */
export interface RaceStream {
  readonly raceId: string
  readonly shard: number
  readonly port: StreamPort
}

/**
 * Whether the laboratory can be reached. The desktop app is always connected; the served page loses
 * its socket when the server goes, tries again by itself, and then says `connected`: ask
 * `currentRaces` and `watchRace` again.
 */
export type Connection = 'connecting' | 'connected' | 'disconnected'

/** The page's one way to the laboratory, the same over both shells. */
export interface Bridge {
  readonly shell: 'desktop' | 'served'
  /** Of the system under the page: `darwin`, `linux`, `win32`. Decides how keys are written. */
  readonly platform: string
  /** One method per call; each rejects with a LabError. */
  readonly laboratory: Laboratory
  /**
   * Gives the laboratory a file that a person dropped or chose, so that `openTable` may read it. On
   * the served page its bytes are sent; events of kind `table` tell how far they are.
   *
   * @throws LabError `file-too-large`, `file-not-taken`, `disconnected`
   */
  openFile(file: File): Promise<DatasetSource>
  /**
   * Saves what the page made: the desktop app asks where to, a browser downloads it.
   *
   * @param name that suggests itself, with its ending
   * @returns undefined where the person thought better of it
   * @throws LabError `not-saved`
   */
  saveFile(name: string, data: Blob): Promise<SavedFile | undefined>
  /** Puts a PNG on the clipboard. @throws LabError `not-saved` where that is refused */
  copyImage(png: Blob): Promise<void>
  /** Has a run written in a form, and brings it to the person as `saveFile` does. */
  exportRun(id: string, format: ExportFormat, language: Language): Promise<SavedFile | undefined>
  /**
   * Says that the page stands and whoever takes opened files listens: those that waited for it come
   * as events `file`.
   */
  listening(): void
  /** What the laboratory says unasked: a race's status, changed settings, a command of the menu. */
  onEvent(read: (event: LabEvent) => void): Off
  /** Streams arrive here after `watchRace` was called. Subscribe before calling it. */
  onStream(read: (stream: RaceStream) => void): Off
  readonly connection: Connection
  onConnection(changed: (connection: Connection) => void): Off
}
