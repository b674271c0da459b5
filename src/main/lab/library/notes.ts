import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { runNotesSchema, type RunNotes } from '../../../shared/contract/runs.ts'
import { readText } from '../read-text.ts'
import { logFailed } from '../run-log.ts'
import { replaceFile } from '../settings.ts'
import { runMissing, type RunPlace } from './folders.ts'

/** The file in a run's folder that holds what a person noted on it. */
export const notesName = 'notes.json'

/** What is noted where nobody noted anything. */
export const noNotes: RunNotes = runNotesSchema.parse({})

/** @returns what is noted on a run; notes that cannot be understood are set aside as `notes.json.damaged` */
export async function readNotes(folder: string): Promise<RunNotes> {
  const path = join(folder, notesName)
  const text = await readText(path).catch(() => undefined)
  if (text === undefined) return noNotes
  try {
    return runNotesSchema.parse(JSON.parse(text))
  } catch {
    await rename(path, `${path}.damaged`).catch(() => undefined)
    return noNotes
  }
}

/**
 * Changes what is given, keeps the rest.
 *
 * @throws LabError `not-found` where the run is gone, `log-failed` where its folder cannot be written
 */
export async function changeNotes(place: RunPlace, change: Partial<RunNotes>): Promise<void> {
  const path = join(place.folder, notesName)
  const notes = { ...(await readNotes(place.folder)), ...change }
  notes.tags = [...new Set(notes.tags)]
  await replaceFile(path, `${JSON.stringify(notes, null, 2)}\n`).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? runMissing(place.id) : logFailed(path, error)
    },
  )
}
