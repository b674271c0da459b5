import { basename, dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryHold } from '#main/process/hold.ts'
import type { Report } from './report.ts'

const POLL = 200

/**
 * Runs `work` while no other process does the same. A lock whose holder died or stopped answering is
 * taken over.
 *
 * @param path in a folder that is there; the lock's files begin with its name
 * @param busy said once when somebody else holds the lock
 */
export async function withLock<T>(
  path: string,
  report: Report,
  busy: string,
  work: () => Promise<T>,
): Promise<T> {
  let hold = await tryHold(dirname(path), basename(path))
  if (!hold) report.say(busy)
  while (!hold) {
    // Two that withdrew for one another do not come back at the same time.
    await sleep(POLL * (0.5 + Math.random()))
    hold = await tryHold(dirname(path), basename(path))
  }
  try {
    return await work()
  } finally {
    await hold.release()
  }
}
