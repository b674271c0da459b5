import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { LabError } from '../../shared/contract/errors.ts'
import type { Table } from '../../shared/data/table.ts'
import type { ReadOptions } from '../../shared/experiment/source.ts'
import { assembleTable } from './assemble.ts'
import { mostForced } from './limits.ts'
import { asReply } from './protocol.ts'
import { badTable } from './refusals.ts'
import type { ReadResult } from './result.ts'
import type {
  ImportedTable,
  ImportHooks,
  ReaderLauncher,
  TableReader,
  TableReaderOptions,
} from './types.ts'

export function createTableReader({ launcher }: TableReaderOptions): TableReader {
  const running = new Set<AbortController>()
  let swept: Promise<void> | undefined
  return {
    async read(path, options = {}, hooks = {}) {
      const controller = new AbortController()
      running.add(controller)
      const signals = hooks.signal ? [controller.signal, hooks.signal] : [controller.signal]
      try {
        swept ??= sweepScratch()
        await swept
        const signal = AbortSignal.any(signals)
        return await readFile(launcher, resolve(path), options, { ...hooks, signal })
      } finally {
        running.delete(controller)
      }
    },
    dispose() {
      const reason = new LabError('internal', 'The table was not read: the program is closing.')
      for (const controller of running) controller.abort(reason)
    },
  }
}

const scratchName = 'descent-lab-table-'

/** Removes what a program that was killed has left behind. */
async function sweepScratch(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) {
    const owner = new RegExp(`^${scratchName}(\\d+)-`).exec(name)?.[1]
    if (owner === undefined || isAlive(Number(owner))) continue
    // Another user's is not ours to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function readFile(
  launcher: ReaderLauncher,
  path: string,
  options: ReadOptions,
  hooks: ImportHooks & { signal: AbortSignal },
): Promise<ImportedTable> {
  hooks.signal.throwIfAborted()
  // Its name is unguessable and nobody else may look into it: it holds a person's data.
  const scratch = await mkdtemp(join(tmpdir(), `${scratchName}${process.pid}-`))
  try {
    const result = await runReader(launcher, { path, options, scratch }, hooks)
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

/** Who calls a column categories is told if they are too many, not given text. */
function refuseMany(path: string, { columns }: Table, { types = {} }: ReadOptions): void {
  const many = columns.find(({ type, name }) => type === 'text' && types[name] === 'category')
  if (!many) return
  throw badTable(
    path,
    'type',
    `has over ${mostForced} different values in column "${many.name}": call it text.`,
  )
}

function runReader(
  launcher: ReaderLauncher,
  request: { path: string; options: ReadOptions; scratch: string },
  { signal, onProgress }: ImportHooks & { signal: AbortSignal },
): Promise<ReadResult> {
  return new Promise<ReadResult>((resolve, reject) => {
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
      else if (reply.kind === 'read') end(() => (outcome = () => resolve(reply.result)))
      else end(() => (outcome = () => reject(LabError.fromData(reply.error))))
    })
    reader.onExit(({ code, signal: name }) => {
      const how = name ?? (code === null ? 'no reason told' : `code ${code}`)
      const died = badTable(
        request.path,
        'crashed',
        `could not be read: the reader's process ended by itself (${how}), likely for want of memory.`,
      )
      signal.removeEventListener('abort', abort)
      ;(outcome ?? (() => reject(died)))()
    })
    reader.send(request)
  })
}
