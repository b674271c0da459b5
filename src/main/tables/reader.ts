import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LabError } from '#shared/contract/errors.ts'
import type { Table } from '#shared/data/table.ts'
import type { ReadOptions } from '#shared/experiment/source.ts'
import { makeScratch, sweepScratch } from '../process/scratch.ts'
import { assembleTable } from './assemble.ts'
import { mostForced } from './limits.ts'
import { asReply, type Reply, type Request } from './protocol.ts'
import { badTable } from './refusals.ts'
import type {
  ColumnKinds,
  ImportedTable,
  ImportHooks,
  ReaderLauncher,
  TableReader,
  TableReaderOptions,
} from './types.ts'

/** How a request was carried out. */
type Outcome = Exclude<Reply, { kind: 'progress' | 'failed' }>

export function createTableReader({ launcher }: TableReaderOptions): TableReader {
  const running = new Set<AbortController>()
  let swept: Promise<void> | undefined
  const sweepOnce = (): Promise<void> => (swept ??= sweepScratch())
  return {
    async read(path, options = {}, hooks = {}) {
      const controller = new AbortController()
      running.add(controller)
      const signals = hooks.signal ? [controller.signal, hooks.signal] : [controller.signal]
      try {
        await sweepOnce()
        const signal = AbortSignal.any(signals)
        return await readFile(launcher, resolve(path), options, { ...hooks, signal })
      } finally {
        running.delete(controller)
      }
    },
    async *toParquet(table, columns) {
      const controller = new AbortController()
      running.add(controller)
      try {
        await sweepOnce()
        yield* parquetOf(launcher, table, columns, controller.signal)
      } finally {
        running.delete(controller)
      }
    },
    dispose() {
      const reason = new LabError('internal', 'The table was given up: the program is closing.')
      for (const controller of running) controller.abort(reason)
    },
  }
}

async function readFile(
  launcher: ReaderLauncher,
  path: string,
  options: ReadOptions,
  hooks: ImportHooks & { signal: AbortSignal },
): Promise<ImportedTable> {
  hooks.signal.throwIfAborted()
  // Nobody else may look into it: it holds a person's data.
  const scratch = await makeScratch('table')
  try {
    const died = (how: string): LabError =>
      badTable(
        path,
        'crashed',
        `could not be read: the reader's process ended by itself (${how}). The file is damaged, or memory ran out: choose another copy, or close other programs and try again.`,
      )
    const reply = await runReader(launcher, { kind: 'read', path, options, scratch }, hooks, died)
    if (reply.kind !== 'read') throw new Error('unreachable: it was asked to read')
    const { result } = reply
    const { format, encoding, delimiter, decimal, header, nonFinite } = result
    const { rejected, rejectedCount, bytes, sha256, mtimeMs } = result
    const table = await assembleTable(basename(path, extname(path)), result)
    hooks.signal.throwIfAborted()
    refuseMany(path, table, options)
    return {
      ...{ table, format, encoding, delimiter, decimal, header },
      ...{ rejected, rejectedCount, nonFinite, bytes, sha256, mtimeMs },
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function* parquetOf(
  launcher: ReaderLauncher,
  table: AsyncIterable<string>,
  columns: ColumnKinds,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const scratch = await makeScratch('table')
  try {
    const path = join(scratch, 'table.csv')
    const to = join(scratch, 'table.parquet')
    await pipeline(Readable.from(table), createWriteStream(path), { signal })
    const died = (how: string): LabError =>
      new LabError(
        'internal',
        `The table could not be written: the process that writes it ended by itself (${how}), likely for want of memory.`,
      )
    await runReader(launcher, { kind: 'write', path, columns, scratch, to }, { signal }, died)
    for await (const part of createReadStream(to)) yield part as Uint8Array
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Who calls a column categories gets an error if they are too many, not given text. */
function refuseMany(path: string, { columns }: Table, { types = {} }: ReadOptions): void {
  const many = columns.find(({ type, name }) => type === 'text' && types[name] === 'category')
  if (!many) return
  throw badTable(
    path,
    'type',
    `has over ${mostForced} different values in column "${many.name}": call it text.`,
  )
}

/** Has a process of its own answer a request. @param died the error where it ends by itself */
function runReader(
  launcher: ReaderLauncher,
  request: Request,
  { signal, onProgress }: ImportHooks & { signal: AbortSignal },
  died: (how: string) => LabError,
): Promise<Outcome> {
  return new Promise<Outcome>((resolve, reject) => {
    const reader = launcher.launch()
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', abort)
      settle()
      reader.kill()
    }
    // The folder is removed next: nothing may write to it any more.
    let outcome: (() => void) | undefined
    const abort = (): void => end(() => (outcome = () => reject(signal.reason as Error)))
    signal.addEventListener('abort', abort)
    reader.onMessage((message) => {
      if (outcome) return
      const reply = asReply(message)
      if (reply.kind === 'progress') onProgress?.(reply.progress)
      else if (reply.kind === 'failed') {
        end(() => (outcome = () => reject(LabError.fromData(reply.error))))
      } else end(() => (outcome = () => resolve(reply)))
    })
    reader.onExit(({ code, signal: name }) => {
      const how = name ?? (code === null ? 'no reason told' : `code ${code}`)
      signal.removeEventListener('abort', abort)
      ;(outcome ?? (() => reject(died(how))))()
    })
    reader.send(request)
  })
}
