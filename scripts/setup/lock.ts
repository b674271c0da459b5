import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from './report.ts'

/** A holder shows that it lives by touching its lock this often, in milliseconds. */
const HEARTBEAT = 2_000
/** A lock not touched for so long belongs to nobody, in milliseconds. */
const ABANDONED = 30_000
const POLL = 200

interface Holder {
  pid: number
  host: string
  token: string
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return undefined
  }
}

async function isAbandoned(path: string, text: string): Promise<boolean> {
  const touched = await stat(path).then(
    (found) => found.mtimeMs,
    () => Date.now(),
  )
  if (Date.now() - touched > ABANDONED) return true
  const holder = parseHolder(text)
  return holder !== undefined && holder.host === hostname() && !isRunning(holder.pid)
}

/** Takes an abandoned lock away, and gives it back if a live one came in between. */
async function bury(path: string, abandoned: string): Promise<void> {
  const grave = `${path}.${randomUUID()}`
  try {
    await rename(path, grave)
  } catch {
    return
  }
  const buried = await readFile(grave, 'utf8').catch(() => abandoned)
  if (buried !== abandoned) await link(grave, path).catch(() => undefined)
  await rm(grave, { force: true })
}

async function acquire(path: string, text: string, busy: () => void): Promise<void> {
  let told = false
  for (;;) {
    try {
      await writeFile(path, text, { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const held = await readFile(path, 'utf8').catch(() => '')
    // An empty file is a lock whose holder is just writing it.
    if (await isAbandoned(path, held)) {
      await bury(path, held)
      continue
    }
    if (!told) {
      busy()
      told = true
    }
    await sleep(POLL)
  }
}

/**
 * Runs `work` while no other process on this cache does the same. A lock whose holder died or
 * stopped answering is taken over.
 * @param busy said once when somebody else holds the lock
 */
export async function withLock<T>(
  path: string,
  report: Report,
  busy: string,
  work: () => Promise<T>,
): Promise<T> {
  const holder: Holder = { pid: process.pid, host: hostname(), token: randomUUID() }
  const text = JSON.stringify(holder)
  await acquire(path, text, () => report.say(busy))
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, HEARTBEAT)
  heartbeat.unref()
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    const held = await readFile(path, 'utf8').catch(() => '')
    if (held === text) await rm(path, { force: true })
  }
}
