import type { Language } from '#shared/text.ts'
import type { Words } from '#shared/words/index.ts'
import type { RaceStandings } from '#main/lab/race-standings.ts'
import type { Recorded } from '#main/lab/recorded.ts'
import type { ExportedRun } from '../types.ts'
import type { ReportFormat } from './format.ts'
import type { ReportText } from './text.ts'

/** All that a report is made of. */
export interface ReportData {
  readonly run: ExportedRun
  readonly recorded: Recorded
  /** Undefined where nothing that was recorded says how good a run is. */
  readonly standings: RaceStandings | undefined
  readonly title: string
  /** What each lane is called. */
  readonly names: readonly string[]
  readonly language: Language
  /** What the report alone says, and what the page says too. */
  readonly text: ReportText
  readonly words: Words
  readonly format: ReportFormat
}
