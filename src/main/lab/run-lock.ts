import { setTimeout as sleep } from 'node:timers/promises'
import { LabError, reasonOf } from '#shared/contract/errors.ts'
import { isHeld, tryHold, type Hold } from '../process/hold.ts'

/** The right to write a record. */
export type RunHold = Hold

/** Of the files that say who works with a folder's record: `hold-….json`. */
const mark = 'hold'

const tries = 4

/** What a folder is the record of. */
export type Held = 'run' | 'sweep' | 'tournament'

/**
 * Takes a run, or a sweep, for this program alone, until it lets go or ends.
 *
 * @param folder its own
 * @throws LabError `run-busy` where another has it, `not-found` where the folder is gone
 */
export async function holdRun(folder: string, what: Held = 'run'): Promise<RunHold> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const hold = await tryHold(folder, mark).catch((cause: NodeJS.ErrnoException) => {
      throw refused(folder, what, cause)
    })
    if (hold) return hold
    // Two that withdrew for one another do not come back at the same time.
    if (attempt < tries) await sleep(20 + Math.random() * 80 * attempt)
  }
  throw new LabError(
    'run-busy',
    `Another window or program is working with the ${what} ${folder}. Wait until it is done or close it there, then try again.`,
    { parameters: { path: folder } },
  )
}

/** Whether a living program works with a run or sweep. */
export function isRunHeld(folder: string): Promise<boolean> {
  return isHeld(folder, mark)
}

/** Whether a file of such a folder is a mark of that kind, and no part of the record. */
export function isHoldFile(name: string): boolean {
  return /^hold-.*\.json$/.test(name)
}

function refused(folder: string, what: Held, cause: NodeJS.ErrnoException): LabError {
  if (cause.code === 'ENOENT') {
    const message = `The ${what} ${folder} is gone. Bring it back, or start anew.`
    return new LabError('not-found', message, { parameters: { name: folder }, cause })
  }
  const reason = reasonOf(cause)
  return new LabError(
    'log-failed',
    `The ${what} ${folder} cannot be written (${reason}). Make room or make the folder writable.`,
    { parameters: { path: folder, reason }, cause },
  )
}
