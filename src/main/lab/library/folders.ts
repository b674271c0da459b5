import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { isFolder } from '../files.ts'

/*
 * A run is known by its folder's name, `<local date-time>-<slug>-<id>`, so that one whose files cannot
 * be read is a run all the same. A folder that a person named otherwise is known by its whole name.
 */

/** A run's place on the disk. */
export interface RunPlace {
  readonly id: string
  readonly folder: string
  /** The folder's own name. */
  readonly name: string
}

const dated = /^(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)-(?:.*-)?([^-]+)$/

/** Longer is no id that a page may send. */
const longestId = 100

/** @returns the id of the run in a folder of that name */
export function idOfName(name: string): string {
  const id = dated.exec(name)?.[7] ?? name
  if (id.length <= longestId) return id
  return createHash('sha256').update(id).digest('hex').slice(0, 16)
}

/** @returns when a run in a folder of that name was begun, or undefined where the name does not say */
export function createdOfName(name: string): Date | undefined {
  const parts = dated.exec(name)
  if (!parts) return undefined
  const [year = 0, month = 1, day = 1, hour, minute, second] = parts.slice(1, 7).map(Number)
  const date = new Date(year, month - 1, day, hour, minute, second)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** What makes a folder that somebody named otherwise a run's. */
const recordNames: readonly string[] = ['spec.json', 'run.json', 'log.jsonl']

/** Whether a folder is a run's, damaged or not: by its name or by what is in it. */
export async function isRun({ name, folder }: RunPlace): Promise<boolean> {
  if (dated.test(name)) return true
  const names = await readdir(folder).catch(() => [])
  return names.some((each) => recordNames.includes(each))
}

/**
 * @param parent a folder of runs; where it is not there, there are no runs
 * @returns the folders in it, those with the last names first; what is hidden is no run
 * @throws LabError `bad-file` where it cannot be read
 */
export async function runPlaces(parent: string): Promise<RunPlace[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw unreadable(parent, error)
    },
  )
  const places = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry) => {
        const folder = join(parent, entry.name)
        const isRun = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(folder)))
        return isRun ? [{ id: idOfName(entry.name), folder, name: entry.name }] : []
      }),
  )
  return places.flat().sort((a, b) => (a.name < b.name ? 1 : -1))
}

/** @returns the run of that id, or undefined */
export async function findPlace(parent: string, id: string): Promise<RunPlace | undefined> {
  return (await runPlaces(parent)).find((place) => place.id === id)
}

/** @throws LabError `not-found` */
export async function demandPlace(parent: string, id: string): Promise<RunPlace> {
  const place = await findPlace(parent, id)
  if (place) return place
  throw runMissing(id)
}

function unreadable(path: string, cause: Error): LabError {
  const reason = cause.message
  return new LabError(
    'bad-file',
    `The folder ${path} cannot be read (${reason}). Choose a folder of runs that may be read.`,
    { parameters: { path, reason }, cause },
  )
}

export function runMissing(id: string): LabError {
  return new LabError('not-found', `There is no run ${id}. It may have been deleted elsewhere.`, {
    parameters: { name: id },
  })
}
