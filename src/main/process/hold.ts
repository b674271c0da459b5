import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson } from '#shared/json.ts'
import { isRunning, ownMark, processMarkSchema } from './mark.ts'

/*
 * Who has something for itself leaves a file in a folder, `<name>-….json`, that says who it is. A holder
 * first leaves its own and then looks for others: of two that come at once at least one sees the other
 * and withdraws, so that there are never two. A program that was killed leaves its file; the next one
 * sees that it belongs to nobody any more.
 */

/** The right to something, for this program alone. */
export interface Hold {
  /** Lets go of it; twice is harmless. */
  release(): Promise<void>
}

/** How often a holder touches its file, and after how long one that does not is given up, in ms. */
const heartbeat = 10_000
const silentFor = 45_000

/** A file that cannot be read yet may be being written, for so long, in ms. */
const writing = 5000

/**
 * @param name what is held in that folder, which must be there
 * @returns undefined where another program has it
 * @throws the system's error
 */
export async function tryHold(folder: string, name: string): Promise<Hold | undefined> {
  const own = join(folder, `${name}-${process.pid}-${randomBytes(4).toString('hex')}.json`)
  try {
    const file = await open(own, 'wx')
    try {
      await file.writeFile(JSON.stringify(ownMark()))
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(own, { force: true }).catch(() => undefined)
    throw error
  }
  if ((await holdersOf(folder, name, own)) === 0) return holdBy(own)
  await rm(own, { force: true })
  return undefined
}

/** Whether a living program has it. */
export async function isHeld(folder: string, name: string): Promise<boolean> {
  return (await holdersOf(folder, name)) > 0
}

function holdBy(own: string): Hold {
  const beat = setInterval(() => void touch(own).catch(() => undefined), heartbeat)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      await rm(own, { force: true }).catch(() => undefined)
    },
  }
}

/** By a write, so that it has the time of the disk's clock: those of two machines may differ. */
async function touch(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    // The brace that it begins with.
    await file.write('{', 0)
  } finally {
    await file.close()
  }
}

/** @returns the time by the clock of the folder's disk; by this machine's where nothing can be written */
async function timeIn(folder: string): Promise<number> {
  const path = join(folder, `.time-${randomBytes(4).toString('hex')}`)
  try {
    const file = await open(path, 'wx')
    try {
      await file.write(' ')
      return (await file.stat()).mtimeMs
    } finally {
      await file.close()
    }
  } catch {
    return Date.now()
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

/** @returns how many living programs have left their file; those of dead ones are cleared away */
async function holdersOf(folder: string, name: string, besides?: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const alive = await Promise.all(
    names
      .filter((each) => each.startsWith(`${name}-`) && each.endsWith('.json'))
      .map((each) => join(folder, each))
      .filter((path) => path !== besides)
      .map(async (path) => {
        if (await isHolding(folder, path)) return true
        await rm(path, { force: true }).catch(() => undefined)
        return false
      }),
  )
  return alive.filter(Boolean).length
}

async function isHolding(folder: string, path: string): Promise<boolean> {
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs
  if (touched === undefined) return false
  const text = await readFile(path, 'utf8').catch(() => '')
  const holder = processMarkSchema.safeParse(parseJson(text)).data
  const running = holder && isRunning(holder)
  // Where it cannot be asked, all there is to go by is the heartbeat.
  return running ?? (await timeIn(folder)) - touched < (holder ? silentFor : writing)
}
