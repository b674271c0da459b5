import { hostname } from 'node:os'
import { isRunHeld } from '../run-lock.ts'
import type { DoneShard } from './shard-file.ts'

/** Another machine is taken to be at work while its last shard is no older than this, in ms, or than three of its shards take. */
const lately = 60_000

/**
 * Whether another program or machine works in a folder in which this one does not. A
 * machine that runs single shards leaves no sign but the shards that it has done.
 *
 * @param ran how each shard that is done came about
 * @param now in ms
 */
export async function isWorkedElsewhere(
  folder: string,
  ran: Iterable<DoneShard['ran']> = [],
  now: number = Date.now(),
): Promise<boolean> {
  if (await isRunHeld(folder)) return true
  const own = hostname()
  for (const { at, seconds, host } of ran) {
    if (host !== own && now - Date.parse(at) <= Math.max(lately, 3000 * seconds)) return true
  }
  return false
}
