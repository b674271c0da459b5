import { randomBytes } from 'node:crypto'
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { RunList } from '#shared/contract/runs.ts'
import { changedInfo } from '../run-files.ts'
import { makeFolder, readText, replaceFile } from '../files.ts'
import { newRunId } from '../run-folder.ts'
import { holdRun, isHoldFile, isRunHeld, type RunHold } from '../run-lock.ts'
import { logFailed } from '../run-log.ts'
import { demandPlace, findPlace, runMissing, runPlaces } from './folders.ts'
import { bytesOf } from './look.ts'

/** How long a deleted run can be brought back, in ms: 30 days. */
export const keptFor = 30 * 24 * 3600 * 1000

/** What is on its way out has such a name, so that nobody takes half a run for a run. */
const leaving = '.gone-'

/**
 * Where deleted runs wait, in case they are wanted back. A run moves there and back by being renamed, so
 * that it is always whole and in one place; its folder's time of change says when it was deleted.
 */
export class DeletedRuns {
  constructor(
    private readonly runsFolder: string,
    /** On the same file system. */
    private readonly folder: string,
  ) {}

  /**
   * Puts a run aside; one that is there already stays there.
   *
   * @throws LabError `run-busy` while somebody writes it, `not-found`, `log-failed`
   */
  async add(id: string): Promise<void> {
    const place = await findPlace(this.runsFolder, id)
    if (!place) {
      await demandPlace(this.folder, id)
      return
    }
    const hold = await holdIfPossible(place.folder)
    try {
      await makeFolder(this.folder)
      const to = join(this.folder, place.name)
      // Before it moves, so that nobody takes it for one that was deleted long ago.
      const now = new Date()
      await utimes(place.folder, now, now).catch(() => undefined)
      while (!(await move(place.folder, to, id))) {
        // One of the same name makes way: what was deleted last is what is brought back first.
        await move(to, `${to}-${newRunId()}`, id)
      }
      await clearHolds(to)
    } finally {
      await hold?.release()
    }
  }

  /**
   * Brings a run back; one that is back already stays there. Where another run has taken its id
   * meanwhile, it gets a new one.
   *
   * @throws LabError `not-found`, `log-failed`
   */
  async restore(id: string): Promise<void> {
    const place = await findPlace(this.folder, id)
    if (!place) {
      await demandPlace(this.runsFolder, id)
      return
    }
    await makeFolder(this.runsFolder).catch((error: unknown) => {
      throw logFailed(this.runsFolder, error)
    })
    const other = await findPlace(this.runsFolder, id)
    const free = !other || other.name === place.name
    if (free && (await move(place.folder, join(this.runsFolder, place.name), id))) return
    const fresh = newRunId()
    await giveId(place.folder, fresh)
    await move(place.folder, join(this.runsFolder, renamed(place.name, id, fresh)), id)
  }

  /** Removes for good what was deleted before some time. @default everything */
  async empty(before = Infinity): Promise<void> {
    for (const place of await runPlaces(this.folder)) {
      const deleted = (await stat(place.folder).catch(() => undefined))?.mtimeMs
      if (deleted === undefined || deleted >= before) continue
      const gone = join(this.folder, `${leaving}${randomBytes(8).toString('hex')}`)
      await rename(place.folder, gone).catch(() => undefined)
    }
    await this.clear()
  }

  /** Removes what has long been deleted, and what a program that was ended had not finished removing. */
  async sweep(now = Date.now()): Promise<void> {
    await this.empty(now - keptFor)
  }

  /** How many wait, what they take on disk, and their ids, the one deleted last first. */
  async size(): Promise<RunList['deleted']> {
    const places = await runPlaces(this.folder)
    const found = await Promise.all(
      places.map(async ({ id, folder }) => ({
        id,
        bytes: await bytesOf(folder),
        at: (await stat(folder).catch(() => undefined))?.mtimeMs ?? 0,
      })),
    )
    found.sort((a, b) => b.at - a.at)
    return {
      runs: found.length,
      bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
      ids: found.map(({ id }) => id),
    }
  }

  private async clear(): Promise<void> {
    const names = await readdir(this.folder).catch(() => [])
    for (const name of names.filter((each) => each.startsWith(leaving))) {
      await rm(join(this.folder, name), { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

/** Nobody else may write a run while it moves. A full disk must not keep a run from being deleted. */
async function holdIfPossible(folder: string): Promise<RunHold | undefined> {
  try {
    return await holdRun(folder)
  } catch (error) {
    const full = error instanceof LabError && error.code === 'log-failed'
    if (!full || (await isRunHeld(folder))) throw error
    return undefined
  }
}

/** @returns false where there is something of that name */
async function move(from: string, to: string, id: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    // Somebody else moved it first.
    if (code === 'ENOENT') throw runMissing(id)
    throw logFailed(from, error)
  }
}

/** Marks of holders come along with a folder that is moved, and belong to nobody any more. */
async function clearHolds(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isHoldFile)) {
    await rm(join(folder, name), { force: true }).catch(() => undefined)
  }
}

/** @returns a folder's name with another id at its end */
function renamed(name: string, id: string, fresh: string): string {
  return name.endsWith(id) ? `${name.slice(0, -id.length)}${fresh}` : `${name}-${fresh}`
}

/** Writes a run's new id into its `run.json`; one that cannot be read is left alone. */
async function giveId(folder: string, id: string): Promise<void> {
  const path = join(folder, 'run.json')
  try {
    await replaceFile(path, changedInfo(await readText(path), { id }))
  } catch {
    // Its folder's name says which it is.
  }
}
