import { dirname, join } from 'node:path'
import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import type { Language } from '#shared/text.ts'
import { judgedCsv, trialsCsv } from '#shared/tournament/csv.ts'
import { makeFolder, replaceFile } from '../files.ts'
import { logFailed } from '../run-log.ts'
import { tournamentReport } from './report.ts'

export interface TournamentFiles {
  /** Folder for the tidy tables; left out, none are written. */
  readonly csv?: string | undefined
  /** The report's file; left out, none is written. */
  readonly report?: string | undefined
  readonly language: Language
}

/** @returns where the trials and the judged runs go in a folder */
export const tournamentTables = (folder: string): [trials: string, judged: string] => [
  join(folder, 'trials.csv'),
  join(folder, 'judged.csv'),
]

/**
 * Writes a tournament in other forms, each file whole or not at all.
 *
 * @param app the program's version
 * @throws LabError `log-failed`
 */
export async function writeTournament(
  record: TournamentRecord,
  { csv, report, language }: TournamentFiles,
  app: string,
): Promise<void> {
  const { spec, cells } = record
  if (csv !== undefined) {
    const [trials, judged] = tournamentTables(csv)
    await write(trials, trialsCsv(spec, cells))
    await write(judged, judgedCsv(spec, cells))
  }
  if (report !== undefined) await write(report, await tournamentReport(record, language, app))
}

async function write(path: string, content: string): Promise<void> {
  try {
    await makeFolder(dirname(path))
    await replaceFile(path, content)
  } catch (error) {
    throw logFailed(path, error)
  }
}
