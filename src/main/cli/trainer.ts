import { createTableSources } from '../lab/tables/sources.ts'
import type { ReadTable } from '../lab/tables/types.ts'
import type { TrainerPool } from '../trainer/types.ts'
import { createStatusLine, type StatusLine } from './progress.ts'
import type { Shell } from './shell.ts'
import { Interrupted } from './usage.ts'

/** What a command trains with. */
export interface Trainer {
  readonly pool: TrainerPool
  readonly readTable: ReadTable
  /** Gives up the table that is being read. */
  readonly stopReading: () => void
  readonly line: StatusLine
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal
}

/**
 * Lets a command train; its processes end with it.
 *
 * @param processes at most; as many as cores where it is undefined
 */
export async function withTrainer<T>(
  shell: Shell,
  processes: number | undefined,
  use: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const pool = shell.createPool(processes)
  const reader = shell.createReader()
  const line = createStatusLine(shell.stderr)
  const controller = new AbortController()
  const release = shell.onInterrupt(() => controller.abort())
  const { read } = createTableSources({ reader })
  const stopReading = (): void => reader.dispose()
  try {
    return await use({ pool, readTable: read, stopReading, line, signal: controller.signal })
  } finally {
    release()
    line.clear()
    reader.dispose()
    await pool.dispose()
  }
}

/**
 * Begins work that an interrupt stops; a table that is read for it is given up.
 *
 * @throws Interrupted where it never began for that
 */
export async function beginStoppable<T>(
  { signal, stopReading }: Pick<Trainer, 'signal' | 'stopReading'>,
  begin: () => Promise<T>,
  stop: (begun: T) => Promise<unknown>,
): Promise<T> {
  let onAbort = stopReading
  signal.addEventListener('abort', () => onAbort(), { once: true })
  const begun = await begin().catch((error: unknown) => {
    throw signal.aborted ? new Interrupted() : error
  })
  onAbort = () => void stop(begun).catch(() => undefined)
  if (signal.aborted) onAbort()
  return begun
}
