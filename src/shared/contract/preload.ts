import type { Answer, CallName } from './calls.ts'

/*
 * What the desktop app's preload exposes to the page. It passes on; both ends check.
 */

/** The name under which the page finds it. */
export const preloadKey = 'descentLab'

export interface PreloadApi {
  readonly platform: string
  /** One method per call of the contract. */
  readonly calls: Readonly<Record<CallName, (input?: unknown) => Promise<Answer>>>
  /**
   * Gives the laboratory a file that a person dropped or chose. Only a file of the browser's own has a
   * path, which the page never sees or says.
   */
  readonly openFile: (file: File) => Promise<Answer>
  /** Says that the page stands: files that the system was asked to open may come as events now. */
  listening(): void
  /** Events as they arrive, unchecked. One listener. */
  onEvent(read: (event: unknown) => void): void
}

/** Parts of a handed file, from byte `from` to before `to`, that have to be read out of the `File`. */
export interface Challenge {
  readonly ticket: string
  readonly parts: readonly { readonly from: number; readonly to: number }[]
}

/** Names of the messages between the page's preload and the laboratory. */
export const channels = {
  call: 'descent-lab:call',
  /** Hands over where a file is; answered by a challenge. */
  hand: 'descent-lab:hand',
  /** Answers the challenge; answered by the file as a source of tables. */
  file: 'descent-lab:file',
  event: 'descent-lab:event',
  listening: 'descent-lab:listening',
  stream: 'descent-lab:stream',
} as const

/**
 * Goes with a stream's port from the laboratory to the preload. Ports cannot cross the bridge's
 * functions, so the preload posts both to its own window, with the channel's name as `kind`.
 */
export interface StreamNotice {
  readonly raceId: string
  readonly shard: number
}
