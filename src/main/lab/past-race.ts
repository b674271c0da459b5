import type { Race } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { findPlace } from './library/folders.ts'
import { readRecorded, type Recorded } from './recorded.ts'
import { readCourse } from './resumption.ts'
import { readRunFolder } from './run-reader.ts'

/**
 * Finds the record of a race that is over and put away.
 *
 * @param runsFolder where every race has a folder
 * @returns the race's own folder
 * @throws LabError `not-found` where there is no such race
 */
export async function pastRaceFolder(runsFolder: string, id: string): Promise<string> {
  const place = await findPlace(runsFolder, id)
  if (place) return place.folder
  throw new LabError('not-found', `There is no record of the race ${id}. Race anew.`, {
    parameters: { name: id },
  })
}

/**
 * Reads a race that is over and put away, from its record.
 *
 * @throws LabError `not-found` where there is no such race, `bad-file` where its record is damaged
 */
export async function readPastRace(
  runsFolder: string,
  id: string,
): Promise<{ readonly race: Race; readonly recorded: Recorded }> {
  const folder = await pastRaceFolder(runsFolder, id)
  const { spec } = await readRunFolder(folder)
  const { shape, steps } = await readCourse(folder)
  const recorded = await readRecorded(folder)
  const { end } = recorded
  const step = end?.step ?? recorded.columns.step.at(-1) ?? 0
  const status = {
    id,
    // A program that ended in the middle of it wrote no end.
    phase: end?.reason ?? ('stopped' as const),
    step,
    steps,
    pace: null,
    ...(end?.error ? { error: end.error } : {}),
  }
  return { race: { id, folder, spec, shape, status }, recorded }
}
