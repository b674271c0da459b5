import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError, sentenceOf } from './errors.ts'
import type { Report } from './report.ts'

/** What to fetch, and how patiently. */
export interface DownloadRequest {
  readonly address: string
  /** Where the checked file goes; until then it grows beside it as `<file>.part`. */
  readonly file: string
  /** `sha512-<base64>` of the whole file. */
  readonly integrity: string
  /** What a person would call it. */
  readonly what: string
  readonly report: Report
  /** Interruptions in a row without one new byte before giving up. @default 5 */
  readonly attempts?: number
  /** A server that sends nothing for so long counts as gone, in milliseconds. @default 30000 */
  readonly stall?: number
  /** Pause after the first interruption, doubled after each further one, in milliseconds. @default 1000 */
  readonly pause?: number
}

/** The server refuses to give the file: trying again will not help, another way might. */
export class DownloadRefused extends SetupError {}

/** The network does not let the file through. */
export class DownloadInterrupted extends SetupError {}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  )
}

/** `sha512-<base64>` of a file, as in package lock files. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return `sha512-${hash.digest('base64')}`
}

function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

/** First byte and total of a `content-range: bytes 100-199/200` header. */
function parseRange(header: string | null): { start: number; total: number } | undefined {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(header ?? '')
  return match ? { start: Number(match[1]), total: Number(match[2]) } : undefined
}

interface Position {
  /** Byte of the file at which this answer's body begins. */
  readonly start: number
  readonly total: number | undefined
}

/** Where an answer's body belongs in the file, or undefined if the part is of no use to it. */
function positionOf(answer: Response, offset: number): Position | undefined {
  if (answer.status === 206) {
    const range = parseRange(answer.headers.get('content-range'))
    return range?.start === offset ? range : undefined
  }
  // A server without ranges sends the whole file again, whatever was asked for.
  const length = answer.headers.get('content-length')
  return { start: 0, total: length === null ? undefined : Number(length) }
}

/** One connection: adds to the part what the server gives, until the end or an interruption. */
async function fetchMore(request: DownloadRequest, part: string): Promise<void> {
  const offset = await sizeOf(part)
  const cancel = new AbortController()
  const stall = request.stall ?? 30_000
  const giveUp = (): void => cancel.abort(new Error(`nothing came for ${stall / 1000} s`))
  let watchdog = setTimeout(giveUp, stall)
  const stillAlive = (): void => {
    clearTimeout(watchdog)
    watchdog = setTimeout(giveUp, stall)
  }
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' }
    if (offset > 0) headers.range = `bytes=${offset}-`
    const answer = await fetch(request.address, { headers, signal: cancel.signal })
    if (answer.status === 416) {
      // The part is as long as the file or longer. The hash decides which.
      await answer.body?.cancel()
      return
    }
    if (!answer.ok && isTransient(answer.status)) throw new Error(`status ${answer.status}`)
    if (!answer.ok || answer.body === null) {
      throw new DownloadRefused(`${request.what}: the server answered ${answer.status}.`)
    }
    const position = positionOf(answer, offset)
    if (position === undefined) {
      await rm(part, { force: true })
      throw new Error('the server sent another range than was asked for')
    }
    let done = position.start
    const { report, what } = request
    report.progress(what, done, position.total)
    await pipeline(
      answer.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          stillAlive()
          done += chunk.length
          report.progress(what, done, position.total)
          yield chunk
        }
      },
      createWriteStream(part, { flags: position.start > 0 ? 'a' : 'w' }),
      { signal: cancel.signal },
    )
    if (position.total !== undefined && done < position.total) throw new Error('cut off')
  } catch (error) {
    if (cancel.signal.aborted) throw cancel.signal.reason
    throw error
  } finally {
    clearTimeout(watchdog)
  }
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: NodeJS.ErrnoException }).cause
  return cause?.code ?? cause?.message ?? sentenceOf(error)
}

/** A full or read-only disk is no interruption: it must be reported as what it is. */
function isDiskFault(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'ENOENT', 'EPERM'].includes(code)
}

/** Fetches until the part is whole, through interruptions, as long as each brings it further. */
async function fetchWhole(request: DownloadRequest, part: string): Promise<void> {
  const attempts = request.attempts ?? 5
  let failures = 0
  for (;;) {
    const before = await sizeOf(part)
    try {
      return await fetchMore(request, part)
    } catch (error) {
      if (error instanceof SetupError) throw error
      if (isDiskFault(error)) {
        throw new SetupError(`${request.what}: cannot write ${part}: ${sentenceOf(error)}`)
      }
      failures = (await sizeOf(part)) > before ? 1 : failures + 1
      const reason = reasonOf(error)
      if (failures >= attempts) {
        throw new DownloadInterrupted(
          `${request.what}: the download broke off ${attempts} times in a row (${reason}). ` +
            'What has come is kept; run "npm run setup" again to go on from there.',
        )
      }
      request.report.say(`${request.what}: interrupted (${reason}), going on.`)
      await sleep((request.pause ?? 1_000) * 2 ** (failures - 1))
    }
  }
}

/**
 * Downloads a file and checks its hash before it gets its name. An interrupted download goes
 * on where it broke off, within one call and between calls; where the server can't do that, it
 * starts anew.
 * @throws DownloadRefused, DownloadInterrupted, or SetupError when the content is not the
 *   expected one: then nothing of it is left on the disk.
 */
export async function download(request: DownloadRequest): Promise<void> {
  const part = `${request.file}.part`
  for (const leftover of [(await sizeOf(part)) > 0, false]) {
    await fetchWhole(request, part)
    const integrity = await integrityOf(part)
    if (integrity === request.integrity) return await rename(part, request.file)
    await rm(part, { force: true })
    if (!leftover) {
      throw new SetupError(
        `${request.what}: the file that came is not the expected one (${integrity} instead of ` +
          `${request.integrity}) and was deleted. A proxy or a damaged mirror may be in ` +
          'between; try another network or registry.',
      )
    }
    request.report.say(`${request.what}: what an earlier try left was damaged, starting anew.`)
  }
}
