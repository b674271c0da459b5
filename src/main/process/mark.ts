import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import { z } from 'zod'

/* Which process left a file, and whether it still runs. */

export const processMarkSchema = z.object({
  pid: z.int().min(1),
  /** The machine, since it was last started, and the container in which the process has its number. */
  machine: z.string(),
  /** When the process began, in the machine's ticks; null where the system does not report it. */
  began: z.string().nullable(),
})

/** What identifies a process. */
export type ProcessMark = z.output<typeof processMarkSchema>

/** This process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, machine: machine(), began: beganAt(process.pid) }
}

/**
 * @returns whether a process still runs; undefined where its number says nothing here: it is of another
 *   machine or container, or from before this machine was last started
 */
export function isRunning({ pid, machine: where, began }: ProcessMark): boolean | undefined {
  if (where !== machine()) return undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process is one all the same.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A number is given to another process some day.
  return began === beganAt(pid)
}

/** This machine, since it was last started; where containers number their processes, this one. */
export function machine(): string {
  return (known ??= [
    readText('/proc/sys/kernel/random/boot_id')?.trim() ?? startOfMachine(),
    numbering(),
  ].join(' '))
}
let known: string | undefined

/** What tells the container whose numbers of processes this one sees; empty where there are none. */
function numbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** To the minute: the clock is set now and then. */
function startOfMachine(): string {
  return `${hostname()} ${Math.round(Date.now() / 60_000 - uptime() / 60)}`
}

/** @returns when a process began, or null where the system does not report it; of one that is gone, null */
function beganAt(pid: number): string | null {
  const text = readText(`/proc/${pid}/stat`)
  // The name, in brackets, may hold anything; the 20th field after it is the start.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
