import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import type { Report } from './report.ts'

/**
 * The per-user folder for what set-up fetched, shared by all clones:
 * `DESCENT_LAB_CACHE`, or the platform's own cache folder.
 */
export function cacheRoot(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.DESCENT_LAB_CACHE) return env.DESCENT_LAB_CACHE
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'descent-lab')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'descent-lab')
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'descent-lab', 'Cache')
  }
  return join(home, '.cache', 'descent-lab')
}

async function moveInto(place: string, filled: string): Promise<void> {
  try {
    await rename(filled, place)
  } catch (error) {
    // Another set-up finished the same folder first: its content is as good as ours.
    if (!existsSync(place)) throw error
    await rm(filled, { recursive: true, force: true })
  }
}

/**
 * A finished folder of the cache, filled first where it is not there yet. It appears by one
 * rename, so a folder that exists is complete, whatever was interrupted before.
 * @param fill puts the content into the empty folder it is given
 * @returns the folder's path
 */
export async function inCache(
  root: string,
  name: string,
  fill: (folder: string) => Promise<void>,
  report: Report,
): Promise<string> {
  const place = join(root, name)
  if (existsSync(place)) return place
  await mkdir(root, { recursive: true })
  const busy = `Another set-up is fetching ${name}; waiting for it.`
  await withLock(join(root, `${name}.lock`), report, busy, async () => {
    if (existsSync(place)) return
    // Under the lock, a half-filled folder can only be left over from a set-up that died.
    const unfinished = (await readdir(root)).filter((entry) => entry.startsWith(`.${name}-`))
    for (const entry of unfinished) await rm(join(root, entry), { recursive: true, force: true })
    const folder = await mkdtemp(join(root, `.${name}-`))
    try {
      await fill(folder)
      await moveInto(place, folder)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  })
  return place
}
