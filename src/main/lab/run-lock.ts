import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from '../../shared/contract/errors.ts'
import { z } from '../../shared/schema.ts'

/*
 * Who works with a run leaves a file in its folder, `hold-….json`, that says who it is. A holder first
 * leaves its own and then looks for others: of two that come at once at least one sees the other and
 * withdraws, so that there are never two. A program that was killed leaves its file; whoever comes next
 * sees that nobody is behind it any more.
 */

/** The right to write a run's record. */
export interface RunHold {
  /** Lets go of it; twice is harmless. */
  release(): Promise<void>
}

const holderSchema = z.object({
  pid: z.int().min(1),
  /** The machine, since it was last started. */
  machine: z.string(),
  /** When the process began, in the machine's ticks; null where the system does not tell. */
  began: z.string().nullable(),
})

type Holder = z.output<typeof holderSchema>

/** How often a holder touches its file, and after how long one that does not is given up, in ms. */
const heartbeat = 10_000
const patience = 45_000

/** A file that cannot be read yet may be being written, for so long, in ms. */
const writing = 5000

const tries = 4

/**
 * Takes a run for this program alone, until it lets go or ends.
 *
 * @param folder the run's own
 * @throws LabError `run-busy` where another has it, `not-found` where the folder is gone
 */
export async function holdRun(folder: string): Promise<RunHold> {
  for (let attempt = 1; ; attempt++) {
    const own = join(folder, `hold-${process.pid}-${randomBytes(4).toString('hex')}.json`)
    await leave(own, folder)
    const others = await holdersOf(folder, own)
    if (others === 0) return holdBy(own)
    await rm(own, { force: true })
    if (attempt >= tries) throw busy(folder)
    // Two that withdrew for one another do not come back at the same time.
    await sleep(20 + Math.random() * 80 * attempt)
  }
}

/** Whether a living program works with a run. */
export async function isRunHeld(folder: string): Promise<boolean> {
  return (await holdersOf(folder)) > 0
}

/** Whether a file of a run's folder is such a mark, and no part of the record. */
export function isHoldFile(name: string): boolean {
  return /^hold-.*\.json$/.test(name)
}

function holdBy(own: string): RunHold {
  const beat = setInterval(() => {
    const now = new Date()
    void utimes(own, now, now).catch(() => undefined)
  }, heartbeat)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      await rm(own, { force: true }).catch(() => undefined)
    },
  }
}

async function leave(own: string, folder: string): Promise<void> {
  const holder: Holder = { pid: process.pid, machine: machine(), began: beganAt(process.pid) }
  try {
    const file = await open(own, 'wx')
    try {
      await file.writeFile(JSON.stringify(holder))
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(own, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new LabError('not-found', `The run ${folder} is gone. Bring it back, or race anew.`, {
        parameters: { name: folder },
        cause: error,
      })
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new LabError(
      'log-failed',
      `The run ${folder} cannot be written (${reason}). Make room or make the folder writable.`,
      { parameters: { path: folder, reason }, cause: error },
    )
  }
}

/** @returns how many living programs have left their file; those of dead ones are cleared away */
async function holdersOf(folder: string, besides?: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const paths = names.filter(isHoldFile).map((name) => join(folder, name))
  const alive = await Promise.all(
    paths
      .filter((path) => path !== besides)
      .map(async (path) => {
        if (await isHolding(path)) return true
        await rm(path, { force: true }).catch(() => undefined)
        return false
      }),
  )
  return alive.filter(Boolean).length
}

async function isHolding(path: string): Promise<boolean> {
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs
  if (touched === undefined) return false
  const silent = Date.now() - touched
  const holder = parse(await readFile(path, 'utf8').catch(() => ''))
  if (!holder) return silent < writing
  // On another machine, or before this one was last started: all there is to go by is the heartbeat.
  if (holder.machine !== machine()) return silent < patience
  return isRunning(holder)
}

function parse(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function isRunning({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process is one all the same.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A number is given to another process some day.
  return began === beganAt(pid)
}

/** This machine, since it was last started. */
function machine(): string {
  return (known ??= readText('/proc/sys/kernel/random/boot_id')?.trim() ?? startOfMachine())
}
let known: string | undefined

/** To the minute: the clock is set now and then. */
function startOfMachine(): string {
  return `${hostname()} ${Math.round(Date.now() / 60_000 - uptime() / 60)}`
}

/** @returns when a process began, or null where the system does not tell; of one that is gone, null */
function beganAt(pid: number): string | null {
  const text = readText(`/proc/${pid}/stat`)
  // The name, in brackets, may hold anything; the 20th field behind it is the start.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function busy(folder: string): LabError {
  return new LabError(
    'run-busy',
    `Another window or program is working with the run ${folder}. Wait until it is done or close it there, then try again.`,
    { parameters: { path: folder } },
  )
}
