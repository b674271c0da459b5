import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from '../../shared/contract/errors.ts'
import { isRunning, ownMark, processMarkSchema, type ProcessMark } from '../processes.ts'

/*
 * Who works with a run, or with a sweep, leaves a file in its folder, `hold-….json`, that says who it is. A holder first
 * leaves its own and then looks for others: of two that come at once at least one sees the other and
 * withdraws, so that there are never two. A program that was killed leaves its file; whoever comes next
 * sees that nobody is behind it any more.
 */

/** The right to write a record. */
export interface RunHold {
  /** Lets go of it; twice is harmless. */
  release(): Promise<void>
}

/** How often a holder touches its file, and after how long one that does not is given up, in ms. */
const heartbeat = 10_000
const patience = 45_000

/** A file that cannot be read yet may be being written, for so long, in ms. */
const writing = 5000

const tries = 4

/** What a folder is the record of. */
export type Held = 'run' | 'sweep'

/**
 * Takes a run, or a sweep, for this program alone, until it lets go or ends.
 *
 * @param folder its own
 * @throws LabError `run-busy` where another has it, `not-found` where the folder is gone
 */
export async function holdRun(folder: string, what: Held = 'run'): Promise<RunHold> {
  for (let attempt = 1; ; attempt++) {
    const own = join(folder, `hold-${process.pid}-${randomBytes(4).toString('hex')}.json`)
    await leave(own, folder, what)
    const others = await holdersOf(folder, own)
    if (others === 0) return holdBy(own)
    await rm(own, { force: true })
    if (attempt >= tries) throw busy(folder, what)
    // Two that withdrew for one another do not come back at the same time.
    await sleep(20 + Math.random() * 80 * attempt)
  }
}

/** Whether a living program works with a run or sweep. */
export async function isRunHeld(folder: string): Promise<boolean> {
  return (await holdersOf(folder)) > 0
}

/** Whether a file of such a folder is a mark of that kind, and no part of the record. */
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

async function leave(own: string, folder: string, what: Held): Promise<void> {
  try {
    const file = await open(own, 'wx')
    try {
      await file.writeFile(JSON.stringify(ownMark()))
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(own, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new LabError(
        'not-found',
        `The ${what} ${folder} is gone. Bring it back, or start anew.`,
        {
          parameters: { name: folder },
          cause: error,
        },
      )
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new LabError(
      'log-failed',
      `The ${what} ${folder} cannot be written (${reason}). Make room or make the folder writable.`,
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
  // Where it cannot be asked, all there is to go by is the heartbeat.
  return isRunning(holder) ?? silent < patience
}

function parse(text: string): ProcessMark | undefined {
  try {
    return processMarkSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function busy(folder: string, what: Held): LabError {
  return new LabError(
    'run-busy',
    `Another window or program is working with the ${what} ${folder}. Wait until it is done or close it there, then try again.`,
    { parameters: { path: folder } },
  )
}
