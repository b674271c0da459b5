import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../shared/contract/errors.ts'
import type { LogLine } from '../../shared/experiment/log.ts'

/** Opens a file to append to. */
export type OpenFile = (path: string) => Promise<FileHandle>

export interface RunLogOptions {
  /** How its file is opened. @default to append to */
  readonly openFile?: OpenFile
  /** @default log.jsonl */
  readonly name?: string
  /** Whether it goes on with a file that may end inside a line. @default false */
  readonly resumes?: boolean
}

/**
 * An append-only log, of one run unless said otherwise. Lines are written in the order in which they were given, each
 * call's in one go. The file is opened at the first line, and again by a line after `close`.
 *
 * A write that fails leaves at most one torn line, which the reader skips; later lines start on a
 * line of their own.
 */
export class RunLog<Line = LogLine> {
  readonly path: string
  private handle: FileHandle | undefined
  private queue: Promise<void> = Promise.resolve()
  private readonly openFile: OpenFile
  private torn: boolean

  constructor(folder: string, options: RunLogOptions = {}) {
    this.path = join(folder, options.name ?? 'log.jsonl')
    this.openFile = options.openFile ?? ((path) => open(path, 'a'))
    this.torn = options.resumes ?? false
  }

  /** @throws LabError `log-failed` when the file system refuses */
  append(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return this.queue
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    return this.enqueue(() => this.write(text))
  }

  /** Brings what was given so far to the disk. @throws LabError `log-failed` */
  sync(): Promise<void> {
    return this.enqueue(async () => await this.handle?.datasync())
  }

  /** Brings everything to the disk. @throws LabError `log-failed` */
  close(): Promise<void> {
    return this.enqueue(async () => {
      try {
        await this.handle?.datasync()
      } finally {
        await this.letGo()
      }
    })
  }

  private async letGo(): Promise<void> {
    const handle = this.handle
    this.handle = undefined
    await handle?.close()
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work).catch((error: unknown) => {
      throw logFailed(this.path, error)
    })
    this.queue = done.catch(() => undefined)
    return done
  }

  private async write(text: string): Promise<void> {
    this.handle ??= await this.openFile(this.path)
    const start = this.torn ? '\n' : ''
    this.torn = true
    try {
      await this.handle.writeFile(start + text)
      this.torn = false
    } finally {
      if (this.torn) await this.letGo()
    }
  }
}

/** @returns the error for a run's record that the file system refuses */
export function logFailed(path: string, cause: unknown): LabError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LabError(
    'log-failed',
    `The run log ${path} cannot be written (${reason}). Make room or choose another folder, then run again; what was written stays readable.`,
    { parameters: { path, reason }, cause },
  )
}
