/** How a process ended. */
export interface ProcessExit {
  /** Null when a signal ended it. */
  readonly code: number | null
  /** Its name, where the platform reports it. */
  readonly signal: string | null
}

/** A running child process of the program's own, however it was launched. */
export interface ChildProcess {
  /** Undefined until it runs. */
  readonly pid: number | undefined
  /**
   * Structured-clones a message into the process. Messages sent before it listens are kept for it.
   * @param port a port to hand over with it; only where the launcher's `transfersPorts` is true
   */
  send(message: unknown, port?: unknown): void
  /** Called with everything the process sends. One listener. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, however it ended. One listener. */
  onExit(listener: (exit: ProcessExit) => void): void
  /** Ends it at once. */
  kill(): void
}

/** Knows how a shell starts child processes. */
export interface Launcher {
  /** Whether `send` can hand a port to the process. */
  readonly transfersPorts: boolean
  launch(): ChildProcess
}
