import { join } from 'node:path'
import { runNotesSchema, type RunNotes } from '#shared/contract/runs.ts'
import { readJson, writeJson } from '../json-file.ts'
import { logFailed } from '../run-log.ts'
import { runMissing, type RunPlace } from './folders.ts'

/** The file in a run's folder that holds what a person noted on it. */
export const notesName = 'notes.json'

/** What is noted where nobody noted anything. */
export const noNotes: RunNotes = runNotesSchema.parse({})

/** @returns what is noted on a run; notes that cannot be understood are set aside as `notes.json.damaged` */
export function readNotes(folder: string): Promise<RunNotes> {
  return readJson(join(folder, notesName), runNotesSchema, noNotes)
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
  await writeJson(path, notes).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? runMissing(place.id) : logFailed(path, error)
  })
}
