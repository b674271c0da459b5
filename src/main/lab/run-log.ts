import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import type { LogLine } from '#shared/experiment/log.ts'
import { surveyLines, surveyLog, type LogCount, type LogSurvey } from './log-survey.ts'
import { sealLine } from './seal.ts'

/** Opens a file to append to. */
export type OpenFile = (path: string) => Promise<FileHandle>

export interface RunLogOptions {
  /** How its file is opened. @default to append to */
  readonly openFile?: OpenFile
  /** @default log.jsonl */
  readonly name?: string
  /** Whether it goes on with a file that is there, which may end inside a line. @default false */
  readonly resumes?: boolean
}

/** Text that is written in one go, in characters: of a large model a message's lines are more. */
const piece = 2 ** 20

/**
 * An append-only log, of one run unless said otherwise. Lines are written in the order in which they were
 * given, those of a call one after the other, each with its number and checksum. The file is opened at
 * the first line, and again by a line after `close`.
 *
 * A write that fails leaves at most one torn line, which the reader skips; later lines start on a
 * line of their own.
 */
export class RunLog<Line extends object = LogLine> {
  readonly path: string
  private handle: FileHandle | undefined
  private queue: Promise<void> = Promise.resolve()
  private readonly openFile: OpenFile
  private readonly survey: (path: string) => Promise<LogSurvey>
  /** Whether what the file has is to be looked at before more is written. */
  private unsure: boolean
  private count = { lines: 0, hand: 0 }

  constructor(folder: string, options: RunLogOptions = {}) {
    this.path = join(folder, options.name ?? 'log.jsonl')
    this.openFile = options.openFile ?? ((path) => open(path, 'a'))
    this.survey = options.name === undefined ? () => surveyLog(folder) : surveyLines
    this.unsure = options.resumes ?? false
  }

  /** What it has by now. */
  get written(): LogCount {
    return { ...this.count }
  }

  /**
   * @param lines made, one by one, when they are written
   * @throws LabError `log-failed` when the file system refuses
   */
  append(lines: Iterable<Line>): Promise<void> {
    if (Array.isArray(lines) && lines.length === 0) return this.queue
    return this.enqueue(() => this.write(lines))
  }

  /** Brings what was given so far to the disk. @returns what is there then. @throws LabError `log-failed` */
  sync(): Promise<LogCount> {
    return this.enqueue(async () => {
      await this.handle?.datasync()
      return this.written
    })
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

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work).catch((error: unknown) => {
      throw logFailed(this.path, error)
    })
    this.queue = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  private async write(lines: Iterable<Line>): Promise<void> {
    let text = this.unsure ? await this.takeUp() : ''
    this.handle ??= await this.openFile(this.path)
    const { handle } = this
    const before = this.written
    this.unsure = true
    try {
      for (const line of lines) {
        text += this.seal(line)
        if (text.length < piece) continue
        await handle.writeFile(text)
        text = ''
      }
      if (text !== '') await handle.writeFile(text)
      this.unsure = false
    } finally {
      if (this.unsure) {
        // How much of it is there is seen when more is written.
        this.count = before
        await this.letGo()
      }
    }
  }

  private seal(line: Line): string {
    const { kind } = line as { readonly kind?: unknown }
    this.count.lines++
    if (kind === 'rate' || kind === 'extend') this.count.hand++
    return `${sealLine(JSON.stringify(line), { line: this.count.lines, hand: this.count.hand })}\n`
  }

  /** Looks what a file has that was not written, or not to its end, by this. @returns what comes first */
  private async takeUp(): Promise<string> {
    const { lines, hand, ended } = await this.survey(this.path).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return { lines: 0, hand: 0, ended: true }
      },
    )
    this.count = { lines, hand }
    return ended ? '' : '\n'
  }
}

/** @returns the error for a file of a record that the file system refuses */
export function logFailed(path: string, cause: unknown): LabError {
  const reason = reasonOf(cause)
  const gone = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
  const advice = gone
    ? 'Its folder is gone: mount its disk again, bring it back or choose another'
    : 'Make room or choose another folder'
  return new LabError(
    'log-failed',
    `${path} cannot be written (${reason}). ${advice}, then run again; what was written stays readable.`,
    { parameters: { path, reason }, cause },
  )
}
